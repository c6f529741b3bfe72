"""Files that commands read: whole, or line by line with one line out for each line in."""

import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any

from glutebot.errors import InputError, UserFacingError
from glutebot.program.documents import parse_object, require_plain

DOCUMENT_BYTES = 16_000_000
"""What is read of one document; the largest Program takes a fiftieth of it."""


def read_document(file: str) -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raises:
        InputError: the file cannot be read, or is far too large.
    """
    try:
        if file == "-":
            data = sys.stdin.buffer.read(DOCUMENT_BYTES + 1)
        else:
            with Path(file).open("rb") as document:
                data = document.read(DOCUMENT_BYTES + 1)
    except OSError as fault:
        raise _unreadable(file, fault) from fault
    if len(data) > DOCUMENT_BYTES:
        raise InputError(
            "is too large.", field=name_of(file), remedy="Give one document of less than 16 MB."
        )
    return data


def read_lines(file: str) -> Iterator[bytes]:
    """Return the lines of a batch file, or of standard input for `-`.

    Only a line feed ends a line: whatever else Unicode calls a line end may stand in a message.

    Raises:
        InputError: the file cannot be read.
    """
    if file == "-":
        return iter(sys.stdin.buffer)
    try:
        return iter(BytesIO(Path(file).read_bytes()))
    except OSError as fault:
        raise _unreadable(file, fault) from fault


def _unreadable(file: str, fault: OSError) -> InputError:
    return InputError(
        f"cannot be read ({fault.strerror}).",
        field=name_of(file),
        remedy="Check the path, or use - for standard input.",
    )


def name_of(file: str) -> str:
    """Return what a file is called in errors."""
    return "stdin" if file == "-" else file


def describe_fault(fault: UserFacingError) -> dict[str, str | None]:
    """Return what a batch says about an unusable line."""
    return {"field": fault.field, "message": fault.message, "remedy": fault.remedy}


def answer_lines(
    lines: Iterable[bytes], key: str, act: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield for each line what `act` makes of its object under a key, or what is wrong with it."""
    for line in lines:
        yield _answer_line(line, key, act)


def _answer_line(
    line: bytes, key: str, act: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    form = f'Write {{"id": "a", "{key}": {{…}}}}, in UTF-8.'
    identity: str | int | float | None = None
    try:
        entry = parse_object(line, "line", form)
        identity = _identity(entry.get("id"), form)
        return {"id": identity, **act(_inner(entry, key, form))}
    except UserFacingError as fault:
        error = describe_fault(fault)
        error["field"] = (fault.field or "line").removeprefix(f"{key}.")
        return {"id": identity, "error": error}


def _identity(found: Any, form: str) -> str | int | float | None:
    if not isinstance(found, str | int | float | None):
        raise InputError("is not a text or a number.", field="id", remedy=form)
    if isinstance(found, float) and not isfinite(found):
        raise InputError("is not a finite number.", field="id", remedy=form)
    return found


def _inner(entry: dict[str, Any], key: str, form: str) -> dict[str, Any]:
    entry["id"] = None  # whatever it is, it goes back as it came
    require_plain(entry)
    if key not in entry:
        raise InputError("is missing.", field=key, remedy=form)
    inner = entry[key]
    if not isinstance(inner, dict):
        raise InputError("is not a JSON object.", field=key, remedy=form)
    return inner
