"""Blocks become a clean Markdown body, and what had to be taken out is said."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glutebot.corpus.blocks import defuse, read_sections
from glutebot.corpus.formats.characters import clean_characters, drop_runs, has_hidden_tags
from glutebot.corpus.formats.orders import gives_orders
from glutebot.corpus.formats.structure import Block
from glutebot.corpus.passages import MARKER

LONGEST_BLOCK = 1000
"""Characters; a longer paragraph is parted between its sentences, or between words if need be."""
HIDDEN_TAGS = "hidden tag characters were taken out."
_LONGEST_HEADING = 200

_ENDS = re.compile(r"[.!?…]['\"”’)]*\s|[。！？]")
_OPENS_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>&#~|\n]*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,24}\d{0,2});", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Body:
    """A clean body, and the reasons why something of it was left out."""

    markdown: str
    notes: tuple[str, ...]
    first_heading: str = ""
    opening: str = ""
    """The first words of the text."""


def write_body(blocks: Iterable[Block], *, title: str = "", dropped: int = 0) -> Body:
    """Clean blocks and write them down so that reading them gives the same texts again.

    `dropped` says how many characters were taken out before.
    """
    notes = {_run_note(dropped): None} if dropped else {}
    written: list[str] = []
    shown = [block for block in _cleaned(blocks, notes) if block.text]
    if shown and shown[0].kind == "heading" and shown[0].text == title:
        shown = shown[1:]
    words = [block for block in shown if block.kind != "heading"]
    for block in shown if words else ():
        prefix = "#" * block.level + " " if block.kind == "heading" else ""
        written.append(_write("- " if block.kind == "item" else prefix, block.text))
    headings = (block.text for block in shown if block.kind == "heading")
    return Body(
        "\n\n".join(written) + "\n" if written else "",
        tuple(notes),
        next(headings, ""),
        words[0].text if words else "",
    )


def clean_text(text: str) -> str:
    """Return one line of words: nothing unseen, nothing that a page could act on."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)  # encoded twice
    text = " ".join(clean_characters(text).split())
    defused = defuse(_OPENS_TAG.sub("< ", text))
    return MARKER.sub(lambda found: found[0].replace("[", "(").replace("]", ")"), defused)


def clean_title(markup: str) -> str:
    """Return a title without tags and entities, cut where a title ends to be one."""
    bare = re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", html.unescape(markup[:2000]))
    title = clean_text(drop_runs(html.unescape(bare))[0])
    if len(title) <= _LONGEST_HEADING:
        return title
    return title[: _LONGEST_HEADING - 1].rsplit(" ", 1)[0] + "…"


def _cleaned(blocks: Iterable[Block], notes: dict[str, None]) -> Iterator[Block]:
    for block in blocks:
        if has_hidden_tags(block.text):
            notes[HIDDEN_TAGS] = None
        text, dropped = drop_runs(clean_characters(block.text))
        if dropped:
            notes[_run_note(dropped)] = None
        for part in part_text(" ".join(text.split())):
            if gives_orders(part):
                notes[f"it gives orders to a language model: “{_glimpse(part)}”"] = None
            elif any(map(str.isalnum, part)):
                yield _as_block(block, clean_text(part))


def _run_note(dropped: int) -> str:
    return f"{dropped:,} characters without a space between them were left out."


def _as_block(block: Block, text: str) -> Block:
    if block.kind == "heading" and len(text) > _LONGEST_HEADING:
        return Block("text", text)
    return Block(block.kind, text if any(map(str.isalnum, text)) else "", block.level)


def _glimpse(text: str) -> str:
    shown = clean_text(text)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def part_text(text: str, limit: int = LONGEST_BLOCK) -> Iterator[str]:
    """Part a long text after its last sentence end that fits, else between words."""
    start = 0
    while len(text) - start > limit:
        window = text[start : start + limit]
        ends = [found.end() for found in _ENDS.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1
        cut = cut if cut > 0 else limit
        yield window[:cut].strip()
        start += cut
    yield text[start:] if start == 0 else text[start:].strip()


def _write(prefix: str, text: str) -> str:
    """Write a text so that Markdown reads it as it is; escapes only where they are needed."""
    plain = prefix + text
    if _PLAIN.fullmatch(text) or _reads_as(plain, text, prefix):
        return plain
    return prefix + _PUNCTUATION.sub(r"\\\1", text)


def _reads_as(line: str, text: str, prefix: str) -> bool:
    sections = read_sections(line + "\n\nx." if prefix.startswith("#") else line)
    if prefix.startswith("#"):
        return [section.path for section in sections] == [(text,)]
    return [(s.path, s.blocks) for s in sections] == [((), [text])]
