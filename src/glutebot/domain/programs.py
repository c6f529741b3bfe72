"""A Program as the public contract has it: Week › Session › Item; Refusal and Violation."""

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field

from glutebot.domain.answers import Citation, Referral
from glutebot.domain.exercises import Credit
from glutebot.domain.model import Model
from glutebot.domain.profiles import Profile

Outcome = Literal["pass", "warn", "not-applicable"]
Severity = Literal["hard", "soft"]
Unit = Literal["reps", "seconds"]


class RampSet(Model):
    """A warm-up set of the lift that follows."""

    percent_of_working: float = Field(gt=0, le=100)
    reps: int = Field(ge=1, le=30)


class Progression(Model):
    """What to do next time, whichever way this time goes."""

    on_success: str
    on_failure: str


class Modification(Model):
    """How an exercise changes for a caution that concerns this person."""

    caution: str
    text: str = Field(min_length=1)


class Item(Model):
    """One exercise of a session."""

    exercise_id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    pattern: str = Field(min_length=1)
    sets: int = Field(ge=0)
    unit: Unit = "reps"
    reps: tuple[int, int]
    """Least and most per set, of repetitions or of seconds."""
    rir: float = Field(ge=0, le=9)
    """Good repetitions left at the end of every set but the last where `last_set_rir` is given."""
    last_set_rir: float | None = Field(default=None, ge=0, le=9)
    rpe: float
    rest_seconds: int = Field(ge=0)
    tempo: str
    """Whole seconds: lowering-pause-lifting-pause."""
    per_side: bool = False
    superset: str | None = None
    load_kg: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    ramp_sets: tuple[RampSet, ...] = ()
    credit: Credit
    axial_load: int = Field(ge=0, le=3)
    progression: Progression
    substitutes: tuple[str, ...] = ()
    easier: str | None = None
    modifications: tuple[Modification, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    """Why this exercise is here; the citations carry it."""
    citations: tuple[int, ...] = ()


class Session(Model):
    """One visit: a warm-up, then items in order."""

    day: int = Field(ge=1)
    weekday: int | None = Field(default=None, ge=1, le=7)
    name: str = Field(min_length=1)
    estimated_minutes: int | float
    general_warm_up_seconds: int = Field(ge=0)
    warm_up: tuple[str, ...] = ()
    items: tuple[Item, ...]


class Week(Model):
    """The sessions of one week; a deload week is lighter on purpose."""

    number: int = Field(ge=1)
    deload: bool = False
    sessions: tuple[Session, ...]


class WeekVolume(Model):
    """Fractional sets of a week by muscle, and the sets that count fully for the glutes."""

    week: int = Field(ge=1)
    glute_max: float
    glute_med: float
    quads: float
    hamstrings: float
    direct_glute_sets: int | float


class RuleOutcome(Model):
    """How a program stands to one rule."""

    id: str = Field(pattern=r"^R\d\d$")
    outcome: Outcome
    detail: str


class Policies(Model):
    """What to do when life, pain or fatigue gets in the way."""

    missed: str
    pain: str
    deload: str
    other_days: str | None = None
    pelvic_floor: str | None = None


class Reason(Model):
    """Why the program is as it is, with the citations that carry it."""

    text: str
    citations: tuple[int, ...] = ()


class Versioned(Model):
    """A top-level form that names its version under `schema`."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON form."""
        return self.model_dump(mode="json", by_alias=True)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read the public JSON form."""
        return cls.model_validate(data)


class Program(Versioned):
    """Weeks of training for one Profile, with the rules, reasons and citations behind them."""

    version: Literal["glutebot.program/1"] = Field(default="glutebot.program/1", alias="schema")
    profile: Profile
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    referral: Referral | None = None
    weeks: tuple[Week, ...] = Field(min_length=1)
    volume: tuple[WeekVolume, ...] = ()
    rules: tuple[RuleOutcome, ...] = ()
    policies: Policies
    rationale: tuple[Reason, ...] = ()
    what_would_change: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    stop_signs: tuple[str, ...] = ()


class Refusal(Versioned):
    """Why there is no program, and where to turn; `reason` is the rule behind it."""

    version: Literal["glutebot.refusal/1"] = Field(default="glutebot.refusal/1", alias="schema")
    reason: str = Field(pattern=r"^R\d\d$")
    referral: Referral | None
    text: str = Field(min_length=20)


class Violation(Model):
    """A rule that a program breaks: where, and what to do about it."""

    rule: str = Field(pattern=r"^R\d\d$")
    severity: Severity
    where: str
    message: str
    remedy: str
