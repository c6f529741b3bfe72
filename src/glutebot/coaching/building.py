"""From what is known to a Program or a Refusal; the program room decides, nothing here does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from glutebot.coaching.known import Known
from glutebot.coaching.questions import pregnancy_question
from glutebot.coaching.texts import IntakeTexts
from glutebot.domain.profiles import CONDITIONS
from glutebot.domain.programs import Program, Refusal, Week
from glutebot.program import Catalogue, build_program, check_program, read_profile
from glutebot.program.check import explain_rules

LASTING = "persistent"
"""The sign of a pain that lasts; it goes with the last pain that was named."""
GATES = ("R02", "R04", "R05", "R06")
"""Rules whose refusal is about the person's safety; others are about time, gear and taste."""


def raise_flags(
    known: Known, flags: Sequence[str], earlier: Sequence[str], texts: IntakeTexts
) -> Known:
    """Put the conversation's safety signs into the profile, and take out those since cleared."""
    profile = dict(known.profile)
    painless = {LASTING} if profile.get("pain") == [] else set()
    cleared = (set(earlier) - set(flags)) | painless
    for field in ("red_flags", "conditions"):
        if field in profile:
            profile[field] = [sign for sign in profile[field] if sign not in cleared]
    signs = [flag for flag in flags if flag in CONDITIONS and flag not in painless]
    _add(profile, "red_flags", signs)
    for flag in flags:
        for field, values in texts.signs.get(flag, {}).items():
            _add(profile, field, values)
    born = set(flags) & set(texts.pregnancy_flags) and "pregnancy" not in profile
    unclear = tuple(dict.fromkeys((*known.unclear, "pregnancy"))) if born else known.unclear
    return replace(known, profile=profile, unclear=unclear)


def _add(profile: dict[str, Any], field: str, values: Sequence[Any]) -> None:
    if values:
        profile[field] = list(dict.fromkeys((*(profile.get(field) or ()), *values)))


def complete(known: Known, texts: IntakeTexts) -> dict[str, Any]:
    """Return a whole profile: what was said, and for the rest the default or the careful side."""
    profile = {field: texts.fields[field].default for field in texts.core} | dict(known.profile)
    if "pain" in profile:
        profile["pain"] = [
            {"area": pain["area"], "severity": _severity(pain, texts)} for pain in profile["pain"]
        ]
    if "pain" in known.unclear and not profile.get("par_q_yes"):
        profile["par_q_yes"] = None
    if pregnancy_question(replace(known, skipped=())) == "pregnancy":
        profile["pregnancy"] = {"status": "pregnant", "cleared": False}
    return profile


def _severity(pain: Mapping[str, Any], texts: IntakeTexts) -> Any:
    return texts.assumed_severity if pain.get("severity") is None else pain["severity"]


def build(known: Known, texts: IntakeTexts, catalogue: Catalogue) -> Program | Refusal:
    """Return the program for what is known, on the weekdays that were asked for.

    Raises:
        InputError: a value cannot be used.
    """
    built = build_program(read_profile(complete(known, texts)), catalogue)
    if isinstance(built, Refusal) or not known.weekdays:
        return built
    return place_on(built, known.weekdays, catalogue)


def find_gate(known: Known, texts: IntakeTexts, catalogue: Catalogue) -> Refusal | None:
    """Return the refusal that a safety gate calls for already, before all is known."""
    built = build(known, texts, catalogue)
    return built if isinstance(built, Refusal) and built.reason in GATES else None


def place_on(program: Program, weekdays: Sequence[int], catalogue: Catalogue) -> Program:
    """Return a program with its sessions on the days that were named.

    With more days than sessions, those are taken that lie furthest apart.
    """
    count = len(program.weeks[0].sessions)
    if len(weekdays) < count:
        return program
    days = [weekdays[place * len(weekdays) // count] for place in range(count)]
    moved = program.model_copy(
        update={"weeks": tuple(_move(week, days) for week in program.weeks), "rules": ()}
    )
    found = check_program(moved, catalogue)
    if any(violation.severity == "hard" for violation in found):
        return program
    return moved.model_copy(update={"rules": explain_rules(moved, catalogue, found)})


def _move(week: Week, days: Sequence[int]) -> Week:
    sessions = zip(week.sessions, days, strict=True)
    placed = (session.model_copy(update={"weekday": day}) for session, day in sessions)
    return week.model_copy(update={"sessions": tuple(placed)})
