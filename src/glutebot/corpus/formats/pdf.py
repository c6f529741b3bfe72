"""PDF files: the words of the pages as paragraphs, without running heads and page numbers."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.characters import clean_characters
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.structure import Block

_ENDS = re.compile(r"""[.!?:…]["'”’)\]]*$""")
_NUMBER = re.compile(r"(?:page|p\.|seite)?\s*\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?", re.IGNORECASE)
_ITEM = re.compile(r"(?:[•‣▪●◦·–*-]|\d{1,3}[.)])\s+(?=\S)")
_LONGEST_HEADING = 80
_REPEATED = 0.5
"""Share of the pages on which a running head stands."""


def read_pdf(raw: bytes, *, name: str, limits: Limits) -> Iterator[Document | Rejected]:
    """Read a PDF file.

    Raises:
        Refused: it is damaged, locked, too large, or pictures of text.
    """
    try:
        reader = pypdf.PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("is locked with a password.")
        pages = _pages(reader, limits)
        found = _found(reader, name)
    except DependencyError as fault:
        raise Refused("is locked, or packed in a way that is not read.") from fault
    except PyPdfError as fault:
        raise Refused("is a damaged PDF.") from fault
    if not any(pages):
        raise Refused("holds no text: its pages may be pictures. Run text recognition first.")
    yield from assemble(found, paragraphs(pages))


def _pages(reader: pypdf.PdfReader, limits: Limits) -> list[list[str]]:
    count = len(reader.pages)
    if count > limits.pages:
        raise Refused(f"has {count:,} pages; {limits.pages:,} is the limit.")
    ends = time.monotonic() + limits.seconds
    pages: list[list[str]] = []
    characters = 0
    for page in reader.pages:
        text = clean_characters(page.extract_text())
        characters += len(text)
        if characters > limits.text_characters:
            raise Refused(f"holds over {limits.text_characters:,} characters of text.")
        if time.monotonic() > ends:
            raise Refused("takes too long to read.")
        pages.append([line.strip() for line in text.split("\n")])
    return [[line for line in page if line] for page in pages]


def _found(reader: pypdf.PdfReader, name: str) -> Found:
    said: Mapping[str, Any] = reader.metadata or {}
    return Found(
        item=name,
        source_id=name,
        title=str(said.get("/Title") or ""),
        author=str(said.get("/Author") or "") or None,
        published=read_date(said.get("/CreationDate")),
        modified=read_date(said.get("/ModDate")),
    )


def paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Join the lines of pages into paragraphs, headings and list items."""
    lines = list(_running_text(pages))
    width = max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not paragraph and _is_heading(line, following):
            yield Block("heading", line, 2)
            continue
        if paragraph and _ITEM.match(line):
            yield _block(paragraph)
            paragraph = []
        paragraph.append(line)
        if _ENDS.search(line) and (len(line) < 0.8 * width or not following):
            yield _block(paragraph)
            paragraph = []
    if paragraph:
        yield _block(paragraph)


def _running_text(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines without page numbers and without what stands on most pages' edges."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    often = {line for line, n in edges.items() if n >= 3 and n >= _REPEATED * len(pages)}
    for page in pages:
        for place, line in enumerate(page):
            at_edge = place < 2 or place >= len(page) - 2
            if not (at_edge and (line in often or _NUMBER.fullmatch(line))):
                yield line


def _is_heading(line: str, following: str) -> bool:
    """Say whether a line is a heading: short, no sentence, and one begins after it."""
    begins = following[:1].isupper() or following[:1].isdigit() or bool(_ITEM.match(following))
    looks = line[:1].isupper() or bool(re.match(r"\d+(?:\.\d+)*\.?\s+[A-Z]", line))
    short = len(line) <= _LONGEST_HEADING and not line.endswith((".", ",", ";", "-"))
    return short and looks and begins and not _ITEM.match(line)


def _block(lines: Sequence[str]) -> Block:
    text = lines[0]
    for line in lines[1:]:
        broken = re.search(r"[a-zà-ÿ]-$", text) and line[:1].islower()
        text = text[:-1] + line if broken else f"{text} {line}"
    mark = _ITEM.match(text)
    return Block("item", text[mark.end() :]) if mark else Block("text", text)
