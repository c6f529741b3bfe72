"""Phrases that stand for something, found word by word in plain text."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Term:
    """A phrase that was found, and what it stands for."""

    key: Any
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    key: Any

    def matches(self, texts: tuple[str, ...], place: int) -> bool:
        """Tell whether the words from a place on are this phrase; the first one is known to be."""
        if place + len(self.words) > len(texts):
            return False
        return all(
            _is_word(texts[place + offset], word)
            for offset, word in enumerate(self.words)
            if offset
        )


@dataclass(frozen=True)
class _Words:
    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Terms:
    """Phrases by their first word; the longest one at a place wins."""

    def __init__(self, phrases: Mapping[Any, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Phrase]] = defaultdict(list)
        every = [
            _Phrase(tuple(one.split()), key) for key, listed in phrases.items() for one in listed
        ]
        for phrase in sorted(every, key=lambda phrase: -len(phrase.words)):
            first = phrase.words[0]
            if first.endswith("*"):
                self._by_prefix[first[:-1]].append(phrase)
            for form in _forms(first):
                self._by_word[form].append(phrase)
        self._prefixes = tuple(self._by_prefix)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Term]:
        """Return the phrases of a stretch of text, one after the other."""
        words = _split(text)
        place = bisect_left(words.starts, start)
        last = bisect_right(words.ends, len(text) if end is None else end)
        while place < last:
            phrase = self._at(words.texts, place, last)
            if phrase:
                following = place + len(phrase.words)
                yield Term(phrase.key, words.starts[place], words.ends[following - 1])
                place = following
            else:
                place += 1

    def within(self, text: str, start: int = 0, end: int | None = None) -> Term | None:
        """Return the first phrase of a stretch, or None."""
        return next(self.find(text, start, end), None)

    def _at(self, texts: tuple[str, ...], place: int, last: int) -> _Phrase | None:
        word = texts[place]
        known: Sequence[_Phrase] = self._by_word.get(word, ())
        if self._prefixes and word.startswith(self._prefixes):
            known = [*known, *self._starting(word)]
        for phrase in known:
            if place + len(phrase.words) <= last and phrase.matches(texts, place):
                return phrase
        return None

    def _starting(self, word: str) -> list[_Phrase]:
        return [phrase for prefix, listed in self._by_prefix.items() if word.startswith(prefix)
                for phrase in listed]  # fmt: skip


def _forms(word: str) -> tuple[str, ...]:
    if len(word) > 2 and word[-1] not in "s*" and word.isalpha():
        return word, f"{word}s", f"{word}es"
    return (word,)


def _is_word(text: str, word: str) -> bool:
    if word.endswith("*"):
        return text.startswith(word[:-1])
    return text == word or (text.startswith(word) and text in _forms(word))


@lru_cache(maxsize=256)
def _split(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words(
        tuple(match.group() for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )
