"""What one message says about the program that is wanted: data only."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from glutebot.domain.model import Model

Intent = Literal["program", "yes", "no", "skip"]
"""Asks for a program; agrees; declines; wants to go on without answering."""


class Fault(Model):
    """A value that was said and cannot be used, such as nine days a week."""

    field: str
    message: str
    remedy: str


class Reading(Model):
    """What one message says, in the Profile's own fields and forms.

    `told` replaces what was known of a field. Fields that hold several things (equipment, pain,
    dislikes, conditions) grow by `added` and shrink by `removed`, so that a knee named three turns
    ago stays until the person says that it is gone.
    """

    intent: Intent | None = None
    told: Mapping[str, Any] = Field(default_factory=dict)
    added: Mapping[str, tuple[Any, ...]] = Field(default_factory=dict)
    removed: Mapping[str, tuple[Any, ...]] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)
    """The words that each field was read from, to show beside what was understood."""
    unclear: tuple[str, ...] = ()
    """Fields that were mentioned without a value that can be told, such as "some pain"."""
    faults: tuple[Fault, ...] = ()
