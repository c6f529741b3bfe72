"""Exercise catalogues as JSON (the schema of free-exercise-db) become guides."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.documents import Document, Limits, Refused, Rejected
from glutebot.corpus.formats.structure import Block

NO_LICENCE = "not stated"
_SAID = (
    ("primary muscles", "primaryMuscles"),
    ("secondary muscles", "secondaryMuscles"),
    ("equipment", "equipment"),
    ("level", "level"),
    ("kind", "category"),
    ("movement", "mechanic"),
    ("force", "force"),
)


def read_catalogue(text: str, *, name: str, limits: Limits) -> Iterator[Document | Rejected]:
    """Read a list of exercises, one exercise, or an object that holds the list.

    Raises:
        Refused: it is not JSON, or not such a catalogue.
    """
    entries, licence = _entries(_parse(text))
    if len(entries) > limits.documents:
        raise Refused(f"holds {len(entries):,} exercises; {limits.documents:,} is the limit.")
    for place, entry in enumerate(entries, start=1):
        yield from _read_entry(entry, name, place, licence)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        where = f" (line {fault.lineno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise Refused(f"is not JSON{where}.") from fault


def _entries(parsed: Any) -> tuple[Sequence[Any], str]:
    licence = _licence(parsed) or NO_LICENCE
    if isinstance(parsed, dict) and "exercises" in parsed:
        parsed = parsed["exercises"]
    entries = parsed if isinstance(parsed, list) else [parsed]
    if not any(isinstance(entry, dict) and "instructions" in entry for entry in entries):
        raise Refused("is JSON, but no exercise catalogue: no entry holds `instructions`.")
    return entries, licence


def _licence(value: Any) -> str | None:
    said = (value.get("licence") or value.get("license")) if isinstance(value, dict) else None
    name = said.get("name") if isinstance(said, dict) else said
    return str(name) if name else None


def _read_entry(entry: Any, name: str, place: int, licence: str) -> Iterator[Document | Rejected]:
    title = str(entry.get("name") or "").strip() if isinstance(entry, dict) else ""
    item = f"{name} › {title or place}"
    if not title:
        yield Rejected(item=item, reason="is no exercise: it has no `name`.")
        return
    steps = _words(entry.get("instructions"))
    if not steps:
        yield Rejected(item=item, reason="has no instructions.", left_out=True)
        return
    found = Found(
        item=item,
        source_id=f"{name}#{entry.get('id') or title}",
        title=title,
        url=entry.get("url"),
        author=entry.get("author"),
        tags=[*_words(entry.get("primaryMuscles")), *_words(entry.get("equipment"))],
        licence=_licence(entry) or licence,
        kind="exercise",
    )
    yield from assemble(found, _blocks(title, entry, steps))


def _blocks(title: str, entry: dict[str, Any], steps: Sequence[str]) -> Iterator[Block]:
    yield Block("heading", f"How to do the {title}", 2)
    yield from (Block("item", step) for step in steps)
    said = [
        f"{label} {', '.join(words)}" for label, key in _SAID if (words := _words(entry.get(key)))
    ]
    if said:
        yield Block("heading", f"What the {title} trains", 2)
        yield Block("text", f"{title}: {'; '.join(said)}.")


def _words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for part in values if isinstance(part, str) and (text := part.strip())]
