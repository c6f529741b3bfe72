"""The fixed words of a program, as types; the words are in a data file."""

from typing import Annotated

from pydantic import Field

from glutebot.domain.model import Model


class ReasonText(Model):
    """A reason and where the knowledge base carries it."""

    text: str
    article: str
    facts: tuple[str, ...]


class Branches(Model):
    """Both ways on from a session."""

    on_success: str
    on_failure: str


class RuleLines(Model):
    """What each rule asks, in one line, by id."""

    lines: dict[Annotated[str, Field(pattern=r"^R\d\d$")], str] = Field(min_length=50)


class Texts(Model):
    """Sentences by occasion; `{names}` in them are filled in with `str.format`."""

    roles: dict[str, str]
    policies: dict[str, str]
    progression: dict[str, Branches]
    notes: dict[str, str]
    warm_up: dict[str, str]
    assumptions: dict[str, str]
    warnings: dict[str, str]
    what_would_change: dict[str, str]
    reasons: dict[str, ReasonText]
