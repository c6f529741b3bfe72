"""An exercise as the catalogue knows it: attributes that feed retrieval and programs alike."""

from typing import Literal

from pydantic import Field

from glutebot.domain.model import Model

Level = Literal["beginner", "intermediate", "advanced"]
LengthBias = Literal["lengthened", "middle", "shortened"]
Equipment = Literal[
    "barbell", "rack", "dumbbell", "kettlebell", "bench", "box", "cable", "smith",
    "leg-press", "hack-squat", "hip-thrust-machine", "kickback-machine", "abduction-machine",
    "reverse-hyper", "hyperextension-bench", "leg-curl", "mini-band", "long-band", "trap-bar",
    "sled", "ankle-weight",
]  # fmt: skip


class Credit(Model):
    """What one working set counts for a muscle: 1 direct, 0.5 indirect, 0 nothing (B28)."""

    glute_max: float = Field(ge=0, le=1)
    glute_med: float = Field(ge=0, le=1)
    quads: float = Field(ge=0, le=1)
    hamstrings: float = Field(ge=0, le=1)


class Exercise(Model):
    """The catalogue attributes of one exercise guide."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    equipment_any_of: tuple[tuple[Equipment, ...], ...]
    """Alternatives; each is the gear needed together, and an empty one means body weight."""
    pattern: str
    primary: tuple[str, ...]
    secondary: tuple[str, ...] = ()
    length_bias: LengthBias
    level: Level
    unilateral: bool
    axial_load: int = Field(ge=0, le=3)
    """How hard the spine is loaded from above, 0 to 3."""
    credit: Credit
    cautions: tuple[str, ...] = ()
    exclude_on: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
