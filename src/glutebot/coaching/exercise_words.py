"""Exercises as people name them: a guide by its id, its name, a nickname or a whole family."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SMALL = frozenset({"to", "or", "machine", "light", "box", "supported", "degree", "drag"})


@dataclass(frozen=True)
class Named:
    """An exercise or a family that was named, and where."""

    ids: tuple[str, ...]
    words: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


class ExerciseWords:
    """Finds the guides that a stretch of plain words names."""

    def __init__(
        self,
        exercises: Mapping[str, str],
        nicknames: Mapping[str, str],
        apart: Mapping[str, Iterable[str]],
        main: Mapping[str, str],
    ) -> None:
        self._words = {one: frozenset(map(_singular, one.split("-"))) for one in exercises}
        self._nicknames = {tuple(map(_singular, nick.split())): tuple(meant.split())
                           for nick, meant in nicknames.items()}  # fmt: skip
        self._apart = {family: frozenset(words) for family, words in apart.items()}
        self._main = {frozenset(family.split()): one for family, one in main.items()}
        self._heads = frozenset(_singular(one.split("-")[-1]) for one in exercises) - _SMALL
        every = frozenset(word for words in self._words.values() for word in words)
        nicks = {word for nick in self._nicknames for word in nick}
        self._known = every | nicks
        self.tokens = frozenset({*every, *nicks, *(f"{head}s" for head in self._heads)})

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
        """Return the exercises named in a stretch of plain text."""
        run: list[_Word] = []
        for match in re.finditer(r"\S+", text[start:end]):
            word = _Word(_singular(match.group()), start + match.start(), start + match.end())
            if word.text in self._known:
                run.append(word)
            else:
                yield from self._named(run)
                run = []
        yield from self._named(run)

    def single(self, named: Named) -> str:
        """Return the one guide that a name most likely means, as for a one-rep max."""
        for family, one in self._main.items():
            if named.words == family:
                return one
        return min(named.ids, key=lambda one: (len(self._words[one]), one))

    def _named(self, run: list[_Word]) -> Iterator[Named]:
        """Return the longest name of a run, then those in what is left on its sides."""
        for length in range(len(run), 0, -1):
            for place in range(len(run) - length + 1):
                part = run[place : place + length]
                wanted = frozenset(self._expand([word.text for word in part]))
                ids = self._matching(wanted) if wanted & self._heads else ()
                if ids:
                    yield from self._named(run[:place])
                    yield Named(ids, wanted, part[0].start, part[-1].end)
                    yield from self._named(run[place + length :])
                    return

    def _expand(self, run: list[str]) -> list[str]:
        words = list(run)
        for nick in sorted(self._nicknames, key=len, reverse=True):
            for place in range(len(words) - len(nick) + 1):
                if tuple(words[place : place + len(nick)]) == nick:
                    words[place : place + len(nick)] = self._nicknames[nick]
                    break
        return words

    def _matching(self, wanted: frozenset[str]) -> tuple[str, ...]:
        apart: frozenset[str] = frozenset()
        if len(wanted) == 1:
            apart = self._apart.get(next(iter(wanted)), frozenset())
        return tuple(one for one, words in self._words.items()
                     if wanted <= words and not words & apart)  # fmt: skip


def _singular(word: str) -> str:
    if word in ("press", "cross"):
        return word
    if word.endswith("es") and word[:-2] in ("press", "box"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 2 else word
