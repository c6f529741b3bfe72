"""The gate before any retrieval: what must be said at once, and whether anything may follow.

Order: crisis, emergency, same day, routine that stops, unsafe request, routine that does not stop,
off topic, small talk. A routine line that only goes with an answer must not shadow a refusal, so
an unsafe request comes before it.
"""

from collections.abc import Sequence

from glutebot.answering.triage_rules import Level, SafetyRules, Sign, load_safety_rules
from glutebot.answering.triage_signs import Reading, raised_flags, read_message
from glutebot.domain.answers import Referral, Status
from glutebot.domain.model import Model

__all__ = [
    "SafetyRules", "Triage", "cleared_flags", "load_safety_rules", "raise_sign", "triage",
]  # fmt: skip

GRAVE: tuple[Level, ...] = ("crisis", "emergency", "same-day")
MOST_LINES = 3
"""How many routine lines may go with one answer."""
_REFERRALS: dict[Level, Referral] = {
    "crisis": "emergency", "emergency": "emergency", "same-day": "same-day", "routine": "routine",
}  # fmt: skip
_STATUSES: dict[Level, Status] = {
    "unsafe": Status.REFUSED, "off-topic": Status.REFUSED, "small-talk": Status.CLARIFY,
}  # fmt: skip


class Triage(Model):
    """What the gate has to say about one message."""

    flag: str
    """The id of the sign, or `unsafe-…`, `off-topic-…`, `small-talk-…`."""
    status: Status
    referral: Referral | None
    lines: tuple[str, ...]
    """Fixed, reviewed sentences; the first says what to do now."""
    stops: bool
    """True: this is the whole reply; False: the lines are shown with the retrieved answer."""
    follow_ups: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """Every sign that the message raised, for the conversation to keep; never a refusal's id."""


def triage(
    message: str, *, standing_flags: Sequence[str] = (), rules: SafetyRules
) -> Triage | None:
    """Return what must be said before or instead of an answer, or None when nothing must."""
    reading = read_message(message, rules)
    raised = raised_flags(reading, rules)
    cleared = set(_cleared(reading, standing_flags, rules, raised))
    raised = [(level, flag) for level, flag in raised if flag not in cleared]
    standing = [flag for flag in standing_flags if flag not in cleared]
    flags = tuple(flag for level, flag in raised if level in _REFERRALS)
    stopping = _first_stop(raised, rules)
    return (
        _reply(stopping, flags, rules)
        if stopping and stopping[0] in (*GRAVE, "routine", "unsafe")
        else _remind(reading, standing, flags, rules)
        or _accompany(reading, raised, standing, rules)
        or (_reply(stopping, flags, rules) if stopping else None)
    )


def cleared_flags(
    message: str, standing_flags: Sequence[str], rules: SafetyRules
) -> tuple[str, ...]:
    """Return the standing flags that the message says are gone or were checked.

    When it names one of them, only that one; when it names none, all that can pass.
    """
    reading = read_message(message, rules)
    return _cleared(reading, standing_flags, rules, raised_flags(reading, rules))


def raise_sign(flag: str, *, flags: tuple[str, ...], rules: SafetyRules) -> Triage | None:
    """Return the reply to a sign, or None when no rule has that id; `flags` are kept."""
    entry = rules.sign(flag)
    return _reply((entry[0], flag), flags, rules) if entry else None


def _cleared(
    reading: Reading,
    standing_flags: Sequence[str],
    rules: SafetyRules,
    raised: list[tuple[Level, str]],
) -> tuple[str, ...]:
    checked = bool(reading.said("checked", level="unsafe"))
    gone = bool(reading.said("gone", level="unsafe"))
    if reading.said("returned", level="unsafe") or not (checked or gone):
        ended = [flag for flag in standing_flags if _is_denied_now(flag, reading, rules)]
        return (*ended, *_safe_again(reading, standing_flags, rules))
    named = [flag for _, flag in raised if checked or flag in standing_flags]
    named = [flag for flag in named if _can_pass(flag, rules, checked=checked)]
    if named:
        return tuple(named)
    others = [flag for flag in standing_flags if _can_pass(flag, rules, checked=checked)]
    return (*others, *_safe_again(reading, standing_flags, rules))


def _is_denied_now(flag: str, reading: Reading, rules: SafetyRules) -> bool:
    """Say whether the message denies a sign that stood: "I don't have chest pain any more"."""
    entry = rules.sign(flag)
    if entry is None or not reading.concepts.get("no-longer"):
        return False
    names = {name for one in entry[1].when for name in one.all[0].split("|")}
    hits = [hit for name in names for hit in reading.concepts.get(name, ())]
    denied = bool(hits) and all(hit.start in reading.denied for hit in hits)
    return denied and _can_pass(flag, rules, checked=False)


def _can_pass(flag: str, rules: SafetyRules, *, checked: bool) -> bool:
    entry = rules.sign(flag)
    if entry is None or entry[0] not in ("emergency", "same-day", "routine"):
        return False
    return entry[1].clears or (checked and flag == "surgery")


def _safe_again(
    reading: Reading, standing_flags: Sequence[str], rules: SafetyRules
) -> tuple[str, ...]:
    """Return the crisis flags, when the person says that they are safe or were misread."""
    if not reading.said("safe-again", level="unsafe"):
        return ()
    return tuple(flag for flag in standing_flags if flag in rules.levels["crisis"].signs)


def _first_stop(raised: list[tuple[Level, str]], rules: SafetyRules) -> tuple[Level, str] | None:
    for level, flag in raised:
        if rules.levels[level].signs[flag].stops:
            return level, flag
    return None


def _reply(found: tuple[Level, str], flags: tuple[str, ...], rules: SafetyRules) -> Triage:
    level, flag = found
    sign = rules.levels[level].signs[flag]
    return _build(level, flag, sign, lines=sign.lines, flags=flags)


def _build(
    level: Level, flag: str, sign: Sign, *, lines: tuple[str, ...], flags: tuple[str, ...]
) -> Triage:
    return Triage(
        flag=flag,
        status=_STATUSES.get(level, Status.REFERRED),
        referral=_REFERRALS.get(level),
        lines=lines,
        stops=True,
        follow_ups=sign.follow_ups,
        flags=flags,
    )


def _remind(
    reading: Reading, standing: list[str], flags: tuple[str, ...], rules: SafetyRules
) -> Triage | None:
    """Hold back training while a grave sign stands, and what a stopping routine one forbids."""
    for level, flag, sign in rules.flags():
        if flag not in standing or not sign.stops:
            continue
        if level in GRAVE and reading.said("training", level="unsafe"):
            return _build(level, flag, sign, lines=rules.levels[level].reminder, flags=flags)
        if level == "routine" and _is_recalled(sign, reading):
            return _build(level, flag, sign, lines=sign.lines, flags=flags)
    return None


def _is_recalled(sign: Sign, reading: Reading) -> bool:
    return any(reading.said(names, level="unsafe") for names in sign.recall)


def _accompany(
    reading: Reading, raised: list[tuple[Level, str]], standing: list[str], rules: SafetyRules
) -> Triage | None:
    """Return the routine lines that go with the answer; standing ones where the topic calls."""
    new = [flag for level, flag in raised if level == "routine"]
    signs = rules.levels["routine"].signs
    again = [
        flag
        for flag, sign in signs.items()
        if flag in standing and flag not in new and not sign.stops
        and _is_recalled(sign, reading)
    ]  # fmt: skip
    shown = [*new, *again][:MOST_LINES]
    if not shown:
        return None
    return Triage(
        flag=shown[0],
        status=Status.ANSWERED,
        referral="routine",
        lines=tuple(line for flag in shown for line in signs[flag].lines),
        stops=False,
        flags=tuple(new),
    )
