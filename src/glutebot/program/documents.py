"""Profiles and Programs as JSON text, read strictly.

What JSON readers usually let pass (NaN, a key that stands twice, half a character) could slip a
value past the rules or break whoever reads it next, so each is an error that names its place.
"""

import json
from math import inf, isfinite
from typing import Any

from glutebot.domain.profiles import Profile
from glutebot.errors import InputError
from glutebot.program.input import read_profile

_DEPTH = 64
"""Levels of nesting that are read; a Program needs nine."""
_LARGEST = 10**15
"""The whole numbers that every reader holds exactly end a little above."""
_EXAMPLE = 'Write it like {"days_per_week": 3, …}, in UTF-8.'
_PROGRAM_EXAMPLE = 'Write it like {"schema": "glutebot.program/1", …}, in UTF-8.'
_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


class _Twice(dict[str, Any]):
    """An object in which a key stands twice; `key` is the first such key."""

    key: str


def read_profile_json(data: bytes, place: str = "profile") -> Profile:
    """Return the Profile in a JSON text; `place` is what the text is called in errors.

    Raises:
        InputError: names the field, what is wrong and the remedy.
    """
    return read_profile(read_object(data, place))


def read_program_json(data: bytes, place: str = "program") -> dict[str, Any]:
    """Return a Program in a JSON text as plain data, for the check to judge.

    Raises:
        InputError: the text is not strict JSON, or holds no Program.
    """
    return as_program(read_object(data, place, _PROGRAM_EXAMPLE))


def as_program(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a Program, without the `id` that a batch writes beside it.

    Raises:
        InputError: it is a Refusal, in which there is nothing to check.
    """
    if data.get("schema") == "glutebot.refusal/1":
        raise InputError(
            "this is a Refusal, not a Program.",
            field="schema",
            remedy="Give a file whose `schema` is `glutebot.program/1`.",
        )
    return {name: value for name, value in data.items() if name != "id"}


def read_object(data: bytes, place: str, remedy: str = _EXAMPLE) -> dict[str, Any]:
    """Return the object in a strict JSON text; `remedy` shows what one looks like."""
    found = parse_object(data, place, remedy)
    require_plain(found)
    return found


def parse_object(data: bytes, place: str, remedy: str = _EXAMPLE) -> dict[str, Any]:
    """Return the object in a JSON text whose values `require_plain` has yet to look at."""
    if not data.strip():
        raise InputError("is empty.", field=place, remedy=remedy)
    found = _parse(data, place, remedy)
    if not isinstance(found, dict):
        kind = _KINDS.get(type(found), "a number")
        raise InputError(f"is {kind}, not a JSON object.", field=place, remedy=remedy)
    return found


def _parse(data: bytes, place: str, remedy: str) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_int=_whole, object_pairs_hook=_object_of_pairs
        )
    except UnicodeDecodeError as fault:
        raise InputError("is not UTF-8.", field=place, remedy="Save the text as UTF-8.") from fault
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise InputError(
            f"is not JSON ({where}: {fault.msg.lower()}).", field=place, remedy=remedy
        ) from fault
    except RecursionError as fault:
        raise _nested_too_deeply(place) from fault


def _whole(digits: str) -> int | float:
    """Read a whole number; one with thousands of digits counts as infinite."""
    try:
        return int(digits)
    except ValueError:
        return inf


def _object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _Twice(found)
    keys = [key for key, _ in pairs]
    twice.key = next(key for place, key in enumerate(keys) if key in keys[:place])
    return twice


def require_plain(found: dict[str, Any]) -> None:
    """Raise InputError at the first value that strict JSON does not have."""
    _walk(found, ())


def _walk(value: Any, path: tuple[str, ...]) -> None:
    if len(path) > _DEPTH:
        raise _nested_too_deeply(_named(path[:3]))
    if isinstance(value, int | float) and not -_LARGEST <= value <= _LARGEST:
        raise InputError(
            "is not a finite number." if not _is_finite(value) else "is far too large a number.",
            field=_named(path),
            remedy="Give a plain number, without quotes, units or formulas.",
        )
    if isinstance(value, str):
        _require_text(value, path)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _walk(inner, (*path, str(place)))
    elif isinstance(value, dict):
        _walk_object(value, path)


def _is_finite(value: float) -> bool:
    return isinstance(value, int) or isfinite(value)


def _walk_object(found: dict[str, Any], path: tuple[str, ...]) -> None:
    if isinstance(found, _Twice):
        field = _named((*path, found.key))
        raise InputError("stands there twice.", field=field, remedy="Keep one of the two.")
    for name, inner in found.items():
        if not name:
            field = _named((*path, '""'))
            raise InputError("is an empty key.", field=field, remedy="Give it a name, or drop it.")
        _require_text(name, (*path, name))
        _walk(inner, (*path, name))


def _require_text(text: str, path: tuple[str, ...]) -> None:
    if not _is_whole(text):
        remedy = "Write the character itself, or both halves of its escape."
        raise InputError("holds half a character.", field=_named(path), remedy=remedy)


def _is_whole(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _named(path: tuple[str, ...]) -> str:
    """Return a path as errors show it, free of what cannot be printed."""
    return ".".join(path).encode("utf-8", "backslashreplace").decode()[:200]


def _nested_too_deeply(place: str) -> InputError:
    remedy = f"Keep it to {_DEPTH} levels of lists and objects."
    return InputError("is nested too deeply.", field=place, remedy=remedy)
