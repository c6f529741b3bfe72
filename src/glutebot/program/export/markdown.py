"""A program as Markdown: the sheet that a coach hands over, readable as plain text too."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from glutebot.domain.programs import Item, Program, Session, Week
from glutebot.program.export.sheet import GRADES, has_health_note
from glutebot.program.export.wording import (
    describe_day,
    describe_dose,
    describe_effort,
    describe_load,
    describe_person,
    describe_ramps,
    describe_rest,
    describe_warm_up,
    guide_name,
    join_words,
)

_Placed = tuple[int, Item]
"""An item with the number of its week."""

_ACTING = re.compile(r"([\\`*_\[\]<>|~])")
_OPENING = re.compile(r"^(\d*)([#+=.)-])")
_MUSCLES = {
    "glute_max": "Gluteus maximus", "glute_med": "Side glutes", "quads": "Quads",
    "hamstrings": "Hamstrings", "direct_glute_sets": "Direct glute sets",
}  # fmt: skip
_POLICIES = {
    "missed": "Missed sessions", "pain": "Pain", "deload": "Deload", "other_days": "Other days",
    "pelvic_floor": "Pelvic floor",
}  # fmt: skip
_RIR = "RIR is how many good repetitions you could still do at the end of a set."


def write_markdown(program: Program, names: Mapping[str, str]) -> bytes:
    """Return the sheet; what must not be missed stands first when health was spoken of."""
    return ("\n\n".join(_blocks(program, names)) + "\n").encode()


def _blocks(program: Program, names: Mapping[str, str]) -> Iterator[str]:
    health = has_health_note(program)
    yield "# Your glute program"
    yield plain(describe_person(program.profile))
    yield from _chapter("Watch for", program.warnings)
    if health:
        yield from _chapter("Stop signs", program.stop_signs)
    yield from _chapter("Assumed", program.assumptions)
    yield f"## The weeks\n\n{_RIR} Notes on each exercise follow the weeks."
    for week in program.weeks:
        yield from _week(week, program.profile.units)
    yield from _chapter("Warm-up", _warm_up(program))
    yield from _exercises(program, names)
    yield from _around(program)
    if not health:
        yield from _chapter("Stop signs", program.stop_signs)
    yield from _chapter("Sources", _sources(program), escaped=True)


def _around(program: Program) -> Iterator[str]:
    """Yield what stands around the weeks: volume, policies, reasons and changes."""
    yield "## Sets a week"
    yield _volume(program)
    policies = [
        f"**{label}:** {plain(text)}"
        for name, label in _POLICIES.items()
        if (text := getattr(program.policies, name))
    ]
    yield from _chapter("When life gets in the way", policies, escaped=True)
    reasons = [_cited(reason.text, reason.citations) for reason in program.rationale]
    yield from _chapter("Why it looks like this", reasons, escaped=True)
    warned = [rule.detail for rule in program.rules if rule.outcome == "warn"]
    yield from _chapter("Where a rule gave way", warned)
    yield from _chapter("What would change this", program.what_would_change)


def _chapter(title: str, lines: Iterable[str], *, escaped: bool = False) -> Iterator[str]:
    listed = [f"- {line if escaped else _opened(line)}" for line in lines]
    if listed:
        yield f"## {title}"
        yield "\n".join(listed)


def _week(week: Week, units: str) -> Iterator[str]:
    yield f"### Week {week.number}{' (deload)' if week.deload else ''}"
    for session in week.sessions:
        day = describe_day(session)
        yield f"#### {plain(session.name)} ({day}, about {session.estimated_minutes:g} min)"
        yield plain(describe_warm_up(session))
        yield _table(session, units)


def _table(session: Session, units: str) -> str:
    head = ["Exercise", "Sets × reps", "Effort", "RPE", "Rest", "Tempo", "Load"]
    return _aligned(head, [_row(item, units) for item in session.items])


def _row(item: Item, units: str) -> list[str]:
    name = item.name + (f" (superset {item.superset})" if item.superset else "")
    load = describe_load(item.load_kg, units) if item.load_kg else "see notes"
    dose = describe_dose(item) + (" each side" if item.per_side else "")
    cells = (
        name, dose, describe_effort(item), f"{item.rpe:g}", describe_rest(item.rest_seconds),
        item.tempo, load,
    )  # fmt: skip
    return [plain(cell) for cell in cells]


def _aligned(head: list[str], rows: list[list[str]]) -> str:
    """Return a table whose columns line up in plain text as well."""
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    shown = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([shown[0], rule, *shown[1:]])


def _warm_up(program: Program) -> list[str]:
    sessions = [session for week in program.weeks for session in week.sessions]
    return _once(line for session in sessions for line in session.warm_up)


def _exercises(program: Program, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what is to be known of each exercise, once, over all weeks in which it stands."""
    together: dict[str, list[_Placed]] = {}
    for week in program.weeks:
        for session in week.sessions:
            for item in session.items:
                together.setdefault(item.exercise_id, []).append((week.number, item))
    called = {**names, **{name: placed[0][1].name for name, placed in together.items()}}
    yield "## The exercises"
    for placed in together.values():
        yield f"### {plain(placed[0][1].name)}"
        yield "\n".join(f"- {line}" for line in _particulars(placed, called))


def _particulars(placed: list[_Placed], names: Mapping[str, str]) -> Iterator[str]:
    first = placed[0][1]
    yield from _dated("**Mind:** ", placed, lambda item: [m.text for m in item.modifications])
    if first.reason:
        yield f"**Why:** {_cited(first.reason, first.citations)}"
    if first.ramp_sets:
        yield f"**Ramp sets:** {plain(describe_ramps(first))} of the working load"
    yield from _dated("", placed, lambda item: item.notes)
    if first.substitutes:
        swaps = [guide_name(name, names) for name in first.substitutes]
        yield f"**Swap for:** {plain(', '.join(swaps))}"
    yield from _dated("**Going well:** ", placed, lambda item: [item.progression.on_success])
    yield from _dated("**Not going well:** ", placed, lambda item: [item.progression.on_failure])


def _dated(
    label: str, placed: list[_Placed], texts_of: Callable[[Item], Iterable[str]]
) -> Iterator[str]:
    """Yield each text once, with its weeks where it does not hold in all of them."""
    weeks_of: dict[str, list[int]] = {}
    for week, item in placed:
        for text in texts_of(item):
            weeks_of.setdefault(text, []).append(week)
    everywhere = {week for week, _ in placed}
    for text, weeks in weeks_of.items():
        told = set(weeks) == everywhere
        yield label + (_opened(text) if told else f"{_name_weeks(weeks)}: {plain(text)}")


def _name_weeks(weeks: list[int]) -> str:
    """Return weeks as people say them: `Week 1`, `Weeks 2–5`, `Weeks 1, 3 and 6`."""
    numbers = sorted(set(weeks))
    if len(numbers) == 1:
        return f"Week {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1 and len(numbers) > 2:
        return f"Weeks {numbers[0]}–{numbers[-1]}"
    return f"Weeks {join_words(str(number) for number in numbers)}"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _volume(program: Program) -> str:
    rows = [
        [str(row.week), *(f"{getattr(row, muscle):g}" for muscle in _MUSCLES)]
        for row in program.volume
    ]
    return _aligned(["Week", *_MUSCLES.values()], rows)


def _sources(program: Program) -> Iterator[str]:
    for citation in program.citations:
        place = ": ".join(plain(part) for part in (citation.title, citation.section) if part)
        grade = f" ({GRADES[citation.evidence].lower()})" if citation.evidence else ""
        link = f" <{citation.url}>" if _is_address(citation.url) else ""
        yield f"[{citation.n}] {place}{grade}{link}"


def _is_address(url: str | None) -> bool:
    return bool(url and re.fullmatch(r"https?://[^\s<>]+", url))


def _cited(text: str, numbers: Iterable[int]) -> str:
    return " ".join([plain(text), *(f"[{number}]" for number in numbers)])


def plain(text: str) -> str:
    """Return a text on one line in which no sign acts as Markdown or markup."""
    return _ACTING.sub(r"\\\1", " ".join(text.split()))


def _opened(text: str) -> str:
    """Return a text that may also stand first in a line, where more signs would act."""
    return _OPENING.sub(r"\1\\\2", plain(text))
