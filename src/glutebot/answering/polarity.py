"""Whether a sentence says the contrary of a source: a negation more or less, or the opposite word.

This is reading by rules, so it errs on the side of finding a contradiction: a sentence that is
dropped costs a reader less than one that is turned round.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glutebot.answering.lexicon import load_lexicon
from glutebot.answering.wording import Word, read_words

_SCOPE = 6
"""Telling words that a negation reaches."""
_NO_NEGATION = re.compile(
    r"\bnot (?:only|just|merely)\b|\bno (?:more|less|fewer|later|matter)\b(?: than)?|"
    r"\b(?:whether )?or not\b|\bwithout (?:pain|weights?|load)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Polarity:
    """Which words of a text stand under a negation."""

    words: frozenset[str]
    """The stems of all words."""
    texts: frozenset[str]
    """All words as they are written."""
    reaches: tuple[tuple[str, ...], ...]
    """The telling words that each negation reaches, in order."""

    @property
    def heads(self) -> frozenset[str]:
        """The first telling word after each negation."""
        return frozenset(word for reach in self.reaches for word in reach[:1])

    @property
    def negated(self) -> frozenset[str]:
        """All telling words that a negation reaches."""
        return frozenset(word for reach in self.reaches for word in reach)


def read_polarity(text: str) -> Polarity:
    """Find the negations of a text and what they reach."""
    words = read_words(_NO_NEGATION.sub(" ", text).replace("rather than", "not"))
    reaches = [
        tuple(_reach(words[place + 1 :]))
        for place, word in enumerate(words)
        if word.text in load_lexicon().negators or word.text.endswith("n't")
    ]
    return Polarity(
        words=frozenset(word.stem for word in words),
        texts=frozenset(word.text for word in words),
        reaches=tuple(reaches),
    )


def _reach(words: Sequence[Word]) -> Iterator[str]:
    left = _SCOPE
    for word in words:
        if (word.text in load_lexicon().clause_ends and left < _SCOPE) or not left:
            return
        if word.tells:
            left -= 1
            yield word.stem


def contradicts(sentence: str, source: str) -> bool:
    """Say whether a sentence turns its source round."""
    said, stands = read_polarity(sentence), read_polarity(source)
    return (
        _turned(said, stands)
        or _turned(stands, said)
        or _denies_alone(said, stands)
        or _opposed(said, stands)
    )


def _turned(one: Polarity, other: Polarity) -> bool:
    """Say whether a word is denied in one text and stands unnegated in the other."""
    return bool((one.heads & other.words) - other.negated)


def _denies_alone(said: Polarity, stands: Polarity) -> bool:
    """Say whether a sentence denies something of which its source denies nothing."""
    return any(reach and not stands.negated & set(reach) for reach in said.reaches)


def _opposed(said: Polarity, stands: Polarity) -> bool:
    affirmed = said.words - said.negated
    for pair in load_lexicon().opposites:
        for side, opposite in (pair, pair[::-1]):
            only_opposite = stands.words & opposite and not stands.words & side
            if affirmed & side and not said.words & opposite and only_opposite:
                return True
    return _prefixed(said.texts, stands.texts) or _prefixed(stands.texts, said.texts)


def _prefixed(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether a word of one text is in the other only with `un-` before it."""
    return any(len(word) > 3 and f"un{word}" in others - ones for word in ones - others)
