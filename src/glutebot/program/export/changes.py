"""What differs between two programs, in a few lines, so that no change is silent (R45)."""

from collections.abc import Iterator

from glutebot.domain.model import Model
from glutebot.domain.programs import Program
from glutebot.program.export.wording import GOALS, describe_gear, describe_load, join_words

_NONE = "none"
_LABELS = {
    "days_per_week": "Days a week", "minutes_per_session": "Minutes a session",
    "experience": "Experience", "weeks": "Weeks", "age": "Age", "sex": "Sex",
    "units": "Units", "specialise": "Extra glute block",
}  # fmt: skip
_LISTED = {
    "conditions": "Conditions", "red_flags": "Warning signs", "dislikes": "Left out",
    "prioritise": "Put first", "limit": "Held back",
}  # fmt: skip


class Change(Model):
    """One thing that is no longer as it was."""

    what: str
    before: str
    after: str


def compare_programs(before: Program, after: Program) -> tuple[Change, ...]:
    """Return what was changed, then what follows from it."""
    pairs = zip(_facts(before), _facts(after), strict=True)
    lines = [Change(what=a[0], before=a[1], after=b[1]) for a, b in pairs if a[1] != b[1]]
    return (*lines, *_exercises(before, after))


def _facts(program: Program) -> Iterator[tuple[str, str]]:
    """Yield the same facts of every program, in the same order."""
    yield from _inputs(program)
    items = [i for w in program.weeks if not w.deload for s in w.sessions for i in s.items]
    minutes = [s.estimated_minutes for week in program.weeks for s in week.sessions]
    sets = [row.glute_max for row in program.volume] or [0]
    yield "Sessions a week", str(len(program.weeks[0].sessions))
    yield "Minutes that sessions take", _span(min(minutes), max(minutes))
    yield "Glute sets in week 1", f"{sets[0]:g}"
    yield "Glute sets in the fullest week", f"{max(sets):g}"
    yield "Good repetitions in reserve", _span(min(i.rir for i in items), max(i.rir for i in items))
    loads = [item for item in program.weeks[0].sessions[0].items if item.load_kg]
    units = program.profile.units
    named = [f"{item.name} {describe_load(item.load_kg or 0, units)}" for item in loads]
    yield "Loads on day 1", join_words(named) or "found in the first session"
    yield "To watch for", " ".join(program.warnings) or "nothing"


def _inputs(program: Program) -> Iterator[tuple[str, str]]:
    profile = program.profile
    for name, label in _LABELS.items():
        value = getattr(profile, name)
        yield label, "not given" if value is None else str(value).replace("_", " ")
    yield "Goal", GOALS[profile.goal]
    yield "Gear", describe_gear(profile)
    yield "Pain", join_words(f"{p.area} {p.severity} of 10" for p in profile.pain) or _NONE
    for name, label in _LISTED.items():
        yield (
            label,
            join_words(value.replace("-", " ") for value in getattr(profile, name)) or _NONE,
        )
    answers = profile.par_q_yes
    yield "Health questions", _answers(answers)
    yield "Pregnancy", profile.pregnancy.status
    maxes = profile.one_rep_max_kg.items()
    known = [f"{name.replace('-', ' ')} {describe_load(kg, profile.units)}" for name, kg in maxes]
    yield "One-rep maxes", join_words(known) or _NONE


def _answers(answers: tuple[int, ...] | None) -> str:
    if answers is None:
        return "not asked"
    return f"yes to {join_words(map(str, answers))}" if answers else "all no"


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}\u2013{high:g}"


def _exercises(before: Program, after: Program) -> Iterator[Change]:
    old, new = _names(before), _names(after)
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    if gone or come:
        left, joined = join_words(gone) or _NONE, join_words(come) or _NONE
        yield Change(what="Exercises that differ", before=left, after=joined)


def _names(program: Program) -> list[str]:
    items = [item for session in program.weeks[0].sessions for item in session.items]
    return list(dict.fromkeys(item.name for item in items))
