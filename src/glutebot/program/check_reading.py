"""Read any program JSON for the check: what cannot be read becomes a violation of R50 or R01.

A person writes exercise, sets, repetitions and reserve; what the guide knows is filled in from it,
and what is left out (rest, tempo, progression, minutes) is told by the rule that asks for it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from glutebot.domain.programs import Program, Violation
from glutebot.errors import InputError
from glutebot.program.catalogue import Catalogue
from glutebot.program.check_case import hard
from glutebot.program.input import read_profile

_ASKED = ("days_per_week", "minutes_per_session", "experience", "equipment")
_OPTIONAL = ("assumptions", "warnings", "volume", "rules", "rationale", "citations", "stop_signs")
_FAULTS_SHOWN = 10
_BARE_ITEM = {
    "rest_seconds": 0, "tempo": "", "progression": {"on_success": "", "on_failure": ""},
}  # fmt: skip
_BARE_SESSION = {"name": "Session", "estimated_minutes": 0, "general_warm_up_seconds": 0}


def read_program(data: Mapping[str, Any], catalogue: Catalogue) -> Program | list[Violation]:
    """Return the program, or what keeps it from being read; sums and texts may be missing.

    Raises:
        InputError: the data is no set of keys and values at all.
    """
    if not isinstance(data, Mapping):
        raise InputError("a program is a set of `key: value` pairs.", field="program",
                         remedy='Start with {"schema": "glutebot.program/1", …}.')  # fmt: skip
    profile = data.get("profile")
    try:
        known = read_profile(profile if isinstance(profile, Mapping) else {})
    except InputError as fault:
        missing = fault.field in _ASKED and fault.message.startswith("is missing")
        return [hard("R01" if missing else "R50", f"profile.{fault.field}", fault.message,
                     fault.remedy or "Correct it.")]  # fmt: skip
    filled = {
        **{name: [] for name in _OPTIONAL},
        "policies": {"missed": "", "pain": "", "deload": ""},
        "schema": "glutebot.program/1",
        **data,
        "weeks": _each(data.get("weeks"), lambda week: _fill_week(week, catalogue)),
        "profile": known.model_dump(mode="json"),
    }
    try:
        return Program.model_validate_json(json.dumps(filled), strict=True)
    except ValidationError as fault:
        return [_unreadable(error) for error in fault.errors()[:_FAULTS_SHOWN]]
    except (TypeError, ValueError) as fault:
        return [hard("R50", "program", f"cannot be read: {fault}.", "Give plain JSON.")]


def _each(entries: Any, fill: Callable[[Any], Any]) -> Any:
    """Fill every entry of a list that is a mapping; leave anything else to the reading."""
    if not isinstance(entries, list | tuple):
        return entries
    return [fill(entry) if isinstance(entry, Mapping) else entry for entry in entries]


def _fill_week(week: Any, catalogue: Catalogue) -> dict[str, Any]:
    return {**week, "sessions": _each(week.get("sessions"), lambda s: _fill_session(s, catalogue))}


def _fill_session(session: Any, catalogue: Catalogue) -> dict[str, Any]:
    items = _each(session.get("items"), lambda item: _fill_item(item, catalogue))
    return {**_BARE_SESSION, **session, "items": items}


def _fill_item(item: Any, catalogue: Catalogue) -> dict[str, Any]:
    """Add what the guide of the exercise knows, and the RPE that the reserve means."""
    name, rir = item.get("exercise_id"), item.get("rir")
    guide = catalogue.guides.get(name) if isinstance(name, str) else None
    known: dict[str, Any] = dict(_BARE_ITEM)
    if guide:
        exercise = guide.exercise
        known |= {
            "name": guide.name,
            "pattern": exercise.pattern,
            "credit": exercise.credit.model_dump(),
            "axial_load": exercise.axial_load,
            "per_side": exercise.unilateral,
        }
    if isinstance(rir, int | float) and not isinstance(rir, bool):
        known["rpe"] = catalogue.book.numbers.effort.rpe_from - rir
    return {**known, **item}


def _unreadable(error: Any) -> Violation:
    where = ".".join(str(part) for part in error["loc"])
    return hard("R50", where or "program", f"{error['msg']}.", "Give a plain value of that kind.")
