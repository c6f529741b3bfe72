"""An embedder without a model: words hashed into vectors, for offline tests and trials.

Texts that share words (or pieces of words, as `squat` and `squats` do) are near each other,
which a random fake cannot offer, and the same text has the same vector on every machine.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from glutebot.retrieval.embedder import Progress, Vectors, scale_rows

_WORD = re.compile(r"[^\W_]+")
_PIECE_LENGTH = 4
_PIECE_WEIGHT = 0.35


class HashingEmbedder:
    """Hashes words and their pieces to signed places of a vector."""

    def __init__(self, dimensions: int = 384) -> None:
        self.dimensions = dimensions
        self.model_id = f"hashing-{dimensions}-v1"

    def embed(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> Vectors:
        """Return one row per text; a text without words becomes a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            self._add_words(row, text)
        if on_progress and texts:
            on_progress(len(texts), len(texts))
        return scale_rows(rows)

    def _add_words(self, row: Vectors, text: str) -> None:
        for feature, weight in _features(text):
            digest = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest())
            row[digest % self.dimensions] += weight if digest >> 63 else -weight


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in _WORD.findall(text.lower()):
        yield word, 1.0
        for start in range(len(word) - _PIECE_LENGTH + 1):
            yield f"#{word[start : start + _PIECE_LENGTH]}", _PIECE_WEIGHT
