"""Which exercises fill the sessions: a coach's order of preference, inside the limits."""

from collections.abc import Iterable
from dataclasses import replace

from glutebot.domain.profiles import Profile
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.dose import (
    BASE_SETS,
    Dose,
    add_ramp,
    general_warm_up,
    order_doses,
    prescribe,
    session_seconds,
)  # fmt: skip
from glutebot.program.gates import Limits, allows, is_older, levels_above
from glutebot.program.pick import (
    SHORT,
    Choosing,
    least_exercises,
    pick,
    pick_main,
)

_HEAVY_SETS = 3
"""Sets of the main lift where strength is the goal and the session has room for them."""
_SLACK = 1.0
"""Glute sets that a session may pass its share by, to hold enough exercises."""


def find_eligible(profile: Profile, limits: Limits, catalogue: Catalogue) -> dict[str, Guide]:
    """Return the guides that may stand in this person's program, by id."""
    allowed = {
        name: guide
        for name, guide in sorted(catalogue.guides.items())
        if allows(limits, profile, guide, catalogue.book)
    }
    return {
        name: guide
        for name, guide in allowed.items()
        if levels_above(limits.level, guide) <= 0
        or (levels_above(limits.level, guide) == 1 and find_easier(guide, allowed))
    }


def find_easier(guide: Guide, allowed: Iterable[str]) -> str | None:
    """Return the first easier form that the person may do."""
    within = set(allowed)
    return next((name for name in guide.exercise.easier if name in within), None)


def choose_sessions(choosing: Choosing, shares: list[float]) -> list[list[Dose]]:
    """Fill every session of the week; `shares` are the glute sets each aims at."""
    layout = _layout(choosing, len(shares))
    sessions: list[list[Dose]] = [[] for _ in shares]
    for doses, slots, share in zip(sessions, layout, shares, strict=True):
        _start(choosing, doses, slots[0], share)
    for doses, slots, share in zip(sessions, layout, shares, strict=True):
        _fill(choosing, doses, slots if not doses else slots[1:], share)
    return [_finish(doses, choosing) for doses in sessions]


def _layout(choosing: Choosing, sessions: int) -> tuple[tuple[str, ...], ...]:
    profile, weeks = choosing.profile, choosing.book.choices.weeks
    short = profile.minutes_per_session < choosing.book.numbers.volume.half_hour
    learning = choosing.limits.volume_level == "beginner"
    hinges = any(guide.pattern == "hinge" for guide in choosing.eligible.values())
    less_thigh = "quads" in profile.limit and hinges
    kind = "less-thigh" if less_thigh else "learning" if learning else "plain"
    layout = weeks[f"{kind}-short" if short else kind][sessions]
    if is_older(profile, choosing.book):
        first, *others = layout
        kept = (slot for slot in first[1:] if slot != "lunge")
        layout = ((first[0], "balance", *kept), *others)
    return _with_power(layout, choosing) if choosing.limits.goal == "performance" else layout


def _with_power(
    layout: tuple[tuple[str, ...], ...], choosing: Choosing
) -> tuple[tuple[str, ...], ...]:
    """Give athletes one ballistic place in the second session (or the only one)."""
    careful = choosing.limits.rir_floor >= choosing.book.numbers.effort.high_floor
    if careful or least_exercises(choosing) == SHORT:
        return layout
    place = min(1, len(layout) - 1)
    slots = layout[place]
    return (*layout[:place], (slots[0], "power", *slots[1:]), *layout[place + 1 :])


def _start(choosing: Choosing, doses: list[Dose], slot: str, share: float) -> None:
    """Choose the main lift; those of all sessions come first, so that they differ."""
    guide = pick_main(choosing, slot, share) or pick(choosing, doses, slot, share)
    if guide:
        _add(choosing, doses, guide)
        if doses and doses[0].heavy and share >= _HEAVY_SETS and not choosing.attempt.tight:
            doses[0] = replace(doses[0], first=_HEAVY_SETS)


def _fill(choosing: Choosing, doses: list[Dose], slots: tuple[str, ...], share: float) -> None:
    most, choices = _most_exercises(choosing), choosing.book.choices
    for slot in slots:
        room = share - _base_credit(doses)
        stretch = min(1.0, choosing.slack) if len(doses) == 1 else 0.0
        guide = pick(choosing, doses, slot, room + stretch)
        if guide and len(doses) < most and _add(choosing, doses, guide):
            choosing.slack -= max(BASE_SETS * guide.credit.glute_max - max(room, 0), 0)
    least = least_exercises(choosing)
    before, spare = _base_credit(doses), min(1.0, choosing.slack)
    _fill_up(choosing, doses, share - before + spare, least)
    choosing.slack -= max(_base_credit(doses) - max(share, before), 0)
    _fill_up(choosing, doses, share - _base_credit(doses), least, choices.fill_last)
    _fill_up(choosing, doses, share - _base_credit(doses) + spare, least, choices.fill_last)
    if choosing.profile.history.glute_max_sets_per_week is None:
        _fill_up(choosing, doses, share - _base_credit(doses) + _SLACK, least)
        _fill_up(choosing, doses, float("inf"), SHORT)
    _fill_up(choosing, doses, float("inf"), 1)


def _fill_up(
    choosing: Choosing, doses: list[Dose], room: float, least: int, slots: tuple[str, ...] = ()
) -> None:
    """Add what costs few glute sets until the session has enough exercises."""
    choices, less_thigh = choosing.book.choices, "quads" in choosing.profile.limit
    for slot in slots or (choices.fill_less_thigh if less_thigh else choices.fill):
        while len(doses) < least:
            guide = pick(choosing, doses, slot, room)
            if guide is None or not _add(choosing, doses, guide):
                break
            room -= BASE_SETS * guide.credit.glute_max


def _add(choosing: Choosing, doses: list[Dose], guide: Guide) -> bool:
    """Add an exercise if the time allows; the first is always taken."""
    dose = prescribe(guide, choosing.profile, choosing.limits, choosing.book,
                     main=not doses, tight=choosing.attempt.tight,
                     lean=choosing.attempt.lean)  # fmt: skip
    if doses and _seconds([*doses, dose], choosing) > choosing.budget:
        return False
    doses.append(dose)
    choosing.used[guide.id] += 1
    choosing.side_sets += BASE_SETS * guide.credit.glute_med
    return True


def _seconds(doses: list[Dose], choosing: Choosing) -> float:
    ramped = add_ramp(order_doses(doses), choosing.profile, choosing.limits, choosing.book)
    warm_up = general_warm_up(choosing.profile, choosing.book)
    parts = [(dose, dose.first) for dose in ramped]
    return session_seconds(parts, warm_up, 0, choosing.book)


def _finish(doses: list[Dose], choosing: Choosing) -> list[Dose]:
    return add_ramp(order_doses(doses), choosing.profile, choosing.limits, choosing.book)


def _base_credit(doses: list[Dose]) -> float:
    return sum(dose.first * dose.guide.credit.glute_max for dose in doses)


def _most_exercises(choosing: Choosing) -> int:
    minutes = choosing.profile.minutes_per_session
    table = choosing.book.numbers.time.exercises_by_minutes
    return max(count for least, count in table if minutes >= least)
