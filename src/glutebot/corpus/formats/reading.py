"""Read any file that a blog may consist of: Documents, and a reason for everything else."""

import stat
from collections.abc import Iterator
from pathlib import Path

from glutebot.corpus.formats.catalogue import read_catalogue
from glutebot.corpus.formats.characters import has_hidden_tags
from glutebot.corpus.formats.decoding import decode
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.docx import read_docx
from glutebot.corpus.formats.epub import read_epub
from glutebot.corpus.formats.feeds import read_feed, read_sitemap
from glutebot.corpus.formats.html import read_page
from glutebot.corpus.formats.markdown import read_markdown
from glutebot.corpus.formats.pdf import read_pdf
from glutebot.corpus.formats.plain import read_plain
from glutebot.corpus.formats.telling import Format, tell_format
from glutebot.corpus.formats.wordpress import read_wordpress
from glutebot.corpus.formats.writing import HIDDEN_TAGS

_HEAD = 16_384
_TEXTS = {"markdown": read_markdown, "plain": read_plain, "html": read_page}
_ARCHIVES = {"pdf": read_pdf, "docx": read_docx, "epub": read_epub}
_USUAL = Limits()


def read_documents(
    source: Path | bytes,
    *,
    name: str,
    media_type: str | None = None,
    limits: Limits = _USUAL,
) -> Iterator[Document | Rejected]:
    """Yield what a file or its bytes hold; what cannot be read is Rejected, never raised.

    `name` stands in reports and, where a source has no address of its own, makes its id.
    """
    count = 0
    try:
        for found in _read(source, name, media_type, limits):
            count += 1
            if count > limits.documents:
                raise Refused(f"holds more than {limits.documents:,} texts.")
            yield found
    except Refused as refused:
        yield Rejected(item=name, reason=refused.reason, left_out=refused.left_out)
    except OSError as fault:
        yield Rejected(item=name, reason=f"cannot be read ({fault.strerror}).")
    except Exception as fault:  # a parser's own words are not for readers, and the rest goes on
        yield Rejected(item=name, reason=f"is damaged: it cannot be read ({type(fault).__name__}).")


def _read(
    source: Path | bytes, name: str, media_type: str | None, limits: Limits
) -> Iterator[Document | Rejected]:
    size = _size(source)
    if size > limits.file_bytes:
        raise Refused(f"has {size:,} bytes; {limits.file_bytes:,} is the limit.")
    if not size:
        raise Refused("is empty.", left_out=True)
    format_ = tell_format(_head(source), name, media_type)
    if format_ is None:
        raise Refused("is of a kind that is not read.", left_out=True)
    if format_ == "wordpress" and isinstance(source, Path):
        with source.open("rb") as stream:
            yield from read_wordpress(stream, name=name, limits=limits)
        return
    raw = source if isinstance(source, bytes) else source.read_bytes()
    yield from _read_bytes(raw, format_, name, limits)


def _read_bytes(
    raw: bytes, format_: Format, name: str, limits: Limits
) -> Iterator[Document | Rejected]:
    if reader := _ARCHIVES.get(format_):
        return reader(raw, name=name, limits=limits)
    if format_ == "wordpress":
        return read_wordpress(raw, name=name, limits=limits)
    if format_ == "feed":
        return read_feed(_small(raw, limits), name=name)
    if format_ == "sitemap":
        return _refuse_sitemap(_small(raw, limits))
    if format_ == "catalogue":
        return read_catalogue(decode(_small(raw, limits)), name=name, limits=limits)
    text = decode(_small(raw, limits), declares=format_ == "html")
    if len(text) > limits.text_characters:
        raise Refused(f"has {len(text):,} characters; {limits.text_characters:,} is the limit.")
    return _read_text(text, format_, name)


def _read_text(text: str, format_: Format, name: str) -> Iterator[Document | Rejected]:
    if has_hidden_tags(text):
        yield Rejected(item=f"{name} › a part of the text", reason=HIDDEN_TAGS)
    yield from _TEXTS[format_](text, name=name)


def _refuse_sitemap(raw: bytes) -> Iterator[Document | Rejected]:
    count = len(read_sitemap(raw))
    raise Refused(f"is a sitemap: it names {count:,} addresses and holds no texts.", left_out=True)


def _small(raw: bytes, limits: Limits) -> bytes:
    """Refuse bytes that are read whole and cannot hold a text within the limits."""
    if len(raw) > limits.part_bytes:
        raise Refused(f"has {len(raw):,} bytes; {limits.part_bytes:,} is the limit for its kind.")
    return raw


def _size(source: Path | bytes) -> int:
    if isinstance(source, bytes):
        return len(source)
    found = source.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Refused("is not a file.")
    return found.st_size


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:_HEAD]
    with source.open("rb") as stream:
        return stream.read(_HEAD)
