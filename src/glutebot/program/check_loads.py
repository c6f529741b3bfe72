"""R24, R25, R28, R30, R31: loads, and how they move from week to week."""

from collections.abc import Iterator

from glutebot.domain.programs import Item, Violation
from glutebot.program.check_case import TINY, Case, Spot, hard, soft
from glutebot.program.check_effort import gate_floor, kind_of


def check_loads(case: Case) -> Iterator[Violation]:
    """Yield what breaks the rules on loads."""
    for spot in case.spots:
        yield from _load(case, spot)
        yield from _rounding(case, spot)
    yield from _heavy_sets(case)
    yield from _steps(case)


def _load(case: Case, spot: Spot) -> Iterator[Violation]:
    effort, item = case.catalogue.book.numbers.effort, spot.item
    top = case.profile.one_rep_max_kg.get(item.exercise_id)
    if item.load_kg is None:
        if spot.week.number == 1 and not item.notes:
            yield hard("R25", spot.where, "neither a load nor how to find it.",
                       "Say how the first session finds it.")  # fmt: skip
        if top and _must_load(case, item, top):
            yield hard("R24", spot.where, "the one-rep max is known and no load is given.",
                       "Give the load.")  # fmt: skip
        return
    if top is None:
        yield hard("R25", spot.where, "a load without a known one-rep max.",
                   "Give the reserve and how to find the load.")  # fmt: skip
        return
    share, known = item.load_kg / top, sum(item.reps) / 2 + item.rir
    off = abs(share - 1 / (1 + known / effort.epley)) > effort.load_band + TINY
    if share > effort.load_most + TINY or (known <= effort.load_known_to and off):
        yield hard("R24", spot.where, f"{item.load_kg:g} kg is {share:.0%} of the one-rep max.",
                   "Fit the load to repetitions and reserve.")  # fmt: skip


def _must_load(case: Case, item: Item, top: float) -> bool:
    """Tell whether a multiple of the increment fits, so that a load is owed."""
    effort, profile = case.catalogue.book.numbers.effort, case.profile
    people = case.catalogue.book.numbers.people
    young = profile.age is not None and profile.age <= people.supervised_to_age
    if profile.par_q_yes is None or young or gate_floor(case) >= effort.floor_draft:
        return False
    known = sum(item.reps) / 2 + item.rir
    if not _can_be_loaded(case, item) or item.unit != "reps" or known > effort.load_known_to:
        return False
    wanted, step = top / (1 + known / effort.epley), profile.increment_kg
    nearest = round(wanted / step) * step
    slack = effort.load_band * top / 2  # a load may have to stay where it was (R30)
    return nearest > 0 and abs(nearest - wanted) <= slack and nearest <= effort.load_most * top


def _can_be_loaded(case: Case, item: Item) -> bool:
    """Tell whether the gear at hand puts weight on this exercise."""
    choices, gear = case.catalogue.book.choices, case.profile.gear
    guide = case.guide(item)
    if guide is None:
        return False
    if item.exercise_id in choices.take_held_weights and gear & set(choices.held_weights):
        return True
    bearing = set(choices.load_bearing_gear)
    return any(gear >= set(n) and bearing & set(n) for n in guide.exercise.equipment_any_of)


def _rounding(case: Case, spot: Spot) -> Iterator[Violation]:
    step, load = case.profile.increment_kg, spot.item.load_kg
    if load is not None and abs(load / step - round(load / step)) > 1e-4:
        yield hard("R28", spot.where, f"{load:g} kg cannot be loaded in steps of {step:g} kg.",
                   "Round to the step.")  # fmt: skip


def _heavy_sets(case: Case) -> Iterator[Violation]:
    effort, profile = case.catalogue.book.numbers.effort, case.profile
    people = case.catalogue.book.numbers.people
    excused = (
        profile.goal != "strength"
        or profile.par_q_yes is None
        or gate_floor(case) > 0
        or any(pain.severity for pain in profile.pain)
        or not people.supervised_to_age < (profile.age or 18) < people.older_age
    )
    loaded = [spot.item for spot in case.working_spots if spot.item.load_kg is not None]
    owned = {
        item.exercise_id
        for item in loaded
        if item.exercise_id in profile.one_rep_max_kg and kind_of(case, item) == "compound"
    }
    if excused or not owned:
        return
    for week in case.working_weeks:
        heavy = sum(
            item.sets
            for session in week.sessions
            for item in session.items
            if item.load_kg is not None and item.exercise_id in owned
            and item.load_kg >= effort.heavy_share * profile.one_rep_max_kg[item.exercise_id] - TINY
        )  # fmt: skip
        if heavy < effort.heavy_sets:
            short = profile.minutes_per_session < case.catalogue.book.numbers.volume.half_hour
            tell = soft if short else hard  # time comes before load (R37 before R24)
            yield tell("R24", f"week {week.number}", f"{heavy} sets at 80 % or more.",
                       f"Give at least {effort.heavy_sets}.")  # fmt: skip


def _steps(case: Case) -> Iterator[Violation]:
    effort = case.catalogue.book.numbers.effort
    low, high = effort.load_step
    before: dict[tuple[str, int, int], Item] = {}
    for spot in case.working_spots:
        earlier, item = before.get(spot.key), spot.item
        before[spot.key] = item
        if earlier is None or earlier.load_kg is None or item.load_kg is None:
            continue
        step = (item.load_kg - earlier.load_kg) / earlier.load_kg
        if step > high + TINY or TINY < step < low - TINY:
            yield hard("R30", spot.where, f"the load rises by {step:.1%}.",
                       "Rise by 2 to 10 %, or add repetitions first.")  # fmt: skip
        if step > effort.lever_load + TINY and item.sets > earlier.sets + effort.lever_sets:
            yield soft("R31", spot.where, "sets and load rise together.", "Raise one of them.")
