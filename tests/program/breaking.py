"""Sound programs to start from, and one change for each rule that breaks that rule alone."""

import copy
from collections.abc import Callable
from typing import Any

from program import recount

Json = dict[str, Any]
Change = Callable[[Json], Any]

GYM: Json = {
    "days_per_week": 3, "minutes_per_session": 60, "experience": "intermediate",
    "equipment": ["full-gym"], "par_q_yes": [], "one_rep_max_kg": {"barbell-hip-thrust": 120},
}  # fmt: skip
PLAIN: Json = {**GYM, "one_rep_max_kg": {}}
PREGNANT: Json = {**PLAIN, "pregnancy": {"status": "pregnant", "weeks": 20, "cleared": True}}
BIRTH: Json = {**PLAIN, "weeks": 3,
               "pregnancy": {"status": "postpartum", "weeks": 8, "healed": True}}  # fmt: skip
OLDER: Json = {**GYM, "age": 70, "one_rep_max_kg": {"machine-hip-thrust": 100}}
KNEE: Json = {**PLAIN, "pain": [{"area": "knee", "severity": 3}]}
STRONG: Json = {**GYM, "goal": "strength", "minutes_per_session": 90}
BEGINNER: Json = {**PLAIN, "experience": "beginner", "weeks": 6}
FOUR: Json = {**PLAIN, "days_per_week": 4}
RUNNER: Json = {**PLAIN, "days_per_week": 2,
                "other_training": [{"weekday": 2, "kind": "run", "key": True}]}  # fmt: skip
HABIT: Json = {**PLAIN, "history": {"glute_max_sets_per_week": 12}}
LAST = 4
"""The last working week of six, by place."""


def item(program: Json, week: int = 0, session: int = 0, place: int = 0) -> Json:
    """Return one item of a program's JSON."""
    found: Json = program["weeks"][week]["sessions"][session]["items"][place]
    return found


def everywhere(program: Json) -> list[Json]:
    """Return every item of every week."""
    return [entry for week in program["weeks"] for entry in recount.week_items(week)]


def restate(program: Json) -> None:
    """Put the tables right after a change, so that only the change itself is wrong."""
    program["volume"] = [
        {"week": week["number"], **recount.volume(week)} for week in program["weeks"]
    ]
    for week in program["weeks"]:
        for session in week["sessions"]:
            session["estimated_minutes"] = recount.minutes(session)


def one(week: int = 0, session: int = 0, place: int = 0, **values: Any) -> Change:
    """Return a change of one item."""
    return lambda program: item(program, week, session, place).update(values)


def profile(**values: Any) -> Change:
    """Return a change of the profile inside a program."""
    return lambda program: program["profile"].update(values)


def session(place: int = 0, **values: Any) -> Change:
    """Return a change of one session of the first week."""
    return lambda program: program["weeks"][0]["sessions"][place].update(values)


def policy(**values: Any) -> Change:
    """Return a change of the policies."""
    return lambda program: program["policies"].update(values)


def top(**values: Any) -> Change:
    """Return a change of a program's own keys."""
    return lambda program: program.update(values)


def effort(rir: int, week: int, session: int = 0, place: int = 0) -> Change:
    """Return a change of one item's reserve, with the RPE that goes with it."""
    return one(week, session, place, rir=rir, rpe=10 - rir)


def text(key: str, place: int, name: str, value: Any) -> Change:
    """Return a change inside one of a program's lists."""
    return lambda program: program[key][place].update({name: value})


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(program: Json) -> None:
        for each in changes:
            each(program)

    return change


def each_item(week: int | None = None, **values: Any) -> Change:
    """Return a change of every item, of one week or of all."""

    def change(program: Json) -> None:
        for number, part in enumerate(program["weeks"]):
            if week in (None, number):
                for entry in recount.week_items(part):
                    entry.update(values)

    return change


def set_sets(*sets: tuple[int, ...], week: int = 0) -> Change:
    """Return a change of a week's sets, by session and item."""

    def change(program: Json) -> None:
        sessions = program["weeks"][week]["sessions"]
        for session, row in zip(sessions, sets, strict=True):
            for entry, number in zip(session["items"], row, strict=True):
                entry["sets"] = number

    return change


def copy_item(source: tuple[int, int], target: tuple[int, int]) -> Change:
    """Return a change that puts a copy of one item in the place of another, in every week."""

    def change(program: Json) -> None:
        for week in program["weeks"]:
            copied = copy.deepcopy(week["sessions"][source[0]]["items"][source[1]])
            copied["sets"] = week["sessions"][target[0]]["items"][target[1]]["sets"]
            week["sessions"][target[0]]["items"][target[1]] = copied

    return change


def drop_place(session: int, place: int) -> Change:
    """Return a change that takes one item out, in every week."""

    def change(program: Json) -> None:
        for week in program["weeks"]:
            del week["sessions"][session]["items"][place]

    return change


def without(word: str) -> Change:
    """Return a change that leaves out the assumptions with a word in them."""
    return lambda program: program.update(
        assumptions=[line for line in program["assumptions"] if word not in line]
    )
