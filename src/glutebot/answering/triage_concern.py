"""Joins what the second reader suspects to what the rules found; it may raise, never lower."""

from collections.abc import Collection

from glutebot.answering.second_reader import PRECEDENCE, Concern
from glutebot.answering.triage import MOST_LINES, Triage, raise_sign
from glutebot.answering.triage_rules import SafetyRules
from glutebot.domain.answers import Status


def is_settled(found: Triage | None) -> bool:
    """Say whether the rules sent the person to urgent care, so that no second look is needed."""
    return found is not None and found.stops and found.referral == "emergency"


def add_concern(
    found: Triage | None,
    concern: Concern | None,
    *,
    cleared: Collection[str] = (),
    rules: SafetyRules,
) -> Triage | None:
    """Return the rules' finding with the concern added to it.

    A likely sign stops, and goes before anything that is less grave; a suspected one adds its
    caution to an answer. A sign that the message says is gone, one of `cleared`, is not raised
    again.
    """
    if concern is None or is_settled(found) or concern.flag in cleared:
        return found
    if found and found.stops and not _goes_before(concern, found, rules):
        return found
    flags = found.flags if found else ()
    if concern.level == "routine":
        return _accompany(found, concern, rules)
    if concern.stops:
        kept = flags if concern.level == "unsafe" else (concern.flag, *flags)
        return raise_sign(concern.flag, flags=kept, rules=rules)
    return found if concern.level == "unsafe" else _caution(found, concern, rules)


def _goes_before(concern: Concern, found: Triage, rules: SafetyRules) -> bool:
    """Say whether a likely sign outranks what the rules stopped for."""
    if not concern.stops or concern.level == "routine":
        return False
    entry = rules.sign(found.flag)
    level = entry[0] if entry else None
    if concern.level == "unsafe":
        return level in ("off-topic", "small-talk")
    return level not in PRECEDENCE or PRECEDENCE.index(concern.level) < PRECEDENCE.index(level)


def _caution(found: Triage | None, concern: Concern, rules: SafetyRules) -> Triage:
    return Triage(
        flag=concern.flag,
        status=Status.ANSWERED,
        referral="routine",
        lines=(*rules.levels[concern.level].caution, *(found.lines if found else ())),
        stops=False,
        flags=found.flags if found else (),
    )


def _accompany(found: Triage | None, concern: Concern, rules: SafetyRules) -> Triage | None:
    """Add a routine line to the answer, or stop for a sign that leaves no room for one."""
    entry = rules.sign(concern.flag)
    flags = found.flags if found else ()
    if entry is None or concern.flag in flags:
        return found
    kept = (concern.flag, *flags) if concern.stops else flags
    if concern.stops and entry[1].stops:
        return raise_sign(concern.flag, flags=kept, rules=rules)
    lines = (*entry[1].lines, *(found.lines if found else ()))[:MOST_LINES]
    return Triage(
        flag=concern.flag, status=Status.ANSWERED, referral="routine", lines=lines, stops=False,
        flags=kept,
    )  # fmt: skip
