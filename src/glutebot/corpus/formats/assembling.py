"""Join what a format reader found into a Document, and say what was left out of it."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from glutebot.corpus.formats.documents import Document, DocumentKind, Rejected
from glutebot.corpus.formats.structure import Block
from glutebot.corpus.formats.writing import Body, clean_text, clean_title, write_body

_MOST_TAGS = 20
_TITLE_FROM_TEXT = 70
"""Characters of the text that stand in for a title."""


@dataclass(frozen=True)
class Found:
    """What a source says about one text, as it stands there."""

    item: str
    """How a report names it."""
    source_id: str
    title: str = ""
    url: str | None = None
    author: str | None = None
    published: datetime.date | None = None
    modified: datetime.date | None = None
    tags: Sequence[Any] = ()
    language: str | None = None
    licence: str | None = None
    kind: DocumentKind = "post"


def assemble(
    found: Found, blocks: Iterable[Block], *, dropped: int = 0
) -> Iterator[Document | Rejected]:
    """Yield the Document, or why there is none, and what had to be taken out of it."""
    title = clean_title(found.title)
    try:
        body = write_body(blocks, title=title, dropped=dropped)
    except Exception as fault:  # one post that no parser can take does not stop the others
        reason = f"is damaged: it cannot be read ({type(fault).__name__})."
        yield Rejected(item=found.item, reason=reason)
        return
    for note in body.notes:
        yield Rejected(item=f"{found.item} › a part of the text", reason=note)
    if not body.markdown:
        reason = "holds no text that can be quoted."
        yield Rejected(item=found.item, reason=reason, left_out=not body.notes)
        return
    yield Document(
        source_id=found.source_id,
        title=title or clean_title(_title_from(body)),
        url=web_address(found.url),
        author=_words(found.author),
        published=found.published,
        modified=found.modified,
        tags=_tags(found.tags),
        language=_words(found.language),
        body_markdown=body.markdown,
        licence=_words(found.licence),
        kind=found.kind,
    )


def _title_from(body: Body) -> str:
    text = body.first_heading or body.opening
    if len(text) <= _TITLE_FROM_TEXT:
        return text
    return text[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0] + "…"


def web_address(url: Any) -> str | None:
    """Return an address that may be linked, or None."""
    text = str(url or "").strip()
    fits = text.lower().startswith(("http://", "https://")) and len(text) <= 2000
    return text if fits and not any(c.isspace() or c in '<>"' for c in text) else None


def _words(value: Any) -> str | None:
    return (clean_text(str(value)[:300]) or None) if value is not None else None


def _tags(values: Sequence[Any]) -> tuple[str, ...]:
    words = (_words(value) for value in values if isinstance(value, str | int | float))
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_TAGS]
