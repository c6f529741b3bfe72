"""What people take away: JSON, Markdown and CSV that hold what the program holds."""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from glutebot.domain.programs import Program
from glutebot.errors import InputError
from glutebot.program import build_program, read_profile
from glutebot.program.export import (
    FORMATS,
    MEDIA_TYPES,
    export_program,
    read_schedule,
    write_json,
)
from glutebot.program.export.table import COLUMNS
from program.shelf import shipped_catalogue
from program.strategies import profile_data

GOOD: dict[str, Any] = {
    "days_per_week": 3, "minutes_per_session": 60, "experience": "intermediate",
    "equipment": ["full-gym"], "par_q_yes": [],
}  # fmt: skip


SCHEDULE = read_schedule("2027-01-06", "Europe/Berlin")


def built(**changes: Any) -> Program:
    program = build_program(read_profile({**GOOD, **changes}), shipped_catalogue())
    assert isinstance(program, Program)
    return program


def rows_of(program: Program) -> list[dict[str, str]]:
    page = export_program(program, "csv").decode()
    return list(csv.DictReader(io.StringIO(page, newline="")))


def with_names(program: Program, name: str, kind: str) -> Program:
    """Return a program in which every exercise and session is called by hostile names."""
    data = program.to_json()
    data["warnings"] = [kind]
    for week in data["weeks"]:
        for session in week["sessions"]:
            session["name"] = name
            for item in session["items"]:
                item["name"] = name
    return Program.from_json(data)


@settings(max_examples=60)
@given(profile_data())
def test_the_table_has_a_row_for_each_set_of_any_program(profile: Mapping[str, Any]) -> None:
    program = build_program(read_profile(profile), shipped_catalogue())
    if not isinstance(program, Program):
        return
    rows = rows_of(program)
    items = [
        (week.number, session.day, item)
        for week in program.weeks
        for session in week.sessions
        for item in session.items
    ]

    assert len(rows) == sum(item.sets for _, _, item in items)
    wanted = [
        (str(week), str(day), item.exercise_id, str(number), item.tempo, str(item.rest_seconds))
        for week, day, item in items
        for number in range(1, item.sets + 1)
    ]
    names = ("week", "day", "exercise_id", "set", "tempo", "rest_seconds")
    assert [tuple(row[name] for name in names) for row in rows] == wanted
    assert all(10 - float(row["rir"]) == float(row["rpe"]) for row in rows)
    for form in FORMATS:
        first, second = (export_program(program, form, schedule=SCHEDULE) for _ in range(2))
        assert first == second


def test_the_last_set_shows_its_own_reserve() -> None:
    program = built()
    last = [
        (week.number, item.exercise_id)
        for week in program.weeks
        for session in week.sessions
        for item in session.items
        if item.last_set_rir == 0
    ]
    rows = [r for r in rows_of(program) if (int(r["week"]), r["exercise_id"]) in last]

    assert last
    for row in rows:
        assert (row["rir"], row["rpe"]) == (
            ("0", "10") if row["set"] == row["sets"] else ("1", "9")
        )


def test_the_table_names_its_columns_and_units() -> None:
    rows = rows_of(built(other_training=[], equipment=[], units="lb"))

    assert tuple(rows[0]) == COLUMNS
    assert {row["unit"] for row in rows} <= {"reps", "seconds"}
    assert {row["load_unit"] for row in rows} == {"lb"}
    assert {row["weekday"] for row in rows} == {"Monday", "Wednesday", "Friday"}
    assert {row["deload"] for row in rows if row["week"] == "6"} == {"yes"}


def test_pounds_are_shown_where_they_were_asked_for() -> None:
    known = {"one_rep_max_kg": {"barbell-hip-thrust": 120}, "increment_kg": 2.26796185}
    metric, imperial = built(**known), built(**known, units="lb")
    kilograms = [float(row["load"]) for row in rows_of(metric) if row["load"]]
    pounds = [float(row["load"]) for row in rows_of(imperial) if row["load"]]

    assert len(pounds) == len(kilograms) > 0
    assert all(abs(lb - kg * 2.2046226) <= 0.25 for kg, lb in zip(kilograms, pounds, strict=True))
    assert re.search(r"\d lb +\|", export_program(imperial, "md").decode())
    assert not re.search(r"\d kg +\|", export_program(imperial, "md").decode())


def test_what_to_mind_stands_in_the_table_once_for_each_exercise() -> None:
    rows = rows_of(built(pain=[{"area": "knee", "severity": 3}]))

    assert any(row["modifications"] for row in rows)
    assert not any(row["modifications"] for row in rows if row["set"] != "1")


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("x")']
)
def test_no_cell_acts_as_a_formula(name: str) -> None:
    for row in rows_of(with_names(built(), name, "x")):
        for column in ("exercise", "session"):
            assert row[column].startswith("'")
            assert row[column][1:] == name


def test_names_may_hold_commas_quotes_and_line_ends() -> None:
    name = 'Thrust, "heavy"\nwith pause'

    assert {row["exercise"] for row in rows_of(with_names(built(), name, "x"))} == {name}


def test_the_shipped_texts_are_ascii_in_the_table() -> None:
    for equipment in (["full-gym"], [], ["hyperextension-bench", "dumbbell"]):
        assert export_program(built(equipment=equipment), "csv").isascii()


def test_json_is_the_public_form_on_one_line() -> None:
    program = built()
    data = export_program(program, "json")

    assert data == write_json(program) + b"\n"
    assert Program.from_json(json.loads(data)) == program


def test_the_sheet_holds_every_session_and_every_citation() -> None:
    program = built()
    sheet = export_program(program, "md").decode()

    assert sheet.count("\n#### ") == sum(len(week.sessions) for week in program.weeks)
    assert sheet.count("\n| Exercise ") == sheet.count("\n#### ")
    for item in (i for w in program.weeks for s in w.sessions for i in s.items):
        assert f"### {item.name}\n" in sheet
        assert item.progression.on_failure in sheet
        assert item.reason
        assert f"**Why:** {item.reason} [{item.citations[0]}]" in sheet
    for citation in program.citations:
        assert f"- [{citation.n}] {citation.title}" in sheet


def test_stop_signs_come_first_when_health_was_spoken_of() -> None:
    for profile, first in (({"pain": [{"area": "knee", "severity": 3}]}, True), ({}, False)):
        sheet = export_program(built(**profile), "md").decode()
        assert (sheet.index("## Stop signs") < sheet.index("## The weeks")) is first


def test_what_holds_in_some_weeks_only_names_them() -> None:
    sheet = export_program(built(), "md").decode()
    thrust = sheet.partition("### Barbell hip thrust\n")[2].partition("\n### ")[0]

    assert "\n- Week 1: First session" in thrust
    assert "\n- Weeks 2–5: " in thrust
    assert "\n- Week 6: " in thrust


def test_swaps_are_called_by_their_names() -> None:
    program = built(equipment=["dumbbell", "bench"])
    names = {name: guide.name for name, guide in shipped_catalogue().guides.items()}
    swaps = re.findall(r"\*\*Swap for:\*\* (.*)", export_program(program, "md", names).decode())

    assert swaps
    assert {name for line in swaps for name in line.split(", ")} <= set(names.values())


def test_nothing_in_the_sheet_acts_as_markup() -> None:
    hostile = "<img src=x> [a](https://evil.example) | `code` *b* _c_ \\\n# Heading\n- item"
    sheet = export_program(with_names(built(), hostile, "# not a heading"), "md").decode()
    headings = re.findall(r"^#{1,4} (.*)$", sheet, re.MULTILINE)

    assert not re.search(r"(?<!\\)[<>]", sheet)
    assert not re.search(r"(?<!\\)\]\(", sheet)
    assert not [heading for heading in headings if heading.startswith(("Heading", "not a"))]
    assert "\n- \\# not a heading\n" in sheet


def test_an_unknown_format_names_the_known_ones() -> None:
    for name in ("xlsx", "pdf", "", "JSON"):
        with pytest.raises(InputError) as caught:
            export_program(built(), name)
        assert caught.value.field == "format"
        assert "json, md, csv, ics" in caught.value.remedy
    assert set(MEDIA_TYPES) == set(FORMATS)
