"""Exact search: every vector is compared. The truth that any faster search is measured by.

The similarity of a question and a passage is the mean of three cosines: that of the whole
passage, of its nearest vector (itself, heading or a question) and of its nearest line. The
first knows the topic, the second how readers ask, the third whether a sentence answers.
"""

from collections.abc import Sequence

import numpy as np

from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.snapshot import Dense


def score_all(dense: Dense, question: Vectors) -> Vectors:
    """Return the similarity of the question and every passage."""
    cosines = dense.wholes.rows @ question
    starts = dense.wholes.starts[:-1]
    nearest = np.maximum.reduceat(cosines, starts)
    lines = np.maximum.reduceat(dense.lines.rows @ question, dense.lines.starts[:-1])
    scores: Vectors = (cosines[starts] + nearest + lines) / np.float32(3)
    return scores


def score_some(dense: Dense, question: Vectors, places: Sequence[int]) -> Vectors:
    """Return the same for some passages only."""
    scores = [score_one(dense, question, place) for place in places]
    return np.array(scores, dtype=np.float32)


def score_one(dense: Dense, question: Vectors, place: int) -> float:
    """Return the same for one passage."""
    cosines = dense.wholes.of(place) @ question
    lines = dense.lines.of(place) @ question
    return float(cosines[0] + cosines.max() + lines.max()) / 3
