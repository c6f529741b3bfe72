"""How many sets each exercise gets: raised towards a week's target, halved for a deload."""

from collections.abc import Iterator
from dataclasses import dataclass

from glutebot.domain.exercises import Credit
from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
from glutebot.program.dose import Dose, general_warm_up, session_seconds

Sets = tuple[tuple[int, ...], ...]
"""Sets by session and item."""
_TINY = 1e-9
_MOST_SETS, _MOST_MAIN_SETS, _MOST_SIDE_SETS = 4, 5, 3


@dataclass(frozen=True)
class Layout:
    """The chosen doses of a week with what their sets must fit into."""

    sessions: tuple[tuple[Dose, ...], ...]
    profile: Profile
    book: Book
    budget: float
    crowded: frozenset[int]
    """Sessions that follow another within 48 hours and therefore stay light."""

    def places(self) -> Iterator[tuple[int, int, Dose]]:
        """Yield session, place and dose of every item."""
        for session, doses in enumerate(self.sessions):
            for place, dose in enumerate(doses):
                yield session, place, dose


def base_sets(layout: Layout) -> Sets:
    """Return the sets that every exercise starts with."""
    return tuple(tuple(dose.first for dose in row) for row in layout.sessions)


def credit_of(layout: Layout, sets: Sets, muscle: str, session: int | None = None) -> float:
    """Return the fractional sets of a muscle in the week or in one session."""
    return sum(
        sets[s][p] * float(getattr(dose.guide.credit, muscle))
        for s, p, dose in layout.places()
        if session is None or s == session
    )


def direct_sets(layout: Layout, sets: Sets, session: int | None = None) -> int:
    """Return the sets that count fully for the gluteus maximus."""
    return sum(
        sets[s][p]
        for s, p, dose in layout.places()
        if dose.guide.credit.glute_max >= 1 and session in (None, s)
    )


def raise_to(layout: Layout, sets: Sets, target: float) -> Sets:
    """Add sets one by one, the most useful first, until the week reaches its glute target."""
    while True:
        steps = [
            (_usefulness(layout, sets, s, p), s, p)
            for s, p, dose in layout.places()
            if dose.guide.credit.glute_max > 0 and _fits(layout, sets, s, p, target)
        ]
        if not steps:
            return sets
        _, session, place = min(steps)
        sets = _one_more(sets, session, place)


def raise_direct(layout: Layout, sets: Sets) -> Sets:
    """Add direct glute sets up to the least that keeps a stimulus, whatever the target (R11)."""
    least = layout.book.numbers.volume.least_direct_sets
    while direct_sets(layout, sets) < least:
        steps = [
            (sets[s][p], s, p)
            for s, p, dose in layout.places()
            if dose.guide.credit.glute_max >= 1 and _fits(layout, sets, s, p, float("inf"))
        ]
        if not steps:
            return sets
        _, session, place = min(steps)
        sets = _one_more(sets, session, place)
    return sets


def raise_counted(layout: Layout, sets: Sets) -> Sets:
    """Bring the nearest sessions up to what counts as one, whatever the target (R14)."""
    volume, sessions = layout.book.numbers.volume, range(len(layout.sessions))
    needed = min(volume.counted_sessions, len(sessions))
    while _counted(layout, sets, volume.counted_session) < needed:
        steps = [
            (-here, sets[s][p], s, p)
            for s, p, dose in layout.places()
            if (here := credit_of(layout, sets, "glute_max", s)) < volume.counted_session
            and dose.guide.credit.glute_max > 0
            and _fits(layout, sets, s, p, float("inf"))
        ]
        if not steps:
            return sets
        *_, session, place = min(steps)
        sets = _one_more(sets, session, place)
    return sets


def raise_side_work(layout: Layout, sets: Sets, wanted: float) -> Sets:
    """Add sets for the side glutes that cost no glute maximus sets, as far as time allows."""
    most = _MOST_SIDE_SETS + ("glute-med" in layout.profile.prioritise)
    while credit_of(layout, sets, "glute_med") < wanted:
        steps = [
            (sets[s][p], s, p)
            for s, p, dose in layout.places()
            if dose.guide.credit.glute_med > 0
            and dose.guide.credit.glute_max == 0
            and sets[s][p] < most
            and _fits(layout, sets, s, p, float("inf"))
        ]
        if not steps:
            return sets
        _, session, place = min(steps)
        sets = _one_more(sets, session, place)
    return sets


def _one_more(sets: Sets, session: int, place: int) -> Sets:
    changed = list(sets[session])
    changed[place] += 1
    return (*sets[:session], tuple(changed), *sets[session + 1 :])


def _usefulness(layout: Layout, sets: Sets, session: int, place: int) -> tuple[float, ...]:
    """Rank a further set; lower is better: counted sessions, direct sets, then balance."""
    volume, dose = layout.book.numbers.volume, layout.sessions[session][place]
    here = credit_of(layout, sets, "glute_max", session)
    needed = min(volume.counted_sessions, len(layout.sessions))
    counted = _counted(layout, sets, volume.counted_session)
    lifts_session = counted < needed and here < volume.counted_session
    nearness = -here if lifts_session else here
    lacks_direct = direct_sets(layout, sets) < volume.least_direct_sets
    return (
        not lifts_session,
        not (lacks_direct and dose.guide.credit.glute_max >= 1),
        _passes_side_limit(layout, sets, dose.guide.credit),
        nearness,
        sets[session][place] - dose.main / 2 - _helps_thighs(layout, sets, dose.guide.credit),
        place,
    )


def _passes_side_limit(layout: Layout, sets: Sets, credit: Credit) -> bool:
    """Tell whether a further set would give the side glutes more than R12 likes."""
    most = layout.book.numbers.volume.glute_med_most
    return credit.glute_med > 0 and credit_of(layout, sets, "glute_med") + credit.glute_med > most


def _counted(layout: Layout, sets: Sets, least: float) -> int:
    return sum(
        credit_of(layout, sets, "glute_max", s) >= least for s in range(len(layout.sessions))
    )


def _helps_thighs(layout: Layout, sets: Sets, credit: Credit) -> float:
    """Return a set's worth for each thigh muscle that is short and would gain."""
    volume, profile = layout.book.numbers.volume, layout.profile
    help_given = 0.0
    for name in ("quads", "hamstrings"):
        wanted = name in profile.prioritise and name not in profile.limit
        least = volume.thigh_sets_least * (2 if wanted else 1)
        if name in profile.limit:
            least = volume.thigh_sets_least_limited
        if credit_of(layout, sets, name) < least:
            help_given += getattr(credit, name)
    return help_given


def _fits(layout: Layout, sets: Sets, session: int, place: int, target: float) -> bool:
    volume, dose = layout.book.numbers.volume, layout.sessions[session][place]
    raised = _one_more(sets, session, place)
    here = credit_of(layout, raised, "glute_max", session)
    most_here = volume.light_session if session in layout.crowded else volume.session_most
    return (
        raised[session][place] <= (_MOST_MAIN_SETS if dose.main else _MOST_SETS)
        and credit_of(layout, raised, "glute_max") <= target + _TINY
        and here <= most_here + _TINY
        and direct_sets(layout, raised, session) <= volume.session_most_direct
        and sum(raised[session]) <= volume.session_most_sets
        and _is_spread(layout, raised, session, place, target)
        and _spares_spine(layout, raised)
        and seconds_of(layout, raised, session) <= layout.budget
    )


def _is_spread(layout: Layout, sets: Sets, session: int, place: int, target: float) -> bool:
    """Keep one exercise at half of the week's glute sets at most, where there is a choice."""
    names = {dose.guide.id for _, _, dose in layout.places() if dose.guide.credit.glute_max}
    chosen = layout.sessions[session][place].guide
    lacking = direct_sets(layout, sets) <= layout.book.numbers.volume.least_direct_sets
    if len(names) < 3 or lacking or chosen.credit.glute_max == 0:
        return True
    own = sum(
        sets[s][p] * chosen.credit.glute_max
        for s, p, dose in layout.places()
        if dose.guide.id == chosen.id
    )
    total = max(min(target, 99), credit_of(layout, sets, "glute_max"))
    return own <= layout.book.numbers.volume.most_of_one_exercise * total + _TINY


def _spares_spine(layout: Layout, sets: Sets) -> bool:
    most = layout.book.numbers.volume.axial_three_sets[layout.profile.experience]
    heavy = (s for s in layout.places() if s[2].guide.exercise.axial_load == 3)
    return sum(sets[s][p] for s, p, _ in heavy) <= most


def seconds_of(layout: Layout, sets: Sets, session: int, tier: int = 0) -> float:
    """Return how long a session takes with these sets at a rest tier."""
    parts = zip(layout.sessions[session], sets[session], strict=True)
    warm_up = general_warm_up(layout.profile, layout.book)
    return session_seconds(parts, warm_up, tier, layout.book)


def halve(layout: Layout, sets: Sets) -> Sets:
    """Return the deload of a week: every exercise stays, the glute sets fall to about half."""
    low, high = layout.book.numbers.deload.share
    whole = credit_of(layout, sets, "glute_max")
    halved: Sets = tuple(tuple(max(1, n // 2) for n in row) for row in sets)
    while True:
        now = credit_of(layout, halved, "glute_max")
        steps = [
            (_deload_rank(layout, halved, s, now >= low * whole), s, p)
            for s, p, dose in layout.places()
            if halved[s][p] < sets[s][p]
            and 0 < dose.guide.credit.glute_max <= high * whole - now + _TINY
        ]
        wanted = [step for step in steps if now < low * whole or step[0][0] == 0]
        if not wanted:
            return halved
        _, session, place = min(wanted)
        halved = _one_more(halved, session, place)


def _deload_rank(layout: Layout, sets: Sets, session: int, enough: bool) -> tuple[float, ...]:
    """Prefer the session that is nearest to counting as one (R14)."""
    volume = layout.book.numbers.volume
    here = credit_of(layout, sets, "glute_max", session)
    needed = min(volume.counted_sessions, len(layout.sessions))
    short = _counted(layout, sets, volume.counted_session) < needed
    lifts = short and here < volume.counted_session
    return (0 if lifts else 1, -here if lifts else here, enough)
