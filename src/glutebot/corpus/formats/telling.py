"""Tell a file's format from its first bytes, then from its name and what a server calls it."""

import re
from pathlib import PurePosixPath
from typing import Literal

Format = Literal[
    "markdown", "html", "wordpress", "feed", "sitemap", "pdf", "docx", "epub", "plain", "catalogue"
]

_NAMES: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".mdx": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "plain",
    ".text": "plain", ".json": "catalogue", ".rss": "feed", ".atom": "feed",
    ".pdf": "pdf", ".docx": "docx", ".epub": "epub",
}  # fmt: skip
_MEDIA: dict[str, Format] = {
    "text/markdown": "markdown", "text/html": "html", "application/xhtml+xml": "html",
    "text/plain": "plain", "application/json": "catalogue", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "application/pdf": "pdf", "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(rb"\s*(?:<\?xml|<rss\b|<feed\b|<urlset\b|<sitemapindex\b|<rdf:RDF\b)", re.I)


def tell_format(head: bytes, name: str, media_type: str | None = None) -> Format | None:
    """Return the format of a file whose first bytes are given, or None where none fits."""
    plain = _without_mark(head)
    if plain.startswith(b"%PDF-"):
        return "pdf"
    if plain.startswith(b"PK\x03\x04"):
        return _zipped(plain, name)
    if _HTML.match(plain):
        return "html"
    if _XML.match(plain):
        return _xml(plain)
    named = _NAMES.get(PurePosixPath(name.lower()).suffix)
    return named or _MEDIA.get((media_type or "").partition(";")[0].strip().lower())


def _without_mark(head: bytes) -> bytes:
    """Return the first bytes as ASCII would stand there, whatever the encoding."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(name, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _zipped(head: bytes, name: str) -> Format | None:
    if b"mimetypeapplication/epub+zip" in head:
        return "epub"
    named = _NAMES.get(PurePosixPath(name.lower()).suffix)
    return named if named in {"docx", "epub"} else "docx" if b"word/" in head else None


def _xml(head: bytes) -> Format:
    if b"wordpress.org/export" in head:
        return "wordpress"
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", head):
        return "sitemap"
    return "html" if re.search(rb"<html\b", head, re.I) else "feed"
