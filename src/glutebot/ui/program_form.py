"""From the fields of the program form to a Profile in plain data.

A field that was left open is left out, so that the Profile's own default holds. What cannot be a
number stays text: the Profile's reader then says what is wrong with it, and names the field.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from glutebot.domain.messages import clean_text
from glutebot.errors import InputError
from glutebot.ui.program_words import FormWords, form_words

Fields = Mapping[str, Sequence[str]]
"""What each field of the form holds: nothing, one value, or several."""

POUND_KG = 0.45359237
_SLACK_KG = 1e-4
"""What a weight loses on its way through pounds; closer than that it is the round number."""
POUND_STEP = 5.0
"""The usual smallest step of plates in pounds."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
PLAIN = ("goal", "sex", "units", "experience")
"""Fields of one word, by the same name here and in the Profile."""
LISTS = ("red_flags", "dislikes", "prioritise", "limit")
"""Fields of several words."""
WHOLE = ("age", "weeks", "days_per_week", "minutes_per_session")
"""Fields of one number."""
_ASKED = {
    "days_per_week": "Pick how many days a week you can train.",
    "minutes_per_session": "Pick how many minutes a session may take.",
    "experience": "Pick how long you have been lifting.",
}


def read_form(fields: Fields) -> dict[str, Any]:
    """Return the Profile in plain data that the form describes.

    Raises:
        InputError: something that must be told is missing; the error names the field.
    """
    words = form_words()
    for name, remedy in _ASKED.items():
        if not _last(fields, name):
            raise InputError("This is still open.", field=name, remedy=remedy)
    profile: dict[str, Any] = {"equipment": _gear(fields, words)}
    profile |= {name: _number(_last(fields, name)) for name in WHOLE if _last(fields, name)}
    profile |= {name: _last(fields, name) for name in PLAIN if _last(fields, name)}
    profile |= {name: list(fields[name]) for name in LISTS if fields.get(name)}
    if _last(fields, "specialise"):
        profile["specialise"] = True
    profile |= dict(_health(fields, words))
    profile |= dict(_loads(fields))
    profile |= dict(_habits(fields))
    return profile


def _last(fields: Fields, name: str) -> str:
    """Return the last value of a field that is not empty: an own number goes before a preset."""
    values = [clean_text(value) for value in fields.get(name, ())]
    return next((value for value in reversed(values) if value), "")


def _number(text: str) -> int | float | str:
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def _gear(fields: Fields, words: FormWords) -> list[str]:
    preset = words.presets.get(_last(fields, "preset"))
    if preset is not None:
        return list(preset.gear)
    if not fields.get("equipment"):
        raise InputError(
            "This is still open.", field="equipment", remedy="Pick your gear; Nothing is fine too."
        )
    return list(fields["equipment"])


def _health(fields: Fields, words: FormWords) -> Iterator[tuple[str, Any]]:
    """Yield what the health question and its details say; an unasked one says nothing.

    `screened` tells an answer that was given here from chips that were only filled in from a
    profile whose screening nobody had asked about.
    """
    chips = set(fields.get("health", ()))
    if "under-18" in chips and not _last(fields, "age"):
        raise InputError("How old are you?", field="age", remedy="Give the age in years.")
    conditions = list(fields.get("conditions", ()))
    if "surgery" in chips and "surgery" not in conditions:
        conditions.append("surgery")
    if conditions:
        yield "conditions", conditions
    answers = _screening(fields, chips, words)
    if answers or (chips and _last(fields, "screened")):
        yield "par_q_yes", answers
    if "pain" in chips:
        yield "pain", _pain(fields, words)
    if "pregnancy" in chips:
        yield "pregnancy", _pregnancy(fields)


def _screening(fields: Fields, chips: set[str], words: FormWords) -> list[int]:
    """Return the questions answered yes; an opened group needs at least one."""
    ticked = set(fields.get("par_q", ()))
    yes: list[int] = []
    for chip, questions in words.screening.items():
        if chip not in chips:
            continue
        found = [int(number) for number in questions if number in ticked]
        if not found:
            raise InputError(
                "Which of these is it?",
                field="par_q_yes",
                remedy="Tick at least one, or take the answer above back.",
            )
        yes += found
    return sorted(yes)


def _pain(fields: Fields, words: FormWords) -> list[dict[str, Any]]:
    told = {area: _last(fields, f"pain.{area}") for area in words.pain_areas}
    pains = [
        {"area": area, "severity": _number(much)}
        for area, much in told.items()
        if much not in ("", "0")
    ]
    if not pains:
        raise InputError(
            "Where does it hurt, and how much?",
            field="pain",
            remedy="Pick a number beside the place, or take the answer above back.",
        )
    return pains


def _pregnancy(fields: Fields) -> dict[str, Any]:
    status = _last(fields, "pregnancy.status")
    if status not in ("pregnant", "postpartum"):
        raise InputError(
            "Pregnant now, or birth in the last year?",
            field="pregnancy",
            remedy="Pick one of the two, or take the answer above back.",
        )
    told: dict[str, Any] = {"status": status}
    if weeks := _last(fields, "pregnancy.weeks"):
        told["weeks"] = _number(weeks)
    names = ("cleared",) if status == "pregnant" else ("healed", "bleeding_rising")
    for name in names:
        if answer := _last(fields, f"pregnancy.{name}"):
            told[name] = answer == "yes"
    if status == "postpartum" and fields.get("pregnancy.symptoms"):
        told["symptoms"] = list(fields["pregnancy.symptoms"])
    return told


def _loads(fields: Fields) -> Iterator[tuple[str, Any]]:
    """Yield one-rep maxes and the smallest step in kilograms, whatever they were typed in."""
    pounds = _last(fields, "units") == "lb"
    lifts, values = fields.get("one_rep_max.lift", ()), fields.get("one_rep_max.value", ())
    maxes: dict[str, Any] = {}
    for lift, value in zip(lifts, values, strict=False):
        if bool(lift) != bool(clean_text(value)):
            raise InputError(
                "A lift and its weight belong together.",
                field="one_rep_max_kg",
                remedy="Fill in both, or empty both.",
            )
        if lift:
            maxes[lift] = _kilograms(clean_text(value), pounds=pounds)
    if maxes:
        yield "one_rep_max_kg", maxes
    step = _last(fields, "increment")
    if step:
        yield "increment_kg", _kilograms(step, pounds=pounds)
    elif pounds:
        yield "increment_kg", _kilograms(f"{POUND_STEP:g}", pounds=True)


def _kilograms(text: str, *, pounds: bool) -> float | int | str:
    value = _number(text)
    if not pounds or isinstance(value, str):
        return value
    exact, whole = value * POUND_KG, round(value * POUND_KG, 2)
    return whole if abs(exact - whole) < _SLACK_KG else round(exact, 5)


def _habits(fields: Fields) -> Iterator[tuple[str, Any]]:
    if sets := _last(fields, "history"):
        yield "history", {"glute_max_sets_per_week": _number(sets)}
    columns = [fields.get(f"other.{name}", ()) for name in ("weekday", "kind", "key")]
    others = [
        {"weekday": _number(weekday), "kind": clean_text(kind), "key": key == "key"}
        for weekday, kind, key in zip(*columns, strict=False)
        if weekday or clean_text(kind)
    ]
    if others:
        yield "other_training", others
