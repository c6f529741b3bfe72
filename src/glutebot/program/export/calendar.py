"""A program as a calendar file: one event for each session, in the order of the sessions."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Event
from rapidfuzz.process import extractOne

from glutebot.domain.programs import Item, Program, Session, Week
from glutebot.errors import InputError
from glutebot.program.export.wording import (
    describe_dose,
    describe_effort,
    describe_load,
    describe_rest,
    describe_warm_up,
)

HOUR = time(18)
"""When a session begins: a Profile names days and no hours, and moving an event takes a second."""
_YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Schedule:
    """From when on, and in which zone; without a zone an event is at that hour wherever one is."""

    start: date
    zone: ZoneInfo | None = None


def read_schedule(start: str | None, zone: str | None) -> Schedule:
    """Return the schedule that two options describe.

    Raises:
        InputError: names `start` or `tz`, what is wrong with it, and the remedy.
    """
    return Schedule(_read_date(start), _read_zone(zone) if zone is not None else None)


def _read_date(text: str | None) -> date:
    remedy = "Write the first day like 2027-01-04."
    if text is None:
        raise InputError("a calendar needs a first day.", field="start", remedy=remedy)
    try:
        found = date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f"`{text[:40]}` is not a date.", field="start", remedy=remedy) from fault
    if found.year not in _YEARS:
        raise InputError(f"`{text[:40]}` is too far away.", field="start", remedy=remedy)
    return found


def _read_zone(name: str) -> ZoneInfo:
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    near = extractOne(name[:60], sorted(known), score_cutoff=60)
    remedy = f"Did you mean {near[0]}?" if near else "Write it like Europe/Berlin."
    raise InputError(f"`{name[:60]}` is not a time zone.", field="tz", remedy=remedy)


def write_calendar(program: Program, schedule: Schedule) -> bytes:
    """Return the sessions as events; the same program and first day give the same bytes.

    The first session falls on its weekday on or after the first day, so that the sessions keep
    their order whatever day that is. An event takes as long as the session is estimated to.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Glutebot//Program//EN")
    calendar.add("version", "2.0")
    mark = hashlib.sha256(program.model_dump_json().encode()).hexdigest()[:24]
    for week in program.weeks:
        for session in week.sessions:
            calendar.add_component(_event(program, week, session, schedule, mark))
    ends = schedule.start + timedelta(weeks=len(program.weeks) + 2)
    calendar.add_missing_timezones(date(schedule.start.year - 1, 1, 1), ends)
    return bytes(calendar.to_ical())


def _event(program: Program, week: Week, session: Session, schedule: Schedule, mark: str) -> Event:
    day = _first_day(program, schedule) + _days_after(program, week, session)
    begins = datetime.combine(day, HOUR, tzinfo=schedule.zone)
    event = Event()
    event.add("uid", f"{mark}-w{week.number}-d{session.day}@glutebot")
    event.add("dtstamp", datetime.combine(schedule.start, time(), tzinfo=UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=session.estimated_minutes))
    deload = " (deload)" if week.deload else ""
    event.add("summary", f"{session.name}, week {week.number}{deload}")
    event.add("description", _describe(program, session))
    return event


def _first_day(program: Program, schedule: Schedule) -> date:
    weekday = program.weeks[0].sessions[0].weekday
    wait = (weekday - schedule.start.isoweekday()) % 7 if weekday else 0
    return schedule.start + timedelta(days=wait)


def _days_after(program: Program, week: Week, session: Session) -> timedelta:
    first = program.weeks[0].sessions[0].weekday
    if first and session.weekday:
        within = (session.weekday - first) % 7
    else:
        within = (session.day - 1) * 7 // max(len(week.sessions), session.day)
    return timedelta(weeks=week.number - 1, days=within)


def _describe(program: Program, session: Session) -> str:
    lines = [describe_warm_up(session)]
    lines += [_line(item, program.profile.units) for item in session.items]
    return "\n".join(lines)


def _line(item: Item, units: str) -> str:
    side = " each side" if item.per_side else ""
    load = f", {describe_load(item.load_kg, units)}" if item.load_kg else ""
    dose = f"{describe_dose(item)}{side} @ {describe_effort(item)}"
    changes = "".join(f" {modification.text}" for modification in item.modifications)
    return f"{item.name}: {dose}{load}, rest {describe_rest(item.rest_seconds)}.{changes}"
