"""R37, R43, R44, R47, R48: time, tables, citations and what a program must not say."""

import re
from collections.abc import Iterator
from math import ceil
from typing import Any

from glutebot.domain.programs import Session, Violation
from glutebot.program.check_case import TINY, Case, direct_sets, glute_sets, hard, soft
from glutebot.program.check_effort import tempo_seconds

_MUSCLES = ("glute_max", "glute_med", "quads", "hamstrings")
_ENERGY = re.compile(r"(\d[\d.,]*)\s*k?cal", re.IGNORECASE)
_DEFICIT = re.compile(r"(\d+)\s*%\s*(?:energy |calorie )?deficit", re.IGNORECASE)
_DOSE = re.compile(
    r"\d\s*(?:mg|mcg|iu|ml)\b|\b(?:clenbuterol|trenbolone|testosterone|ostarine|sarms?)\b", re.I
)
_DIAGNOSIS = re.compile(
    r"\byou (?:have|suffer from|are diagnosed)\b.{0,40}(?:itis|opathy|tear|hernia|syndrome)", re.I
)
_MOST_DEFICIT = 25


def check_output(case: Case) -> Iterator[Violation]:
    """Yield what breaks the rules on a program's sums, sources and words."""
    for check in (_time, _volume, _items, _citations, _words):
        yield from check(case)


def session_time(case: Case, session: Session) -> float:
    """Return the seconds of a session by R37's sum."""
    time = case.catalogue.book.numbers.time
    total: float = session.general_warm_up_seconds
    shared: dict[str, int] = {}
    for item in session.items:
        per_rep = 1 if item.unit == "seconds" else tempo_seconds(item) or 0
        sides = 2 if item.per_side else 1
        total += time.setup + len(item.ramp_sets) * (time.ramp_set + time.ramp_rest)
        total += item.sets * (sides * sum(item.reps) / 2 * per_rep + time.set_extra)
        rest = (item.sets - 1) * item.rest_seconds
        if item.superset is None:
            total += rest
        else:
            shared[item.superset] = max(rest, shared.get(item.superset, 0))
    return total + sum(shared.values())


def _time(case: Case) -> Iterator[Violation]:
    time, budget = case.catalogue.book.numbers.time, case.profile.minutes_per_session
    told = " ".join(case.program.assumptions)
    for week in case.program.weeks:
        for session in week.sessions:
            seconds, where = session_time(case, session), f"week {week.number}, day {session.day}"
            if seconds > budget * 60 * time.tolerance + TINY:
                yield hard("R37", where, f"takes {seconds / 60:.0f} of {budget} minutes.",
                           "Take small lifts or sets out.")  # fmt: skip
            if abs(session.estimated_minutes - ceil(seconds / 60 - TINY)) > TINY:
                yield hard("R43", where, f"says {session.estimated_minutes:g} minutes and takes "
                           f"{ceil(seconds / 60 - TINY)}.", "Work the time out again.")  # fmt: skip
            if seconds < time.underfull * budget * 60 and "minutes" not in told:
                yield soft("R37", where, "leaves much of the time unused without a word.",
                           "Say what else would fit.")  # fmt: skip


def _volume(case: Case) -> Iterator[Violation]:
    table = {row.week: row for row in case.program.volume}
    if len(table) < len(case.program.volume):
        yield hard("R43", "volume", "a week stands twice in the table.", "Give each week once.")
    numbers = [week.number for week in case.program.weeks]
    if numbers != list(range(1, len(numbers) + 1)):
        yield hard("R43", "weeks", "the weeks are not numbered 1, 2, 3 and so on.",
                   "Number them in order.")  # fmt: skip
    for week in case.program.weeks:
        row, where = table.get(week.number), f"week {week.number}"
        if row is None:
            yield hard("R43", where, "is missing in the volume table.", "Add its sums.")
            continue
        sums = {name: glute_sets(week, name) for name in _MUSCLES}
        sums["direct_glute_sets"] = direct_sets(week)
        for name, value in sums.items():
            if abs(getattr(row, name) - value) > TINY:
                yield hard("R43", where,
                           f"{name} says {getattr(row, name):g}, the items {value:g}.",
                           "Work the sums out again.")  # fmt: skip


def _items(case: Case) -> Iterator[Violation]:
    for spot in case.spots:
        guide = case.guide(spot.item)
        if guide is None:
            continue
        exercise, item = guide.exercise, spot.item
        if item.per_side != exercise.unilateral:
            yield hard("R44", spot.where, "one side or both is told wrongly.",
                       "Count repetitions per side where it is one-sided.")  # fmt: skip
        same = (item.credit, item.axial_load, item.pattern)
        if same != (exercise.credit, exercise.axial_load, exercise.pattern):
            yield hard("R43", spot.where, "credit, spine load or pattern differ from the guide.",
                       "Take them from the catalogue.")  # fmt: skip


def _citations(case: Case) -> Iterator[Violation]:
    program, known = case.program, case.catalogue.facts
    numbers = {citation.n: citation for citation in program.citations}
    for citation in program.citations:
        facts = set(citation.facts)
        if citation.article_id not in known or not facts <= known[citation.article_id]:
            yield hard("R47", f"citation {citation.n}", "is not in the knowledge base.",
                       "Cite an article and facts that are there.")  # fmt: skip
        if "B21" in facts:
            yield hard("R47", f"citation {citation.n}", "rests on a disputed study.", "Drop it.")
    for spot in case.spots:
        if not spot.item.citations or not set(spot.item.citations) <= set(numbers):
            yield hard("R47", spot.where, "has no valid citation.", "Cite its guide.")
    for index, reason in enumerate(program.rationale, 1):
        facts = {f for n in reason.citations if n in numbers for f in numbers[n].facts}
        counted = any(character.isdigit() for character in reason.text)
        broken = not set(reason.citations) <= set(numbers)
        if broken or (counted and not facts):
            yield hard("R47", f"reason {index}", "no fact carries it.", "Cite one.")


def _words(case: Case) -> Iterator[Violation]:
    data = case.program.model_dump(exclude={"profile", "citations"})
    for text in sorted(set(_strings(data))):
        if _DOSE.search(text) or _DIAGNOSIS.search(text):
            yield hard("R48", "text", f"“{text[:60]}” is medical.", "Leave it to a clinician.")
        for match in _ENERGY.finditer(text):
            if _is_too_low(case, float(match[1].replace(",", "") or 0)):
                yield hard("R48", "text", f"“{match[0]}” is no target to give.", "Take it out.")
        for match in _DEFICIT.finditer(text):
            if int(match[1]) > _MOST_DEFICIT:
                yield hard("R48", "text", f"“{match[0]}” is too large.", "Take it out.")


def _is_too_low(case: Case, energy: float) -> bool:
    least, profile = case.catalogue.book.numbers.people.least_energy_kcal, case.profile
    young = profile.age is not None and profile.age < 18
    barred = profile.pregnancy.status != "none" or "eating-disorder" in profile.signs
    return young or barred or energy < least["men" if profile.sex == "male" else "women"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
