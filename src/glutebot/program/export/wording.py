"""How single parts of a program read: doses, rests, loads, and who it is for."""

from collections.abc import Iterable, Mapping

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Item, Session

POUNDS_PER_KG = 2.2046226218
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GOALS = {
    "hypertrophy": "to grow", "strength": "to get stronger", "performance": "for sport",
    "general": "to stay fit", "maintenance": "to keep what is there",
}  # fmt: skip
_FIELDS = {
    "healed": "pregnancy", "birth_week": "pregnancy", "underfull": "minutes_per_session",
    "minutes": "minutes_per_session", "gear": "equipment", "screening": "par_q_yes",
    "one_rep_max": "one_rep_max_kg", "days": "days_per_week", "not_asked": "par_q_yes",
    "draft": "par_q_yes", "later_pain": "pain",
}  # fmt: skip
_LEVELS = {
    "beginner": "A beginner",
    "intermediate": "An intermediate lifter",
    "advanced": "An advanced lifter",
}
_SEVERAL = ("dumbbell", "ankle-weight")
_LOAD_HINTS = (
    ("deload", "Easy: about 10 % less"),
    ("calibrate", "Start light, add until {rir} are left"),
    ("carry_on", "Last load that left {rir}"),
    ("body_weight", "Body weight, lower slowly"),
    ("timed", "Enough to feel by the end"),
)


def describe_person(profile: Profile) -> str:
    """Return in one line whom a program is for."""
    age = f" of {profile.age}" if profile.age else ""
    days = "day" if profile.days_per_week == 1 else "days"
    weeks = "week" if profile.weeks == 1 else "weeks"
    parts = [
        f"{profile.days_per_week} {days} a week",
        f"{profile.minutes_per_session} minutes a session",
        f"{profile.weeks} {weeks}",
        GOALS[profile.goal],
        f"with {describe_gear(profile)}",
    ]
    return f"{_LEVELS[profile.experience]}{age}: {', '.join(parts)}."


def describe_gear(profile: Profile) -> str:
    """Return the gear as people list it."""
    if "full-gym" in profile.equipment:
        return "a full gym"
    return join_words(_gear_name(name) for name in profile.equipment) or "body weight alone"


def _gear_name(name: str) -> str:
    words = name.replace("-", " ").replace("smith", "Smith machine")
    if name in _SEVERAL:
        return f"{words}s"
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def join_words(names: Iterable[str]) -> str:
    """Return names with commas and a last “and”."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def describe_dose(item: Item) -> str:
    """Return sets and repetitions: `3 × 8–12`."""
    low, high = item.reps
    span = f"{low}" if low == high else f"{low}\u2013{high}"
    return f"{item.sets} × {span}{' s' if item.unit == 'seconds' else ''}"


def describe_effort(item: Item) -> str:
    """Return the reserve: `3 RIR`, and that of the last set where it differs."""
    last = item.last_set_rir
    return f"{item.rir:g} RIR" + (f", last set {last:g}" if last is not None else "")


def describe_rest(seconds: int) -> str:
    """Return a rest as people time it: `45 s`, `2 min`, `2:30 min`."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes}:{rest:02} min" if rest else f"{minutes} min"


def describe_load(kilograms: float, units: str) -> str:
    """Return a load in the reader's unit; pounds to the nearest half."""
    if units == "lb":
        return f"{round(kilograms * POUNDS_PER_KG * 2) / 2:g} lb"
    return f"{kilograms:g} kg"


def describe_load_of(item: Item, units: str, notes: Mapping[str, str]) -> str:
    """Return the load, or in a few words how to find it."""
    if item.load_kg is not None:
        return describe_load(item.load_kg, units)
    found = {name_of_line(note, notes) for note in item.notes}
    hint = next((words for name, words in _LOAD_HINTS if name in found), "By feel")
    return hint.format(rir=f"{item.rir:g}")


def describe_day(session: Session) -> str:
    """Return when a session is: its day, and the weekday where one is set."""
    weekday = f", {WEEKDAYS[session.weekday - 1]}" if session.weekday else ""
    return f"Day {session.day}{weekday}"


def describe_warm_up(session: Session) -> str:
    """Return the warm-up in one line."""
    ramps = sum(len(item.ramp_sets) for item in session.items)
    sets = f", then {ramps} ramp sets" if ramps else ""
    return f"Warm-up: {session.general_warm_up_seconds / 60:g} min easy{sets}"


def describe_ramps(item: Item) -> str:
    """Return the ramp sets of a lift in one line."""
    sets = [f"{ramp.percent_of_working:g} % × {ramp.reps}" for ramp in item.ramp_sets]
    return join_words(sets)


def field_of(line: str, texts: Mapping[str, str]) -> str | None:
    """Return the Profile field that an assumption or a change is about."""
    name = name_of_line(line, texts) or ""
    field = _FIELDS.get(name, name)
    return field if field in Profile.model_fields else None


def name_of_line(line: str, texts: Mapping[str, str]) -> str | None:
    """Return the name of the fixed text that a line was made from, by how it begins."""
    starts = {name: text.partition("{")[0] for name, text in texts.items()}
    fitting = [name for name, start in starts.items() if start and line.startswith(start)]
    return max(fitting, key=lambda name: len(starts[name]), default=None)


def guide_name(guide_id: str, names: Mapping[str, str]) -> str:
    """Return an exercise's name, or its id in words where the catalogue lacks it."""
    return names.get(guide_id, guide_id.replace("-", " ").capitalize())
