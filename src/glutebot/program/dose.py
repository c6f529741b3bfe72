"""How an exercise is done: repetitions, tempo, rest and ramp sets, and the time that takes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import RampSet, Unit
from glutebot.program.book import Book
from glutebot.program.book_choices import Kind
from glutebot.program.catalogue import Guide
from glutebot.program.gates import Limits, has_gear, is_supervised

TIERS = (2, 1, 0)
"""Rest tiers, the longest rest first."""
BASE_SETS = 2
"""Each exercise starts with two sets, so that a deload can halve them."""
_MOST_AXIAL = 3


@dataclass(frozen=True)
class Dose:
    """An exercise with everything that stays the same from week to week."""

    guide: Guide
    kind: Kind
    main: bool
    loaded: bool
    heavy: bool
    unit: Unit
    reps: tuple[int, int]
    tempo: str
    rests: tuple[int, ...]
    """Seconds by tier, tightest first."""
    first: int
    """Sets to start with."""
    ramp: tuple[RampSet, ...] = ()

    @property
    def middle(self) -> float:
        """Return the middle of the range."""
        return sum(self.reps) / 2

    @property
    def sides(self) -> int:
        """Return how often a set is done: once, or once a side."""
        return 2 if self.guide.exercise.unilateral else 1


def prescribe(
    guide: Guide,
    profile: Profile,
    limits: Limits,
    book: Book,
    *,
    main: bool,
    tight: bool,
    lean: bool = False,
) -> Dose:
    """Return the dose of an exercise; `main` is the first lift, `tight` a session short of time.

    `lean` gives up the long rests of heavy work, when nothing else fits the time.
    """
    choices = book.choices
    kind = choices.patterns[guide.pattern].kind
    loaded = is_loaded(profile, guide, book)
    heavy = kind == "compound" and loaded and not lean
    heavy = heavy and _is_heavy(guide, profile, limits, book, main)
    timed = guide.id in choices.timed
    rest = book.numbers.rest
    tiers = rest.tiers_isolation if kind == "isolation" else rest.tiers_compound
    dose = Dose(
        guide=guide,
        kind=kind,
        main=main,
        loaded=loaded,
        heavy=heavy,
        unit="seconds" if timed else "reps",
        reps=book.numbers.effort.walk_seconds,
        tempo=choices.tempo_of.get(guide.id, choices.patterns[guide.pattern].tempo),
        rests=rest.tiers_heavy if heavy else tiers,
        first=1 if lean and guide.credit.glute_max < 1 else BASE_SETS,
    )
    if timed:
        return dose
    reps = _reps(dose, profile, limits, book, tight)
    if lean and reps == book.numbers.effort.compound_with_one_rep_max:
        reps = _light_reps(guide, book)
    return replace(dose, reps=reps)


def _light_reps(guide: Guide, book: Book) -> tuple[int, int]:
    """Return repetitions that need no ramp sets, for a session without time for them."""
    effort = book.numbers.effort
    on_spine = guide.exercise.axial_load == _MOST_AXIAL
    return effort.isolation_short if on_spine else effort.compound_without_ramp


def is_loaded(profile: Profile, guide: Guide, book: Book) -> bool:
    """Tell whether the exercise is done against weights, with the gear at hand."""
    choices = book.choices
    bearing = set(choices.load_bearing_gear)
    if any(set(n) & bearing and set(n) <= profile.gear for n in guide.exercise.equipment_any_of):
        return True
    held = bool(profile.gear & set(choices.held_weights))
    return held and guide.id in choices.take_held_weights and has_gear(profile, guide)


def is_bare(guide: Guide) -> bool:
    """Tell whether the exercise works with body weight alone."""
    return () in guide.exercise.equipment_any_of


def _is_heavy(guide: Guide, profile: Profile, limits: Limits, book: Book, main: bool) -> bool:
    """Tell whether strength is trained here with few, heavy repetitions."""
    high = limits.rir_floor >= book.numbers.effort.high_floor
    if limits.goal != "strength" or high or limits.pain_cautions or is_supervised(profile, book):
        return False
    known = guide.id in profile.one_rep_max_kg and limits.gives_loads
    return known or (main and not guide.exercise.unilateral and not is_bare(guide))


def _reps(dose: Dose, profile: Profile, limits: Limits, book: Book, tight: bool) -> tuple[int, int]:
    effort = book.numbers.effort
    known = dose.guide.id in profile.one_rep_max_kg and limits.gives_loads
    if dose.kind == "ballistic":
        return effort.ballistic
    if dose.heavy:
        return effort.strength_main if known else effort.strength_main_by_feel
    if not dose.loaded:
        return _unloaded_reps(dose, book, tight)
    if dose.kind == "isolation":
        return effort.isolation_short if tight and dose.sides == 2 else effort.isolation
    if known and limits.rir_floor < effort.high_floor:
        return effort.compound_with_one_rep_max
    return effort.compound


def _unloaded_reps(dose: Dose, book: Book, tight: bool) -> tuple[int, int]:
    effort = book.numbers.effort
    if tight and dose.sides == 2:
        return effort.isolation_short if dose.kind == "isolation" else effort.no_load_short
    if tight:
        return effort.no_load_per_side
    return effort.no_load_per_side if dose.sides == 2 else effort.no_load


def set_seconds(dose: Dose, book: Book) -> float:
    """Return the seconds of one set, both sides counted (R37)."""
    one = dose.middle * (1 if dose.unit == "seconds" else sum(map(int, dose.tempo.split("-"))))
    return dose.sides * one + book.numbers.time.set_extra


def session_seconds(
    parts: Iterable[tuple[Dose, int]], warm_up: int, tier: int, book: Book
) -> float:
    """Return how long doses with their numbers of sets take, at a rest tier (R37)."""
    time = book.numbers.time
    total: float = warm_up
    for dose, sets in parts:
        ramp = len(dose.ramp) * (time.ramp_set + time.ramp_rest)
        work = sets * set_seconds(dose, book) + (sets - 1) * dose.rests[tier]
        total += time.setup + ramp + work
    return total


def general_warm_up(profile: Profile, book: Book) -> int:
    """Return the seconds of easy movement before a session."""
    time = book.numbers.time
    long = profile.minutes_per_session >= time.warm_up_long_from_minutes
    return time.warm_up_long if long else time.warm_up_short


def order_doses(doses: Iterable[Dose]) -> list[Dose]:
    """Put ballistic work first, then heavy and spine-loading compounds, then isolation (R35).

    Otherwise the main lift leads.
    """
    return sorted(doses, key=_order)


def _order(dose: Dose) -> tuple[int, bool, bool, bool, bool]:
    kinds: tuple[Kind, ...] = ("ballistic", "compound", "isolation")
    on_spine = dose.guide.exercise.axial_load == _MOST_AXIAL
    last = dose.guide.pattern.startswith(("abduction", "external"))
    return kinds.index(dose.kind), not dose.heavy, not on_spine, not dose.main, last


def add_ramp(doses: list[Dose], profile: Profile, limits: Limits, book: Book) -> list[Dose]:
    """Give ramp sets to the first heavy lift, or with time to the first loaded one (R36)."""
    long = profile.minutes_per_session >= book.numbers.time.warm_up_long_from_minutes
    compounds = [dose for dose in doses if dose.kind == "compound" and dose.loaded]
    needing = [dose for dose in compounds if _needs_ramp(dose, profile, limits, book)]
    others = [dose for dose in compounds if long and _builds_up(dose, profile, limits, book)]
    chosen = (needing or others)[:1]
    return [replace(d, ramp=_ramp(d, long, book)) if d in chosen else d for d in doses]


def _builds_up(dose: Dose, profile: Profile, limits: Limits, book: Book) -> bool:
    """Tell whether lighter sets first are worth the time: on a bar or machine, or with skill."""
    if is_bare(dose.guide) or dose.sides == 2:
        return False
    gear = profile.gear & set(book.choices.ramped_gear)
    on_bar = any(gear & set(needed) for needed in dose.guide.exercise.equipment_any_of)
    return on_bar or limits.level != "beginner"


def _needs_ramp(dose: Dose, profile: Profile, limits: Limits, book: Book) -> bool:
    effort, exercise = book.numbers.effort, dose.guide.exercise
    on_spine = exercise.axial_load >= effort.axial_with_floor
    hardest = dose.middle + (effort.floor_axial if on_spine else effort.floor_free_weight)
    known = dose.guide.id in profile.one_rep_max_kg and limits.gives_loads
    has_load = known and dose.loaded and hardest <= effort.load_known_to
    return has_load or dose.reps[1] <= book.numbers.ramp.needed_to_reps


def _ramp(dose: Dose, long: bool, book: Book) -> tuple[RampSet, ...]:
    ramp = book.numbers.ramp
    plan = (ramp.heavy if long else ramp.heavy_short) if dose.heavy else ramp.plain
    return tuple(RampSet(percent_of_working=percent, reps=reps) for percent, reps in plan)
