"""A message as plain words: folded, spelled, numbers as figures; it remembers what was typed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_CHARACTERS = 4_000
"""Of a longer message the head is read, so that the work stays bounded."""
_TOKEN = re.compile(
    r"(?P<negative>(?<![\w)\]])[-−](?=\d))?"
    r"(?P<number>\d+(?:[.,]\d+)*(?:\s?[½¼¾](?!\w))?|[½¼¾])"
    r"|(?P<word>y\.o\b\.?|[^\W\d_]+(?:['’‘`´][^\W\d_]+)*)"
    r"|(?P<break>\n+|\.{2,}|…|\s[-–—]\s|[.!?;])"
    r"|(?P<mark>[-–—−,:/%@+()&×*=#|])"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_MARKS = {"×": "x", "*": "x", "&": "and", "−": "-", "–": "-", "—": "-", "|": ",", "#": ""}
_BREAKS = {"!": "!", "?": "?"}
_SCALES = {"hundred": 100}


@dataclass(frozen=True)
class Token:
    """One word, figure or mark, with its place in what was typed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Plain:
    """A message as words with single spaces between them."""

    typed: str
    text: str
    tokens: tuple[Token, ...]
    places: tuple[int, ...]
    """Where each token starts in `text`."""

    def original(self, start: int, end: int) -> str:
        """Return the typed words that a stretch of `text` came from."""
        inside = [token for token, place in zip(self.tokens, self.places, strict=True)
                  if place < end and place + len(token.text) > start]  # fmt: skip
        return self.typed[inside[0].start : inside[-1].end].strip() if inside else ""


def fold(word: str) -> str:
    """Lower the case and drop diacritics, apostrophes and invisible marks."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in decomposed if one.isalnum())


def read_plain(
    message: str, *, numbers: Mapping[str, int], rewrites: Mapping[str, str], speller: "Speller"
) -> Plain:
    """Return the message as plain words."""
    typed = message[:MOST_CHARACTERS]
    tokens = _join_ranges([token for token in _tokens(typed) if token.text])
    tokens = [_spelled(token, speller) for token in tokens]
    tokens = _rewritten(_figures(_rewritten(tokens, rewrites), numbers), rewrites)
    places, at = [], 0
    for token in tokens:
        places.append(at)
        at += len(token.text) + 1
    text = " ".join(token.text for token in tokens)
    return Plain(typed, text, tuple(tokens), tuple(places))


def plain_words(phrase: str, *, numbers: Mapping[str, int], rewrites: Mapping[str, str]) -> str:
    """Spell a known phrase as a message is spelled once it is plain."""
    tokens = [Token(word, 0, 0) for word in phrase.split()]
    tokens = _rewritten(_figures(_rewritten(tokens, rewrites), numbers), rewrites)
    return " ".join(token.text for token in tokens)


def _tokens(typed: str) -> Iterable[Token]:
    for match in _TOKEN.finditer(typed):
        if match["number"]:
            text = ("-" if match["negative"] else "") + _figure(match["number"])
        elif match["word"]:
            text = fold(match["word"])
        elif match["break"]:
            text = _BREAKS.get(match["break"], "." if match["break"].strip() != "-" else ",")
        else:
            text = _MARKS.get(match["mark"], match["mark"])
        yield Token(text, match.start(), match.end())


def _figure(number: str) -> str:
    extra = _FRACTIONS.get(number[-1], 0.0)
    bare = number.rstrip("½¼¾").strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", bare):
        bare = bare.replace(",", "")
    if bare.count(",") + bare.count(".") > 1:
        return bare
    value = float(bare.replace(",", ".") or 0) + extra
    return f"{value:g}" if value < 1_000_000 else bare


def _join_ranges(tokens: Sequence[Token]) -> list[Token]:
    """Read "45-60" as "45 to 60", and a hyphen inside words as a space."""
    joined: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text != "-":
            joined.append(token)
        elif 0 < place < len(tokens) - 1:
            before, after = tokens[place - 1].text, tokens[place + 1].text
            if _is_number(before) and _is_number(after):
                joined.append(Token("to", token.start, token.end))
    return joined


def _is_number(text: str) -> bool:
    return text.lstrip("-")[:1].isdigit()


def _spelled(token: Token, speller: "Speller") -> Token:
    meant = speller.correct(token.text)
    return token if meant == token.text else Token(meant, token.start, token.end)


def _figures(tokens: Sequence[Token], numbers: Mapping[str, int]) -> list[Token]:
    """Write numbers in words as figures: forty five, a hundred and twenty."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        value, used = _worded(tokens, place, numbers)
        if used:
            last = tokens[place + used - 1]
            found.append(Token(str(value), tokens[place].start, last.end))
            place += used
        else:
            found.append(tokens[place])
            place += 1
    return found


def _worded(tokens: Sequence[Token], place: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    first = tokens[place].text
    following = [token.text for token in tokens[place + 1 : place + 5]]
    if first in _SCALES or (first in numbers and following[:1] == ["hundred"]):
        used = 1 if first in _SCALES else 2
        rest = tokens[place + used :]
        skip = 1 if rest and rest[0].text == "and" else 0
        tail, more = _tens(rest[skip:], numbers)
        total = numbers.get(first, 1) * _SCALES["hundred"] + tail
        return total, used + (skip + more if more else 0)
    return _tens(tokens[place:], numbers)


def _tens(tokens: Sequence[Token], numbers: Mapping[str, int]) -> tuple[int, int]:
    if not tokens or tokens[0].text not in numbers:
        return 0, 0
    value = numbers[tokens[0].text]
    if 20 <= value <= 90 and len(tokens) > 1 and 0 < numbers.get(tokens[1].text, 0) < 10:
        return value + numbers[tokens[1].text], 2
    return value, 1


def _rewritten(tokens: Sequence[Token], rewrites: Mapping[str, str]) -> list[Token]:
    """Replace words and pairs of words by the ones that the patterns know."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        one, two = tokens[place], tokens[place + 1 : place + 2]
        pair = f"{one.text} {two[0].text}" if two else ""
        if pair in rewrites:
            found += _spread(rewrites[pair], one.start, two[0].end)
            place += 2
        else:
            meant = rewrites.get(one.text)
            found += [one] if meant is None else _spread(meant, one.start, one.end)
            place += 1
    return found


def _spread(text: str, start: int, end: int) -> list[Token]:
    return [Token(word, start, end) for word in text.split()]


class Speller:
    """Puts typos of known words right, and leaves ordinary words alone."""

    def __init__(self, known: Iterable[str], *, left_alone: Iterable[str]) -> None:
        self._known = frozenset(known) | frozenset(left_alone)
        self._targets = sorted(word for word in set(known) if len(word) >= 5 and word.isalpha())

    def correct(self, word: str) -> str:
        """Return the known word that a typo stands for, or the word as it is."""
        if len(word) < 4 or len(word) > 24 or word in self._known or not word.isalpha():
            return word
        if word.endswith("s") and word[:-1] in self._known:
            return word
        cutoff = 2 if len(word) >= 8 else 1
        found = process.extractOne(word, self._targets, scorer=OSA.distance, score_cutoff=cutoff)
        return found[0] if found and found[0][0] in word[:2] else word
