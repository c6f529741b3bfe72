"""Which exercises fill the sessions: a coach's order of preference, inside the limits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
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

BASE_SETS = 2
"""Each exercise starts with two sets, so that a deload can halve them."""
_OWN = -100
_USED = 5
"""How many places of preference it costs to stand in the week already."""
_SPINE_HEAVY = 3
_SHORT = 2
_MOST_USES = 2
_SLACK = 1.0
"""Glute sets that a session may pass its share by, to hold enough exercises."""
_DIRECT = ("thrust", "bridge", "kickback", "lunge", "squat", "hinge")


@dataclass(frozen=True)
class Attempt:
    """How far a plan is cut for time or for a small start."""

    tight: bool
    """Fewer repetitions for small and unloaded lifts."""
    tolerance: float = 1.0
    """How much of the session's minutes may be used."""
    lean: bool = False
    """Direct lifts first, and one set for those that spare the gluteus maximus."""
    most_sessions: int = 6


@dataclass
class Choosing:
    """The state of filling a week: who for, what fits, what is taken."""

    profile: Profile
    limits: Limits
    catalogue: Catalogue
    attempt: Attempt
    budget: float
    """Seconds of a session."""
    eligible: dict[str, Guide]
    used: Counter[str] = field(default_factory=Counter)
    """How often each exercise stands in the week so far."""
    side_sets: float = 0.0
    """Sets for the side glutes that the week holds so far."""

    @property
    def book(self) -> Book:
        """Return the data files."""
        return self.catalogue.book


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
    less_thigh = "quads" in profile.limit
    name = {(False, False): "plain", (False, True): "short", (True, False): "less-thigh",
            (True, True): "less-thigh-short"}[less_thigh, short]  # fmt: skip
    layout = weeks[name][sessions]
    return _with_power(layout, choosing) if choosing.limits.goal == "performance" else layout


def _with_power(
    layout: tuple[tuple[str, ...], ...], choosing: Choosing
) -> tuple[tuple[str, ...], ...]:
    """Give athletes one ballistic place in the second session (or the only one)."""
    careful = choosing.limits.rir_floor >= choosing.book.numbers.effort.high_floor
    if careful or _least_exercises(choosing) == _SHORT:
        return layout
    place = min(1, len(layout) - 1)
    slots = layout[place]
    return (*layout[:place], (slots[0], "power", *slots[1:]), *layout[place + 1 :])


def _start(choosing: Choosing, doses: list[Dose], slot: str, share: float) -> None:
    """Choose the main lift; those of all sessions come first, so that they differ."""
    guide = _pick_main(choosing, slot, share) or _pick(choosing, doses, slot, share)
    if guide:
        _add(choosing, doses, guide)


def _fill(choosing: Choosing, doses: list[Dose], slots: tuple[str, ...], share: float) -> None:
    most = _most_exercises(choosing)
    for slot in slots:
        guide = _pick(choosing, doses, slot, share - _base_credit(doses))
        if guide and len(doses) < most:
            _add(choosing, doses, guide)
    least = _least_exercises(choosing)
    _fill_up(choosing, doses, share - _base_credit(doses), least)
    if choosing.profile.history.glute_max_sets_per_week is None:
        _fill_up(choosing, doses, share - _base_credit(doses) + _SLACK, least)
        _fill_up(choosing, doses, float("inf"), _SHORT)
    _fill_up(choosing, doses, float("inf"), 1)


def _pick_main(choosing: Choosing, slot: str, share: float) -> Guide | None:
    """Return the first lift where the session's size asks for a special one.

    A short session needs a direct lift, and one of few glute sets splits them over two lifts.
    """
    if _least_exercises(choosing) == _SHORT or choosing.attempt.lean:
        slots = dict.fromkeys((*_slot_and_fallbacks(slot, choosing.book), *_DIRECT))
        ranked = [
            (place, rank, guide)
            for place, name in enumerate(slots)
            for rank, guide in _candidates(choosing, name)
            if guide.credit.glute_max >= 1 and share + 1e-9 >= BASE_SETS
        ]
        return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None
    small = [
        (rank, guide)
        for rank, guide in _candidates(choosing, slot)
        if BASE_SETS * guide.credit.glute_max <= share / 2 and guide.id not in choosing.used
    ]
    few = share < choosing.book.numbers.volume.counted_session
    return min(small, key=lambda ranked: ranked[0])[1] if few and small else None


def _fill_up(choosing: Choosing, doses: list[Dose], room: float, least: int) -> None:
    """Add what costs few glute sets until the session has enough exercises."""
    for slot in choosing.book.choices.fill:
        while len(doses) < least:
            guide = _pick(choosing, doses, slot, room)
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
    return 1 if attempt.lean and dose.guide.credit.glute_max == 0 else BASE_SETS


def _finish(doses: list[Dose], choosing: Choosing) -> list[Dose]:
    return add_ramp(order_doses(doses), choosing.profile, choosing.limits, choosing.book)


def _base_credit(doses: list[Dose]) -> float:
    return sum(BASE_SETS * dose.guide.credit.glute_max for dose in doses)


def _most_exercises(choosing: Choosing) -> int:
    minutes = choosing.profile.minutes_per_session
    table = choosing.book.numbers.time.exercises_by_minutes
    return max(count for least, count in table if minutes >= least)


def _least_exercises(choosing: Choosing) -> int:
    volume = choosing.book.numbers.volume
    long = choosing.profile.minutes_per_session >= volume.half_hour
    return volume.session_exercises_from_half_hour if long else volume.session_exercises[0]


def _pick(choosing: Choosing, doses: list[Dose], slot: str, room: float) -> Guide | None:
    """Return the best exercise for a slot that costs no more glute sets than there is room for."""
    taken = {dose.guide.id for dose in doses}
    for name in _slot_and_fallbacks(slot, choosing.book):
        fitting = [
            (rank, guide)
            for rank, guide in _candidates(choosing, name)
            if guide.id not in taken
            and BASE_SETS * guide.credit.glute_max <= room + 1e-9
            and not _stacks_spine_load(guide, doses)
            and (room == float("inf") or not _repeats(guide, doses, choosing))
        ]
        if fitting:
            return min(fitting, key=lambda ranked: ranked[0])[1]
    return None


def _slot_and_fallbacks(slot: str, book: Book) -> Iterator[str]:
    seen: list[str] = [slot]
    for name in seen:
        yield name
        seen.extend(n for n in book.choices.slots[name].otherwise if n not in seen)


def _candidates(
    choosing: Choosing, slot: str
) -> Iterator[tuple[tuple[int, bool, int], Guide]]:
    """Yield the eligible exercises of a slot, each with how it ranks, low first."""
    entry = choosing.book.choices.slots[slot]
    names = entry.beginner if choosing.limits.level == "beginner" else entry.first
    for index, name in enumerate(names):
        guide = choosing.eligible.get(name)
        if guide is None:
            continue
        own = name in choosing.profile.one_rep_max_kg and name not in choosing.used
        sore = len(set(guide.exercise.cautions) & choosing.limits.pain_cautions)
        held_back = "quads" in choosing.profile.limit and guide.credit.quads == 1
        place = index + (_OWN if own else 0) + _USED * choosing.used[name]
        yield (sore, held_back, place), guide


def _repeats(guide: Guide, doses: list[Dose], choosing: Choosing) -> bool:
    """Tell whether an exercise brings a movement twice, or too much for the side glutes (R12)."""
    most = choosing.book.numbers.volume.glute_med_most - BASE_SETS
    again = any(_movement(dose.guide) == _movement(guide) for dose in doses)
    if again or (guide.credit.glute_max and choosing.used[guide.id] >= _MOST_USES):
        return True
    return choosing.side_sets + BASE_SETS * guide.credit.glute_med > most


def _movement(guide: Guide) -> str:
    """Return the movement without its variant: a trap-bar deadlift is a hinge."""
    return guide.pattern.split(" (")[0].split("/")[0]


def _stacks_spine_load(guide: Guide, doses: list[Dose]) -> bool:
    return guide.exercise.axial_load >= _SPINE_HEAVY and any(
        dose.guide.exercise.axial_load >= _SPINE_HEAVY for dose in doses
    )
