"""Which exercise fills which place, as types; the coach's order is in a data file."""

from typing import Literal

from pydantic import Field

from glutebot.domain.model import Model

Kind = Literal["compound", "isolation", "ballistic"]


class Pattern(Model):
    """How a kind of movement is done."""

    kind: Kind
    tempo: str = Field(pattern=r"^\d-\d-\d-\d$")


class Slot(Model):
    """Exercises for one place in a session, best first."""

    first: tuple[str, ...]
    beginner: tuple[str, ...]
    otherwise: tuple[str, ...] = Field(alias="else")
    """Slots to look into when nothing here fits."""


class Groups(Model):
    """The three kinds of work that a week holds, by pattern."""

    extension: tuple[str, ...]
    bend: tuple[str, ...]
    side: tuple[str, ...]


class Choices(Model):
    """Preferences, families and week layouts."""

    patterns: dict[str, Pattern]
    tempo_of: dict[str, str]
    timed: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    fallbacks: dict[str, str]
    groups: Groups
    movements: dict[str, tuple[str, ...]]
    """What a person may call a kind of exercise, with the patterns that it means."""
    thigh_sparing: tuple[str, ...]
    load_bearing_gear: tuple[str, ...]
    free_weights: tuple[str, ...]
    held_weights: tuple[str, ...]
    take_held_weights: tuple[str, ...]
    ramped_gear: tuple[str, ...]
    stack_gear: tuple[str, ...]
    only_in_pregnancy: tuple[str, ...]
    balance_patterns: tuple[str, ...]
    slots: dict[str, Slot]
    fill: tuple[str, ...]
    """Slots to make a session long enough from, then those that cost no glute sets."""
    fill_less_thigh: tuple[str, ...]
    fill_last: tuple[str, ...]
    weeks: dict[str, dict[int, tuple[tuple[str, ...], ...]]]
    weekdays: dict[int, tuple[tuple[int, ...], ...]]
