"""Cut a stream of text into sentences with the numbers of the passages that each one cites.

A sentence is let go when it is complete, its markers included, so that it can be checked before
anyone reads it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glutebot.answering.prose import plain_prose

REFUSAL = "NOT_IN_SOURCES"
"""What the model replies when the passages do not hold the answer."""
LONGEST_SENTENCE = 1_000
"""Characters; more without an end is not a sentence, and is dropped."""

_BLOCKS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("```", "```"),
    ("~~~", "~~~"),
)
"""Parts that are dropped with all they hold, also when they never end."""

_NUMBERS = r"\d{1,2}(?:\s*(?:,|;|-|–|and|&)\s*(?:passage\s*)?\d{1,2})*"
_MARKER = re.compile(
    rf"\[\[?\s*\^?(?:passages?|sources?|n\s*=)?\s*({_NUMBERS})\s*\]\]?(?:\([^)]*\))?"
    rf"|【\s*({_NUMBERS})[^】]*】",
    re.IGNORECASE,
)
_LOOSE_NUMBER = re.compile(r"\s*\(\d{1,2}\)?\s*(?=[.!?]?$)")
"""At a sentence's end `(1)` and half a marker go, but cite nothing: `(1)` counts steps."""

_NO_END = re.compile(
    r"(?:\b(?:[eE]\.g|[iI]\.e|vs|approx|ca|cf|al|[Dd]r|[Pp]rof)|\b[A-Z])\.$"
    r"|(?:^|\n|[.!?\]】]\s)\s*\d{1,2}\.$"
)
"""What ends in a stop that ends no sentence: `e.g.`, an initial, the number of a step."""
_ROLE_TOKEN = re.compile(r"<\|[^|>\n]{1,40}\|>|</?s>|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
_NEXT = r"\s*(?:\n\s*[^\s\[【]|(?:[-*+•>]|#{1,6}|\d{1,2}[.)])\s)"
_END = re.compile(
    rf"[.!?…]+[\"'”’)*_]*(?:(?:\s*(?:{_MARKER.pattern}))*[.]?(?=\s+[^\s\[【])"
    rf"|(?:\s*(?:{_MARKER.pattern}))+(?=[A-Z]))"
    rf"|\n(?={_NEXT})|(?<![^\n])#{{1,6}} [^\n]*\n",
    re.IGNORECASE,
)
"""An end counts when something follows that is no marker, so that no marker comes too late; a
line that merely wraps ends nothing, but a paragraph, a list item and a heading do."""
_DEFINITION = re.compile(r"^\s*\[[^\]]*\]:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Claim:
    """A sentence of a model as plain prose, and the passages that it says it stands in."""

    text: str
    cited: tuple[int, ...]
    """Numbers of passages that exist, in the order in which they were named."""
    refuses: bool = False
    """True when the sentence says that the passages do not hold the answer."""


class MarkerResolver:
    """Takes the pieces of a reply and gives out its sentences."""

    def __init__(self, passages: int) -> None:
        self._passages = passages
        self._buffer = ""

    def feed(self, piece: str) -> Iterator[Claim]:
        """Take a piece, and yield the sentences that it completes."""
        self._buffer += piece
        yield from self._take_complete()

    def finish(self) -> Iterator[Claim]:
        """Yield what is left at the end of the reply."""
        self._buffer = _drop_blocks(self._buffer, at_end=True) + "\n\n."
        yield from self._take_complete()

    def _take_complete(self) -> Iterator[Claim]:
        self._buffer = _drop_blocks(_ROLE_TOKEN.sub("\n\n", self._buffer))
        ready = _before_open_block(self._buffer)
        start = 0
        for end in _ends(ready):
            if claim := self._claim(ready[start:end]):
                yield claim
            start = end
        self._buffer = self._buffer[start:]
        if len(self._buffer) > LONGEST_SENTENCE and len(ready) - start > LONGEST_SENTENCE:
            self._buffer = self._buffer[-LONGEST_SENTENCE // 2 :]

    def _claim(self, raw: str) -> Claim | None:
        if REFUSAL in raw.replace("\\", "").replace(" ", "_").upper():
            return Claim(REFUSAL, (), refuses=True)
        if len(raw) > 2 * LONGEST_SENTENCE:
            return None
        raw = _DEFINITION.sub(" ", raw)
        cited = dict.fromkeys(n for match in _MARKER.finditer(raw) for n in _numbers(match))
        text = plain_prose(_MARKER.sub(" ", raw))
        text = _LOOSE_NUMBER.sub("", text).strip()
        if not re.search(r"\w", text) or len(text) > LONGEST_SENTENCE:
            return None
        return Claim(text, tuple(n for n in cited if 1 <= n <= self._passages))


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        before = text[: match.start() + 1]
        follows = text[match.end() :].lstrip()
        if text[match.start()] == "." and _NO_END.search(before):
            continue
        if "\n" not in match.group() and follows[:1].islower():
            continue
        yield match.end()


def _numbers(marker: re.Match[str]) -> Iterator[int]:
    listed = marker.group(1) or marker.group(2)
    for part in re.split(r",|;|and|&", listed, flags=re.IGNORECASE):
        found = [int(number) for number in re.findall(r"\d+", part)]
        yield from range(found[0], found[-1] + 1)


def _drop_blocks(text: str, *, at_end: bool = False) -> str:
    """Take out whole blocks, and at the end of the reply those that were never closed."""
    for opening, closing in _BLOCKS:
        unclosed = "|$" if at_end else ""
        pattern = f"{re.escape(opening)}.*?(?:{re.escape(closing)}{unclosed})"
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE | re.DOTALL)
    return text


def _before_open_block(text: str) -> str:
    low = text.lower()
    starts = [low.find(opening) for opening, _ in _BLOCKS]
    return text[: min((start for start in starts if start >= 0), default=len(text))]
