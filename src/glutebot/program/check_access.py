"""Which exercises a person may be given at all: gear, level, dislikes, pain, pregnancy, birth."""

from collections.abc import Iterator

from glutebot.domain.profiles import Profile
from glutebot.program.catalogue import Catalogue, Guide

Objection = tuple[str, str]
"""A rule id and what stands against the exercise."""
_LADDER = {"beginner": 0, "intermediate": 1, "advanced": 2}


def objections(guide: Guide, profile: Profile, catalogue: Catalogue, week: int) -> list[Objection]:
    """Return what stands against an exercise for this person in a week of the program."""
    return [
        *_birth_objections(guide, profile, catalogue, week),
        *_pain_objections(guide, profile, catalogue),
        *_choice_objections(guide, profile, catalogue),
    ]


def _birth_objections(
    guide: Guide, profile: Profile, catalogue: Catalogue, week: int
) -> Iterator[Objection]:
    people, birth, exercise = catalogue.book.numbers.people, profile.pregnancy, guide.exercise
    signs = {*profile.red_flags, *profile.conditions}
    if birth.status == "pregnant" and pregnancy_week(profile, week) >= people.lying_back_until_week:
        if {"PS", "PAB"} & set(exercise.exclude_on):
            yield "R04", "is not for pregnancy from week 16"
        if exercise.axial_load > people.pregnancy_axial:
            yield "R04", "loads the spine too much for pregnancy"
    if birth.status == "postpartum":
        symptoms = bool(birth.symptoms)
        if symptoms and "PF" in exercise.cautions:
            yield "R05", "presses on the pelvic floor while there are symptoms"
        early = weeks_since_birth(profile, week) <= people.birth_careful_weeks
        if (symptoms or early) and exercise.axial_load > people.birth_axial:
            yield "R05", "loads the spine too much so soon after birth"
    if "leak" in signs and "PF" in exercise.cautions and birth.status != "postpartum":
        yield "R08", "presses on the pelvic floor while there is leaking or heaviness"


def pregnancy_week(profile: Profile, week: int) -> int:
    """Return the week of pregnancy in a week of the program; unknown counts as late."""
    return 99 if profile.pregnancy.weeks is None else profile.pregnancy.weeks + week - 1


def weeks_since_birth(profile: Profile, week: int) -> int:
    """Return the weeks since birth in a week of the program; unknown counts as none."""
    return 0 if profile.pregnancy.weeks is None else profile.pregnancy.weeks + week - 1


def _pain_objections(guide: Guide, profile: Profile, catalogue: Catalogue) -> Iterator[Objection]:
    gates, people = catalogue.book.gates, catalogue.book.numbers.people
    lasting = "persistent" in {*profile.red_flags, *profile.conditions}
    for pain in profile.pain:
        tag = gates.pain_cautions[pain.area]
        severe = pain.severity >= people.pain_unloads_from or (lasting and pain.severity > 0)
        if severe and tag in guide.exercise.cautions:
            yield "R08", f"loads the {pain.area}, which hurts {pain.severity} of 10"
        elif pain.severity > 0 and tag in guide.exercise.exclude_on:
            yield "R08", f"is out at any pain in the {pain.area}"
        if pain.severity >= people.pain_excludes_from:
            if guide.id in gates.pain_excludes.get(pain.area, ()):
                yield "R08", f"is out at {pain.area} pain of {pain.severity}"
            if guide.exercise.axial_load > gates.pain_axial.get(pain.area, 3):
                yield "R08", f"loads the spine too much at {pain.area} pain of {pain.severity}"


def _choice_objections(guide: Guide, profile: Profile, catalogue: Catalogue) -> Iterator[Objection]:
    at_hand = profile.gear
    if not any(at_hand.issuperset(gear) for gear in guide.exercise.equipment_any_of):
        yield "R09", "needs gear that is not there"
    if guide.id in catalogue.names.find_all(profile.dislikes):
        yield "R09", "is disliked"
    above = _LADDER[guide.exercise.level] - _LADDER[profile.experience]
    if above > 1 or (above == 1 and not guide.exercise.easier):
        yield "R09", "is above the person's level"


def is_above(guide: Guide, profile: Profile) -> bool:
    """Tell whether an exercise is above the person's level, so that its easier form matters."""
    return _LADDER[guide.exercise.level] > _LADDER[profile.experience]


def open_guides(profile: Profile, catalogue: Catalogue) -> list[Guide]:
    """Return the exercises that nothing stands against, in any week of a program."""
    last = profile.weeks
    names = set(catalogue.guides)
    return [
        guide
        for guide in catalogue.guides.values()
        if not objections(guide, profile, catalogue, 1)
        and not objections(guide, profile, catalogue, last)
        and _is_usual(guide, profile, catalogue)
        and (not is_above(guide, profile) or names & set(guide.exercise.easier))
    ]


def _is_usual(guide: Guide, profile: Profile, catalogue: Catalogue) -> bool:
    """Leave out what only pregnancy calls for, and breath-holding lifts in it."""
    pregnant = profile.pregnancy.status == "pregnant"
    if guide.id in catalogue.book.choices.only_in_pregnancy:
        return pregnant and not profile.pregnancy.symptoms
    return not (pregnant and "BP" in guide.exercise.cautions)


def is_replacement(guide: Guide, other: Guide, catalogue: Catalogue) -> bool:
    """Tell whether the substitution rule lets one exercise stand in for another."""
    choices = catalogue.book.choices
    if choices.fallbacks.get(guide.pattern) == other.id:
        return True
    families = [family for family in choices.families if guide.pattern in family]
    near = abs(_LADDER[guide.exercise.level] - _LADDER[other.exercise.level]) <= 1
    gap = max(
        abs(guide.credit.glute_max - other.credit.glute_max),
        abs(guide.credit.glute_med - other.credit.glute_med),
    )
    return any(other.pattern in family for family in families) and near and gap <= 0.5
