"""What the coach answers with: sentences, the state of the wish, and perhaps a program."""

import re
from typing import Any

from pydantic import Field

from glutebot.domain.answers import Citation, Referral, Status
from glutebot.domain.intake import Intake
from glutebot.domain.model import Model
from glutebot.domain.programs import Program, Refusal

_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")


class Spoken(Model):
    """One sentence with the citations that carry it; their numbers are not the answer's yet."""

    text: str = Field(min_length=1)
    citations: tuple[Citation, ...] = ()


class CoachReply(Model):
    """One reply about a program."""

    status: Status
    lines: tuple[Spoken, ...] = Field(min_length=1)
    follow_ups: tuple[str, ...] = ()
    """Messages that a tap sends."""
    intake: Intake
    program: Program | None = None
    refusal: Refusal | None = None
    proposal: dict[str, Any] | None = None
    referral: Referral | None = None
    unsure: bool = False
    """True where nothing was understood, so that an article may answer the message instead."""


def split_text(text: str) -> list[str]:
    """Split a fixed text into its sentences."""
    return _SENTENCE_END.split(text)
