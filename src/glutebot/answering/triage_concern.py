"""Joins what the second reader suspects to what the rules found; it may raise, never lower."""

from collections.abc import Collection

from glutebot.answering.second_reader import Concern
from glutebot.answering.triage import Triage, raise_sign
from glutebot.answering.triage_rules import SafetyRules
from glutebot.domain.answers import Status


def is_settled(found: Triage | None) -> bool:
    """Say whether the rules sent the person to care already, so that no second look is needed."""
    return found is not None and found.stops and found.referral is not None


def add_concern(
    found: Triage | None,
    concern: Concern | None,
    *,
    cleared: Collection[str] = (),
    rules: SafetyRules,
) -> Triage | None:
    """Return the rules' finding with the concern added to it.

    A likely sign stops, and goes before a refusal or small talk; a suspected one adds its caution
    to an answer. A sign that the message says is gone, one of `cleared`, is not raised again.
    """
    if concern is None or is_settled(found) or concern.flag in cleared:
        return found
    flags = found.flags if found else ()
    if concern.stops:
        return raise_sign(concern.flag, flags=(concern.flag, *flags), rules=rules)
    if found and found.stops:
        return found
    return Triage(
        flag=concern.flag,
        status=Status.ANSWERED,
        referral="routine",
        lines=(*rules.levels[concern.level].caution, *(found.lines if found else ())),
        stops=False,
        flags=flags,
    )
