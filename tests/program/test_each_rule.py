"""Breaking a rule once makes the check name that rule, and no other."""

import copy
from typing import Any

import pytest

from glutebot.domain.programs import Program, Violation
from glutebot.program import Catalogue, build_program, check_program, read_profile
from program.breaking import FOUR, GYM, PLAIN, Change, Json, item, restate
from program.breaks import HARD, SOFT

NOT_IN_A_PROGRAM = {"R38", "R45", "R46", "R49"}
"""How time was saved, same bytes, exports, and asking first: other tests look at these."""
AS_WRITTEN = {"R43", "R50"}
"""Rules on the tables and the writing itself, which are therefore left as they were changed."""


BUILT: dict[str, Json] = {}
"""Programs by the profile that they start from, so that each is built once."""


def built(start: Json, catalogue: Catalogue) -> Json:
    """Return the JSON of a program that breaks no hard rule."""
    if repr(start) not in BUILT:
        program = build_program(read_profile(start), catalogue)
        assert isinstance(program, Program)
        BUILT[repr(start)] = program.to_json()
    return copy.deepcopy(BUILT[repr(start)])


def broken(start: Json, rule: str, change: Change, catalogue: Catalogue) -> list[Violation]:
    """Return what a change breaks that held before."""
    program = built(start, catalogue)
    before = {(v.rule, v.severity) for v in check_program(program, catalogue)}
    assert "hard" not in {severity for _, severity in before}
    change(program)
    if rule not in AS_WRITTEN:
        restate(program)
    found = check_program(program, catalogue)
    return [violation for violation in found if (violation.rule, violation.severity) not in before]


def names(rows: list[tuple[str, Json, Change]]) -> list[str]:
    """Return a name for every case."""
    return [f"{rule}-{number}" for number, (rule, _, _) in enumerate(rows)]


@pytest.mark.parametrize(("rule", "start", "change"), HARD, ids=names(HARD))
def test_breaking_a_hard_rule_names_it_alone(
    catalogue: Catalogue, rule: str, start: Json, change: Change
) -> None:
    found = broken(start, rule, change, catalogue)

    assert {violation.rule for violation in found if violation.severity == "hard"} == {rule}
    assert all(violation.where and violation.message and violation.remedy for violation in found)


@pytest.mark.parametrize(("rule", "start", "change"), SOFT, ids=names(SOFT))
def test_bending_a_soft_rule_names_it_alone(
    catalogue: Catalogue, rule: str, start: Json, change: Change
) -> None:
    found = broken(start, rule, change, catalogue)

    assert {(violation.rule, violation.severity) for violation in found} == {(rule, "soft")}


def test_every_rule_that_a_program_can_break_has_a_case(catalogue: Catalogue) -> None:
    covered = {rule for rule, _, _ in (*HARD, *SOFT)}

    assert set(catalogue.book.rules) - covered == NOT_IN_A_PROGRAM


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("R02", {"red_flags": ["clot"]}),
        ("R04", {"pregnancy": {"status": "pregnant", "weeks": 20, "cleared": False}}),
        ("R05", {"pregnancy": {"status": "postpartum", "weeks": 3, "healed": True}}),
        ("R06", {"age": 11}),
        ("R08", {"pain": [{"area": "low-back", "severity": 8}]}),
        ("R03", {"par_q_yes": None}),
    ],
)
def test_a_gate_cannot_be_edited_away(catalogue: Catalogue, rule: str, values: Json) -> None:
    program = built(GYM, catalogue)
    program["profile"].update(values)

    assert rule in {v.rule for v in check_program(program, catalogue) if v.severity == "hard"}


def test_days_of_a_week_that_are_too_close_are_told(catalogue: Catalogue) -> None:
    program = built({**FOUR, "weeks": 1}, catalogue)
    for session in program["weeks"][0]["sessions"][:2]:
        for entry in session["items"]:
            entry["sets"] = 4
    restate(program)

    told = [v for v in check_program(program, catalogue) if v.rule == "R14"]
    assert [(v.severity, v.message) for v in told] == [
        ("soft", "days 1 and 2 are big and too close.")
    ]


def empty_sessions(program: Json) -> None:
    """Take every item out."""
    for week in program["weeks"]:
        for session in week["sessions"]:
            session["items"] = []


@pytest.mark.parametrize(
    "change",
    [
        lambda program: [week.update(sessions=[]) for week in program["weeks"]],
        empty_sessions,
        lambda program: [week.update(deload=True) for week in program["weeks"]],
        lambda program: [week.update(number=1) for week in program["weeks"]],
        lambda program: program["weeks"].append(program["weeks"][-1]),
        lambda program: program["volume"].append(program["volume"][0]),
        lambda program: item(program).update(sets=-3),
    ],
)
def test_what_no_coach_would_write_is_found(catalogue: Catalogue, change: Change) -> None:
    program = built(GYM, catalogue)
    change(program)

    assert "hard" in {violation.severity for violation in check_program(program, catalogue)}


def test_a_program_in_a_persons_own_short_form_is_judged_by_the_rules(
    catalogue: Catalogue,
) -> None:
    lifts = [{"exercise_id": name, "sets": 3, "reps": [8, 12], "rir": 3}
             for name in ("goblet-squat", "glute-bridge", "side-lying-hip-abduction")]  # fmt: skip
    asked = {"days_per_week": 1, "minutes_per_session": 45, "experience": "beginner",
             "equipment": ["dumbbell"], "par_q_yes": []}  # fmt: skip
    program = {"profile": asked, "weeks": [{"number": 1, "sessions": [{"day": 1, "items": lifts}]}]}

    told = {v.rule for v in check_program(program, catalogue) if v.severity == "hard"}
    assert told == {"R01", "R25", "R26", "R27", "R29", "R36", "R39", "R41", "R43", "R47"}


def test_a_true_superset_shares_one_rest(catalogue: Catalogue) -> None:
    program = built({**PLAIN, "weeks": 1, "minutes_per_session": 30}, catalogue)
    for place in (1, 2):
        item(program, place=place).update(superset="A", rest_seconds=60)
    restate(program)

    assert {"R26", "R43"} & {v.rule for v in check_program(program, catalogue)} == set()


@pytest.mark.parametrize("value", [0, 1.5, -2, "many", None, [], {}, True, float("nan"), 10**30])
@pytest.mark.parametrize(
    "path",
    ["weeks", "profile", "volume", "policies", "weeks.0", "weeks.0.number", "weeks.0.sessions",
     "weeks.0.sessions.0.items", "weeks.0.sessions.0.items.0.credit", "citations.0.facts",
     "weeks.0.sessions.0.items.0.reps", "weeks.0.sessions.0.items.0.tempo", "rules",
     "weeks.0.sessions.0.items.0.superset", "profile.dislikes", "profile.one_rep_max_kg",
     "weeks.0.sessions.0.weekday", "weeks.0.sessions.0.estimated_minutes", "schema"],
)  # fmt: skip
def test_whatever_stands_in_a_place_is_judged_without_a_crash(
    catalogue: Catalogue, path: str, value: Any
) -> None:
    program = built({**GYM, "weeks": 2}, catalogue)
    *parents, last = path.split(".")
    part: Any = program
    for key in parents:
        part = part[int(key)] if isinstance(part, list) else part[key]
    part[int(last) if isinstance(part, list) else last] = value

    for violation in check_program(program, catalogue):
        assert violation.rule in catalogue.book.rules
