"""The calendar file: an event for each session, none over another, each as long as it takes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from glutebot.domain.programs import Program
from glutebot.errors import InputError
from glutebot.program import build_program, read_profile
from glutebot.program.export import Schedule, export_program, read_schedule
from program.shelf import shipped_catalogue
from program.strategies import profile_data

GOOD: dict[str, Any] = {
    "days_per_week": 3, "minutes_per_session": 60, "experience": "intermediate",
    "equipment": ["full-gym"], "par_q_yes": [],
}  # fmt: skip
BERLIN = ZoneInfo("Europe/Berlin")


def build(data: Mapping[str, Any]) -> Program | None:
    built = build_program(read_profile(data), shipped_catalogue())
    return built if isinstance(built, Program) else None


def events_of(program: Program, schedule: Schedule) -> list[Event]:
    calendar = Calendar.from_ical(export_program(program, "ics", schedule=schedule))
    return list(calendar.walk("VEVENT"))


@settings(max_examples=40)
@given(profile_data(), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_events_match_the_sessions_of_any_program(data: Mapping[str, Any], start: date) -> None:
    program = build(data)
    if program is None:
        return
    sessions = [session for week in program.weeks for session in week.sessions]
    events = events_of(program, Schedule(start, BERLIN))
    spans = [(event.decoded("dtstart"), event.decoded("dtend")) for event in events]

    assert len(events) == len(sessions)
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for session, (begins, ends) in zip(sessions, spans, strict=True):
        assert ends - begins == timedelta(minutes=session.estimated_minutes)
        assert session.weekday in (None, begins.isoweekday())
        assert begins.date() >= start
    assert spans[0][0].date() - start < timedelta(days=7)


def test_an_event_says_what_is_done() -> None:
    program = build({**GOOD, "one_rep_max_kg": {"barbell-hip-thrust": 120}, "units": "lb"})
    assert program
    first = events_of(program, read_schedule("2027-01-06", "Europe/Berlin"))[0]
    session = program.weeks[0].sessions[0]

    assert str(first["summary"]) == f"{session.name}, week 1"
    assert first.decoded("dtstart") == datetime(2027, 1, 11, 18, tzinfo=BERLIN)
    assert all(item.name in str(first["description"]) for item in session.items)
    assert " lb, rest " in str(first["description"])


def test_without_a_zone_an_event_is_at_that_hour_anywhere() -> None:
    program = build(GOOD)
    assert program
    first = events_of(program, read_schedule("2027-01-04", None))[0]

    assert first.decoded("dtstart") == datetime(2027, 1, 4, 18)
    assert b"VTIMEZONE" not in export_program(
        program, "ics", schedule=read_schedule("2027-01-04", None)
    )


def test_summer_time_does_not_move_the_hour() -> None:
    program = build({**GOOD, "weeks": 8})
    assert program
    events = events_of(program, read_schedule("2027-03-01", "Europe/Berlin"))
    begins = [event.decoded("dtstart") for event in events]

    assert {moment.hour for moment in begins} == {18}
    assert len({moment.utcoffset() for moment in begins}) == 2


@pytest.mark.parametrize(
    ("start", "zone", "field", "remedy"),
    [
        (None, None, "start", "2027-01-04"),
        ("", None, "start", "2027-01-04"),
        ("tomorrow", None, "start", "2027-01-04"),
        ("2027-02-30", None, "start", "2027-01-04"),
        ("9999-12-31", None, "start", "2027-01-04"),
        ("2027-01-04", "", "tz", "like"),
        ("2027-01-04", "Europe/Berlinn", "tz", "Europe/Berlin?"),
        ("2027-01-04", "../../etc/passwd", "tz", ""),
        ("2027-01-04", "Europe", "tz", ""),
    ],
)
def test_what_is_no_schedule_names_its_field(
    start: str | None, zone: str | None, field: str, remedy: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_schedule(start, zone)

    assert caught.value.field == field
    assert remedy in caught.value.remedy
