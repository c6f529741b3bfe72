"""Why a program is as it is, with citations, and what would change it."""

from collections.abc import Iterator

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Item, Program, Reason
from glutebot.program.book import Book
from glutebot.program.catalogue import Catalogue
from glutebot.program.gates import Limits, is_draft, is_older, is_supervised, is_unscreened
from glutebot.program.items import Citing
from glutebot.program.weeks import start_target, top_target

_Named = Iterator[tuple[str, dict[str, object]]]


def write_reasons(
    program: Program, limits: Limits, catalogue: Catalogue, citing: Citing
) -> tuple[Reason, ...]:
    """Return the reasons behind this program, each carried by a citation (R47)."""
    words = catalogue.book.texts.reasons
    named = [
        *_volume_reasons(program, limits, catalogue.book),
        *_effort_reasons(program, catalogue.book),
        *_structure_reasons(program, catalogue.book),
        *_person_reasons(program.profile, catalogue.book),
    ]
    return tuple(
        Reason(text=words[name].text.format(**values), citations=(citing.cite(name),))
        for name, values in named
    )


def _items(program: Program) -> list[Item]:
    return [item for session in program.weeks[0].sessions for item in session.items]


def _volume_reasons(program: Program, limits: Limits, book: Book) -> _Named:
    working = [v for v, week in zip(program.volume, program.weeks, strict=True) if not week.deload]
    first, most = working[0].glute_max, max(v.glute_max for v in working)
    sets: dict[str, object] = {"first": f"{first:g}", "last": f"{most:g}", "first_week": 1}
    low = book.numbers.volume.band[limits.volume_level][0]
    if limits.goal == "maintenance":
        yield "maintenance", sets
    else:
        enough = "volume_even" if first == most else "volume"
        yield (enough if first >= low else "volume_low"), sets
    sessions = len(program.weeks[0].sessions)
    yield ("frequency" if sessions > 1 else "frequency_one"), {"sessions": sessions}
    yield "session", {}


def _effort_reasons(program: Program, book: Book) -> _Named:
    items = [i for w in program.weeks if not w.deload for s in w.sessions for i in s.items]
    reserves = [item.rir for item in items]
    even = "effort_even" if max(reserves) == min(reserves) else "effort"
    yield even, {"first_rir": f"{max(reserves):g}", "last_rir": f"{min(reserves):g}"}
    yield "rpe", {}
    heavy = [
        i.reps for i in items if i.unit == "reps" and i.reps[1] <= book.numbers.rest.heavy_reps
    ]
    if heavy:
        yield "strength", {"low": min(heavy)[0], "high": max(reps[1] for reps in heavy)}
    counted = [item for item in items if item.unit == "reps"]
    yield "reps", {"low": min(i.reps[0] for i in counted), "high": max(i.reps[1] for i in counted)}
    rests = [item.rest_seconds for item in items]
    yield "rest", {"low": min(rests), "high": max(rests)}
    if any(item.load_kg for item in items):
        yield "loads", {}
    elif program.profile.gear & set(book.choices.load_bearing_gear):
        yield "calibrate", {}


def _structure_reasons(program: Program, book: Book) -> _Named:
    groups, patterns = book.choices.groups, {item.pattern for item in _items(program)}
    if patterns & set(groups.extension) and patterns & set(groups.bend):
        yield "mix", {}
    if any(item.credit.glute_med >= 1 for item in _items(program)):
        yield "side", {}
    if "quads" in program.profile.limit:
        yield "less_thigh", {}
    yield "order", {}
    yield "tempo", {}
    ramped = any(item.ramp_sets for item in _items(program))
    yield ("warm_up" if ramped else "warm_up_plain"), {}
    yield "progression", {}
    yield "stay", {}
    deloads = [str(week.number) for week in program.weeks if week.deload]
    yield _deload_reason(program, book), {"weeks": _listed(deloads)}
    if program.profile.minutes_per_session < book.numbers.volume.half_hour:
        yield "short", {}
    if not program.profile.gear & set(book.choices.load_bearing_gear):
        yield "home", {}


def _deload_reason(program: Program, book: Book) -> str:
    deloads = sum(week.deload for week in program.weeks)
    if deloads:
        return "deloads" if deloads > 1 else "deload"
    long = len(program.weeks) >= book.numbers.deload.needed_from_weeks
    return "no_deload_yet" if long else "no_deload"


def _listed(words: list[str]) -> str:
    """Return words as they are listed in a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _person_reasons(profile: Profile, book: Book) -> _Named:
    if is_unscreened(profile) or is_draft(profile, book):
        yield "screening", {}
    if profile.pregnancy.status == "pregnant":
        yield "pregnancy", {"limit": book.numbers.people.lying_back_until_week}
    if profile.pregnancy.status == "postpartum":
        yield "birth", {}
    if is_supervised(profile, book):
        yield "teens", {}
    if is_older(profile, book):
        yield "older", {}
    if profile.signs & set(book.gates.careful_signs):
        yield "blood_pressure", {}
    areas = dict.fromkeys(pain.area for pain in profile.pain if pain.severity)
    for area in areas:
        yield (area if area in book.texts.reasons else "pain"), {}


def write_changes(program: Program, limits: Limits, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the two or three inputs that would change this program most."""
    words = catalogue.book.texts.what_would_change
    named = list(_changes(program, limits, catalogue.book))[:3]
    return tuple(words[name].format(**values) for name, values in named)


def _changes(program: Program, limits: Limits, book: Book) -> _Named:
    yield from _health_changes(program.profile, book)
    yield from _means_changes(program, limits, book)
    if program.profile.history.glute_max_sets_per_week is None:
        yield "history", {}
    following = {"beginner": "intermediate", "intermediate": "advanced"}.get(limits.volume_level)
    if following and limits.goal == "hypertrophy" and program.profile.pregnancy.status == "none":
        sets = book.numbers.volume.start[following]
        yield "experience", {"next": following, "sets": sets}
    if not program.profile.pain:
        yield "later_pain", {}
    yield "dislikes", {}


def _health_changes(profile: Profile, book: Book) -> _Named:
    if is_unscreened(profile):
        yield "screening", {}
    if is_draft(profile, book):
        yield "draft", {}
    for pain in profile.pain:
        if pain.severity >= book.numbers.people.pain_excludes_from:
            yield "pain", {"area": pain.area.replace("-", " ")}


def _means_changes(program: Program, limits: Limits, book: Book) -> _Named:
    """Yield what more time, gear, loads or days would change."""
    profile, first = program.profile, program.volume[0].glute_max
    sessions = len(program.weeks[0].sessions)
    wanted = start_target(sessions, profile, limits, book)
    if first < wanted and limits.goal != "maintenance":
        high = f"{top_target(profile, limits, book):g}"
        minutes = profile.minutes_per_session
        yield "minutes", {"minutes": minutes, "sets": f"{first:g}", "high": high}
    if not profile.gear & set(book.choices.load_bearing_gear):
        yield "gear", {"gear": "a pair of dumbbells and a bench"}
    if _suits_one_rep_max(profile, limits, book):
        yield "one_rep_max", {"units": {"kg": "kilograms", "lb": "pounds"}[profile.units]}
    if sessions == 1:
        yield "days", {}


def _suits_one_rep_max(profile: Profile, limits: Limits, book: Book) -> bool:
    """Tell whether a known one-rep max would give loads here, to someone who may know one."""
    hard_enough = limits.rir_floor < book.numbers.effort.high_floor
    loadable = profile.gear & set(book.choices.load_bearing_gear)
    able = hard_enough and limits.gives_loads and limits.level != "beginner"
    return bool(able and loadable and not profile.one_rep_max_kg)
