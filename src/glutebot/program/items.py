"""From a dose and a week to an Item: effort, load, ramp, swaps, notes and the reason with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from glutebot.domain.answers import Citation
from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Item, Modification, Progression
from glutebot.program.catalogue import Catalogue, Guide
from glutebot.program.choose import find_easier
from glutebot.program.dose import Dose
from glutebot.program.gates import Limits, is_older
from glutebot.program.loads import LoadRequest, find_load
from glutebot.program.notes import write_notes, write_progression
from glutebot.program.substitutes import find_substitutes
from glutebot.program.weeks import PlannedWeek, base_rir


@dataclass
class Citing:
    """The numbered citations of a program, each given its number at first use."""

    references: Mapping[str, Citation]
    numbered: list[Citation] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def cite(self, name: str) -> int:
        """Return the number of a reason's or guide's citation."""
        if name not in self._numbers:
            self._numbers[name] = len(self.numbered) + 1
            reference = self.references[name]
            self.numbered.append(reference.model_copy(update={"n": self._numbers[name]}))
        return self._numbers[name]


@dataclass(frozen=True)
class Writing:
    """What all items of a program share."""

    profile: Profile
    limits: Limits
    catalogue: Catalogue
    eligible: Mapping[str, Guide]
    citing: Citing
    swaps: dict[tuple[str, frozenset[str]], tuple[str, ...]] = field(default_factory=dict)
    """Substitutes by exercise and what stands beside it; they are the same every week."""


def write_item(
    dose: Dose, sets: int, week: PlannedWeek, tier: int, beside: frozenset[str],
    previous: float | None, role: str, writing: Writing,
) -> Item:  # fmt: skip
    """Return one exercise of one week; `previous` is its load of the week before.

    `role` says what the exercise is for in its session.
    """
    book, guide = writing.catalogue.book, dose.guide
    rir = item_rir(dose, week, writing)
    last = _last_set_rir(dose, sets, rir, week, writing)
    load = _load(dose, rir, week, previous, writing)
    swaps = _swaps(guide, beside, writing)
    easier = find_easier(guide, writing.eligible)
    progression = write_progression(dose, load, easier, writing.catalogue, writing.profile)
    return Item(
        exercise_id=guide.id,
        name=guide.name,
        pattern=guide.pattern,
        sets=sets,
        unit=dose.unit,
        reps=dose.reps,
        rir=rir,
        last_set_rir=last,
        rpe=book.numbers.effort.rpe_from - rir,
        rest_seconds=dose.rests[tier],
        tempo=dose.tempo,
        per_side=guide.exercise.unilateral,
        load_kg=load,
        ramp_sets=dose.ramp,
        credit=guide.credit,
        axial_load=guide.exercise.axial_load,
        progression=Progression(**progression),
        substitutes=swaps,
        easier=easier,
        modifications=_modifications(guide, writing),
        notes=write_notes(dose, rir, load, week, swaps, easier, writing.catalogue, writing.profile),
        reason=f"{role} {guide.summary}".strip() or None,
        citations=(writing.citing.cite(guide.id),),
    )


def _swaps(guide: Guide, beside: frozenset[str], writing: Writing) -> tuple[str, ...]:
    key = guide.id, beside
    if key not in writing.swaps:
        writing.swaps[key] = find_substitutes(
            guide, writing.eligible, writing.limits.level, beside, writing.catalogue.book
        )
    return writing.swaps[key]


def item_rir(dose: Dose, week: PlannedWeek, writing: Writing) -> int:
    """Return the week's repetitions in reserve, no lower than the exercise's own floor (R22)."""
    effort = writing.catalogue.book.numbers.effort
    rir = base_rir(week, writing.profile, writing.limits, writing.catalogue.book)
    if dose.guide.exercise.axial_load >= effort.axial_with_floor:
        return max(rir, effort.floor_axial)
    return max(rir, effort.floor_free_weight)


def _last_set_rir(
    dose: Dose, sets: int, rir: int, week: PlannedWeek, writing: Writing
) -> float | None:
    """Let the last set of an isolation exercise go to failure at the end of a block."""
    ends = week.place == week.length - 1 and not week.deload and week.length > 1
    free = writing.limits.rir_floor == 0 and dose.kind == "isolation" and dose.unit == "reps"
    at_floor = rir == writing.catalogue.book.numbers.effort.floor_free_weight
    return 0 if ends and free and at_floor and sets > 1 else None


def _load(
    dose: Dose, rir: int, week: PlannedWeek, previous: float | None, writing: Writing
) -> float | None:
    profile, numbers = writing.profile, writing.catalogue.book.numbers
    maximum = profile.one_rep_max_kg.get(dose.guide.id)
    if maximum is None or not (writing.limits.gives_loads and dose.loaded and dose.unit == "reps"):
        return None
    older = is_older(profile, writing.catalogue.book)
    request = LoadRequest(
        one_rep_max=maximum,
        middle=dose.middle,
        rir=rir,
        increment=profile.increment_kg,
        previous=previous,
        lighter=week.deload,
        least_share=numbers.effort.heavy_share if dose.heavy and not week.deload else 0,
        most_share=numbers.effort.load_most_older if older else numbers.effort.load_most,
    )
    return find_load(request, numbers.effort, numbers.deload.load_share)


def _modifications(guide: Guide, writing: Writing) -> tuple[Modification, ...]:
    words = writing.catalogue.book.gates.modifications
    return tuple(
        Modification(caution=tag, text=words[tag])
        for tag in guide.exercise.cautions
        if tag in writing.limits.cautions and tag in words
    )
