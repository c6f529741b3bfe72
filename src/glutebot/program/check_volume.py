"""R10 to R20: how much, and how it is spread over the week."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from glutebot.domain.programs import Violation, Week
from glutebot.program.check_access import open_guides
from glutebot.program.check_case import (
    TINY,
    Case,
    count_sets,
    direct_sets,
    glute_sets,
    hard,
    items_of,
    soft,
)
from glutebot.program.check_spread import check_spread


def check_volume(case: Case) -> Iterator[Violation]:
    """Yield what breaks R10 to R20."""
    for check in (_band, _direct, _side, _session_size, check_spread, _balance, _spine, _steps):
        yield from check(case)


def _band(case: Case) -> Iterator[Violation]:
    volume, profile = case.catalogue.book.numbers.volume, case.profile
    short = profile.weeks <= volume.specialise_most_weeks
    limit = volume.reject_above_specialised if profile.specialise and short else volume.reject_above
    low, high = volume.band[profile.experience]
    full = profile.goal == "hypertrophy" or "glute-max" in profile.prioritise
    high_here = high if full else (low + high) / 2
    for week in case.program.weeks:
        sets = glute_sets(week)
        if sets > limit + TINY:
            yield hard("R10", f"week {week.number}", f"{sets:g} glute sets are over {limit}.",
                       "Take sets out.")  # fmt: skip
        elif week.deload or profile.goal == "maintenance":
            continue
        elif not low - TINY <= sets <= high_here + TINY:
            yield soft("R10", f"week {week.number}",
                       f"{sets:g} glute sets are outside {low:g} to {high_here:g}.",
                       "Change the time, the days or the sets.")  # fmt: skip
    yield from _start(case)


def _start(case: Case) -> Iterator[Violation]:
    volume, profile = case.catalogue.book.numbers.volume, case.profile
    first, latest = case.program.weeks[0], volume.latest_start[profile.experience]
    top: float = latest
    if profile.experience == "beginner":
        top = max(latest, volume.beginner_start_per_session * len(first.sessions))
    if glute_sets(first) > top + TINY and profile.goal != "maintenance":
        yield soft("R10", "week 1", f"starts with {glute_sets(first):g} glute sets, over {top:g}.",
                   "Start lower and build up.")  # fmt: skip


def _direct(case: Case) -> Iterator[Violation]:
    volume, profile = case.catalogue.book.numbers.volume, case.profile
    least = volume.least_direct_sets
    possible = any(g.credit.glute_max >= 1 for g in open_guides(profile, case.catalogue))
    habit = profile.history.glute_max_sets_per_week
    for week in case.working_weeks:
        if profile.goal == "maintenance":
            third = volume.maintenance_share * (habit or 0)
            kept = glute_sets(week) >= third - TINY if habit else direct_sets(week) >= least
            if not kept:
                yield soft("R11", f"week {week.number}", "too little to hold size.", "Add sets.")
        elif direct_sets(week) < least:
            tell = hard if possible else soft
            told = f"{direct_sets(week)} direct glute sets, under {least}."
            yield tell("R11", f"week {week.number}", told, f"Give at least {least}.")


def _side(case: Case) -> Iterator[Violation]:
    volume, profile = case.catalogue.book.numbers.volume, case.profile
    running = any("run" in other.kind.casefold() for other in profile.other_training)
    knee = any(pain.area == "knee" and pain.severity for pain in profile.pain)
    wanted = "glute-med" in profile.prioritise or knee or running
    least = volume.glute_med_wanted if wanted else volume.glute_med_least
    for week in case.working_weeks:
        sets = glute_sets(week, "glute_med")
        if not least <= sets <= volume.glute_med_most:
            told = f"{count_sets(sets)} for the side glutes, outside {least} to "
            yield soft("R12", f"week {week.number}", f"{told}{volume.glute_med_most}.",
                       f"Aim at {least} to {volume.glute_med_most}.")  # fmt: skip


def _session_size(case: Case) -> Iterator[Violation]:
    volume = case.catalogue.book.numbers.volume
    long = case.profile.minutes_per_session >= volume.half_hour
    fewest, most = volume.session_exercises
    fewest = volume.session_exercises_from_half_hour if long else fewest
    low, high = volume.item_sets
    for week in case.program.weeks:
        for session in week.sessions:
            where = f"week {week.number}, day {session.day}"
            if glute_sets(session) > volume.session_most + TINY:
                yield hard("R13", where, f"{glute_sets(session):g} glute sets in one session.",
                           f"Stay at {volume.session_most} or fewer.")  # fmt: skip
            sizes = (
                (direct_sets(session) > volume.session_most_direct, "too many direct sets"),
                (sum(i.sets for i in session.items) > volume.session_most_sets, "too many sets"),
                (not fewest <= len(session.items) <= most, f"{len(session.items)} exercises"),
                (any(not low <= i.sets <= high for i in session.items), "1 to 6 sets each"),
            )
            for broken, message in sizes:
                if broken:
                    yield soft("R13", where, f"{message}.", "Change the number of sets or lifts.")


def _balance(case: Case) -> Iterator[Violation]:
    volume, limit = case.catalogue.book.numbers.volume, case.profile.limit
    sparing = case.catalogue.book.choices.thigh_sparing
    for week in case.working_weeks:
        where = f"week {week.number}"
        for muscle in ("quads", "hamstrings"):
            kept = volume.thigh_sets_least_limited if muscle in limit else volume.thigh_sets_least
            if glute_sets(week, muscle) < kept:
                told = f"{count_sets(glute_sets(week, muscle))} for the {muscle}, under {kept}."
                yield soft("R17", where, told,
                           f"Aim at {kept} or more.")  # fmt: skip
        yield from _ratio(case, week)
        whole = glute_sets(week)
        spared = sum(i.sets * i.credit.glute_max for i in items_of(week) if i.pattern in sparing)
        if "quads" in limit and spared < volume.thigh_sparing_share * whole:
            yield soft("R18", where, "too many glute sets come from squats, lunges and hinges.",
                       "Give more thrusts, bridges and kickbacks.")  # fmt: skip


def _ratio(case: Case, week: Week) -> Iterator[Violation]:
    low, high = case.catalogue.book.numbers.volume.hinge_to_squat
    hinge = sum(i.sets for i in items_of(week) if i.pattern.startswith(("hinge", "hip ext")))
    squat = sum(i.sets for i in items_of(week) if i.pattern.startswith(("squat", "lunge")))
    limited = {"quads", "hamstrings"} & set(case.profile.limit)
    if not limited and not low * squat - TINY <= hinge <= high * squat + TINY:
        yield soft("R17", f"week {week.number}", f"{hinge} hinge to {squat} squat and lunge sets.",
                   "Bring them closer together.")  # fmt: skip


def _spine(case: Case) -> Iterator[Violation]:
    most = case.catalogue.book.numbers.volume.axial_three_sets[case.profile.experience]
    for week in case.program.weeks:
        heavy = sum(item.sets for item in items_of(week) if item.axial_load == 3)
        if heavy > most:
            yield soft("R19", f"week {week.number}", f"{heavy} sets load the spine heavily.",
                       f"Stay at {most}.")  # fmt: skip
        for session in week.sessions:
            loads = [item.axial_load for item in session.items]
            if any(a == b == 3 for a, b in pairwise(loads)):
                yield soft("R19", f"week {week.number}, day {session.day}",
                           "two heavy spine lifts in a row.", "Put one between.")  # fmt: skip


def _steps(case: Case) -> Iterator[Violation]:
    weeks, volume = case.working_weeks, case.catalogue.book.numbers.volume
    for before, week in pairwise(weeks):
        yield from _step(case, glute_sets(before), week)
    habit = case.profile.history.glute_max_sets_per_week
    if habit is None or not weeks:
        return
    least: dict[int, float] = defaultdict(lambda: volume.counted_session * volume.counted_sessions)
    least[1] = volume.least_direct_sets
    floor = least[len(weeks[0].sessions)]
    for found in _step(case, habit, weeks[0]):
        few = direct_sets(weeks[0]) <= volume.least_direct_sets
        forced = glute_sets(weeks[0]) <= floor + TINY or few
        yield found.model_copy(update={"severity": "soft"}) if forced else found


def _step(case: Case, before: float, week: Week) -> Iterator[Violation]:
    volume, sets = case.catalogue.book.numbers.volume, glute_sets(week)
    top = max(before * volume.step_factor, before + volume.step_sets)
    if sets > top + TINY:
        yield hard("R20", f"week {week.number}", f"{before:g} to {sets:g} glute sets in one step.",
                   f"Rise to {top:g} at most.")  # fmt: skip
