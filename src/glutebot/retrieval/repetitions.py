"""Leaving out passages that say what a better one has said."""

import re
from collections.abc import Iterable, Iterator, Sequence

from glutebot.domain.articles import Passage

_SHINGLE_WORDS = 4
_SAME_TEXT = 0.8
"""Share of shingles in common from which two passages say the same."""
_WORD = re.compile(r"\w+")


def drop_repetitions(places: Iterable[int], passages: Sequence[Passage]) -> Iterator[int]:
    """Yield places whose text does not repeat that of a better one.

    Texts that differ in a number differ in what they say, however alike they look.
    """
    kept: list[tuple[set[str], set[tuple[str, ...]]]] = []
    for place in places:
        numbers, shingles = _read(passages[place].text)
        if not any(numbers == known and _alike(shingles, other) for known, other in kept):
            kept.append((numbers, shingles))
            yield place


def _read(text: str) -> tuple[set[str], set[tuple[str, ...]]]:
    words = _WORD.findall(text.lower())
    count = max(1, len(words) - _SHINGLE_WORDS + 1)
    shingles = {tuple(words[start : start + _SHINGLE_WORDS]) for start in range(count)}
    return {word for word in words if word[0].isdigit()}, shingles


def _alike(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> bool:
    return len(one & other) >= _SAME_TEXT * len(one | other)
