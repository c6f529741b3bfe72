"""A Program in the forms that people take away; the same Program gives the same bytes.

JSON is the public form itself, Markdown the sheet of a coach, CSV a row for each set.
"""

import json
from collections.abc import Callable, Mapping

from glutebot.domain.programs import Program, Refusal
from glutebot.errors import InputError
from glutebot.program.export.markdown import write_markdown
from glutebot.program.export.table import write_table

__all__ = ["FORMATS", "MEDIA_TYPES", "export_program", "require_format", "write_json"]

_LATER = ("ics", "pdf", "liftoscript", "openweight")


def write_json(form: Program | Refusal) -> bytes:
    """Return the public JSON form on one line, as the command line and HTTP give it."""
    text = json.dumps(form.to_json(), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


_WRITERS: dict[str, Callable[[Program, Mapping[str, str]], bytes]] = {
    "json": lambda program, _: write_json(program) + b"\n",
    "md": write_markdown,
    "csv": lambda program, _: write_table(program),
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)
MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
}


def export_program(
    program: Program,
    format: str,  # noqa: A002 - the contract's word
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return a program in one of FORMATS.

    `names` are the names of guides by id, for swaps that stand nowhere in the program itself;
    an id is shown in words where its name is not known.

    Raises:
        InputError: there is no such format.
    """
    require_format(format)
    return _WRITERS[format](program, names or {})


def require_format(format: str) -> None:  # noqa: A002
    """Raise InputError unless programs can be written in a format."""
    if format in FORMATS:
        return
    known = ", ".join(FORMATS)
    if format in _LATER:
        message = f"`{format}` cannot be written yet."
    else:
        message = f"`{format[:40]}` is not a format."
    raise InputError(message, field="format", remedy=f"Use one of {known}.")
