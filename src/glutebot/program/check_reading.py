"""Read any program JSON for the check: what cannot be read becomes a violation of R50 or R01."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from glutebot.domain.programs import Program, Violation
from glutebot.errors import InputError
from glutebot.program.check_case import hard
from glutebot.program.input import read_profile

_ASKED = ("days_per_week", "minutes_per_session", "experience", "equipment")
_OPTIONAL = ("assumptions", "warnings", "volume", "rules", "rationale", "citations", "stop_signs")
_FAULTS_SHOWN = 10


def read_program(data: Mapping[str, Any]) -> Program | list[Violation]:
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
        "profile": known.model_dump(mode="json"),
    }
    try:
        return Program.model_validate_json(json.dumps(filled), strict=True)
    except ValidationError as fault:
        return [_unreadable(error) for error in fault.errors()[:_FAULTS_SHOWN]]
    except (TypeError, ValueError) as fault:
        return [hard("R50", "program", f"cannot be read: {fault}.", "Give plain JSON.")]


def _unreadable(error: Any) -> Violation:
    where = ".".join(str(part) for part in error["loc"])
    return hard("R50", where or "program", f"{error['msg']}.", "Give a plain value of that kind.")
