"""Work out what a question asks for by a formula that a retrieved passage holds.

A figure for the reader's own numbers cannot be quoted, so it is computed, shown as computed, and
cites the sentence whose formula it follows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from glutebot.domain.articles import Hit, Line, Passage

POUND = 0.45359237
"""Kilograms in a pound."""
MOST_REPS = 10
"""Repetitions up to which one-rep-max formulas hold (B47)."""
_WEIGHT = r"(?P<weight>\d{1,3}(?:\.\d{1,2})?)\s*(?P<unit>kgs?|kilos?|kilograms?|lbs?|pounds?)\b"
_LIFT_FIRST = re.compile(
    rf"{_WEIGHT}\s*(?:for|x|×|\*|at|by)?\s*(?:a set of\s*)?(?P<reps>\d{{1,2}})\b", re.IGNORECASE
)
_REPS_FIRST = re.compile(
    rf"\b(?P<reps>\d{{1,2}})\s*(?:reps?|times|x|×)?\s*(?:with|at|@|of|on|x|×)\s*{_WEIGHT}",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    r"\b(?:1\s?rm|one[- ]rep(?:etition)?[- ]max\w*|max(?:imum)?)\b", re.IGNORECASE
)
_PROTEIN = re.compile(r"\bprotein\b", re.IGNORECASE)
_BODY_WEIGHT = re.compile(_WEIGHT, re.IGNORECASE)
_EFFORT = re.compile(r"\brpe\s*(?:of\s*)?(?P<rpe>\d(?:\.5)?|10)\b", re.IGNORECASE)
_RESERVE = re.compile(r"\brir\b|reps? (?:in reserve|left)", re.IGNORECASE)


@dataclass(frozen=True)
class Calculation:
    """A computed sentence and the line whose formula it follows."""

    text: str
    passage: Passage
    line: Line


@dataclass(frozen=True)
class Formula:
    """How to compute a sentence from a question, and the fact that a line must hold for it."""

    fact: str
    compute: Callable[[str], str | None]


def calculate(question: str, hits: Sequence[Hit]) -> Iterator[Calculation]:
    """Yield what can be computed for the question from formulas among the hits."""
    for formula in FORMULAS:
        text = formula.compute(question)
        ground = text and _ground(formula.fact, hits)
        if text and ground:
            yield Calculation(text, *ground)


def _ground(fact: str, hits: Sequence[Hit]) -> tuple[Passage, Line] | None:
    for hit in hits:
        for line in hit.passage.lines:
            if fact in line.facts and any(character.isdigit() for character in line.text):
                return hit.passage, line
    return None


def one_rep_max(question: str) -> str | None:
    """Estimate a one-rep maximum by Epley, w·(1 + r/30), and Brzycki, w·36/(37 − r) (B47)."""
    if not _MAXIMUM.search(question):
        return None
    lift = _LIFT_FIRST.search(question) or _REPS_FIRST.search(question)
    if not lift or not 2 <= int(lift["reps"]) <= MOST_REPS:
        return None
    weight, reps, pounds = float(lift["weight"]), int(lift["reps"]), _is_pounds(lift["unit"])
    low, high = sorted((weight * (1 + reps / 30), weight * 36 / (37 - reps)))
    return (
        f"{_mass(weight, pounds)} for {reps} reps suggests a one-rep maximum of about"
        f" {_range(low, high, pounds)}, by the Epley and Brzycki formulas and give or take 5 %."
    )


def daily_protein(question: str) -> str | None:
    """Return 1.6 g of protein per kg of the body weight that the question names (B73)."""
    body = _BODY_WEIGHT.search(question)
    if not body or not _PROTEIN.search(question):
        return None
    weight, pounds = float(body["weight"]), _is_pounds(body["unit"])
    kilograms = weight * POUND if pounds else weight
    if not 35 <= kilograms <= 250:
        return None
    return (
        f"At {_mass(weight, pounds)}, 1.6 g of protein per kg of body weight comes to about"
        f" {round(kilograms * 1.6)} g of protein a day."
    )


def reps_in_reserve(question: str) -> str | None:
    """Translate an RPE into reps in reserve: RIR = 10 − RPE (B39)."""
    effort = _EFFORT.search(question)
    if not effort or not (_RESERVE.search(question) or re.search(r"\bmean", question)):
        return None
    left = 10 - float(effort["rpe"])
    if not 0 <= left <= 5:
        return None
    shown = f"{left:g} good rep{'' if left == 1 else 's'}"
    return f"RPE {effort['rpe']} means that you could still have done about {shown}."


FORMULAS = (
    Formula("B47", one_rep_max),
    Formula("B73", daily_protein),
    Formula("B39", reps_in_reserve),
)


def _is_pounds(unit: str) -> bool:
    return unit.lower().startswith(("lb", "pound"))


def _mass(weight: float, pounds: bool) -> str:
    """Show a weight in the reader's unit first and in the other behind it."""
    if pounds:
        return f"{weight:g} lb ({weight * POUND:.0f} kg)"
    return f"{weight:g} kg ({weight / POUND:.0f} lb)"


def _range(low: float, high: float, pounds: bool) -> str:
    unit, other, factor = ("lb", "kg", POUND) if pounds else ("kg", "lb", 1 / POUND)
    if round(low) == round(high):
        return f"{low:.0f} {unit} ({low * factor:.0f} {other})"
    return f"{low:.0f} to {high:.0f} {unit} ({low * factor:.0f} to {high * factor:.0f} {other})"
