"""What the second reader learns: how near a message lies to the examples of each sign.

A ridge regression of every label on a kernel of two parts: the likeness of the sentence vectors,
and the words and letters that two messages share. It beats a straight line through the vectors by
far, since the wordings of one sign lie in several places, and it has a closed form: no random
start, no steps, and the score that each example would have had without itself comes for free.
Those scores are what the probability is fitted to. The part of the letters is linear, so that its
examples are summed up once and need not be kept.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from glutebot.answering.second_reader_examples import HARMLESS
from glutebot.answering.second_reader_letters import (
    Letters,
    hash_letters,
    scale_letters,
    weigh_rarity,
)

SHARPNESS = 2.0
"""How fast the likeness of two messages falls with the angle between their vectors."""
LETTERS_SHARE = 0.3
"""How much shared words and letters count beside the likeness of the vectors, which is one."""
NEAR = 0.4
"""The cosine to its nearest example below which a sign is no more than a guess in the dark."""
LEAD = 0.15
"""By how much a harmless example may be nearer than the nearest one of the sign."""
RIDGE = 0.3
"""How much is taken off the trust in a single example."""
MODEL_FORMAT = "4"
"""Part of the cache's name; counts up when what is learnt changes."""
_NEWTON_STEPS = 25

Vectors = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class ReaderModel:
    """The examples' vectors with what each of them says about every label."""

    signs: tuple[str, ...]
    vectors: Vectors
    weights: Vectors
    """One row per example, one column per sign; a column holds sign less harmless."""
    bias: Vectors
    rarity: Letters
    """What each column of the letters counts for."""
    letters: Letters
    """One row per column of the letters, one column per sign: the examples' weights, summed up."""
    owners: NDArray[np.int64]
    """For each example the column of its sign; -1 for a harmless one."""
    slope: float
    offset: float

    def judge(self, vectors: Vectors, texts: Sequence[str]) -> Scores:
        """Return the probability of each sign (columns) for each message (rows)."""
        cosines = vectors @ self.vectors.T
        spelling = scale_letters(hash_letters(texts), self.rarity) @ self.letters
        margins = _likeness(cosines) @ self.weights + spelling + self.bias
        chances = _logistic(self.slope * margins.astype(np.float64) + self.offset)
        return np.where(self._is_known(cosines), chances, 0.0)

    def _is_known(self, cosines: Vectors) -> NDArray[np.bool_]:
        """Say for which signs some example is near enough, by itself and beside harmless ones."""
        harmless = cosines[:, self.owners < 0].max(axis=1, initial=-1.0)
        nearest = np.stack(
            [
                cosines[:, self.owners == sign].max(axis=1, initial=-1.0)
                for sign in range(len(self.signs))
            ],
            axis=1,
        )
        known: NDArray[np.bool_] = (nearest >= NEAR) & (nearest >= harmless[:, None] - LEAD)
        return known


def train_reader(vectors: Vectors, texts: Sequence[str], labels: Sequence[str]) -> ReaderModel:
    """Learn from labelled texts and their vectors of length one; same input, same model."""
    signs = tuple(sorted({*labels} - {HARMLESS}))
    named = np.array(labels)
    targets = np.stack([named == label for label in (HARMLESS, *signs)], axis=1).astype(np.float64)
    grave = named != HARMLESS
    trust = np.where(grave, (~grave).sum() / max(1, grave.sum()), 1.0)
    bias = trust @ targets / trust.sum()
    counts = hash_letters(texts)
    rarity = weigh_rarity(counts)
    letters = scale_letters(counts, rarity)
    kernel = _likeness(vectors @ vectors.T) + LETTERS_SHARE * (letters @ letters.T)
    inverse = np.linalg.inv(kernel + np.diag(RIDGE / trust).astype(np.float32)).astype(np.float64)
    weights = inverse @ (targets - bias)
    without_itself = targets - weights / np.diag(inverse)[:, None]
    slope, offset = _calibrate(_margins(without_itself).max(axis=1), grave)
    margins = _margins(weights).astype(np.float32)
    return ReaderModel(
        signs=signs,
        vectors=vectors.astype(np.float32),
        weights=margins,
        bias=_margins(bias[None])[0].astype(np.float32),
        rarity=rarity,
        letters=(LETTERS_SHARE * letters.T @ margins).astype(np.float32),
        owners=np.array([signs.index(one) if one != HARMLESS else -1 for one in labels]),
        slope=slope,
        offset=offset,
    )


def save_reader(model: ReaderModel, path: Path) -> None:
    """Write the model beside its place and move it there, so that no half file is ever read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    np.savez(
        draft,
        signs=np.array(model.signs),
        vectors=model.vectors,
        weights=model.weights,
        bias=model.bias,
        rarity=model.rarity,
        letters=model.letters,
        owners=model.owners,
        calibration=np.array([model.slope, model.offset]),
    )
    draft.replace(path)


def load_reader(path: Path) -> ReaderModel | None:
    """Return the model of a file, or None when there is none that can be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            slope, offset = stored["calibration"].tolist()
            return ReaderModel(
                signs=tuple(stored["signs"].tolist()),
                vectors=stored["vectors"],
                weights=stored["weights"],
                bias=stored["bias"],
                rarity=stored["rarity"],
                letters=stored["letters"],
                owners=stored["owners"],
                slope=slope,
                offset=offset,
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _likeness(cosines: Vectors) -> Vectors:
    likeness: Vectors = np.exp(SHARPNESS * (cosines - 1))
    return likeness


def _margins(scores: Scores) -> Scores:
    """Return by how much each sign's score goes beyond that of `harmless`, the first column."""
    margins: Scores = scores[:, 1:] - scores[:, :1]
    return margins


def _calibrate(margins: Scores, is_grave: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit a logistic curve from margin to probability, by Newton's method."""
    inputs = np.stack([margins, np.ones_like(margins)], axis=1)
    curve = np.zeros(2)
    for _ in range(_NEWTON_STEPS):
        expected = _logistic(inputs @ curve)
        slant = inputs.T @ (expected - is_grave) + 1e-3 * curve
        bend = (inputs * (expected * (1 - expected))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        curve -= np.linalg.solve(bend, slant)
    return float(curve[0]), float(curve[1])


def _logistic(values: Scores) -> Scores:
    probabilities: Scores = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return probabilities
