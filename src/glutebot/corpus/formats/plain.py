"""Plain text: paragraphs between empty lines, list items by their marks."""

import re
from collections.abc import Iterator

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.characters import clean_characters, drop_runs
from glutebot.corpus.formats.documents import Document, Rejected
from glutebot.corpus.formats.structure import Block

_ITEM = re.compile(r"\s*(?:[-*•‣·–]|\d{1,3}[.)])\s+(?=\S)")
_WRAPPED = 120
"""A file with longer lines has a paragraph on each line."""
_LONGEST_TITLE = 100


def read_plain(text: str, *, name: str) -> Iterator[Document | Rejected]:
    """Read a plain-text file; a short first line that stands alone is its title."""
    lines = clean_characters(text).split("\n")
    title = _title(lines)
    blocks = read_lines_as_blocks(lines[1:] if title else lines)
    yield from assemble(Found(item=name, source_id=name, title=title), blocks)


def read_lines_as_blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the paragraphs and list items of plain lines."""
    each = any(len(drop_runs(line)[0]) > _WRAPPED for line in lines)
    paragraph: list[str] = []
    for line in [*lines, ""]:
        mark = _ITEM.match(line)
        if paragraph and (mark or each or not line.strip()):
            yield _block(paragraph)
            paragraph = []
        if line.strip():
            paragraph.append(line)


def _block(lines: list[str]) -> Block:
    text = " ".join(line.strip() for line in lines)
    mark = _ITEM.match(text)
    return Block("item", text[mark.end() :]) if mark else Block("text", text)


def _title(lines: list[str]) -> str:
    first, second = ([*lines, "", ""])[:2]
    stands_alone = first.strip() and not second.strip() and len(first) <= _LONGEST_TITLE
    return first.strip() if stands_alone and len(lines) > 2 and first[-1] not in ".!?,;" else ""
