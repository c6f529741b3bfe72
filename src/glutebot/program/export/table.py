"""A program as CSV: one row for each working set, ready to be filled in beside the bar."""

import csv
import io
from collections.abc import Iterator

from glutebot.domain.programs import Item, Program, Session, Week
from glutebot.program.export.wording import WEEKDAYS, describe_load

COLUMNS = (
    "week", "deload", "day", "weekday", "session", "position", "exercise_id", "exercise", "set",
    "sets", "unit", "reps_min", "reps_max", "per_side", "rir", "rpe", "rest_seconds", "tempo",
    "load", "load_unit", "superset", "modifications",
)  # fmt: skip
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet might run as a formula."""
_PLAIN = str.maketrans({
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u00d7": "x",
    "\u00b0": " degree", "\u00a0": " ",
})  # fmt: skip

Cell = str | int | float


def write_table(program: Program) -> bytes:
    """Return the working sets of a program as CSV, in the order in which they are done.

    UTF-8 without a byte order mark: scripts would take the mark for a part of the first heading.
    Typographic signs are written in ASCII instead, so that spreadsheets which guess at an older
    encoding show the shipped texts right all the same.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for week in program.weeks:
        for session in week.sessions:
            for position, item in enumerate(session.items, start=1):
                writer.writerows(_rows(program.profile.units, week, session, position, item))
    return page.getvalue().encode()


def _rows(
    units: str, week: Week, session: Session, position: int, item: Item
) -> Iterator[list[Cell]]:
    weekday = WEEKDAYS[session.weekday - 1] if session.weekday else ""
    load, load_unit = _load(item, units)
    texts = " ".join(modification.text for modification in item.modifications)
    for number in range(1, item.sets + 1):
        rir = _effort(item, number)
        cells: list[Cell] = [
            week.number, _yes(week.deload), session.day, weekday, session.name, position,
            item.exercise_id, item.name, number, item.sets, item.unit, *item.reps,
            _yes(item.per_side), rir, f"{10 - float(rir):g}", item.rest_seconds, item.tempo,
            load, load_unit, item.superset or "", texts if number == 1 else "",
        ]  # fmt: skip
        yield [_harmless(cell) for cell in cells]


def _effort(item: Item, number: int) -> str:
    last = number == item.sets and item.last_set_rir is not None
    return f"{item.last_set_rir if last else item.rir:g}"


def _load(item: Item, units: str) -> tuple[str, str]:
    if item.load_kg is None:
        return "", units
    load, unit = describe_load(item.load_kg, units).split(" ")
    return load, unit


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula, whatever a name holds."""
    if not isinstance(cell, str):
        return cell
    plain = cell.translate(_PLAIN)
    return f"'{plain}" if plain.lstrip(" ").startswith(_ACTING) else plain
