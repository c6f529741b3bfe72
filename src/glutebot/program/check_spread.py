"""R14 to R16: which days, which kinds of movement, how much of one exercise."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from glutebot.domain.programs import Session, Violation, Week
from glutebot.program.check_access import open_guides
from glutebot.program.check_case import TINY, Case, glute_sets, hard, items_of, soft


def check_spread(case: Case) -> Iterator[Violation]:
    """Yield what breaks R14 to R16."""
    guides = open_guides(case.profile, case.catalogue)
    direct = any(guide.credit.glute_max >= 1 for guide in guides)
    open_patterns = {guide.pattern for guide in guides}
    has_side = any(guide.credit.glute_med >= 1 for guide in guides)
    for week in case.program.weeks:
        yield from _days(case, week)
    for week in case.working_weeks:
        yield from _counted(case, week, direct)
        yield from _patterns(case, week, open_patterns, has_side)
        yield from _variety(case, week)


def _counted(case: Case, week: Week, possible: bool) -> Iterator[Violation]:
    volume, days = case.catalogue.book.numbers.volume, case.profile.days_per_week
    counted = sum(glute_sets(s) >= volume.counted_session - TINY for s in week.sessions)
    needed = min(volume.counted_sessions, days)
    if counted < needed:
        tell = hard if possible else soft
        yield tell("R14", f"week {week.number}", f"{counted} sessions have 3 glute sets or more.",
                   f"Give {needed} of them 3 or more.")  # fmt: skip
    elif days >= volume.many_days:
        sets = glute_sets(week)
        enough = sets >= volume.frequent_week
        wanted = min(volume.most_sessions if enough else int(sets // 3), len(week.sessions))
        if counted < wanted:
            yield soft("R14", f"week {week.number}", f"{counted} sessions of 3 glute sets.",
                       f"Spread the week over {wanted}.")  # fmt: skip


def _days(case: Case, week: Week) -> Iterator[Violation]:
    volume, profile = case.catalogue.book.numbers.volume, case.profile
    where = f"week {week.number}"
    older = profile.age is not None and profile.age >= case.catalogue.book.numbers.people.older_age
    fewer = older or profile.pregnancy.status != "none"
    least = 1 if fewer else min(profile.days_per_week, volume.most_sessions)
    if not least <= len(week.sessions) <= profile.days_per_week:
        yield soft("R14", where, f"{len(week.sessions)} sessions for {profile.days_per_week} days.",
                   "Match the days.")  # fmt: skip
    days = [session.weekday for session in week.sessions if session.weekday is not None]
    if days != sorted(set(days)):
        yield soft("R14", where, "weekdays repeat or are out of order.", "Put them in order.")
        return
    for one, two in pairwise(week.sessions):
        if one.weekday is not None and two.weekday is not None:
            yield from _close(case, where, one, two, (two.weekday - one.weekday) * 24)


def _close(case: Case, where: str, one: Session, two: Session, hours: int) -> Iterator[Violation]:
    volume = case.catalogue.book.numbers.volume
    if hours >= volume.hours_between_big or glute_sets(one) < volume.big_session:
        return
    shared = {item.pattern for item in one.items} & {item.pattern for item in two.items}
    if glute_sets(two) > volume.light_session + TINY or len(shared) > 1:
        yield soft("R14", where, f"days {one.day} and {two.day} are big and too close.",
                   "Move one or make the second light.")  # fmt: skip


def _patterns(
    case: Case, week: Week, open_patterns: set[str], has_side: bool
) -> Iterator[Violation]:
    groups, where = case.catalogue.book.choices.groups, f"week {week.number}"
    patterns = {item.pattern for item in items_of(week)}
    if len(patterns) < case.catalogue.book.numbers.volume.least_patterns:
        tell = hard if len(open_patterns) > 1 else soft
        yield tell("R15", where, "only one kind of movement.", "Add another.")
    if case.profile.days_per_week < 2:
        return
    side = any(item.credit.glute_med >= 1 for item in items_of(week))
    kinds = (
        ("thrust, bridge, kickback or hip extension", groups.extension, False, False),
        ("squat, lunge, hinge or step", groups.bend, False, False),
        ("abduction, rotation or step", groups.side, side, has_side),
    )
    for name, kind, covered, other_way in kinds:
        if covered or patterns & set(kind):
            continue
        possible = (other_way or open_patterns & set(kind)) and not _is_held_low(case)
        tell = hard if possible else soft
        yield tell("R15", where, f"no {name}.", "Add one, or say why it is left out.")


def _is_held_low(case: Case) -> bool:
    """Tell whether hardly any recent training leaves no room for every kind of work (R20)."""
    volume, habit = case.catalogue.book.numbers.volume, case.profile.history.glute_max_sets_per_week
    if habit is None:
        return False
    kinds = len(type(case.catalogue.book.choices.groups).model_fields)
    top = max(habit * volume.step_factor, habit + volume.step_sets)
    return top < kinds * volume.counted_session


def _variety(case: Case, week: Week) -> Iterator[Violation]:
    share = case.catalogue.book.numbers.volume.most_of_one_exercise
    by_exercise: dict[str, float] = defaultdict(float)
    for item in items_of(week):
        by_exercise[item.exercise_id] += item.sets * item.credit.glute_max
    whole = sum(by_exercise.values())
    for name, sets in by_exercise.items():
        if len(by_exercise) >= 3 and sets > share * whole + TINY:
            yield soft("R16", f"week {week.number}", f"{name} holds over half of the glute sets.",
                       "Spread them.")  # fmt: skip
    if not any(item.per_side for item in items_of(week)):
        yield soft("R16", f"week {week.number}", "nothing is done one side at a time.",
                   "Add a one-sided exercise.")  # fmt: skip
