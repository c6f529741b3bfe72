"""A bare answer to the open question, such as "45", "none" or "gym"."""

import re

from glutebot.coaching.read_days import tell_days
from glutebot.coaching.read_notes import Notes
from glutebot.coaching.read_person import level_after
from glutebot.coaching.read_time import tell_minutes, tell_weeks

_NUMBER = re.compile(r"(?<!\S)-?\d+(?:\.\d+)?(?!\S)")
_YEARS = re.compile(r"(?<!\S)years?(?!\S)")
_NONE = re.compile(
    r"(?:none|nothing|no|nope|zero|0|nil|nada|neither|not really|nothing really|"
    r"no thanks|na|n / a|all good|im fine|fine|im ok|im okay|im good|no i dont|not at all"
    r"|none at all|no none|"
    r"no nothing)(?: [.!])*"
)
_EMPTY_WHEN_NONE = ("equipment", "pain", "conditions", "red_flags", "dislikes", "prioritise",
                    "limit", "other_training", "par_q_yes")  # fmt: skip
_HEALTH = ("pain", "pregnancy", "age", "conditions", "red_flags")


def read_answer(notes: Notes, *, asked: str | None) -> None:
    """Read what only makes sense as the answer to the open question."""
    if asked is None or (asked in notes.fields() and asked not in ("par_q_yes",)):
        return
    whole = (0, len(notes.plain.text))
    if asked in _EMPTY_WHEN_NONE and _NONE.fullmatch(notes.plain.text.strip()):
        notes.tell(asked, (), whole)
    elif asked == "par_q_yes":
        _read_screening(notes)
    elif asked == "pregnancy" and _NONE.fullmatch(notes.plain.text.strip()):
        notes.tell("pregnancy", {"status": "none"}, whole)
    else:
        _read_number(notes, asked)


def _read_number(notes: Notes, asked: str) -> None:
    numbers = list(notes.find(_NUMBER))
    if not numbers:
        return
    match = min(numbers, key=lambda number: float(number[0]))
    tellers = {
        "days_per_week": tell_days, "minutes_per_session": tell_minutes, "weeks": tell_weeks,
    }  # fmt: skip
    if asked in tellers:
        tellers[asked](notes, float(match[0]), match.span())
    elif asked == "experience" and _YEARS.search(notes.plain.text):
        notes.tell("experience", level_after(float(match[0])), match.span())
    elif asked == "age" and 1 <= float(match[0]) <= 110:
        notes.tell("age", int(float(match[0])), match.span())
    elif asked == "increment_kg" and 0 < float(match[0]) <= 100:
        notes.tell("increment_kg", float(match[0]), match.span())
    elif asked == "history":
        notes.tell("history", {"glute_max_sets_per_week": float(match[0])}, match.span())


def _read_screening(notes: Notes) -> None:
    """Take a pain, an age or a birth as the answer to the health question: the rest is no."""
    told = notes.fields()
    if "par_q_yes" not in told and any(field in told for field in _HEALTH):
        notes.tell("par_q_yes", (), (0, len(notes.plain.text)))
