"""Fit the model that says which sentences belong into an answer; report on the other half.

    python evals/calibrate_selection.py [--current]

Prints the weights for `src/glutebot/answering/relevance.py`. A sentence counts as wanted when it
states a nugget of the question, or stands on a fact that the question is about.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields

import golden
import numpy as np
from numpy.typing import NDArray

from glutebot.answering.answerer import ANSWERABLE
from glutebot.answering.chain import Corpus, Inquiry, build_chain
from glutebot.answering.relevance import WEIGHTS, Signs, Weights, chance, read_signs
from glutebot.answering.selection import choose_lines
from glutebot.domain.articles import Line
from glutebot.services import build_services
from glutebot.settings import load_settings

Array = NDArray[np.float64]
RIDGE = 1.0
STEPS = 60
Asked = tuple[golden.Answerable, Inquiry]


def ask_all(corpus: Corpus) -> list[Asked]:
    """Return every golden question that the gate lets through, with what was found for it."""
    chain = build_chain()
    asked = [
        (item, chain.invoke(Inquiry(item.turns[-1], tuple(item.turns[:-1]), corpus)))
        for item in golden.load_answerable()
    ]
    return [(item, inquiry) for item, inquiry in asked if inquiry.confidence >= ANSWERABLE]


def is_wanted(item: golden.Answerable, line: Line) -> bool:
    """Tell whether a sentence says something that a good answer says."""
    stated = any(nugget.stated_in(line.text) for nugget in item.nuggets)
    return stated or bool(set(item.facts) & set(line.facts))


def examples(asked: Sequence[Asked]) -> Iterator[tuple[Signs, bool]]:
    """Yield the signs of every sentence that was found, and whether it was wanted."""
    for item, inquiry in asked:
        weigh = inquiry.corpus.vocabulary.weight
        for hit, signs in zip(
            inquiry.hits, read_signs(inquiry.question, inquiry.hits, weigh), strict=True
        ):
            for line, sign in zip(hit.passage.lines, signs, strict=True):
                yield sign, is_wanted(item, line)


def fit(asked: Sequence[Asked]) -> Weights:
    """Fit a ridge logistic regression by Newton's method."""
    signs, wanted = zip(*examples(asked), strict=True)
    rows, labels = np.array([astuple(sign) for sign in signs]), np.array(wanted, dtype=float)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.c_[np.ones(len(rows)), (rows - mean) / spread]
    pull = RIDGE * np.diag(np.r_[0.0, np.ones(rows.shape[1])])
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (guess - labels) + pull @ weights
        curve = (scaled.T * (guess * (1 - guess))) @ scaled + pull + 1e-9 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    slopes = weights[1:] / spread
    return Weights(float(weights[0] - slopes @ mean), *map(float, slopes))


def report(name: str, asked: Sequence[Asked], weights: Weights) -> None:
    """Print how well the model ranks, and what the answers say with today's weights."""
    ranked = sorted(examples(asked), key=lambda pair: chance(pair[0], weights))
    places = [place for place, (_, wanted) in enumerate(ranked) if wanted]
    good, all_ = len(places), len(ranked)
    area = (sum(places) - good * (good - 1) / 2) / (good * (all_ - good))
    said = [
        (item, [c.line for c in choose_lines(i.question, i.hits, i.corpus.vocabulary.weight)])
        for item, i in asked
    ]
    stated = sum(
        any(nugget.stated_in(line.text) for line in lines)
        for item, lines in said
        for nugget in item.nuggets
    )
    nuggets = sum(len(item.nuggets) for item, _ in said)
    sentences = sum(len(lines) for _, lines in said)
    wanted = sum(is_wanted(item, line) for item, lines in said for line in lines)
    print(
        f"{name:9} area under the curve {area:.3f}   key facts {stated / nuggets:.3f} "
        f"of {nuggets}   sentences wanted {wanted / sentences:.3f}   "
        f"sentences an answer {sentences / len(said):.2f} over {len(said)} questions"
    )


def main() -> None:
    """Fit on the tuning half, print, report on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--current", action="store_true", help="report today's weights, fit none")
    options = parser.parse_args()
    services = build_services(load_settings())
    services.prepare()
    asked = ask_all(services.library.corpus())
    halves = {
        split: [pair for pair in asked if pair[0].split == split] for split in ("tune", "held-out")
    }
    weights = WEIGHTS if options.current else fit(halves["tune"])
    for field in fields(weights):
        print(f"    {field.name}={getattr(weights, field.name):.2f},")
    for name, half in halves.items():
        report(name, half, weights)


if __name__ == "__main__":
    main()
