"""EPUB books: each chapter in reading order is a text of its own."""

import posixpath
import time
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from glutebot.corpus.formats.archives import opened_archive, read_part
from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.decoding import decode
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.structure import Block, read_html
from glutebot.corpus.formats.xml import local_name, read_xml

_CONTAINER = "META-INF/container.xml"
_TEXTS = {"application/xhtml+xml", "text/html"}
_SHORTEST = 40
"""Characters; a shorter chapter is a cover or a title page."""


def read_epub(raw: bytes, *, name: str, limits: Limits) -> Iterator[Document | Rejected]:
    """Read the chapters of a book.

    Raises:
        Refused: it is damaged, locked, too large or hostile.
    """
    ends = time.monotonic() + limits.seconds
    with opened_archive(raw, limits) as archive:
        place = _package_place(archive, limits)
        package = read_xml(read_part(archive, place, limits))
        said = _said(package)
        for number, part in enumerate(_chapters(package, place), start=1):
            if time.monotonic() > ends:
                raise Refused(f"takes too long to read; its first {number - 1} chapters were.")
            item = f"{name} › chapter {number}"
            try:
                markup = decode(read_part(archive, part, limits), declares=True)
                yield from _read_chapter(markup, said, item, f"{name}#{part}")
            except Refused as refused:
                yield Rejected(item=item, reason=refused.reason)


def _package_place(archive: zipfile.ZipFile, limits: Limits) -> str:
    if "META-INF/encryption.xml" in archive.namelist():
        locked = read_part(archive, "META-INF/encryption.xml", limits)
        if b"EncryptedData" in locked and b"obfuscation" not in locked:
            raise Refused("is locked against copying.")
    container = read_xml(read_part(archive, _CONTAINER, limits))
    places = [e.get("full-path") for e in container.iter() if local_name(e) == "rootfile"]
    if not places or not places[0]:
        raise Refused("is an EPUB without a table of its parts.")
    return str(places[0])


def _said(package: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in package.iter():
        if local_name(element) in {"title", "creator", "language", "date", "rights"}:
            said.setdefault(local_name(element), (element.text or "").strip())
    return said


def _chapters(package: Any, place: str) -> Iterator[str]:
    """Yield the names of the book's text parts in reading order, each once."""
    parts = {
        element.get("id"): element.get("href")
        for element in package.iter()
        if local_name(element) == "item"
        and element.get("media-type") in _TEXTS
        and "nav" not in (element.get("properties") or "").split()
    }
    seen = dict.fromkeys(
        parts[element.get("idref")]
        for element in package.iter()
        if local_name(element) == "itemref" and element.get("idref") in parts
    )
    folder = posixpath.dirname(place)
    yield from (posixpath.normpath(posixpath.join(folder, unquote(href))) for href in seen if href)


def _read_chapter(
    markup: str, said: dict[str, str], item: str, source_id: str
) -> Iterator[Document | Rejected]:
    blocks = list(read_html(markup))
    if sum(len(block.text.strip()) for block in blocks) < _SHORTEST:
        yield Rejected(item=item, reason="holds no text that can be quoted.", left_out=True)
        return
    yield from assemble(_found(said, item, source_id, blocks), blocks)


def _found(said: dict[str, str], item: str, source_id: str, blocks: list[Block]) -> Found:
    headings = [" ".join(block.text.split()) for block in blocks if block.kind == "heading"]
    chapter = headings[0] if headings else item.rpartition(" › ")[2]
    book = said.get("title", "")
    return Found(
        item=item,
        source_id=source_id,
        title=f"{book}: {chapter}" if book and book != chapter else chapter,
        author=said.get("creator"),
        published=read_date(said.get("date")),
        language=said.get("language"),
        licence=said.get("rights"),
    )
