"""WordPress exports (WXR): published posts and pages; all else is left out and counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.shortcodes import strip_shortcodes
from glutebot.corpus.formats.structure import read_html
from glutebot.corpus.formats.writing import clean_title
from glutebot.corpus.formats.xml import each_element, local_name, space_name

_STATUSES = {
    "draft": "is a draft.",
    "auto-draft": "is a draft.",
    "pending": "waits for review.",
    "future": "is scheduled and not yet published.",
    "private": "is private.",
    "trash": "lies in the trash.",
}
_COUNTED = {
    "attachment": "attachments (images and other files)",
    "nav_menu_item": "menu items",
    "revision": "older versions of posts",
}
_SPACES = {"content": "content", "excerpt": "excerpt", "wordpress.org/export": "wp"}


@dataclass
class _Export:
    """What is known of an export while its items are read."""

    name: str
    limits: Limits
    authors: dict[str, str] = field(default_factory=dict)
    """Login → the name that readers see."""
    language: str | None = None
    counted: Counter[str] = field(default_factory=Counter)


def read_wordpress(
    source: IO[bytes] | bytes, *, name: str, limits: Limits
) -> Iterator[Document | Rejected]:
    """Read an export post by post, so that its size does not matter.

    Raises:
        Refused: the file is damaged; what stands before the damage was yielded.
    """
    export = _Export(name, limits)
    damage: Refused | None = None
    try:
        for element in each_element(source, "author", "language", "item"):
            yield from _read_element(element, export)
    except Refused as refused:
        damage = refused
    for what, count in export.counted.items():
        yield Rejected(item=f"{name} › {what}", reason=f"{count} left out.", left_out=True)
    if damage:
        raise damage


def _read_element(element: Any, export: _Export) -> Iterator[Document | Rejected]:
    kind = local_name(element)
    if kind == "author":
        said = _fields(element)
        export.authors[said.get("wp:author_login", "")] = said.get("wp:author_display_name", "")
    elif kind == "language" and local_name(element.getparent()) == "channel":
        export.language = (element.text or "").strip() or None
    elif kind == "item":
        yield from _read_item(element, export)


def _read_item(element: Any, export: _Export) -> Iterator[Document | Rejected]:
    said = _fields(element)
    if comments := sum(local_name(child) == "comment" for child in element):
        export.counted["comments"] += comments
    kind = said.get("wp:post_type", "post")
    if kind in _COUNTED:
        export.counted[_COUNTED[kind]] += 1
        return
    name = clean_title(said.get("title", "")) or said.get("wp:post_name") or said.get("wp:post_id")
    item = f"{export.name} › {name or 'untitled'}"
    try:
        _refuse_unpublished(said, kind)
        _refuse_long(said, export.limits)
    except Refused as refused:
        yield Rejected(item=item, reason=refused.reason, left_out=refused.left_out)
        return
    markup = strip_shortcodes(said.get("content:encoded", ""))
    yield from assemble(_found(element, said, item, export), read_html(markup, keep_lines=True))


def _found(element: Any, said: dict[str, str], item: str, export: _Export) -> Found:
    author = said.get("creator", "")
    place = said.get("link") or said.get("guid")
    return Found(
        item=item,
        source_id=place or f"{export.name}#{said.get('wp:post_id', item)}",
        title=said.get("title", ""),
        url=said.get("link"),
        author=export.authors.get(author) or author or None,
        published=_day(said, "wp:post_date") or read_date(said.get("pubDate")),
        modified=_day(said, "wp:post_modified"),
        tags=_tags(element),
        language=export.language,
    )


def _refuse_long(said: dict[str, str], limits: Limits) -> None:
    length = len(said.get("content:encoded", ""))
    if length > limits.text_characters:
        raise Refused(f"has {length:,} characters; {limits.text_characters:,} is the limit.")


def _refuse_unpublished(said: dict[str, str], kind: str) -> None:
    status = said.get("wp:status", "publish")
    if kind not in {"post", "page"}:
        raise Refused(f"is a `{kind[:40]}`, neither a post nor a page.", left_out=True)
    if status != "publish":
        raise Refused(_STATUSES.get(status, f"has the status `{status[:40]}`."), left_out=True)
    if said.get("wp:post_password"):
        raise Refused("is protected by a password.", left_out=True)


def _fields(element: Any) -> dict[str, str]:
    """Return an element's children as `space:name` → text; the first of a kind counts."""
    said: dict[str, str] = {}
    for child in element:
        space = next((short for part, short in _SPACES.items() if part in space_name(child)), "")
        key = f"{space}:{local_name(child)}" if space else local_name(child)
        said.setdefault(key, "".join(child.itertext()).strip())
    return said


def _day(said: dict[str, str], key: str) -> Any:
    return read_date(said.get(key)) or read_date(said.get(f"{key}_gmt"))


def _tags(element: Any) -> list[str]:
    """Return tags first, then categories other than WordPress's `Uncategorized`."""
    of: dict[str, list[str]] = {"post_tag": [], "category": []}
    for child in element:
        if local_name(child) == "category" and child.get("nicename") != "uncategorized":
            of.get(child.get("domain", ""), []).append("".join(child.itertext()).strip())
    return [*of["post_tag"], *of["category"]]
