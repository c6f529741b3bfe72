"""What a format reader gives: a Document, or a Rejected with its reason."""

import datetime
from dataclasses import dataclass
from typing import Literal

from glutebot.domain.model import Model

DocumentKind = Literal["post", "exercise"]


class Document(Model):
    """One post, page, chapter or guide as its author published it, in clean Markdown."""

    source_id: str
    """What stays the same when the text is edited: an address, or a place in a file."""
    title: str
    url: str | None = None
    author: str | None = None
    published: datetime.date | None = None
    modified: datetime.date | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    """A language tag such as `en` or `pt-BR`, where the source names one."""
    body_markdown: str
    """Headings, paragraphs and list items only; every sentence stands on one line."""
    licence: str | None = None
    kind: DocumentKind = "post"


class Rejected(Model):
    """Something that was not taken over, and why."""

    item: str
    reason: str
    left_out: bool = False
    """True for what its author did not publish or nobody could quote; nothing is broken then."""


@dataclass(frozen=True)
class Limits:
    """How much one file may hold before it is refused; a blog's posts stay far below."""

    file_bytes: int = 64_000_000
    text_characters: int = 1_500_000
    """Of one text, page or chapter."""
    unpacked_bytes: int = 100_000_000
    """Of all parts of an archive together."""
    part_bytes: int = 12_000_000
    """Of one part of an archive that is read."""
    parts: int = 5_000
    pages: int = 2_000
    documents: int = 50_000
    seconds: float = 60.0
    """For one file; looked at between pages, chapters and posts."""


class Refused(Exception):
    """A file or a part of it that cannot be taken over; the message is the reason."""

    def __init__(self, reason: str, *, left_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.left_out = left_out
