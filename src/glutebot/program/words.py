"""What a program says around its weeks: assumptions, warnings, policies and names."""

from collections.abc import Iterator, Mapping, Sequence

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Item, Policies, Program
from glutebot.program.book import Book
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.dose import Dose
from glutebot.program.gates import Limits, is_draft, is_older, is_supervised, is_unscreened
from glutebot.program.notes import show_load
from glutebot.program.weeks import PlannedWeek, is_specialised

_DEFAULTS = (
    "age", "sex", "goal", "increment_kg", "units", "par_q_yes", "pregnancy", "conditions", "pain",
    "red_flags", "dislikes", "prioritise", "limit", "specialise", "one_rep_max_kg", "history",
    "other_training",
)  # fmt: skip
_PATTERN_WORDS = {
    "hinge/squat": "deadlift", "sprint/carry": "push", "ballistic hinge": "swing",
    "abduction": "side glutes", "abduction (gait)": "side glutes",
    "external rotation": "side glutes", "step (frontal)": "step",
}  # fmt: skip


def write_assumptions(program: Program, book: Book) -> tuple[str, ...]:
    """Return a line for every default that this program rests on (R01)."""
    return tuple(_assumptions(program, book))


def _assumptions(program: Program, book: Book) -> Iterator[str]:
    profile, words = program.profile, book.texts.assumptions
    yield words["weeks"].format(weeks=profile.weeks)
    for name in _DEFAULTS:
        if getattr(profile, name) == Profile.model_fields[name].get_default(
            call_default_factory=True, validated_data={}
        ):
            yield words[name].format(step=show_load(profile.increment_kg, profile))
    birth = profile.pregnancy
    if birth.status == "postpartum" and birth.healed is None:
        yield words["healed"].format(weeks=birth.weeks)
    if birth.status == "pregnant" and birth.weeks is None:
        yield words["birth_week"]
    minutes = [s.estimated_minutes for week in program.weeks for s in week.sessions]
    if min(minutes) - 1 < book.numbers.time.underfull * profile.minutes_per_session:
        yield words["underfull"].format(
            least=min(minutes), most=max(minutes), budget=profile.minutes_per_session
        )


def write_warnings(
    program: Program, limits: Limits, catalogue: Catalogue, eligible: Mapping[str, Guide]
) -> tuple[str, ...]:
    """Return what to watch for, health first."""
    words = catalogue.book.texts.warnings
    found = [
        *_health_warnings(program.profile, limits, catalogue.book),
        *_plan_warnings(program, limits, catalogue, eligible),
    ]
    return tuple(words[name].format(**values) for name, values in found)


_Found = Iterator[tuple[str, dict[str, object]]]


def _health_warnings(profile: Profile, limits: Limits, book: Book) -> _Found:
    birth = profile.pregnancy.status
    checks = {
        "not_asked": is_unscreened(profile),
        "draft": is_draft(profile, book),
        "supervised": is_supervised(profile, book),
        "supervised_goal": is_supervised(profile, book) and profile.goal != limits.goal,
        "older": is_older(profile, book),
        "pregnant": birth == "pregnant",
        "birth": birth == "postpartum",
        "birth_symptoms": birth == "postpartum" and profile.pregnancy.symptoms,
        "leak": profile.signs & set(book.gates.pelvic_floor_signs),
        "persistent": profile.signs & set(book.gates.unloads_pain),
        "conditions": profile.signs & set(book.gates.careful_signs),
        "blood_pressure": "high-blood-pressure" in profile.signs,
        "eating_disorder": "eating-disorder" in profile.signs,
    }
    for name, holds in checks.items():
        if holds:
            yield name, {}
    for pain in profile.pain:
        if pain.severity:
            severe = pain.severity >= book.numbers.people.pain_unloads_from
            area = pain.area.replace("-", " ")
            yield "severe_pain" if severe else "pain", {"area": area, "severity": pain.severity}


def _plan_warnings(
    program: Program, limits: Limits, catalogue: Catalogue, eligible: Mapping[str, Guide]
) -> _Found:
    profile, book = program.profile, catalogue.book
    if is_specialised(profile, limits, book):
        yield "specialised", {}
    if profile.goal == "strength" and limits.goal == "general":
        yield "strength_without_load", {}
    for name in profile.one_rep_max_kg:
        if name not in catalogue.guides:
            yield "unknown_lift", {"name": name[:60], "near": catalogue.names.nearest(name)}
    if not any(guide.credit.glute_max >= 1 for guide in eligible.values()):
        yield "no_direct", {}
    old = profile.age or 0
    if limits.goal == "maintenance" and old >= book.numbers.volume.maintenance_doubt_age:
        yield "maintenance_age", {}
    if "quads" in profile.limit:
        yield "limited_thigh", {}
    yield from _volume_warnings(program, limits, book)
    if len(program.weeks[0].sessions) > 1:
        yield from _group_warnings(program, book)


def _volume_warnings(program: Program, limits: Limits, book: Book) -> _Found:
    profile, first = program.profile, program.volume[0].glute_max
    habit = profile.history.glute_max_sets_per_week
    volume = book.numbers.volume
    if habit is not None and first > max(habit * volume.step_factor, habit + volume.step_sets):
        yield "history_floor", {}
    low, high = volume.band[limits.volume_level]
    if limits.goal != "maintenance" and first < low and habit is None:
        yield "volume_below", {"sets": f"{first:g}", "low": low, "high": high}


def _group_warnings(program: Program, book: Book) -> _Found:
    items = [item for session in program.weeks[0].sessions for item in session.items]
    groups = {
        "thrust or kickback": book.choices.groups.extension,
        "squat, lunge or hinge": book.choices.groups.bend,
        "abduction": book.choices.groups.side,
    }
    for name, patterns in groups.items():
        side = name == "abduction" and any(item.credit.glute_med >= 1 for item in items)
        if not side and not any(item.pattern in patterns for item in items):
            yield "group_missing", {"group": name}


def write_policies(
    profile: Profile, limits: Limits, book: Book, weeks: list[PlannedWeek]
) -> Policies:
    """Return what to do about missed days, pain and fatigue, and with the other days."""
    words = book.texts.policies
    planned = any(week.deload for week in weeks)
    spare = profile.days_per_week > limits.most_sessions
    other = words["other_days"].format(days=profile.days_per_week, sessions=limits.most_sessions)
    return Policies(
        missed=words["missed"],
        pain=words["pain"],
        deload=words["deload_planned" if planned else "deload_reactive"],
        other_days=other if spare else None,
        pelvic_floor=words["pelvic_floor"] if profile.pregnancy.status == "postpartum" else None,
    )


def write_stop_signs(profile: Profile, book: Book) -> tuple[str, ...]:
    """Return when to stop and seek help; pregnancy and birth have signs of their own."""
    signs = book.gates.stop_signs
    own = {"pregnant": signs.pregnancy, "postpartum": signs.birth, "none": ()}
    return (*own[profile.pregnancy.status], *signs.general)


def write_warm_up(
    items: tuple[Item, ...], seconds: int, limits: Limits, book: Book
) -> tuple[str, ...]:
    """Return the steps before the first working set."""
    words = book.texts.warm_up
    lines = [words["general"].format(minutes=f"{seconds / 60:g}"), words["moves"]]
    if any(item.ramp_sets for item in items):
        lines.append(words["ramp"])
    if "BAL" in limits.cautions:
        lines.append(words["supported"])
    return tuple(lines)


def write_role(doses: Sequence[Dose], place: int, book: Book) -> str:
    """Return what an exercise is for in its session, beside the lift that leads it."""
    roles, dose = book.texts.roles, doses[place]
    lead = next((other for other in doses if other.kind == "compound"), doses[0])
    if dose.kind == "ballistic":
        return roles["power"]
    if dose is lead:
        return roles["lead"]
    if dose.guide.pattern in book.choices.groups.side and dose.kind == "isolation":
        return roles["side"]
    one, two = lead.guide.exercise.length_bias, dose.guide.exercise.length_bias
    name = lead.guide.exercise.name.split(" / ")[0]
    shown = name if name[:2].isupper() else name[:1].lower() + name[1:]
    known = {("shortened", "lengthened"): "stretched", ("lengthened", "shortened"): "shortened"}
    return roles[known[one, two]].format(lead=shown) if (one, two) in known else ""


def name_session(items: tuple[Item, ...]) -> str:
    """Return a session's name from the movements that it is about."""
    words = [_PATTERN_WORDS.get(item.pattern, item.pattern.split(" (")[0]) for item in items]
    first = list(dict.fromkeys(words))[:2]
    return " and ".join(first).capitalize()
