"""What a Profile rules out before any exercise is chosen: the Limits to build inside."""

from dataclasses import dataclass

from glutebot.domain.answers import Referral
from glutebot.domain.exercises import Level
from glutebot.domain.profiles import Goal, Profile
from glutebot.program.book import Book
from glutebot.program.catalogue import Guide

_RANK: tuple[Level, ...] = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True)
class Limits:
    """What the gates leave to build with."""

    goal: Goal
    level: Level
    volume_level: Level
    excluded: frozenset[str]
    """Guide ids that pain or a dislike rules out."""
    barred: frozenset[str]
    """Caution tags that rule an exercise out wherever they stand."""
    barred_where_marked: frozenset[str]
    """Caution tags that rule out the exercises whose `exclude_on` names them."""
    cautions: frozenset[str]
    """Caution tags that call for a modification."""
    pain_cautions: frozenset[str]
    most_axial: int
    rir_floor: int
    gives_loads: bool
    most_sessions: int
    thrust_on_incline: bool
    referral: Referral | None


def find_limits(profile: Profile, book: Book, *, disliked: frozenset[str] = frozenset()) -> Limits:
    """Return what the gates leave open for a profile that no gate refuses.

    `disliked` holds the guide ids that the profile's words mean.
    """
    careful_birth = _is_early_after_birth(profile, book)
    lying = _lying_back_tags(profile, book)
    pain_tags = frozenset(book.gates.pain_cautions[area] for area, much in _pains(profile) if much)
    return Limits(
        goal=_goal(profile, book),
        level=profile.experience,
        volume_level="beginner" if careful_birth else profile.experience,
        excluded=_excluded(profile, book) | disliked,
        barred=_barred(profile, book),
        barred_where_marked=pain_tags | lying,
        cautions=pain_tags | _soft_tags(profile, book),
        pain_cautions=pain_tags,
        most_axial=_most_axial(profile, book),
        rir_floor=_rir_floor(profile, book),
        gives_loads=not (is_unscreened(profile) or is_draft(profile, book)
                         or is_supervised(profile, book)),
        most_sessions=_most_sessions(profile, book),
        thrust_on_incline=profile.pregnancy.status == "pregnant"
        and not profile.pregnancy.symptoms,
        referral=_referral(profile, book),
    )  # fmt: skip


def allows(limits: Limits, profile: Profile, guide: Guide, book: Book) -> bool:
    """Tell whether an exercise may stand in this person's program at all."""
    exercise = guide.exercise
    tags = set(exercise.cautions)
    if guide.id in limits.excluded:
        return False
    if tags & limits.barred or set(exercise.exclude_on) & limits.barred_where_marked:
        return False
    if guide.id in book.choices.only_in_pregnancy and not limits.thrust_on_incline:
        return False
    return exercise.axial_load <= limits.most_axial and has_gear(profile, guide)


def has_gear(profile: Profile, guide: Guide) -> bool:
    """Tell whether one of the alternatives of an exercise is at hand."""
    return any(set(needed) <= profile.gear for needed in guide.exercise.equipment_any_of)


def levels_above(level: Level, guide: Guide) -> int:
    """Return by how many levels an exercise is above a person; 0 or less is within reach."""
    return _RANK.index(guide.exercise.level) - _RANK.index(level)


def is_unscreened(profile: Profile) -> bool:
    """Tell whether nobody asked the screening questions."""
    return profile.par_q_yes is None


def is_draft(profile: Profile, book: Book) -> bool:
    """Tell whether a screening answer makes this a draft for a clinician."""
    return bool(set(profile.par_q_yes or ()) & set(book.gates.screening_drafts))


def is_supervised(profile: Profile, book: Book) -> bool:
    """Tell whether the person is 13 to 15."""
    return profile.age is not None and profile.age <= book.numbers.people.supervised_to_age


def is_older(profile: Profile, book: Book) -> bool:
    """Tell whether the person is 65 or more."""
    return profile.age is not None and profile.age >= book.numbers.people.older_age


def _is_early_after_birth(profile: Profile, book: Book) -> bool:
    birth = profile.pregnancy
    early = birth.weeks is None or birth.weeks <= book.numbers.people.birth_careful_weeks
    return birth.status == "postpartum" and early


def _has_birth_symptoms(profile: Profile) -> bool:
    return profile.pregnancy.status == "postpartum" and bool(profile.pregnancy.symptoms)


def _pains(profile: Profile) -> list[tuple[str, int]]:
    """Return the worst severity by area."""
    worst: dict[str, int] = {}
    for pain in profile.pain:
        worst[pain.area] = max(pain.severity, worst.get(pain.area, 0))
    return sorted(worst.items())


def _excluded(profile: Profile, book: Book) -> frozenset[str]:
    limit = book.numbers.people.pain_excludes_from
    return frozenset(
        name
        for area, severity in _pains(profile)
        if severity >= limit
        for name in book.gates.pain_excludes.get(area, ())
    )


def _barred(profile: Profile, book: Book) -> frozenset[str]:
    gates, people = book.gates, book.numbers.people
    lasting = bool(profile.signs & set(gates.unloads_pain))
    barred = {
        gates.pain_cautions[area]
        for area, severity in _pains(profile)
        if severity >= people.pain_unloads_from or (lasting and severity > 0)
    }
    if _has_birth_symptoms(profile) or profile.signs & set(gates.pelvic_floor_signs):
        barred.add("PF")
    if profile.pregnancy.status == "pregnant":
        barred.add("BP")
    return frozenset(barred)


def _lying_back_tags(profile: Profile, book: Book) -> frozenset[str]:
    """Return the tags that are out because week 16 falls before the end of the program."""
    birth = profile.pregnancy
    if birth.status != "pregnant":
        return frozenset()
    last = None if birth.weeks is None else birth.weeks + profile.weeks - 1
    late = last is None or last >= book.numbers.people.lying_back_until_week
    return frozenset(book.gates.lying_back_cautions if late else ())


def _soft_tags(profile: Profile, book: Book) -> frozenset[str]:
    gates = book.gates
    tags = {tag for sign in profile.signs for tag in gates.sign_cautions.get(sign, ())}
    if profile.pregnancy.status == "pregnant":
        tags.update(gates.pregnancy_cautions)
    if profile.pregnancy.status == "postpartum":
        tags.update(gates.birth_cautions)
    if is_older(profile, book):
        tags.add("BAL")
    return frozenset(tags)


def _most_axial(profile: Profile, book: Book) -> int:
    people, pains = book.numbers.people, dict(_pains(profile))
    caps = [3]
    if profile.pregnancy.status == "pregnant":
        caps.append(people.pregnancy_axial)
    if _is_early_after_birth(profile, book) or _has_birth_symptoms(profile):
        caps.append(people.birth_axial)
    for area, cap in book.gates.pain_axial.items():
        if pains.get(area, 0) >= people.pain_excludes_from:
            caps.append(cap)
    return min(caps)


def _rir_floor(profile: Profile, book: Book) -> int:
    effort = book.numbers.effort
    floors = [0]
    careful = (
        profile.experience == "beginner",
        any(severity for _, severity in _pains(profile)),
        is_older(profile, book),
        is_supervised(profile, book),
        is_unscreened(profile),
        bool(profile.signs & set(book.gates.careful_signs)),
    )
    if any(careful):
        floors.append(effort.floor_careful)
    if profile.pregnancy.status != "none":
        floors.append(effort.floor_birth)
    if is_draft(profile, book):
        floors.append(effort.floor_draft)
    return max(floors)


def _goal(profile: Profile, book: Book) -> Goal:
    if is_supervised(profile, book) and profile.goal == "hypertrophy":
        return "general"
    loadable = profile.gear & set(book.choices.load_bearing_gear)
    return "general" if profile.goal == "strength" and not loadable else profile.goal


def _most_sessions(profile: Profile, book: Book) -> int:
    most = min(profile.days_per_week, book.numbers.volume.most_sessions)
    return min(most, book.numbers.people.older_most_sessions) if is_older(profile, book) else most


def _referral(profile: Profile, book: Book) -> Referral | None:
    severe = any(
        severity >= book.numbers.people.pain_unloads_from for _, severity in _pains(profile)
    )
    needs = profile.signs or severe or _has_birth_symptoms(profile) or is_draft(profile, book)
    return "routine" if needs else None
