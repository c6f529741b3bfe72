"""The words at an item: how to find its load, how to go on, what to do instead."""

from collections.abc import Mapping

from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
from glutebot.program.catalogue import Catalogue
from glutebot.program.dose import Dose
from glutebot.program.weeks import PlannedWeek

_EXTRA = 2
KG_PER_LB = 0.45359237


def show_load(load_kg: float, profile: Profile) -> str:
    """Return a load in the person's units, to a tenth."""
    pounds = profile.units == "lb"
    shown = load_kg / KG_PER_LB if pounds else load_kg
    return f"{round(shown, 1 if pounds else 3):g} {profile.units}"


def write_progression(
    dose: Dose, load: float | None, easier: str | None, catalogue: Catalogue, profile: Profile
) -> dict[str, str]:
    """Return both branches: what follows a good session and what follows a bad one (R29)."""
    kind = "timed" if dose.unit == "seconds" else "unloaded"
    if dose.loaded and dose.unit == "reps":
        kind = "loaded" if load is None else "prescribed"
    low, high = dose.reps
    branches = catalogue.book.texts.progression[kind]
    words = {
        "low": low,
        "high": high,
        "unit": "repetitions",
        "over": high + _EXTRA,
        "step": show_load(profile.increment_kg, profile),
        "harder": _harder(dose, catalogue),
        "easier": f"take the easier form ({_name(easier, catalogue)})" if easier
        else "shorten the range a little",
    }  # fmt: skip
    return {
        "on_success": branches.on_success.format(**words),
        "on_failure": branches.on_failure.format(**words),
    }


def _harder(dose: Dose, catalogue: Catalogue) -> str:
    free = [name for name in dose.guide.exercise.harder if _is_free(name, catalogue)]
    return f"the {_name(free[0], catalogue).lower()}" if free else "a longer range"


def _is_free(name: str, catalogue: Catalogue) -> bool:
    guide = catalogue.guides.get(name)
    return guide is not None and () in guide.exercise.equipment_any_of


def _name(guide_id: str | None, catalogue: Catalogue) -> str:
    return catalogue.guides[guide_id].name if guide_id in catalogue.guides and guide_id else ""


def write_notes(
    dose: Dose, rir: int, load: float | None, week: PlannedWeek, swaps: tuple[str, ...],
    easier: str | None, catalogue: Catalogue, profile: Profile,
) -> tuple[str, ...]:  # fmt: skip
    """Return what to know at this item in this week, the load first."""
    words = catalogue.book.texts.notes
    notes = [*_gear_notes(dose, words, profile)]
    notes += _load_notes(dose, rir, load, week, catalogue.book, profile)
    if dose.unit == "seconds":
        notes.append(words["timed"])
    elif dose.sides == 2:
        notes.append(words["per_side"])
    if easier and (dose.guide.exercise.level != "beginner" or not swaps):
        notes.append(words["easier"].format(name=_name(easier, catalogue)))
    if not swaps:
        instead = f"use {_name(easier, catalogue)}" if easier else words["no_substitute_no_easier"]
        notes.append(words["no_substitute"].format(easier=instead))
    return tuple(notes)


def _gear_notes(dose: Dose, words: Mapping[str, str], profile: Profile) -> list[str]:
    """Name the gear where the usual one is not at hand."""
    usual, *others = dose.guide.exercise.equipment_any_of
    if set(usual) <= profile.gear or not usual:
        return []
    here = next((gear for gear in others if set(gear) <= profile.gear), ())
    named = " and ".join(f"a {gear.replace('-', ' ')}" for gear in here)
    return [words["gear"].format(gear=named)] if named else []


def _load_notes(
    dose: Dose, rir: int, load: float | None, week: PlannedWeek, book: Book, profile: Profile
) -> list[str]:
    words, reps = book.texts.notes, f"{dose.reps[0]} to {dose.reps[1]}"
    if week.deload:
        return [words["deload"]]
    if load is not None and profile.units == "lb":
        return [words["pounds"].format(pounds=f"{round(load / KG_PER_LB, 1):g}")]
    if load is not None or dose.unit == "seconds":
        return []
    if not dose.loaded:
        return [words["body_weight"].format(reps=reps, unit="repetitions", rir=rir)]
    first = words["calibrate"].format(reps=reps, rir=rir) if week.number == 1 else words["carry_on"]
    held = [gear for gear in book.choices.held_weights if gear in profile.gear]
    bare = () in dose.guide.exercise.equipment_any_of
    return [first, words["hold_weight"].format(gear=f"a {held[0]}")] if bare and held else [first]
