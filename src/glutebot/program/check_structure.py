"""R29, R32 to R36, R39 to R42: progression, deloads, order, ramps, swaps and policies."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from glutebot.domain.programs import Item, Session, Violation, Week
from glutebot.program.check_access import is_replacement, objections, open_guides
from glutebot.program.check_case import TINY, Case, glute_sets, hard, soft
from glutebot.program.check_effort import kind_of


def check_structure(case: Case) -> Iterator[Violation]:
    """Yield what breaks the rules on how sessions and weeks are put together."""
    for check in (_branches, _deloads, _policies, _stay, _swaps, _other_training):
        yield from check(case)
    for week in case.program.weeks:
        for session in week.sessions:
            where = f"week {week.number}, day {session.day}"
            yield from _order(case, where, session)
            yield from _warm_up(case, where, session)


def _branches(case: Case) -> Iterator[Violation]:
    for spot in case.spots:
        branches = spot.item.progression
        if not branches.on_success.strip() or not branches.on_failure.strip():
            yield hard("R29", spot.where, "the progression lacks a branch.",
                       "Say what follows success and what follows failure.")  # fmt: skip


def _deloads(case: Case) -> Iterator[Violation]:
    numbers, beginner = case.catalogue.book.numbers.deload, case.profile.experience == "beginner"
    runs = [0]
    for week in case.program.weeks:
        if week.deload:
            runs.append(0)
        else:
            runs[-1] += 1
    long = len(case.program.weeks) >= numbers.needed_from_weeks
    if long and not beginner and max(runs) > numbers.most_weeks_in_a_row:
        yield hard("R32", "program", f"{max(runs)} weeks without a deload.",
                   f"Plan one after {numbers.most_weeks_in_a_row} at most.")  # fmt: skip
    if any(run < numbers.least_weeks_between for run in runs[:-1]):
        yield hard("R32", "program", "a deload comes too soon.",
                   f"Train {numbers.least_weeks_between} weeks before each.")  # fmt: skip
    if long and beginner and len(runs) == 1 and not case.program.policies.deload.strip():
        yield hard("R32", "policies", "neither a deload nor the rule for one.", "Add the rule.")
    for before, week in pairwise(case.program.weeks):
        if week.deload and not before.deload:
            yield from _deload_week(case, before, week)


def _deload_week(case: Case, before: Week, week: Week) -> Iterator[Violation]:
    numbers, where = case.catalogue.book.numbers.deload, f"week {week.number}"
    low, high = numbers.share
    whole, now = glute_sets(before), glute_sets(week)
    if whole and not low - TINY <= now / whole <= high + TINY:
        yield hard("R32", where, f"{now:g} of {whole:g} glute sets.",
                   "Cut to 40 to 60 %.")  # fmt: skip
    if _shape(before) != _shape(week):
        yield hard("R32", where, "other exercises or days than the week before.",
                   "Keep exercises and days.")  # fmt: skip
        return
    for one, two in zip(before.sessions, week.sessions, strict=True):
        for earlier, item in zip(one.items, two.items, strict=True):
            heavier = (item.load_kg or 0) > (earlier.load_kg or item.load_kg or 0) + TINY
            if item.rir < numbers.rir or heavier:
                yield hard("R32", f"{where}, day {two.day}, {item.exercise_id}",
                           "too hard for a deload.",
                           "Leave 4 in reserve and no more load.")  # fmt: skip


def _shape(week: Week) -> list[tuple[int | None, list[str]]]:
    return [(s.weekday, [item.exercise_id for item in s.items]) for s in week.sessions]


def _policies(case: Case) -> Iterator[Violation]:
    policies = case.program.policies
    if not policies.deload.strip():
        yield soft("R33", "policies", "no rule for an early deload.", "Add it.")
    if not policies.missed.strip():
        yield soft("R40", "policies", "no rule for missed sessions.", "Add it.")
    if not policies.pain.strip():
        yield hard("R41", "policies", "the pain rule is missing.", "Print it.")


def _stay(case: Case) -> Iterator[Violation]:
    weeks: dict[str, set[int]] = defaultdict(set)
    for spot in case.spots:
        weeks[spot.item.exercise_id].add(spot.week.number)
    stay = min(case.catalogue.book.numbers.people.stay_weeks, len(case.program.weeks))
    for name, numbers in sorted(weeks.items()):
        if len(numbers) < stay:
            yield soft("R34", name, f"stays {len(numbers)} weeks only.", f"Keep it {stay} weeks.")


def _swaps(case: Case) -> Iterator[Violation]:
    open_now = open_guides(case.profile, case.catalogue)
    open_ids = {guide.id for guide in open_now}
    misplaced = {spot.item.exercise_id for spot in case.spots} - open_ids
    for spot in case.spots:
        guide = case.guide(spot.item)
        if guide is None:
            continue
        for name in spot.item.substitutes:
            other = case.catalogue.guides.get(name)
            fits = other and other.id != guide.id and is_replacement(guide, other, case.catalogue)
            if name in misplaced:
                continue  # told where it stands in a session
            blocked = other and objections(other, case.profile, case.catalogue, spot.week.number)
            if not fits or blocked:
                yield hard("R39", spot.where, f"{name} is no substitute here.", "Take it out.")
        if spot.item.substitutes:
            continue
        if any(o.id != guide.id and is_replacement(guide, o, case.catalogue) for o in open_now):
            yield hard("R39", spot.where, "no substitute is given.", "Name one.")
        elif guide.id in open_ids and not spot.item.notes:
            yield soft("R39", spot.where, "no substitute and no easier form.", "Add a note.")


def _order(case: Case, where: str, session: Session) -> Iterator[Violation]:
    kinds = [kind_of(case, item) for item in session.items]
    if len(kinds) > 1 and kinds[-1] == "ballistic":
        yield hard("R35", where, "ballistic work comes last.", "Put it first.")
    firsts = [i for i, kind in enumerate(kinds) if kind == "isolation"]
    lasts = [i for i, kind in enumerate(kinds) if kind == "compound"]
    activation = case.catalogue.book.numbers.people.activation_rir
    small = [i for i in firsts if session.items[i].rir < activation]
    if small and lasts and min(small) < max(lasts):
        yield soft("R35", where, "small lifts stand before big ones.", "Put big lifts first.")


def _warm_up(case: Case, where: str, session: Session) -> Iterator[Violation]:
    low, high = case.catalogue.book.numbers.time.warm_up
    if not low <= session.general_warm_up_seconds <= high:
        yield hard("R36", where, f"{session.general_warm_up_seconds} s of general warm-up.",
                   f"Give {low} to {high} s.")  # fmt: skip
    needing = next((item for item in session.items if _needs_ramp(case, item)), None)
    for item in session.items:
        if item is needing and not item.ramp_sets:
            yield hard("R36", where, f"{item.exercise_id} has no ramp sets.", "Add two to four.")
        elif item.ramp_sets:
            yield from _ramp(case, f"{where}, {item.exercise_id}", item)


def _needs_ramp(case: Case, item: Item) -> bool:
    ramp, choices = case.catalogue.book.numbers.ramp, case.catalogue.book.choices
    guide = case.catalogue.guides.get(item.exercise_id)
    if guide is None or kind_of(case, item) != "compound" or item.unit != "reps":
        return False
    top = case.profile.one_rep_max_kg.get(item.exercise_id)
    if item.load_kg and top and item.load_kg >= ramp.needed_from_share * top:
        return True
    gear = case.profile.gear & set(choices.load_bearing_gear)
    loaded = any(set(n) and set(n) & gear for n in guide.exercise.equipment_any_of)
    return loaded and item.reps[1] <= ramp.needed_to_reps


def _ramp(case: Case, where: str, item: Item) -> Iterator[Violation]:
    ramp, sets = case.catalogue.book.numbers.ramp, item.ramp_sets
    percents, reps = [r.percent_of_working for r in sets], [r.reps for r in sets]
    rising = all(a < b for a, b in pairwise(percents))
    falling = all(a > b for a, b in pairwise(reps))
    heavy = any(r.percent_of_working > (ramp.most_percent_single if r.reps == 1
                                        else ramp.most_percent) for r in sets)  # fmt: skip
    low, high = ramp.count
    if not low <= len(sets) <= high or not rising or not falling or heavy:
        yield hard("R36", where, "the ramp sets do not build up.",
                   "Two to four sets, load up, repetitions down, 85 % at most.")  # fmt: skip


def _other_training(case: Case) -> Iterator[Violation]:
    key = {other.weekday for other in case.profile.other_training if other.key}
    big = case.catalogue.book.numbers.volume.big_session
    for week in case.program.weeks:
        for session in week.sessions:
            follows = session.weekday is not None and session.weekday % 7 + 1 in key
            if follows and glute_sets(session) >= big:
                yield soft("R42", f"week {week.number}, day {session.day}",
                           "heavy glute work before a key session.", "Move it.")  # fmt: skip
