"""Fit the weights of the gate on the tuning half of the golden questions; report on the other.

    python evals/calibrate_gate.py

Prints the weights for `src/glutebot/answering/gate.py`. An answerable question that is refused and
an unanswerable one that is answered weigh alike. Questions that the safety gate stops are left out.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, fields

import golden
import numpy as np
from numpy.typing import NDArray

from glutebot.answering.answerer import ANSWERABLE
from glutebot.answering.chain import Corpus, Inquiry, condense, retrieve
from glutebot.answering.gate import WEIGHTS, Evidence, Weights, confidence, weigh
from glutebot.services import build_services
from glutebot.settings import load_settings

Array = NDArray[np.float64]
RIDGE = 0.5
"""Strength of the pull of the weights to zero, in questions."""
STEPS = 8000
RATE = 0.5


def look_up(corpus: Corpus, turns: Sequence[str]) -> Evidence:
    """Return the evidence that the gate would see for the last turn."""
    inquiry = retrieve(condense(Inquiry(turns[-1], tuple(turns[:-1]), corpus)))
    outside = corpus.outside(inquiry.question)
    return weigh(inquiry.question, inquiry.hits, corpus.vocabulary, outside=outside)


SIGNS = Evidence(similarity=1, lexical=1, explained=1, headlined=1, unknown=-1, told=1, outside=-1)
"""Which way each figure may count: a gate that a better match can close would be a puzzle."""


def fit(evidence: Array, answerable: Array) -> Weights:
    """Fit a ridge logistic regression by projected gradient descent, both classes alike."""
    signs = np.array(astuple(SIGNS))
    mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    rows = np.c_[np.ones(len(evidence)), (evidence - mean) / spread]
    share = np.where(answerable == 1, 0.5 / answerable.mean(), 0.5 / (1 - answerable.mean()))
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        pull = RIDGE * np.r_[0, weights[1:]]
        weights -= RATE * (rows.T @ (share * (chance - answerable)) + pull) / len(rows)
        weights[1:] = np.where(weights[1:] * signs < 0, 0.0, weights[1:])
    slopes = weights[1:] / spread
    return Weights(float(weights[0] - slopes @ mean), *map(float, slopes))


def report(name: str, weights: Weights, evidence: Sequence[Evidence], answerable: Array) -> None:
    """Print the share of answerable questions answered and of unanswerable ones refused."""
    chances = np.array([confidence(each, weights) for each in evidence])
    passed = chances >= ANSWERABLE
    print(
        f"{name:9} answered {passed[answerable == 1].mean():.3f} of {int(answerable.sum())}"
        f"   refused {1 - passed[answerable == 0].mean():.3f} of {int((1 - answerable).sum())}"
    )


def main() -> None:
    """Fit, print, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--current", action="store_true", help="report today's weights, fit none")
    options = parser.parse_args()
    services = build_services(load_settings())
    services.prepare()
    corpus = services.library.corpus()
    items = [(item, 1.0) for item in golden.load_answerable()]
    items += [(item, 0.0) for item in golden.load_unanswerable()]
    seen = {
        split: [
            (look_up(corpus, item.turns), label) for item, label in items if item.split == split
        ]
        for split in ("tune", "held-out")
    }
    weights = None if options.current else fit(*_arrays(seen["tune"]))
    if weights:
        for field in fields(weights):
            print(f"    {field.name}={getattr(weights, field.name):.2f},")
    for split, pairs in seen.items():
        report(split, weights or WEIGHTS, [each for each, _ in pairs], _arrays(pairs)[1])
    services.close()


def _arrays(pairs: Sequence[tuple[Evidence, float]]) -> tuple[Array, Array]:
    return np.array([astuple(each) for each, _ in pairs]), np.array([label for _, label in pairs])


if __name__ == "__main__":
    main()
