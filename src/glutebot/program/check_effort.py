"""R21 to R23, R26, R27: repetitions, reserve, rest and tempo."""

import re
from collections.abc import Iterator

from glutebot.domain.programs import Item, Violation, Week
from glutebot.program.check_case import Case, Spot, hard, soft
from glutebot.program.check_gates import lowest_rir

_TEMPO = re.compile(r"(\d+)-(\d+)-(\d+)-(\d+)")


def check_effort(case: Case) -> Iterator[Violation]:
    """Yield what breaks the rules on how hard and how long a set is."""
    for spot in case.spots:
        for check in (_reps, _rpe, _rest, _tempo):
            yield from check(case, spot)
    for spot in case.working_spots:
        yield from _reserve(case, spot)
    yield from _falling(case)
    yield from _starts(case)
    yield from _hard_enough(case)


def kind_of(case: Case, item: Item) -> str:
    """Return compound, isolation or ballistic; an unknown pattern is a compound."""
    pattern = case.catalogue.book.choices.patterns.get(item.pattern)
    return pattern.kind if pattern else "compound"


def _reps(case: Case, spot: Spot) -> Iterator[Violation]:
    effort, (low, high) = case.catalogue.book.numbers.effort, spot.item.reps
    if spot.item.unit == "seconds":
        least, most = effort.seconds
        if not least <= low <= high <= most:
            yield soft("R21", spot.where, f"{low} to {high} seconds.", f"Use {least} to {most}.")
        return
    least, most = effort.rep_limits
    if not least <= low <= high <= most:
        yield hard("R21", spot.where, f"{low} to {high} repetitions.", f"Use {least} to {most}.")
    elif not effort.least_low_reps <= low or high > low + effort.widest_range:
        yield soft("R21", spot.where, f"{low} to {high} repetitions.", "Use a narrower range.")
    elif spot.item.axial_load == 3 and high > effort.axial_three_most_reps:
        yield soft("R21", spot.where, "too many repetitions under the bar.", "Use 12 or fewer.")
    elif kind_of(case, spot.item) == "isolation" and low < effort.isolation_allowed[0]:
        yield soft("R21", spot.where, "few repetitions for a small lift.", "Use 8 or more.")


def _rpe(case: Case, spot: Spot) -> Iterator[Violation]:
    whole = case.catalogue.book.numbers.effort.rpe_from
    if abs(spot.item.rpe - (whole - spot.item.rir)) > 1e-9:
        yield hard("R23", spot.where, f"RPE {spot.item.rpe:g} with RIR {spot.item.rir:g}.",
                   "RPE is 10 minus RIR.")  # fmt: skip


def _rest(case: Case, spot: Spot) -> Iterator[Violation]:
    rest, item = case.catalogue.book.numbers.rest, spot.item
    if item.superset is not None and not _is_superset(spot):
        yield hard("R26", spot.where, f"superset {item.superset} is none.",
                   "Join two or three neighbours of different movements.")  # fmt: skip
    if item.superset is not None:
        return
    if item.rest_seconds < rest.reject_below:
        yield hard("R26", spot.where, f"{item.rest_seconds} s of rest.", "Rest 60 s or more.")
        return
    heavy = item.unit == "reps" and item.reps[1] <= rest.heavy_reps
    small = kind_of(case, item) == "isolation"
    low, high = rest.heavy if heavy else rest.isolation if small else rest.compound
    if not low <= item.rest_seconds <= high:
        yield soft("R26", spot.where, f"{item.rest_seconds} s of rest.", f"Rest {low} to {high} s.")


def _is_superset(spot: Spot) -> bool:
    """Tell whether the items of a superset are two or three neighbours of different patterns."""
    named = [item.superset == spot.item.superset for item in spot.session.items]
    joined = [item for item in spot.session.items if item.superset == spot.item.superset]
    first = named.index(True)
    adjacent = all(named[first : first + len(joined)])
    return adjacent and 2 <= len(joined) == len({item.pattern for item in joined}) <= 3


def _tempo(case: Case, spot: Spot) -> Iterator[Violation]:
    low, high = case.catalogue.book.numbers.effort.tempo_seconds
    seconds = tempo_seconds(spot.item)
    if seconds is None or not low <= seconds <= high:
        yield hard("R27", spot.where, f"tempo {spot.item.tempo}.",
                   f"Use four whole seconds that sum to {low} to {high}.")  # fmt: skip


def tempo_seconds(item: Item) -> int | None:
    """Return the seconds of one repetition, or None when the tempo cannot be read."""
    match = _TEMPO.fullmatch(item.tempo)
    return sum(int(part) for part in match.groups()) if match else None


def _is_activation(spot: Spot, case: Case) -> bool:
    activation = case.catalogue.book.numbers.people.activation_rir
    return spot.place == 0 and spot.item.sets <= 2 and spot.item.rir >= activation


def _reserve(case: Case, spot: Spot) -> Iterator[Violation]:
    effort = case.catalogue.book.numbers.effort
    if _is_activation(spot, case) and not _floor(case):
        return
    high_floor = gate_floor(case) >= effort.high_floor
    most = effort.most_rir_with_high_floor if high_floor else effort.most_rir
    if spot.item.rir > most:
        yield hard("R22", spot.where, f"RIR {spot.item.rir:g} is too easy.",
                   f"Leave {most} or fewer in reserve.")  # fmt: skip
    floor = max(_floor(case), _exercise_floor(case, spot))
    if spot.item.rir < floor or lowest_rir(spot) < max(_floor(case), _last_floor(case, spot)):
        yield hard("R22", spot.where, f"RIR {lowest_rir(spot):g} is too hard here.",
                   f"Leave {floor:g} or more in reserve.")  # fmt: skip


def gate_floor(case: Case) -> int:
    """Return the reserve that a gate (R03 to R06) asks for."""
    effort, profile = case.catalogue.book.numbers.effort, case.profile
    drafts = set(case.catalogue.book.gates.screening_drafts)
    if drafts & set(profile.par_q_yes or ()):
        return effort.floor_draft
    return effort.floor_birth if profile.pregnancy.status != "none" else 0


def _floor(case: Case) -> int:
    """Return the floor of the person for R22; R03 to R06 check theirs themselves."""
    people, effort = case.catalogue.book.numbers.people, case.catalogue.book.numbers.effort
    profile = case.profile
    told = {*profile.red_flags, *profile.conditions}
    careful = (
        profile.experience == "beginner"
        or any(pain.severity for pain in profile.pain)
        or (profile.age or 0) >= people.older_age
        or bool(told & set(case.catalogue.book.gates.careful_signs))
    )
    late_birth = profile.pregnancy.status == "postpartum"
    floor = effort.floor_careful if careful else 0
    return effort.floor_birth if late_birth and _is_late(case) else floor


def _is_late(case: Case) -> bool:
    weeks = case.profile.pregnancy.weeks or 0
    return weeks > case.catalogue.book.numbers.people.birth_careful_weeks


def _exercise_floor(case: Case, spot: Spot) -> int:
    """Return the least reserve of all sets but the last."""
    effort = case.catalogue.book.numbers.effort
    if spot.item.axial_load >= effort.axial_with_floor:
        return effort.floor_axial
    return effort.floor_free_weight if spot.item.sets > 1 else _last_floor(case, spot)


def _last_floor(case: Case, spot: Spot) -> int:
    """Return the least reserve of the last set: 0 on machines and in isolation."""
    effort, choices = case.catalogue.book.numbers.effort, case.catalogue.book.choices
    if spot.item.axial_load >= effort.axial_with_floor:
        return effort.floor_axial
    guide = case.guide(spot.item)
    gear = guide.exercise.equipment_any_of if guide else ()
    on_stack = bool(gear) and all(set(needed) & set(choices.stack_gear) for needed in gear)
    free = kind_of(case, spot.item) != "isolation" and not on_stack
    return effort.floor_free_weight if free else 0


def _blocks(case: Case) -> list[list[Week]]:
    """Return runs of working weeks, cut at deloads."""
    blocks: list[list[Week]] = [[]]
    for week in case.program.weeks:
        if week.deload:
            blocks.append([])
        else:
            blocks[-1].append(week)
    return [block for block in blocks if block]


def _falling(case: Case) -> Iterator[Violation]:
    for block in _blocks(case):
        numbers, before = {week.number for week in block}, dict[tuple[str, int, int], float]()
        for spot in case.working_spots:
            if spot.week.number not in numbers:
                continue
            if spot.item.rir > before.get(spot.key, 9):
                yield hard("R22", spot.where, "the reserve rises inside a block.",
                           "Keep it or let it fall.")  # fmt: skip
            before[spot.key] = spot.item.rir


def _starts(case: Case) -> Iterator[Violation]:
    effort, advanced = case.catalogue.book.numbers.effort, case.profile.experience == "advanced"
    for index, block in enumerate(_blocks(case)):
        low, high = effort.later_start_rir_advanced if advanced and index else effort.start_rir
        first = [spot for spot in case.working_spots if spot.week.number == block[0].number]
        reserves = [spot.item.rir for spot in first if not _is_activation(spot, case)]
        if min(reserves, default=0) < gate_floor(case):
            continue  # R03 to R05 say so
        if reserves and not low <= min(reserves) <= max(high, gate_floor(case)):
            yield hard("R22", f"week {block[0].number}",
                       f"the block starts at RIR {min(reserves):g}.",
                       f"Start at {low} to {high}.")  # fmt: skip


def _hard_enough(case: Case) -> Iterator[Violation]:
    effort, spots = case.catalogue.book.numbers.effort, case.working_spots
    long = len(case.program.weeks) >= effort.hard_enough_weeks
    forbidden = gate_floor(case) > effort.hard_enough_rir
    lowest = min((lowest_rir(spot) for spot in spots), default=0.0)
    if long and not forbidden and lowest > effort.hard_enough_rir:
        yield hard("R22", "program", "no set comes close enough to failure.",
                   "Let some sets fall to RIR 2.")  # fmt: skip
