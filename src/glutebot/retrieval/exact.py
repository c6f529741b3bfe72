"""Exact search: every vector is compared. The truth that any faster search is measured by.

The similarity of a question and a passage is the mean of two cosines: that of the whole passage,
which knows the topic, and that of its nearest line, which tells whether a sentence answers.
"""

from collections.abc import Sequence

import numpy as np

from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.snapshot import Dense


def score_all(dense: Dense, question: Vectors) -> Vectors:
    """Return the similarity of the question and every passage."""
    lines = np.maximum.reduceat(dense.lines @ question, dense.starts[:-1])
    scores: Vectors = (dense.wholes @ question + lines) / np.float32(2)
    return scores


def score_some(dense: Dense, question: Vectors, places: Sequence[int]) -> Vectors:
    """Return the same for some passages only."""
    lines = [(dense.lines_of(place) @ question).max() for place in places]
    scores: Vectors = (dense.wholes[list(places)] @ question + np.array(lines)) / np.float32(2)
    return scores.astype(np.float32)
