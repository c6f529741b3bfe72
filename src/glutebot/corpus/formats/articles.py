"""A Document becomes an Article: one id for one source, however often it is edited."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from glutebot.corpus.formats.documents import Document
from glutebot.domain.articles import Article

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|amp", re.IGNORECASE)
_NAMED = 80
"""Characters of an id that tell a reader which post it is."""


def document_to_article(document: Document, *, site: str | None) -> Article:
    """Return the Article of a Document; the same source gives the same id on the same site."""
    return Article(
        id=article_id(document, site=site),
        title=document.title if len(document.title) >= 3 else f"{document.title} (untitled)",
        kind=document.kind,
        topics=document.tags,
        url=document.url,
        author=document.author,
        date=document.published or document.modified,
        reviewed=document.modified,
        licence=document.licence,
        language=document.language,
        body=document.body_markdown,
    )


def article_id(document: Document, *, site: str | None) -> str:
    """Return the id of a Document: a readable part and a hash of its site and source."""
    source = canonical_address(document.url or document.source_id)
    digest = hashlib.sha256(f"{site or ''}\n{source}".encode()).hexdigest()[:10]
    named = _slug(source) or _slug(document.title) or "post"
    return f"{named}-{digest}"


def canonical_address(address: str) -> str:
    """Return what two spellings of one address share: no scheme, `www.`, anchor or tracking."""
    if not address.lower().startswith(("http://", "https://")):
        return address
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    asked = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)])
    path = re.sub(r"/(?:index\.\w+|amp)?$", "", unquote(parts.path))
    return f"{host}{path}" + (f"?{asked}" if asked else "")


def _slug(source: str) -> str:
    """Return the last telling part of an address or a file name in plain letters."""
    parts = re.split(r"[/#]", re.sub(r"\.(?:\w{2,8})$", "", source))
    last = next((part for part in reversed(parts) if part not in {"", "index"}), "")
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_NAMED].strip("-")
