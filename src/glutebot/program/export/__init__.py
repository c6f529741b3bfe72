"""A Program in the forms that people take away; the same Program gives the same bytes.

JSON is the public form itself, Markdown the sheet of a coach, CSV a row for each set, and the
calendar an event for each session.
"""

import json
from collections.abc import Mapping

from glutebot.domain.programs import Program, Refusal
from glutebot.errors import InputError
from glutebot.program.export.calendar import Schedule, read_schedule, write_calendar
from glutebot.program.export.markdown import write_markdown
from glutebot.program.export.table import write_table

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "Schedule",
    "export_program",
    "read_schedule",
    "require_format",
    "write_json",
]

FORMATS = ("json", "md", "csv", "ics")
MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "ics": "text/calendar; charset=utf-8",
}
_LATER = ("pdf", "liftoscript", "openweight")


def write_json(form: Program | Refusal) -> bytes:
    """Return the public JSON form on one line, as the command line and HTTP give it."""
    text = json.dumps(form.to_json(), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def export_program(
    program: Program,
    format: str,  # noqa: A002 - the contract's word
    names: Mapping[str, str] | None = None,
    schedule: Schedule | None = None,
) -> bytes:
    """Return a program in one of FORMATS.

    `names` are the names of guides by id, for swaps that stand nowhere in the program itself;
    an id is shown in words where its name is not known. `schedule` is for `ics`, which needs it.

    Raises:
        InputError: there is no such format, or a calendar has no first day.
    """
    require_format(format)
    match format:
        case "md":
            return write_markdown(program, names or {})
        case "csv":
            return write_table(program)
        case "ics":
            return write_calendar(program, schedule or read_schedule(None, None))
        case _:
            return write_json(program) + b"\n"


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
