"""Markdown posts, with or without front matter (YAML or TOML), as site builders keep them."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.characters import clean_characters, drop_runs
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Refused, Rejected
from glutebot.corpus.formats.shortcodes import strip_shortcodes, strip_templating
from glutebot.corpus.formats.structure import Block, read_html
from glutebot.corpus.formats.writing import part_text

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_LONGEST_LINE = 4000
_PICTURE = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]*")
_FENCES = {"---": "YAML", "+++": "TOML"}
_NAME_DATE = re.compile(r"(?:^|/)(\d{4}-\d\d-\d\d)[-_]")


def read_markdown(text: str, *, name: str) -> Iterator[Document | Rejected]:
    """Read a Markdown post.

    Raises:
        Refused: its front matter cannot be read, or says that the post is not published.
    """
    header, body = split_header(clean_characters(text))
    refuse_unpublished(header)
    text, dropped = drop_runs(_PICTURE.sub("", body))
    blocks = list(markdown_blocks(text))
    yield from assemble(_found(header, name, blocks), blocks, dropped=dropped)


def markdown_blocks(markdown: str) -> Iterator[Block]:
    """Yield the blocks of Markdown; raw HTML in it is read as HTML."""
    text = strip_shortcodes(strip_templating(markdown))
    # No parser should have to look ahead through a line that no hand wrote.
    lines = ("\n\n".join(part_text(line, _LONGEST_LINE)) for line in text.split("\n"))
    yield from read_html(_PARSER.render("\n".join(lines)))


def split_header(text: str) -> tuple[dict[str, Any], str]:
    """Split a post into its front matter, empty where there is none, and its body.

    Raises:
        Refused: the front matter never ends or cannot be read.
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    kind = _FENCES.get(first.strip())
    if kind:
        header, fence, body = f"\n{rest}".partition(f"\n{first.strip()}\n")
        if not fence and rest.rstrip().endswith(f"\n{first.strip()}"):
            header, fence, body = rest.rstrip()[: -len(first.strip())], "end", ""
        if fence:
            return _parse(header, kind), body
        if kind == "TOML" or ":" in rest.partition("\n")[0]:
            raise Refused("the front matter never ends.")
    return {}, text


def _parse(header: str, kind: str) -> dict[str, Any]:
    try:
        parsed = yaml.safe_load(header) if kind == "YAML" else tomllib.loads(header)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as fault:
        raise Refused(f"the front matter is not {kind}.") from fault
    if parsed is not None and not isinstance(parsed, dict):
        raise Refused("the front matter is not `key: value` lines.")
    return {str(key).lower(): value for key, value in (parsed or {}).items()}


def refuse_unpublished(header: dict[str, Any]) -> None:
    """Raise Refused for front matter that says draft, private, trashed or password."""
    status = str(header.get("status") or header.get("visibility") or "").lower()
    if header.get("draft") is True or status in {"draft", "pending"}:
        raise Refused("is a draft.", left_out=True)
    if header.get("published") is False or status in {"private", "trash", "future", "unlisted"}:
        raise Refused(f"is not published{f' ({status})' if status else ''}.", left_out=True)
    if header.get("password"):
        raise Refused("is protected by a password.", left_out=True)


def _found(header: dict[str, Any], name: str, blocks: Sequence[Block]) -> Found:
    url = _first(header, "canonical_url", "canonicalurl", "canonical", "url", "link", "permalink")
    dated = _NAME_DATE.search(name)
    published = header.get("date") or header.get("published") or header.get("publishdate")
    modified = _first(header, "lastmod", "modified", "updated", "last_modified_at")
    top = blocks[0].text if blocks and blocks[0].kind == "heading" else ""
    return Found(
        item=name,
        source_id=name,
        title=str(header.get("title") or top or ""),
        url=str(url) if url else None,
        author=_names(_first(header, "author", "authors", "by")),
        published=read_date(published) or (read_date(dated[1]) if dated else None),
        modified=read_date(modified),
        tags=[*_list(header.get("tags")), *_list(header.get("categories"))],
        language=_first(header, "language", "lang", "locale"),
        licence=_first(header, "licence", "license"),
    )


def _first(header: dict[str, Any], *keys: str) -> Any:
    return next((header[key] for key in keys if header.get(key)), None)


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, list) else []


def _names(value: Any) -> str | None:
    if isinstance(value, dict):
        return str(value.get("name") or "") or None
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value))) or None
    return str(value) if value else None
