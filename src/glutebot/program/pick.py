"""Which exercise takes one place in a session: the first of a slot that fits everything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.dose import BASE_SETS, Dose
from glutebot.program.gates import Limits, levels_above

Rank = tuple[int, bool, int, int, int]
_OWN = -100
_USED = 5
_USED_SMALL = 2
"""How many places of preference it costs to stand in the week already, by size of the lift."""
_SPINE_HEAVY = 3
_BACK = "LB"
"""The caution of the low back, which weighs what loads the spine."""
_LEEWAY = 0.5
"""Exercises by which hinges and squats may leave R17's ratio while a week is being filled."""
SHORT = 2
_MOST_USES = 2
_DIRECT = ("lunge", "squat", "hinge", "thrust", "bridge", "kickback")
"""Where else to look for a lift to lead a session with."""


@dataclass(frozen=True)
class Attempt:
    """How far a plan is cut for time or for a small start."""

    tight: bool
    """Fewer repetitions for small and unloaded lifts."""
    tolerance: float = 1.0
    """How much of the session's minutes may be used."""
    lean: bool = False
    """Direct lifts first, and one set for those that are not."""
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
    slack: float = 0.0
    """Glute sets that the week may start above its target, for a better choice of lifts."""
    side_sets: float = 0.0
    """Sets for the side glutes that the week holds so far."""

    @property
    def book(self) -> Book:
        """Return the data files."""
        return self.catalogue.book


def least_exercises(choosing: Choosing) -> int:
    """Return how many exercises a session needs at least, by its minutes (R13)."""
    volume = choosing.book.numbers.volume
    long = choosing.profile.minutes_per_session >= volume.half_hour
    return volume.session_exercises_from_half_hour if long else volume.session_exercises[0]


def pick_main(choosing: Choosing, slot: str, share: float) -> Guide | None:
    """Return the lift that leads a session: direct, at the person's level, new to the week.

    A session of hardly any glute sets takes a smaller lift, so that they go over two.
    """
    if share + 1e-9 >= BASE_SETS:
        return _pick_direct(choosing, slot)
    small = [
        (rank, guide)
        for rank, guide in _candidates(choosing, slot)
        if BASE_SETS * guide.credit.glute_max <= share / 2 and guide.id not in choosing.used
    ]
    return min(small, key=lambda ranked: ranked[0])[1] if small else None


def _pick_direct(choosing: Choosing, slot: str) -> Guide | None:
    slots = dict.fromkeys((*_slot_and_fallbacks(slot, choosing.book), *_DIRECT))
    ranked = [
        (
            (levels_above(choosing.limits.level, guide) > 0, choosing.used[guide.id], place, rank),
            guide,
        )
        for place, name in enumerate(slots)
        for rank, guide in _candidates(choosing, name)
        if guide.credit.glute_max >= 1
    ]
    return min(ranked, key=lambda entry: entry[0])[1] if ranked else None


def pick(choosing: Choosing, doses: list[Dose], slot: str, room: float) -> Guide | None:
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


def _candidates(choosing: Choosing, slot: str) -> Iterator[tuple[Rank, Guide]]:
    """Yield the eligible exercises of a slot, each with how it ranks, low first.

    Where something hurts or calls for care, exercises without that caution come first, and of
    those with it the easier ones.
    """
    entry = choosing.book.choices.slots[slot]
    names = entry.beginner if choosing.limits.level == "beginner" else entry.first
    for index, name in enumerate(names):
        guide = choosing.eligible.get(name)
        if guide is None:
            continue
        own = name in choosing.profile.one_rep_max_kg and name not in choosing.used
        cautions = set(guide.exercise.cautions)
        sore = len(cautions & choosing.limits.pain_cautions)
        delicate = len(cautions & choosing.limits.cautions)
        if _BACK in choosing.limits.cautions:
            delicate += guide.exercise.axial_load
        hard = levels_above("beginner", guide) if delicate else 0
        held_back = "quads" in choosing.profile.limit and guide.credit.quads == 1
        again = _USED if _is_big(guide, choosing.book) else _USED_SMALL
        place = index + (_OWN if own else 0) + again * choosing.used[name]
        yield (sore, held_back, delicate, hard, place), guide


def _is_big(guide: Guide, book: Book) -> bool:
    return book.choices.patterns[guide.pattern].kind != "isolation"


def _repeats(guide: Guide, doses: list[Dose], choosing: Choosing) -> bool:
    """Tell whether an exercise brings a movement twice, or too much for the side glutes (R12)."""
    most = choosing.book.numbers.volume.glute_med_most
    if guide.credit.glute_med >= 1:
        most -= BASE_SETS  # room for the sets that later weeks add
    again = any(_movement(dose.guide) == _movement(guide) for dose in doses)
    if again or (guide.credit.glute_max and choosing.used[guide.id] >= _MOST_USES):
        return True
    too_much_side = choosing.side_sets + BASE_SETS * guide.credit.glute_med > most
    return too_much_side or _tips_balance(guide, choosing)


def _tips_balance(guide: Guide, choosing: Choosing) -> bool:
    """Tell whether hinges and squats would differ by more than R17 likes, both being there."""
    low, high = choosing.book.numbers.volume.hinge_to_squat
    hinges = sum(n for name, n in choosing.used.items() if _bends(choosing, name) == "hinge")
    squats = sum(n for name, n in choosing.used.items() if _bends(choosing, name) == "squat")
    kind = _bends(choosing, guide.id)
    if not (hinges and squats and kind):
        return False
    hinges, squats = hinges + (kind == "hinge"), squats + (kind == "squat")
    return not low * squats - _LEEWAY <= hinges <= high * squats + _LEEWAY


def _bends(choosing: Choosing, name: str) -> str | None:
    pattern = choosing.eligible[name].pattern
    if pattern.startswith(("hinge", "hip ext")):
        return "hinge"
    return "squat" if pattern.startswith(("squat", "lunge")) else None


def _movement(guide: Guide) -> str:
    """Return the movement without its variant: a trap-bar deadlift is a hinge."""
    return guide.pattern.split(" (")[0].split("/")[0]


def _stacks_spine_load(guide: Guide, doses: list[Dose]) -> bool:
    return guide.exercise.axial_load >= _SPINE_HEAVY and any(
        dose.guide.exercise.axial_load >= _SPINE_HEAVY for dose in doses
    )
