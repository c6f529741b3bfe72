"""RSS and Atom feeds become posts, and sitemaps become addresses; nothing is fetched here."""

import datetime
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from glutebot.corpus.formats.assembling import Found, assemble, web_address
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Refused, Rejected
from glutebot.corpus.formats.shortcodes import strip_shortcodes
from glutebot.corpus.formats.structure import Block, read_html
from glutebot.corpus.formats.xml import each_element, local_name, read_xml
from glutebot.domain.model import Model

_FEED_TAIL = re.compile(
    r"^(?:The post .{1,400} (?:appeared first on|first appeared on) .{1,200}"
    r"|(?:Continue reading|Read more|Read the rest)\b.{0,300})$",
    re.IGNORECASE | re.DOTALL,
)
_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(more…\))\s*(?:Continue reading.*)?$",
                  re.IGNORECASE | re.DOTALL)  # fmt: skip


class SiteAddress(Model):
    """One line of a sitemap."""

    url: str
    modified: datetime.date | None = None
    is_sitemap: bool = False
    """True for a further sitemap that an index names."""


def read_feed(raw: bytes, *, name: str) -> Iterator[Document | Rejected]:
    """Read the entries of a feed.

    Raises:
        Refused: it is not a feed, or declares entities.
    """
    read_xml(raw)
    feed = feedparser.parse(BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        raise Refused("is XML, but neither a feed nor a WordPress export nor a sitemap.")
    if not feed.entries:
        raise Refused("the feed has no entries.", left_out=True)
    for place, entry in enumerate(feed.entries, start=1):
        yield from _read_entry(entry, feed.feed, f"{name} › {entry.get('title') or place}", place)


def _read_entry(entry: Any, feed: Any, item: str, place: int) -> Iterator[Document | Rejected]:
    link = web_address(entry.get("link"))
    found = Found(
        item=item[:200],
        source_id=link or entry.get("id") or f"{item}#{place}",
        title=entry.get("title", ""),
        url=link,
        author=entry.get("author") or feed.get("author"),
        published=_day(entry, "published"),
        modified=_day(entry, "updated"),
        tags=[tag.get("term") for tag in entry.get("tags", [])],
        language=feed.get("language"),
        licence=entry.get("license") or feed.get("license"),
    )
    yield from assemble(found, _blocks(entry))


def _blocks(entry: Any) -> Iterator[Block]:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    markup = max([*contents, entry.get("summary", "")], key=len)
    for block in read_html(strip_shortcodes(markup)):
        text = _CUT.sub(" …", block.text)
        if not _FEED_TAIL.match(text.strip()):
            yield Block(block.kind, text, block.level)


def _day(entry: Any, key: str) -> datetime.date | None:
    """Return a day that the entry itself names; the parser would lend one for the other."""
    parsed = dict.get(entry, f"{key}_parsed")
    return datetime.date(*parsed[:3]) if parsed else read_date(dict.get(entry, key))


def read_sitemap(raw: bytes) -> list[SiteAddress]:
    """Return the addresses of a sitemap or of a sitemap index.

    Raises:
        Refused: it is not XML, or declares entities.
    """
    found: list[SiteAddress] = []
    for element in each_element(raw, "url", "sitemap"):
        said = {local_name(child): (child.text or "").strip() for child in element}
        if url := web_address(said.get("loc")):
            found.append(
                SiteAddress(
                    url=url,
                    modified=read_date(said.get("lastmod")),
                    is_sitemap=local_name(element) == "sitemap",
                )
            )
    return found
