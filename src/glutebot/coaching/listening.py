"""One message, read in the light of the question that was open."""

import re
from collections.abc import Mapping
from typing import Any

from glutebot.coaching.known import Known
from glutebot.coaching.past import Past, Read
from glutebot.coaching.reading import Reading
from glutebot.coaching.texts import IntakeTexts

_ANSWER = {"yes": True, "no": False}
_DETAIL = {"pregnant": "cleared", "postpartum": "healed"}
"""What the follow-up to a pregnancy or a birth asks."""
_APOSTROPHES = re.compile("['’‘`´]")
_MOVES = frozenset({"move", "change", "switch", "swap", "shift", "instead", "not", "replace"})
_WORD = re.compile(r"[^\W\d_]+")


def listen(message: str, past: Past, texts: IntakeTexts, read: Read) -> Reading:
    """Return what a message says as an answer to what was asked."""
    topic = texts.picked.get(message.strip())
    if topic:
        return Reading(told={"par_q_yes": ()}, unclear=(topic,))
    reading = read(message, past.asked)
    if past.asked == "pregnancy" or past.refused:
        return _about_birth(message, reading, past.known, texts, read)
    if past.asked == "par_q_yes" and reading.intent == "yes" and not has_facts(reading):
        return Reading(unclear=("par_q_yes",))
    return reading


def hear_clearance(message: str, reading: Reading, known: Known, texts: IntakeTexts) -> Reading:
    """Take back the answers to the health questions once a clinician has cleared them."""
    answers = known.profile.get("par_q_yes")
    if not answers or not is_cleared(message, texts):
        return reading
    added = {name: values for name, values in reading.added.items() if name != "par_q_yes"}
    removed = {**reading.removed, "par_q_yes": tuple(answers)}
    return reading.model_copy(update={"added": added, "removed": removed})


def is_cleared(message: str, texts: IntakeTexts) -> bool:
    """Tell whether a clinician agreed to training, by what the message says."""
    folded = _APOSTROPHES.sub("", message.casefold())
    words = f" {' '.join(_WORD.findall(folded))} "
    said = texts.clearance
    if "?" in message or any(f" {word} " in words for word in said.denied):
        return False
    return all(any(f" {word} " in words for word in kind) for kind in (said.who, said.agreed))


def of_oneself(message: str, reading: Reading, texts: IntakeTexts) -> Reading:
    """Leave open whose pregnancy it is, where somebody else is named."""
    folded = message.casefold()
    if "pregnancy" not in reading.told or not any(word in folded for word in texts.others):
        return reading
    told = {name: value for name, value in reading.told.items() if name != "pregnancy"}
    unclear = tuple(dict.fromkeys((*reading.unclear, "pregnancy")))
    return reading.model_copy(update={"told": told, "unclear": unclear})


def has_facts(reading: Reading) -> bool:
    """Tell whether a reading holds anything about the program or the person."""
    told = set(reading.told) - {"units"}
    return bool(told or reading.added or reading.removed or reading.unclear or reading.faults)


def name_weekdays(reading: Reading, weekdays: Mapping[str, int]) -> Reading:
    """Add the days that were named, where their number is all that was read."""
    if "weekdays" in reading.told or "days_per_week" not in reading.told:
        return reading
    words = _WORD.findall(reading.words.get("days_per_week", "").casefold())
    named = tuple(sorted({weekdays[word] for word in words if word in weekdays}))
    if len(named) != reading.told["days_per_week"]:
        return reading
    return reading.model_copy(update={"told": {**reading.told, "weekdays": named}})


def move_day(
    message: str, reading: Reading, days: tuple[int, ...], weekdays: Mapping[str, int]
) -> Reading:
    """Read "Tuesday instead of Monday" as a move, where one of the two is a training day."""
    words = _WORD.findall(message.casefold())
    named = [weekdays[word] for word in words if word in weekdays]
    if len(named) != 2 or not _MOVES & set(words) or (named[0] in days) == (named[1] in days):
        return reading
    gone, come = named if named[0] in days else reversed(named)
    moved = tuple(sorted(come if day == gone else day for day in days))
    told = {**reading.told, "weekdays": moved, "days_per_week": len(days)}
    return reading.model_copy(update={"told": told})


def _about_birth(
    message: str, reading: Reading, known: Known, texts: IntakeTexts, read: Read
) -> Reading:
    """Read "yes", "not yet" and "cleared at 20 weeks" as what the follow-up asked about."""
    birth: Mapping[str, Any] = known.profile.get("pregnancy") or {}
    status = str(birth.get("status", "none"))
    said = reading.told.get("pregnancy")
    if status in _DETAIL and message.casefold().strip(" .!") in texts.not_yet:
        return _with_birth(Reading(), {_DETAIL[status]: False})
    if status not in _DETAIL or (said and said.get("status") != "none"):
        return reading
    if reading.intent in _ANSWER:
        return _with_birth(reading, {_DETAIL[status]: _ANSWER[reading.intent]})
    if said:
        return reading
    context = texts.contexts[status].format(message=message, weeks=birth.get("weeks") or 0)
    found = dict(read(context, "pregnancy").told.get("pregnancy") or {})
    if status == "postpartum" and birth.get("weeks") is None:
        found.pop("weeks", None)
    new = {name: value for name, value in found.items() if value != birth.get(name)}
    return _with_birth(reading, new) if new else reading


def _with_birth(reading: Reading, birth: dict[str, Any]) -> Reading:
    """Return the reading with an answer about a birth; a number in it is no plan's length."""
    told = {name: value for name, value in reading.told.items() if name != "weeks"}
    faults = tuple(fault for fault in reading.faults if fault.field != "weeks")
    change = {"told": {**told, "pregnancy": birth}, "intent": None, "faults": faults}
    return reading.model_copy(update=change)
