"""An Answer as the public contract has it, and the events that lead to one."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from glutebot.domain.evidence import Grade
from glutebot.domain.intake import Intake
from glutebot.domain.model import Model

Referral = Literal["emergency", "same-day", "routine"]
Engine = Literal["extractive", "llm", "fixed"]


class Status(StrEnum):
    """What kind of reply an Answer is."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    REFUSED = "refused"
    REFERRED = "referred"
    PROGRAM = "program"


class Support(StrEnum):
    """How a sentence stands to its source."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    COMPUTED = "computed"
    FIXED = "fixed"
    UNSUPPORTED = "unsupported"


class StudyReference(Model):
    """The study behind a citation, for the sources panel."""

    citation: str
    grade: Grade
    doi: str | None = None
    url: str | None = None


class Citation(Model):
    """A numbered pointer from a sentence to the passage that it stands in."""

    n: int = Field(ge=1)
    article_id: str
    title: str
    section: str | None = None
    url: str | None = None
    snippet: str = Field(max_length=300)
    evidence: Grade | None = None
    facts: tuple[str, ...] = ()
    author: str | None = None
    date: str | None = None
    passage_id: str | None = None
    studies: tuple[StudyReference, ...] = ()


class Sentence(Model):
    """One sentence of an answer with the numbers of its citations."""

    text: str = Field(min_length=1)
    citations: tuple[int, ...] = ()
    support: Support


class Answer(Model):
    """A whole reply; `text` is its sentences with their `[n]`, ready to show."""

    id: str | None = None
    status: Status
    text: str = Field(min_length=1)
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    referral: Referral | None = None
    follow_ups: tuple[str, ...] = ()
    program: dict[str, Any] | None = None
    proposal: dict[str, Any] | None = None
    intake: Intake | None = None
    """What was understood of a wish for a program, while one is being asked for or after."""
    engine: Engine
    index_version: str
    timing_ms: dict[str, float] = Field(default_factory=dict)
    notice: str | None = None
    """A line about the answer itself, such as that the model failed and who answered instead."""
    uncovered: bool = False
    """True when the corpus does not hold the answer, so the question waits for an article."""
    flags: tuple[str, ...] = ()
    """Ids of safety signs that the question raised (safety.md), for the conversation to keep."""


class Step(Model):
    """The answerer reached a step of its work."""

    name: Literal["looking-up", "choosing", "writing"]


class Text(Model):
    """A piece of the answer's text, to be appended to what came before."""

    text: str


class Cited(Model):
    """The citations of the text so far, complete, in order of `n`."""

    citations: tuple[Citation, ...]


class Replaced(Model):
    """What was shown so far is withdrawn; the text that follows starts anew."""

    reason: str


class Answered(Model):
    """The whole answer; always the last event."""

    answer: Answer


Event = Step | Text | Cited | Replaced | Answered


class Turn(Model):
    """One question of a conversation and, when it was given, its answer."""

    question: str
    answer: Answer | None = None
