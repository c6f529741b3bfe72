"""What the answers before have said, so that a follow-up is told what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from glutebot.answering.words import stems
from glutebot.domain.answers import Status, Support, Turn

ANSWERS = 3
"""Answers before that a reader still has in sight."""
SAME = 0.8
"""Two sentences that share this part of the shorter one's stems are the same one told twice."""


@dataclass(frozen=True)
class Said:
    """Sentences that were said before."""

    texts: tuple[str, ...] = ()

    @cached_property
    def _stems(self) -> tuple[frozenset[str], ...]:
        return tuple(stems(text) for text in self.texts)

    def holds(self, text: str) -> bool:
        """Say whether a sentence was said before, word for word or nearly so."""
        words = stems(text)
        return text in self.texts or any(_is_same(words, other) for other in self._stems)


NOTHING_SAID = Said()


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) >= SAME * shorter


def said_before(history: Sequence[Turn]) -> Said:
    """Collect what the last answers took from the corpus; fixed lines may be said again."""
    answers = [turn.answer for turn in history[-ANSWERS:] if turn.answer]
    return Said(
        tuple(
            sentence.text
            for answer in answers
            if answer.status is Status.ANSWERED
            for sentence in answer.sentences
            if sentence.support is not Support.FIXED
        )
    )
