"""Which exercise takes one place in a session: the first of a slot that fits everything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.dose import Dose
from glutebot.program.gates import Limits

BASE_SETS = 2
"""Each exercise starts with two sets, so that a deload can halve them."""
_OWN = -100
_USED = 5
"""How many places of preference it costs to stand in the week already."""
_SPINE_HEAVY = 3
SHORT = 2
_MOST_USES = 2
_DIRECT = ("thrust", "bridge", "kickback", "lunge", "squat", "hinge")


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
    """Return the first lift where the session's size asks for a special one.

    A short session needs a direct lift, and one of few glute sets splits them over two lifts.
    """
    if least_exercises(choosing) == SHORT or choosing.attempt.lean:
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


def _candidates(choosing: Choosing, slot: str) -> Iterator[tuple[tuple[int, bool, int], Guide]]:
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
