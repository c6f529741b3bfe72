"""Markdown becomes sections of plain-text blocks: what can be quoted, without its markup."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable("table")
_TAG = re.compile(r"<[a-z/!?][^<>]*>?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://|javascript:|data:|mailto:|www\.)\S+", re.IGNORECASE
)
_LINK = re.compile(r"!+(?=\[)|(?<=\])(?=[(\[:])")


@dataclass
class Section:
    """The blocks under one heading; `path` is empty above the first heading."""

    path: tuple[str, ...]
    blocks: list[str] = field(default_factory=list)


def read_sections(markdown: str) -> list[Section]:
    """Split a Markdown body by its headings into sections of paragraphs, items and table rows.

    Code blocks, raw HTML and images are left out: they cannot be read aloud as an answer.
    """
    sections = [Section(path=())]
    tokens = _PARSER.parse(markdown)
    levels: list[tuple[int, str]] = []
    columns: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            levels = [*(pair for pair in levels if pair[0] < level), (level, _next(tokens, place))]
            sections.append(Section(path=tuple(text for _, text in levels)))
        elif token.type == "paragraph_open":
            sections[-1].blocks.append(_next(tokens, place))
        elif token.type == "thead_open":
            columns = list(_cells(tokens[place:], "thead_close"))
        elif token.type == "tr_open" and _inside_body(tokens, place):
            sections[-1].blocks.append(_row(columns, list(_cells(tokens[place:], "tr_close"))))
    return [
        Section(section.path, [block for block in section.blocks if block])
        for section in sections
        if any(section.blocks)
    ]


def _next(tokens: Sequence[Token], place: int) -> str:
    return plain_text(tokens[place + 1])


def _inside_body(tokens: Sequence[Token], place: int) -> bool:
    for token in reversed(tokens[:place]):
        if token.type in {"thead_open", "tbody_open"}:
            return token.type == "tbody_open"
    return False


def _cells(tokens: Sequence[Token], end: str) -> Iterator[str]:
    for token in tokens:
        if token.type == end:
            return
        if token.type == "inline":
            yield plain_text(token)


def _row(columns: Sequence[str], cells: Sequence[str]) -> str:
    named = zip([*columns, *([""] * len(cells))], cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell) + "."


def plain_text(inline: Token) -> str:
    """Return the words of an inline token: emphasis, links and code without their markup."""
    parts = []
    for child in inline.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return defuse("".join(parts))


def defuse(text: str) -> str:
    """Return text without tags, addresses, images and links, on one line.

    A sentence is quoted as it stands, so what a page could act on must be gone before it stands
    anywhere: entities, escapes and code spell tags and links that Markdown lets through.
    """
    for _ in range(len(text)):
        cleaned = _ADDRESS.sub("", _TAG.sub("", text))
        if cleaned == text:
            break
        text = cleaned  # taking one thing out can put another together
    return " ".join(_LINK.sub(lambda found: "" if found[0] else " ", text).split())
