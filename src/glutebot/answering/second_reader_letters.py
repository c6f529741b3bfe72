"""A message as hashed words and runs of letters: what a sentence vector overlooks.

The embedder is an English one and knows no typos; runs of three and four letters survive both. They
are hashed into a fixed width, so that there is no vocabulary to keep.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from glutebot.answering.triage_text import fold

WIDTH = 4096
"""How many columns the letters are hashed into; in fewer, strangers meet too often."""
_RUNS = (3, 4)
_RUN_COUNTS = 0.5
"""What one run counts for beside a whole word."""
_WORD = re.compile(r"\w+")

Letters = NDArray[np.float32]


def hash_letters(texts: Sequence[str]) -> Letters:
    """Return one row of `WIDTH` signed counts per text, damped so that repeats count little."""
    rows = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(rows, texts, strict=True):
        counts: dict[str, float] = defaultdict(float)
        for part, share in _parts(text):
            counts[part] += share
        for part, count in counts.items():
            code = crc32(part.encode())
            row[(code >> 1) % WIDTH] += count**0.5 if code & 1 else -(count**0.5)
    return rows


def weigh_rarity(rows: Letters) -> Letters:
    """Return the weight of each column: the fewer rows use it, the more it tells."""
    weights: Letters = np.log((1 + len(rows)) / (1 + (rows != 0).sum(axis=0))).astype(np.float32)
    return weights


def scale_letters(rows: Letters, rarity: Letters) -> Letters:
    """Return the rows weighed by rarity and brought to length one; an empty row stays empty."""
    weighed = rows * rarity
    lengths = np.linalg.norm(weighed, axis=1, keepdims=True)
    scaled = weighed / np.where(lengths == 0, 1, lengths)
    return scaled.astype(np.float32, copy=False)


def _parts(text: str) -> Iterator[tuple[str, float]]:
    """Yield the words, and the runs of letters in them with their ends marked."""
    for word in _WORD.findall(fold(text)):
        yield f"w{word}", 1.0
        marked = f"^{word}$"
        for size in _RUNS:
            for start in range(len(marked) - size + 1):
                yield marked[start : start + size], _RUN_COUNTS
