"""Who a program is for: a Profile, checked and frozen, with its defaults filled in."""

from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    StrictBool,
    model_serializer,
)  # fmt: skip

from glutebot.domain.exercises import Equipment, Level
from glutebot.domain.model import Model

Sex = Literal["female", "male", "unspecified"]
Goal = Literal["hypertrophy", "strength", "performance", "general", "maintenance"]
Units = Literal["kg", "lb"]
Muscle = Literal["glute-max", "glute-med", "quads", "hamstrings"]
PainArea = Literal[
    "knee", "low-back", "front-of-hip", "side-of-hip", "sit-bone", "groin", "shoulder", "wrist"
]
Symptom = Literal["leak", "heaviness", "pain"]
Gear = Equipment | Literal["full-gym"]
SafetySign = Literal[
    "cauda-equina", "chest", "syncope", "breathless", "stroke", "rhabdomyolysis", "fracture",
    "heat", "head", "allergy", "filler", "hypoglycaemia", "pregnancy-bleed", "pre-eclampsia",
    "suicide", "clot", "infection", "nerve", "fetal-movement", "spotting", "postpartum",
    "cancer-signs", "stress-fracture", "testicle", "surgery", "leak", "persistent",
    "eating-disorder", "conditions",
]  # fmt: skip
NamedCondition = Literal[
    "heart-disease", "high-blood-pressure", "kidney-disease", "diabetes", "epilepsy",
    "osteoporosis", "hernia", "anticoagulants", "sickle-cell-trait",
]  # fmt: skip
Condition = SafetySign | NamedCondition

ALL_GEAR: tuple[Equipment, ...] = get_args(Equipment)
"""Every piece of gear; what `full-gym` stands for."""
SAFETY_SIGNS: tuple[str, ...] = get_args(SafetySign)
CONDITIONS: tuple[str, ...] = (*SAFETY_SIGNS, *get_args(NamedCondition))
DEFAULT_WEEKS = 6
DEFAULT_WEEKS_OF_A_BEGINNER = 4


def _as_number(value: object) -> object:
    """Refuse what only looks like a number; take 3.0 for 3, as JSON does."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is not a number")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _default_weeks(known: dict[str, Any]) -> int:
    return DEFAULT_WEEKS_OF_A_BEGINNER if known.get("experience") == "beginner" else DEFAULT_WEEKS


Whole = Annotated[int, BeforeValidator(_as_number)]
Amount = Annotated[float, BeforeValidator(_as_number), Field(allow_inf_nan=False)]


class Pain(Model):
    """Where it hurts, and how much from 0 to 10."""

    area: PainArea
    severity: Whole = Field(ge=0, le=10)


class Told(Model):
    """Answers of which only those that were given are written down."""

    @model_serializer(mode="wrap")
    def _leave_out_untold(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}


class Pregnancy(Told):
    """Pregnant or after birth, as far as it was told; what was not told is None."""

    status: Literal["none", "pregnant", "postpartum"] = "none"
    weeks: Whole | None = Field(default=None, ge=0, le=104)
    """Of pregnancy, or since birth."""
    cleared: StrictBool | None = None
    healed: StrictBool | None = None
    bleeding_rising: StrictBool | None = None
    symptoms: tuple[Symptom, ...] = ()


class History(Told):
    """What was trained before this program."""

    glute_max_sets_per_week: Amount | None = Field(default=None, ge=0)


class OtherTraining(Model):
    """A fixed appointment of another sport; `key` marks a session to be fresh for."""

    weekday: Whole = Field(ge=1, le=7)
    kind: str = Field(min_length=1, max_length=60)
    key: StrictBool = False


class Profile(Model):
    """All that a program is built from; the same Profile gives the same Program."""

    days_per_week: Whole = Field(ge=1, le=6)
    minutes_per_session: Whole = Field(ge=15, le=120)
    experience: Level
    equipment: tuple[Gear, ...]
    age: Whole | None = Field(default=None, ge=1, le=110)
    """In years; None is taken as an adult of 18 to 64."""
    sex: Sex = "unspecified"
    goal: Goal = "hypertrophy"
    weeks: Whole = Field(default_factory=_default_weeks, ge=1, le=16)
    """Six, and four for beginners, where nothing else was asked."""
    par_q_yes: tuple[Annotated[Whole, Field(ge=1, le=7)], ...] | None = None
    """Screening questions answered yes and not cleared; None when nobody asked."""
    pregnancy: Pregnancy = Pregnancy()
    conditions: tuple[Condition, ...] = ()
    pain: tuple[Pain, ...] = ()
    red_flags: tuple[Condition, ...] = ()
    dislikes: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = ()
    prioritise: tuple[Muscle, ...] = ()
    limit: tuple[Muscle, ...] = ()
    specialise: StrictBool = False
    one_rep_max_kg: dict[str, Annotated[Amount, Field(gt=0, le=1000)]] = Field(default_factory=dict)
    increment_kg: Amount = Field(default=2.5, gt=0, le=100)
    """The smallest step between two loads."""
    units: Units = "kg"
    history: History = History()
    other_training: tuple[OtherTraining, ...] = ()

    @property
    def gear(self) -> frozenset[str]:
        """The equipment with `full-gym` spelled out."""
        return frozenset(ALL_GEAR if "full-gym" in self.equipment else self.equipment)

    @property
    def signs(self) -> frozenset[str]:
        """Red flags and conditions together; both name rows of the safety table."""
        return frozenset((*self.red_flags, *self.conditions))
