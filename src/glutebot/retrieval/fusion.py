"""From the scores of two searches to one order."""

import numpy as np

from glutebot.retrieval.lexical import Scores

_TOP = 50
"""How many of the best scores say what is usual for this question."""
_CLIP = 3.0
"""Standard deviations beyond which a score counts no more, so one rare word cannot rule."""


def standardise(scores: Scores) -> Scores:
    """Return scores as standard deviations from the mean of the best ones.

    Cosines and BM25 scores have no common unit. Ranks have, but they forget by how far the first
    is ahead of the second; deviations keep that, and need no weights tuned to a collection.
    """
    best = np.partition(scores, -_TOP)[-_TOP:] if len(scores) > _TOP else scores
    spread = float(best.std())
    if spread == 0:
        return np.zeros_like(scores)
    standard: Scores = np.minimum((scores - best.mean()) / np.float32(spread), np.float32(_CLIP))
    return standard
