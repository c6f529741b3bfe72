"""The shape of the weeks: blocks and deloads, effort and volume by week, sessions and weekdays."""

from dataclasses import dataclass
from math import ceil

from glutebot.domain.profiles import Profile
from glutebot.program.book import Book
from glutebot.program.dose import BASE_SETS
from glutebot.program.gates import Limits


@dataclass(frozen=True)
class PlannedWeek:
    """One week before it has sessions."""

    number: int
    deload: bool
    block: int
    place: int
    """Accumulation weeks of this block before this one."""
    length: int
    """Accumulation weeks of this block."""


def plan_weeks(weeks: int, *, beginner: bool, book: Book) -> list[PlannedWeek]:
    """Lay out blocks; whoever is no beginner gets a deload after each block from six weeks on."""
    planned = not beginner and weeks >= book.numbers.deload.needed_from_weeks
    deloads = (weeks + 3) // 6 if planned else 0
    lengths = _split(weeks - deloads, max(deloads, 1))
    laid: list[PlannedWeek] = []
    for block, length in enumerate(lengths):
        for place in range(length):
            laid.append(PlannedWeek(len(laid) + 1, False, block, place, length))
        if planned:
            laid.append(PlannedWeek(len(laid) + 1, True, block, length, length))
    return laid


def _split(total: int, parts: int) -> list[int]:
    """Split a number into parts that differ by one at most, larger ones first."""
    return [total // parts + (index < total % parts) for index in range(parts)]


def base_rir(week: PlannedWeek, profile: Profile, limits: Limits, book: Book) -> int:
    """Return the repetitions in reserve of a week before an exercise's own floor counts."""
    effort = book.numbers.effort
    if week.deload:
        easy = min(limits.rir_floor + 1, effort.most_rir_with_high_floor)
        return max(book.numbers.deload.rir, easy)
    first, last = effort.first_rir, effort.last_rir[profile.experience]
    fall = first - last
    if profile.experience == "advanced":
        fallen = ceil(week.place * fall / max(week.length - 1, 1))
    else:
        fallen = week.place * (fall + 1) // week.length
    return max(first - min(fallen, fall), limits.rir_floor)


def volume_targets(
    weeks: list[PlannedWeek], sessions: int, profile: Profile, limits: Limits, book: Book
) -> list[float]:
    """Return the glute sets each week aims at; a deload's is that of the week before."""
    if limits.goal == "maintenance":
        return [maintenance_target(sessions, profile, book)] * len(weeks)
    start, top = start_target(sessions, profile, limits, book), top_target(profile, limits, book)
    usual = _usual_start(sessions, profile, limits, book)
    steps = _steps(profile, limits, book)
    targets: list[float] = []
    for week in weeks:
        if week.block and week.place == 0:
            start = start + 1 if start >= usual else min(usual, targets[-1])
        grown = sum(steps[place % len(steps)] for place in range(min(week.place, week.length - 1)))
        targets.append(min(start + grown, max(top, start)))
    return targets


def _steps(profile: Profile, limits: Limits, book: Book) -> tuple[int, ...]:
    if profile.pregnancy.status == "pregnant":
        return (0,)
    if is_specialised(profile, limits, book):
        return (2,)
    return book.numbers.volume.weekly_steps[limits.volume_level]


def is_specialised(profile: Profile, limits: Limits, book: Book) -> bool:
    """Tell whether a short specialisation block was asked for and suits."""
    short = profile.weeks <= book.numbers.volume.specialise_most_weeks
    return profile.specialise and short and _has_full_band(profile, limits)


def _has_full_band(profile: Profile, limits: Limits) -> bool:
    wanted = limits.goal == "hypertrophy" or "glute-max" in profile.prioritise
    return wanted and "glute-max" not in profile.limit


def start_target(sessions: int, profile: Profile, limits: Limits, book: Book) -> float:
    """Return the glute sets of week 1: the level's start, but no more than a step over habit."""
    volume, start = book.numbers.volume, _usual_start(sessions, profile, limits, book)
    habit = profile.history.glute_max_sets_per_week
    if start >= sessions * volume.session_most:  # leave one crowded session room to grow
        start = max(volume.band[limits.volume_level][0], start - volume.step_sets)
    if habit is not None:
        start = min(start, max(habit * volume.step_factor, habit + volume.step_sets))
        return max(start, least_target(sessions, book))
    return max(start, least_target(sessions, book), _useful_target(sessions, book))


def _useful_target(sessions: int, book: Book) -> float:
    """Return the glute sets with which each session has a lead lift and two count (R14)."""
    counted = book.numbers.volume.counted_session - BASE_SETS
    return BASE_SETS * sessions + counted * min(sessions, book.numbers.volume.counted_sessions)


def start_slack(target: float, profile: Profile, limits: Limits, book: Book) -> float:
    """Return by how many glute sets week 1 may pass its target for a better choice of lifts."""
    told = profile.history.glute_max_sets_per_week is not None
    if told or profile.pregnancy.status != "none" or limits.goal == "maintenance":
        return 0.0
    most = book.numbers.volume.start_slack[limits.goal == "strength"]
    return max(min(most, book.numbers.volume.latest_start[limits.volume_level] - target), 0.0)


def lift_targets(
    targets: list[float], first: float, profile: Profile, limits: Limits, book: Book
) -> list[float]:
    """Raise every week's target by as much as week 1 starts above its own."""
    above = max(first - targets[0], 0.0)
    if limits.goal == "maintenance" or not above:
        return targets
    top = max(top_target(profile, limits, book), first)
    return [min(target + above, top) for target in targets]


def _usual_start(sessions: int, profile: Profile, limits: Limits, book: Book) -> float:
    """Return the level's start, whatever was trained before."""
    volume, level = book.numbers.volume, limits.volume_level
    full = _has_full_band(profile, limits)
    start: float = (volume.start if full else volume.start_lower_half)[level]
    if level == "beginner" and full:
        start = max(start, volume.beginner_start_per_session * sessions)
    if is_specialised(profile, limits, book):
        start = max(start, volume.latest_start[level])
    return start


def least_target(sessions: int, book: Book) -> float:
    """Return the fewest glute sets that R11 and R14 leave, whatever else is asked."""
    volume = book.numbers.volume
    counted = volume.counted_session * min(volume.counted_sessions, sessions)
    return max(volume.least_direct_sets, counted)


def top_target(profile: Profile, limits: Limits, book: Book) -> float:
    """Return the most glute sets of any week: the band, or its lower half for other goals."""
    low, high = book.numbers.volume.band[limits.volume_level]
    return high if _has_full_band(profile, limits) else (low + high) / 2


def maintenance_target(sessions: int, profile: Profile, book: Book) -> float:
    """Return the glute sets that hold what is there."""
    volume = book.numbers.volume
    least, most = volume.maintenance
    habit = profile.history.glute_max_sets_per_week
    third = ceil((habit or 0) * volume.maintenance_share)
    spread = least_target(sessions, book) + max(sessions - volume.counted_sessions, 0)
    wanted: float = max(min(max(spread, least), most), third)
    if habit is not None:
        wanted = min(wanted, max(habit * volume.step_factor, habit + volume.step_sets))
    return max(wanted, least_target(sessions, book))


def pick_weekdays(sessions: int, profile: Profile, book: Book) -> tuple[int, ...]:
    """Return the weekdays that best spare the key sessions of another sport, and the day before."""
    key = {other.weekday for other in profile.other_training if other.key}
    busy = key | {(day - 2) % 7 + 1 for day in key}
    candidates = book.choices.weekdays[sessions]
    return min(candidates, key=lambda days: len(busy & set(days)))


def _whole_shares(total: float, sessions: int, light: int, most_sessions: int) -> list[float]:
    """Share in whole sets, the rest to the first; the second of four days stays light."""
    if sessions == most_sessions and total / sessions > light:
        first, *others = _whole_shares(total - light, sessions - 1, light, most_sessions)
        return [first, light, *others]
    whole, left = divmod(total, sessions)
    order = [0, 2, 3, 1] if sessions == most_sessions else list(range(sessions))
    shares = [whole] * sessions
    for place in order[: int(left)]:
        shares[place] += 1
    shares[0] += left % 1
    return shares


def session_targets(total: float, sessions: int, profile: Profile, book: Book) -> list[float]:
    """Share a week's glute sets out, so that enough sessions reach the three that count."""
    volume = book.numbers.volume
    counted = volume.counted_session
    total = min(total, sessions * volume.session_most_direct)
    if total >= counted * sessions:
        return _whole_shares(total, sessions, volume.light_session, volume.most_sessions)
    order = [0, 2, 1, 3][:sessions] if sessions > 2 else list(range(sessions))
    full = int(total // counted) if profile.days_per_week >= volume.many_days else 2
    full = min(full, sessions)
    left = max(total - full * counted, 0) / max(sessions - full, 1)
    shares = [left] * sessions
    for place in order[:full]:
        shares[place] = min(counted, total)
    return shares
