"""Word documents: headings, paragraphs, lists and tables, without comments and pictures."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import mammoth

from glutebot.corpus.formats.archives import opened_archive, read_part
from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.structure import Block, read_html
from glutebot.corpus.formats.xml import local_name, read_xml

_CORE = "docProps/core.xml"
_LARGEST_PART = 4_000_000
"""Bytes of XML; a book of 100,000 words has half of it, and converting takes seconds a megabyte."""
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
strike => s
comment-reference => !
"""


def read_docx(raw: bytes, *, name: str, limits: Limits) -> Iterator[Document | Rejected]:
    """Read a Word document.

    Raises:
        Refused: it is damaged, too large or hostile.
    """
    limits = replace(limits, part_bytes=min(limits.part_bytes, _LARGEST_PART))
    with opened_archive(raw, limits) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                _refuse_declarations(read_part(archive, part, limits))
        said = _said(read_part(archive, _CORE, limits)) if _CORE in archive.namelist() else {}
    converted = mammoth.convert_to_html(
        BytesIO(raw), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
    )
    blocks = list(read_html(converted.value))
    yield from assemble(_found(said, name, blocks), blocks)


def _refuse_declarations(part: bytes) -> None:
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
        raise Refused("declares XML entities of its own, which can unfold without end.")


def _said(core: bytes) -> dict[str, str]:
    return {local_name(child): (child.text or "").strip() for child in read_xml(core)}


def _no_image(_image: Any) -> dict[str, str]:
    return {}


def _found(said: dict[str, str], name: str, blocks: list[Block]) -> Found:
    top = blocks[0].text if blocks and blocks[0].kind == "heading" else ""
    return Found(
        item=name,
        source_id=name,
        title=said.get("title") or top,
        author=said.get("creator"),
        published=read_date(said.get("created")),
        modified=read_date(said.get("modified")),
        tags=[word.strip() for word in said.get("keywords", "").split(",")],
        language=said.get("language"),
    )
