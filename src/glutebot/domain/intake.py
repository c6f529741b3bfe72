"""What was understood of a wish for a program, and what is still open, as the chat shows it."""

from typing import Any, Literal

from pydantic import Field

from glutebot.domain.model import Model


class Choice(Model):
    """Something that can be picked instead of typed; picking it sends the message."""

    label: str = Field(min_length=1)
    message: str = Field(min_length=1)


class Chip(Model):
    """One thing that was understood or assumed, and what it can be changed to."""

    field: str
    """A field of the Profile."""
    label: str
    value: str
    """As people read it: "3 days a week"."""
    source: Literal["said", "assumed"]
    choices: tuple[Choice, ...] = ()


class Intake(Model):
    """The state of a wish for a program; kept with the answer, so the next turn goes on from it."""

    profile: dict[str, Any] = Field(default_factory=dict)
    """What is known so far, in the Profile's form; fields that nobody named are left out."""
    chips: tuple[Chip, ...] = ()
    asked: str | None = None
    """The field that the one open question is about."""
    choices: tuple[Choice, ...] = ()
    """The answers to that question which can be picked."""
    weekdays: tuple[int, ...] = ()
    """The days that were asked for by name, Monday 1; the Profile has only their number."""
    unclear: tuple[str, ...] = ()
    """Fields that were named without a value, such as "something hurts"."""
    skipped: tuple[str, ...] = ()
    """Fields that were asked for and left to their default."""
