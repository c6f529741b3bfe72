"""Which exercises fill the sessions: a coach's order of preference, inside the limits."""

from collections.abc import Iterable

from glutebot.domain.profiles import Profile
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.dose import (
    Dose,
    add_ramp,
    general_warm_up,
    order_doses,
    prescribe,
    session_seconds,
)  # fmt: skip
from glutebot.program.gates import Limits, allows, levels_above
from glutebot.program.pick import (
    BASE_SETS,
    SHORT,
    Attempt,
    Choosing,
    least_exercises,
    pick,
    pick_main,
)

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
    hinges = any(guide.pattern == "hinge" for guide in choosing.eligible.values())
    less_thigh = "quads" in profile.limit and hinges
    name = {(False, False): "plain", (False, True): "short", (True, False): "less-thigh",
            (True, True): "less-thigh-short"}[less_thigh, short]  # fmt: skip
    layout = weeks[name][sessions]
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


def _fill(choosing: Choosing, doses: list[Dose], slots: tuple[str, ...], share: float) -> None:
    most = _most_exercises(choosing)
    for slot in slots:
        guide = pick(choosing, doses, slot, share - _base_credit(doses))
        if guide and len(doses) < most:
            _add(choosing, doses, guide)
    least = least_exercises(choosing)
    _fill_up(choosing, doses, share - _base_credit(doses), least)
    if choosing.profile.history.glute_max_sets_per_week is None:
        _fill_up(choosing, doses, share - _base_credit(doses) + _SLACK, least)
        _fill_up(choosing, doses, float("inf"), SHORT)
    _fill_up(choosing, doses, float("inf"), 1)


def _fill_up(choosing: Choosing, doses: list[Dose], room: float, least: int) -> None:
    """Add what costs few glute sets until the session has enough exercises."""
    for slot in choosing.book.choices.fill:
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
    parts = [(dose, first_sets(dose, choosing.attempt)) for dose in ramped]
    return session_seconds(parts, warm_up, 0, choosing.book)


def first_sets(dose: Dose, attempt: Attempt) -> int:
    """Return the sets that an exercise starts with."""
    return 1 if attempt.lean and dose.guide.credit.glute_max < 1 else BASE_SETS


def _finish(doses: list[Dose], choosing: Choosing) -> list[Dose]:
    return add_ramp(order_doses(doses), choosing.profile, choosing.limits, choosing.book)


def _base_credit(doses: list[Dose]) -> float:
    return sum(BASE_SETS * dose.guide.credit.glute_max for dose in doses)


def _most_exercises(choosing: Choosing) -> int:
    minutes = choosing.profile.minutes_per_session
    table = choosing.book.numbers.time.exercises_by_minutes
    return max(count for least, count in table if minutes >= least)
