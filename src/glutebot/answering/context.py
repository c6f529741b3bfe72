"""Passages, questions and earlier turns as data in a prompt: located, delimited, escaped, bounded.

Whatever a page or a reader wrote stays inside its element: angle brackets are escaped, and the
characters that people do not see but models read are taken out.
"""

import html
import unicodedata
from collections.abc import Iterator, Sequence

from glutebot.domain.answers import Turn
from glutebot.domain.articles import Hit, Passage
from glutebot.domain.evidence import strongest

TURNS = 3
"""Earlier turns that a prompt holds."""
TURN_CHARACTERS = 400
"""Of each question and each answer of an earlier turn."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


def strip_unseen(text: str) -> str:
    """Return a text without control, zero-width, direction, tag and private characters.

    Each kind of white space becomes one space, so that no text can fake a new line.
    """
    seen = (" " if character.isspace() else character for character in text)
    kept = (
        character
        for character in seen
        if unicodedata.category(character) not in _UNSEEN
        and ord(character) not in _VARIATION_SELECTORS
    )
    return " ".join("".join(kept).split())


def as_data(text: str, *, limit: int | None = None) -> str:
    """Return a text that can stand in an element or a quoted attribute, cut at `limit`."""
    return html.escape(strip_unseen(text)[:limit], quote=True)


def render_passages(
    hits: Sequence[Hit], *, passage_characters: int = 1_500, context_characters: int = 6_000
) -> str:
    """Return numbered passages, as many as fit, each cut at the end of a line.

    The numbers are the places of the hits from 1, and are what the model cites.
    """
    rendered: list[str] = []
    left = context_characters
    for number, hit in enumerate(hits, start=1):
        element = _render(number, hit.passage, min(passage_characters, left))
        if element is None:
            break
        rendered.append(element)
        left -= len(element)
    return "\n".join(rendered)


def _render(number: int, passage: Passage, limit: int) -> str | None:
    opening = f"<passage {_attributes(number, passage)}>\n"
    closing = "\n</passage>"
    lines = list(_fitting(passage, limit - len(opening) - len(closing)))
    return opening + " ".join(lines) + closing if lines else None


def _fitting(passage: Passage, limit: int) -> Iterator[str]:
    for line in passage.lines:
        text = as_data(line.text)
        limit -= len(text) + 1
        if limit < 0:
            return
        yield text


def _attributes(number: int, passage: Passage) -> str:
    grade = strongest(line.grade for line in passage.lines)
    pairs = {
        "n": str(number),
        "title": as_data(passage.title, limit=120),
        "section": as_data(passage.section or "", limit=160),
        "grade": grade or "",
    }
    return " ".join(f'{name}="{value}"' for name, value in pairs.items() if value)


def render_history(history: Sequence[Turn]) -> str:
    """Return the last turns, shortened; a turn without an answer is a question only."""
    return "\n".join(_render_turn(turn) for turn in history[-TURNS:])


def _render_turn(turn: Turn) -> str:
    asked = f"<reader>{as_data(turn.question, limit=TURN_CHARACTERS)}</reader>"
    if turn.answer is None:
        return asked
    said = " ".join(sentence.text for sentence in turn.answer.sentences) or turn.answer.text
    return f"{asked}\n<coach>{as_data(said, limit=TURN_CHARACTERS)}</coach>"
