"""What has been read of a message so far, and the words that are left to read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from glutebot.coaching.read_text import Plain
from glutebot.coaching.reading import Fault, Intent, Reading
from glutebot.coaching.vocabulary import FaultWords

TAKEN = "·"
SKIPPED = "¨"
_CLAUSE_END = re.compile(r"(?<!\S)(?:[.!?;,]|but|and|though|although|because|so)(?!\S)")
_SENTENCE_END = re.compile(r"(?<!\S)[.!?;](?!\S)")


class Notes:
    """Collects findings; a stretch that was taken is not read twice."""

    def __init__(self, plain: Plain, fault_words: Mapping[str, FaultWords]) -> None:
        self.plain = plain
        self._fault_words = fault_words
        self.left = plain.text
        self.told: dict[str, Any] = {}
        self._added: dict[str, list[Any]] = {}
        self._removed: dict[str, list[Any]] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._unclear: dict[str, None] = {}
        self.faults: list[Fault] = []

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Return the matches among the words that are left."""
        return pattern.finditer(self.left)

    def skip(self, start: int, end: int) -> None:
        """Leave a stretch out of what the later readers see."""
        self.left = (
            self.left[:start] + re.sub(r"\S", SKIPPED, self.left[start:end]) + self.left[end:]
        )

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as read."""
        inside = re.sub(r"\S", TAKEN, self.left[start:end])
        self.left = self.left[:start] + inside + self.left[end:]

    def tell(self, field: str, value: Any, span: tuple[int, int]) -> None:
        """Note the value of a field; a later one in the same message replaces it."""
        self.told[field] = value
        self._point(field, span)

    def add(self, field: str, value: Any, span: tuple[int, int]) -> None:
        """Note one more thing of a field that holds several."""
        kept = self._added.setdefault(field, [])
        if value not in kept:
            kept.append(value)
        self._point(field, span)

    def remove(self, field: str, value: Any, span: tuple[int, int]) -> None:
        """Note that a thing no longer holds."""
        kept = self._removed.setdefault(field, [])
        if value not in kept:
            kept.append(value)
        self._point(field, span)

    def doubt(self, field: str, span: tuple[int, int]) -> None:
        """Note that a field was mentioned without a value that can be told."""
        self._unclear[field] = None
        self._point(field, span)

    def fault(self, field: str, kind: str, said: str, span: tuple[int, int]) -> None:
        """Note a value that cannot be used, in the words for that kind of fault."""
        if not any(known.field == field for known in self.faults):
            words = self._fault_words[kind]
            message = words.message.format(said=said)
            self.faults.append(Fault(field=field, message=message, remedy=words.remedy))
        self._point(field, span)

    def added(self, field: str) -> list[Any]:
        """Return what was added to a field so far."""
        return list(self._added.get(field, ()))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the clause around a stretch."""
        return _bounds(_CLAUSE_END, self.plain.text, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the sentence around a stretch."""
        return _bounds(_SENTENCE_END, self.plain.text, start, end)

    def fields(self) -> frozenset[str]:
        """Return the fields that something was read of."""
        return frozenset((*self.told, *self._added, *self._removed, *self._unclear,
                          *(fault.field for fault in self.faults)))  # fmt: skip

    def reading(self, intent: Intent | None) -> Reading:
        """Return what was read."""
        return Reading(
            intent=intent,
            told=self.told,
            added={field: tuple(values) for field, values in self._added.items()},
            removed={field: tuple(values) for field, values in self._removed.items()},
            words={field: self._words(field) for field in self._spans},
            unclear=tuple(self._unclear),
            faults=tuple(self.faults),
        )

    def _point(self, field: str, span: tuple[int, int]) -> None:
        spans = self._spans.setdefault(field, [])
        if span not in spans:
            spans.append(span)

    def _words(self, field: str) -> str:
        typed = [self.plain.original(*span) for span in sorted(self._spans[field])]
        return "; ".join(dict.fromkeys(words for words in typed if words))


def _bounds(ends: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    before = [match.end() for match in ends.finditer(text, 0, start)]
    after = ends.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))
