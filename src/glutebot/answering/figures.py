"""Numbers with their units, and whether a source holds the numbers of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glutebot.answering.lexicon import load_lexicon, unit_names

_TOKEN = re.compile(r"\d+(?:\.\d+)?|%|[a-z]+|[.,;:()]")
_REACH = 4
"""Words between a number and its unit, as in `10 to 20 hard sets`."""

_COUNTED = frozenset({"study", "people", "women", "men"})
"""Units that count things; `one of these` says no number."""
_PAUSES = frozenset(".,;:()")
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}
_JOINING = frozenset({"and", "or", "to", "against", "from", "versus", "vs", "than"})


@dataclass(frozen=True)
class Figure:
    """A number and what it counts, when that is said."""

    value: float
    unit: str | None = None

    def is_in(self, source: Sequence["Figure"]) -> bool:
        """Say whether a source holds the number, and does not give it another unit."""
        return any(self.value == other.value and _fits(self.unit, other.unit) for other in source)


def _fits(said: str | None, stands: str | None) -> bool:
    return said == stands or None in (said, stands) or (said == "people" and stands in _PEOPLE)


_PEOPLE = frozenset({"women", "men"})


def read_figures(text: str) -> list[Figure]:
    """Return the numbers of a text, written in digits or as words, with their units."""
    return list(_figures(_tokens(text)))


def read_rates(text: str) -> frozenset[str]:
    """Return the periods that a text counts by, such as `week` for `sets a week` or `weekly`."""
    low = text.lower()
    counted = re.findall(r"\b(?:an?|per|each|every|the whole|in the) (day|week|month)\b", low)
    return frozenset(counted) | {unit for word, unit in _PERIODS.items() if word in low}


def _tokens(text: str) -> list[str]:
    low = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    low = re.sub(r"(?<=\d)\s*[–—-]\s*(?=\d)", " to ", low)
    low = re.sub(r"\b\d+\s?rm\b|\bper cent\b", lambda m: "%" if "cent" in m.group() else "", low)
    return _TOKEN.findall(low)


def _figures(tokens: list[str]) -> Iterator[Figure]:
    words = load_lexicon().number_words
    for place, token in enumerate(tokens):
        if token[0].isdigit():
            yield Figure(float(token), _unit_after(tokens, place))
        elif token in words:
            unit = _unit_after(tokens, place)
            # `one` and `half` are also plain words; they count when they measure something.
            if words[token] > 1 or (unit and unit not in _COUNTED):
                yield Figure(words[token], unit)


def _unit_after(tokens: list[str], place: int) -> str | None:
    for offset in range(place + 1, min(place + 1 + _REACH, len(tokens))):
        token = tokens[offset]
        if token in unit_names():
            return unit_names()[token]
        following = tokens[offset + 1] if offset + 1 < len(tokens) else ""
        if (token in _JOINING and not _is_number(following)) or token in _PAUSES:
            return None
    return None


def _is_number(token: str) -> bool:
    return token[:1].isdigit() or token in load_lexicon().number_words
