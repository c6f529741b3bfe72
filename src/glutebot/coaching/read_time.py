"""Minutes a session and weeks of a program, as people say them."""

import re

from glutebot.coaching.read_days import (
    NUMBER,
    PER_WEEK,
    RANGE,
    is_rejected,
    tell_days,
    whole_words,
)
from glutebot.coaching.read_notes import Notes

_TIMES_MINUTES = whole_words(
    rf"(\d) (?:x {NUMBER} ?(min|m|h)(?: {PER_WEEK})?|{NUMBER} ?(min|m|h) (?:sessions?|workouts?"
    rf"|trainings?))"
)
_MINUTES_LABEL = whole_words(
    rf"(?:time|min|duration|length|session length)(?: (?:per|a|each) (?:session|workout"
    rf"|day))? [:=,] {RANGE}"
    r"(?! ?h)"
)
_MINUTES = whole_words(rf"{RANGE} ?(?:min|m|minutes)(?: max)?")
_HOURS = whole_words(
    rf"{RANGE} ?h(?: (?:and )?(?:{NUMBER}(?: min| m)?|(half|a half|quarter|a quarter)))?"
)
_HALVES = whole_words(
    r"(?P<half>(?:a )?half (?:(?:an?|1) )?h)|(?P<more>(?:1 )?h and (?:a )?half|1 and a half h)"
    r"|(?P<five>(?:1 )?h and a quarter)|(?P<three>(?:3 )quarters? of (?:1 )?h)"
    r"|(?P<quarter>(?:a )?quarter of (?:1 )?h|quarter h)|(?P<one>h long|h each)"
)
_CLOCK = whole_words(r"(\d) : (\d\d) ?h?")
_NOT_MINUTES = re.compile(
    r" ?(?:of )?(?:runs?\b|walk|warm|cardio|rest|ago|each way|commute|drive|away|jog|stretch|bike|"
    r"between|on the|late|sleep|after|before)"
)
_MINUTES_BEFORE = re.compile(
    r"(?:sleep|sleeping|slept|every|after|within|last|past|ago|rest|resting|walk|run|"
    r"waking) (?:for |about |only )?$"
)
_A_WEEK = re.compile(rf" ?(?:of training |total |in total |all in all )?(?:{PER_WEEK}|total)")
_WEEKS = whole_words(rf"{RANGE} (weeks?|months?)|(?:a|1|next) (month)")
_NOT_WEEKS = re.compile(
    r" ?(?:ago|off|old|later|postpartum|pregnan|after|since|of rest|along|into|in pregnan|post|out|"
    r"break|now|of pain|of not|without|pp|gestation|of lifting|of training|"
    r"of experience|in the gym|"
    r"experience|back|apart|away|check|checkup|appointment|scan|visit|mark)"
)
_WEEKS_BEFORE = re.compile(
    r"(?:last|past|since|after|every|been|previous|hurts?|pain|sore) (?:for )?$"
)


def read_minutes(notes: Notes) -> None:
    """Read the minutes of a session; of a range the lower one holds."""
    for match in notes.find(_TIMES_MINUTES):
        tell_days(notes, float(match[1]), match.span())
        per = 60 if "h" in (match[3], match[5]) else 1
        tell_minutes(notes, per * float(match[2] or match[4]), match.span())
    for match in notes.find(_CLOCK):
        tell_minutes(notes, int(match[1]) * 60 + int(match[2]), match.span())
    for match in notes.find(_HALVES):
        minutes = {"half": 30, "more": 90, "three": 45, "five": 75, "quarter": 15, "one": 60}
        if not _is_other_time(notes, match):
            tell_minutes(notes, minutes[match.lastgroup or "one"], match.span())
    for match in notes.find(_HOURS):
        if not _is_other_time(notes, match):
            tell_minutes(notes, _hours(match), match.span())
    for match in (*notes.find(_MINUTES), *notes.find(_MINUTES_LABEL)):
        if not _is_other_time(notes, match):
            low = min(float(value) for value in match.groups() if value)
            tell_minutes(notes, low, match.span())


def _hours(match: re.Match[str]) -> float:
    low = min(float(value) for value in match.groups()[:2] if value)
    part = match[4]
    more = float(match[3]) if match[3] else 0
    if part:
        more = 30 if "half" in part else 15
    return low * 60 + more


def _is_other_time(notes: Notes, match: re.Match[str]) -> bool:
    if is_rejected(notes, match):
        notes.doubt("minutes_per_session", match.span())
        return True
    if _MINUTES_BEFORE.search(notes.left[: match.start()]):
        return True
    after = notes.left[match.end() :]
    if _A_WEEK.match(after):
        notes.doubt("minutes_per_session", match.span())
        return True
    return bool(_NOT_MINUTES.match(after))


def tell_minutes(notes: Notes, minutes: float, span: tuple[int, int]) -> None:
    """Note the minutes of a session, or that they cannot be used."""
    if 15 <= minutes <= 120:
        notes.tell("minutes_per_session", int(minutes), span)
    else:
        notes.fault("minutes_per_session", "minutes_per_session", f"{minutes:g}", span)
    notes.take(*span)


def read_weeks(notes: Notes) -> None:
    """Read how many weeks the program runs."""
    for match in notes.find(_WEEKS):
        before, after = notes.left[: match.start()], notes.left[match.end() :]
        if _NOT_WEEKS.match(after) or _WEEKS_BEFORE.search(before):
            continue
        low = min([float(value) for value in match.groups()[:2] if value] or [1.0])
        unit = match[3] or match[4] or "week"
        weeks = low * (4 if unit.startswith("month") else 1)
        tell_weeks(notes, weeks, match.span())


def tell_weeks(notes: Notes, weeks: float, span: tuple[int, int]) -> None:
    """Note the weeks of the program, or that they cannot be used."""
    if 1 <= weeks <= 16 and weeks == int(weeks):
        notes.tell("weeks", int(weeks), span)
    else:
        notes.fault("weeks", "weeks", f"{weeks:g}", span)
    notes.take(*span)
