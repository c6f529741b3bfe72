"""An HTML tree becomes blocks: headings, paragraphs, list items, table rows, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree, html

from glutebot.corpus.formats.tables import is_data_table, table_rows

BlockKind = Literal["heading", "text", "item"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_LEFT_OUT = _tags(
    "script style noscript template svg math canvas iframe object embed applet audio video map "
    "form button select textarea input nav del s strike rp rt head title dialog"
)
_BLOCKS = _tags(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer header hr html legend li main menu ol p pre section summary table "
    "tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6"
)
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d)|opacity\s*:\s*0(?!\.?\d)"
)
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_FIGURES = re.compile(r"[0-9+-]+")


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list item, not yet cleaned."""

    kind: BlockKind
    text: str
    level: int = 0
    """Of a heading, 1 to 6."""


def read_html(markup: str, *, keep_lines: bool = False) -> Iterator[Block]:
    """Yield the blocks of HTML, whole or in part.

    `keep_lines` reads an empty line as the end of a paragraph, as WordPress does.
    """
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    wrapped = f"<div>{markup}</div>".encode("utf-8", "replace")
    tree = html.document_fromstring(wrapped, parser=parser, ensure_head_body=True)
    yield from read_tree(tree, keep_lines=keep_lines)


def read_tree(tree: Any, *, keep_lines: bool = False) -> Iterator[Block]:
    """Yield the blocks of a parsed tree; nothing nests deeper than the tree's own walk."""
    walker = etree.iterwalk(tree, events=("start", "end"))
    reading = _Reading(keep_lines=keep_lines)
    skipped: Any = None
    for event, element in walker:
        if event == "end":
            if element is skipped:
                skipped = None
            else:
                reading.close(element)
            reading.add(element.tail)
        elif _is_left_out(element):
            skipped = element
            walker.skip_subtree()
        elif element.tag == "table" and is_data_table(element):
            reading.end_block()
            reading.blocks.extend(Block("text", row) for row in table_rows(element))
            skipped = element
            walker.skip_subtree()
        else:
            reading.open(element)
        yield from reading.take()
    reading.end_block()
    yield from reading.take()


def _is_left_out(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(element.get("style", "").lower()))


@dataclass
class _Reading:
    """Where a walk through a tree stands."""

    keep_lines: bool
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    heading: int = 0
    items: int = 0
    verbatim: int = 0
    raised: Any = None

    def open(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.end_block()
        self.heading = int(tag[1]) if _HEADING.fullmatch(tag) else self.heading
        self.items += tag == "li"
        self.verbatim += tag == "pre"
        if tag == "br":
            self.pieces.append("\n")
        elif tag in {"sup", "sub"}:
            self.raised = _RAISED if tag == "sup" else _LOWERED
        self.add(element.text)

    def close(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.end_block()
        self.heading = 0 if _HEADING.fullmatch(tag) else self.heading
        self.items -= tag == "li"
        self.verbatim -= tag == "pre"
        if tag in {"sup", "sub"}:
            self.raised = None

    def add(self, text: str | None) -> None:
        if not text:
            return
        if self.raised and _FIGURES.fullmatch(text.strip()):
            text = text.translate(self.raised)
        kept = self.keep_lines or self.verbatim
        self.pieces.append(text if kept else text.replace("\r", " ").replace("\n", " "))

    def end_block(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        kind: BlockKind = "heading" if self.heading else "item" if self.items else "text"
        parts = [text] if self.heading else re.split(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+", text)
        self.blocks.extend(
            Block(kind, part, self.heading) for part in parts if part and not part.isspace()
        )

    def take(self) -> list[Block]:
        taken, self.blocks = self.blocks, []
        return taken
