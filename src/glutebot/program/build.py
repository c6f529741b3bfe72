"""From a Profile to a Program or a Refusal: pure, and the same bytes for the same Profile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Program, Refusal, Session, Week, WeekVolume
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.check import check_program, explain_rules
from glutebot.program.choose import choose_sessions, find_eligible
from glutebot.program.dose import TIERS, general_warm_up
from glutebot.program.gates import Limits, find_limits
from glutebot.program.items import Citing, Writing, write_item
from glutebot.program.pick import Attempt, Choosing
from glutebot.program.reasons import write_changes, write_reasons
from glutebot.program.refusals import find_refusal, refuse
from glutebot.program.volume import (
    Layout,
    Sets,
    base_sets,
    credit_of,
    halve,
    raise_counted,
    raise_direct,
    raise_side_work,
    raise_to,
    seconds_of,
)  # fmt: skip
from glutebot.program.weeks import (
    PlannedWeek,
    lift_targets,
    pick_weekdays,
    plan_weeks,
    session_targets,
    start_slack,
    volume_targets,
)  # fmt: skip
from glutebot.program.words import (
    name_session,
    write_assumptions,
    write_policies,
    write_role,
    write_stop_signs,
    write_warm_up,
    write_warnings,
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A week's exercises and the sets of every week."""

    weeks: list[PlannedWeek]
    sets: list[Sets]
    layout: Layout
    weekdays: tuple[int, ...]


def build_program(profile: Profile, catalogue: Catalogue) -> Program | Refusal:
    """Return the program for a profile, or the refusal that its safety gates call for.

    Attempts go from the ordinary dose to one cut for time; the first without a hard violation
    is returned, so what leaves here has passed the independent check.
    Where none passes, the limits leave nothing worth training, and the refusal says so.

    Raises:
        InputError: a dislike names no exercise; the remedy names the nearest.
    """
    refusal = find_refusal(profile, catalogue.book)
    if refusal:
        return refusal
    catalogue.names.require_known(profile.dislikes, "dislikes")
    profile = _with_known_lifts(profile, catalogue)
    disliked = catalogue.names.find_all(profile.dislikes)
    limits = find_limits(profile, catalogue.book, disliked=disliked)
    eligible = find_eligible(profile, limits, catalogue)
    if not any(guide.credit.glute_max or guide.credit.glute_med for guide in eligible.values()):
        return _refuse_empty(profile, catalogue)
    for plan in _attempts(profile, limits, catalogue, eligible):
        program = _write(plan, profile, limits, catalogue, eligible)
        found = check_program(program, catalogue)
        if not any(violation.severity == "hard" for violation in found):
            return program.model_copy(update={"rules": explain_rules(program, catalogue, found)})
    if limits.pain_cautions:
        return refuse(catalogue.book, "R08", "routine", "pain")
    return refuse(catalogue.book, "R37", None, "time")


def _with_known_lifts(profile: Profile, catalogue: Catalogue) -> Profile:
    """Spell the lifts of known one-rep maxes as the catalogue does; unknown ones stay as told."""
    given = profile.one_rep_max_kg
    spelled = {catalogue.names.find_one(name) or name: load for name, load in given.items()}
    return profile.model_copy(update={"one_rep_max_kg": spelled}) if spelled != given else profile


def _refuse_empty(profile: Profile, catalogue: Catalogue) -> Refusal:
    limits = find_limits(profile, catalogue.book)
    if find_eligible(profile, limits, catalogue):
        return refuse(catalogue.book, "R09", None, "dislikes")
    return refuse(catalogue.book, "R08", "routine", "pain")


def _attempts(
    profile: Profile, limits: Limits, catalogue: Catalogue, eligible: Mapping[str, Guide]
) -> Iterator[Plan]:
    """Yield plans, each cut more for time than the one before."""
    book = catalogue.book
    tolerance = book.numbers.time.tolerance
    short = profile.minutes_per_session < book.numbers.volume.half_hour
    attempts = (
        Attempt(tight=short),
        Attempt(tight=True),
        Attempt(tight=True, tolerance=tolerance),
        Attempt(tight=True, tolerance=tolerance, lean=True),
        Attempt(tight=True, tolerance=tolerance, lean=True, most_sessions=2),
    )
    for attempt in attempts:
        budget = profile.minutes_per_session * 60 * attempt.tolerance
        yield _plan(Choosing(profile, limits, catalogue, attempt, budget, dict(eligible)))


def _plan(choosing: Choosing) -> Plan:
    profile, limits, book = choosing.profile, choosing.limits, choosing.book
    sessions = min(limits.most_sessions, choosing.attempt.most_sessions)
    weeks = plan_weeks(profile.weeks, beginner=profile.experience == "beginner", book=book)
    targets = volume_targets(weeks, sessions, profile, limits, book)
    shares = session_targets(targets[0], sessions, profile, book)
    choosing.slack = start_slack(targets[0], profile, limits, book)
    doses = choose_sessions(choosing, shares)
    layout = Layout(
        sessions=tuple(tuple(row) for row in doses),
        profile=profile,
        book=book,
        budget=choosing.budget,
        crowded=frozenset({1} if sessions == book.numbers.volume.most_sessions else ()),
    )
    first = base_sets(layout)
    return Plan(
        weeks=weeks,
        sets=_sets_by_week(layout, first, weeks, targets, limits),
        layout=layout,
        weekdays=pick_weekdays(sessions, profile, book),
    )


def _sets_by_week(
    layout: Layout, first: Sets, weeks: list[PlannedWeek], targets: list[float], limits: Limits
) -> list[Sets]:
    """Return each week's sets; volume climbs inside a block and by small steps across deloads."""
    volume = layout.book.numbers.volume
    prioritised = "glute-med" in layout.profile.prioritise
    wanted = volume.glute_med_prioritised if prioritised else volume.glute_med_wanted
    first = raise_direct(layout, raise_to(layout, first, targets[0]))
    if layout.profile.history.glute_max_sets_per_week is None:
        first = raise_counted(layout, first)
    first = raise_side_work(layout, first, wanted)
    by_week: list[Sets] = []
    before = credit_of(layout, first, "glute_max")
    targets = lift_targets(targets, before, layout.profile, limits, layout.book)
    for week, target in zip(weeks, targets, strict=True):
        if week.deload:
            by_week.append(halve(layout, by_week[-1]))
            continue
        cap = max(before * volume.step_factor, before + volume.step_sets)
        by_week.append(raise_to(layout, first, min(target, cap)))
        before = credit_of(layout, by_week[-1], "glute_max")
    return by_week


def _write(
    plan: Plan, profile: Profile, limits: Limits, catalogue: Catalogue,
    eligible: Mapping[str, Guide],
) -> Program:  # fmt: skip
    writing = Writing(profile, limits, catalogue, eligible, Citing(catalogue.references))
    tiers = [_tier(plan, session) for session in range(len(plan.layout.sessions))]
    weeks: list[Week] = []
    for week in plan.weeks:
        weeks.append(_write_week(plan, week, tiers, weeks, writing))
    draft = Program(
        profile=profile,
        weeks=tuple(weeks),
        volume=tuple(_volume(week) for week in weeks),
        policies=write_policies(profile, limits, catalogue.book, plan.weeks),
        stop_signs=write_stop_signs(profile, catalogue.book),
        referral=limits.referral,
    )
    return draft.model_copy(
        update={
            "assumptions": write_assumptions(draft, catalogue.book),
            "warnings": write_warnings(draft, limits, catalogue, eligible),
            "what_would_change": write_changes(draft, limits, catalogue),
            "rationale": write_reasons(draft, limits, catalogue, writing.citing),
            "citations": tuple(writing.citing.numbered),
        }
    )


def _tier(plan: Plan, session: int) -> int:
    """Return the longest rests that fit this session in every week."""
    for tier in TIERS:
        most = max(seconds_of(plan.layout, sets, session, tier) for sets in plan.sets)
        if most <= plan.layout.budget:
            return tier
    return TIERS[-1]


def _write_week(
    plan: Plan, week: PlannedWeek, tiers: list[int], earlier: list[Week], writing: Writing
) -> Week:
    sessions = tuple(
        _write_session(plan, week, session, tiers[session], earlier, writing)
        for session in range(len(plan.layout.sessions))
    )
    return Week(number=week.number, deload=week.deload, sessions=sessions)


def _write_session(
    plan: Plan, week: PlannedWeek, session: int, tier: int, earlier: list[Week], writing: Writing
) -> Session:
    doses, sets = plan.layout.sessions[session], plan.sets[week.number - 1]
    beside = frozenset(dose.guide.id for dose in doses)
    before = earlier[-1].sessions[session].items if earlier else ()
    loads = [item.load_kg for item in before] or [None] * len(doses)
    items = tuple(
        write_item(dose, sets[session][place], week, tier, beside, loads[place],
                   write_role(doses, place, writing.catalogue.book), writing)
        for place, dose in enumerate(doses)
    )  # fmt: skip
    seconds = seconds_of(plan.layout, sets, session, tier)
    warm_up = general_warm_up(writing.profile, writing.catalogue.book)
    return Session(
        day=session + 1,
        weekday=plan.weekdays[session],
        name=name_session(items),
        estimated_minutes=int(-(-seconds // 60)),
        general_warm_up_seconds=warm_up,
        warm_up=write_warm_up(items, warm_up, writing.limits, writing.catalogue.book),
        items=items,
    )


def _volume(week: Week) -> WeekVolume:
    items = [item for session in week.sessions for item in session.items]
    sums = {
        muscle: sum(item.sets * getattr(item.credit, muscle) for item in items)
        for muscle in ("glute_max", "glute_med", "quads", "hamstrings")
    }
    direct = sum(item.sets for item in items if item.credit.glute_max >= 1)
    return WeekVolume(week=week.number, direct_glute_sets=direct, **sums)
