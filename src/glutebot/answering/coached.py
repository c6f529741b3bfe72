"""A reply of the coach becomes an Answer: its sentences said, its citations numbered.

The coaching room lies beside this one, so its reply is known by its form only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

from glutebot.answering.draft import Draft, Safety
from glutebot.answering.replies import Replies
from glutebot.answering.requests import asks_for_file
from glutebot.domain.answers import (
    Answered,
    Citation,
    Cited,
    Event,
    Referral,
    Sentence,
    Status,
    Support,
    Turn,
)
from glutebot.domain.intake import Intake
from glutebot.domain.programs import Program

TOPIC = 3
"""Words from which a message that the coach could not read may be a question."""
_URGENCY: tuple[Referral | None, ...] = (None, "routine", "same-day", "emergency")


class SpokenLine(Protocol):
    """One sentence with the citations that carry it."""

    @property
    def text(self) -> str:
        """The sentence."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it rests on; the numbers are not this answer's yet."""


class CoachReply(Protocol):
    """What the coach says to a message about a program."""

    @property
    def status(self) -> Status:
        """What kind of reply it is."""

    @property
    def lines(self) -> Sequence[SpokenLine]:
        """Its sentences."""

    @property
    def follow_ups(self) -> tuple[str, ...]:
        """Messages that a tap sends."""

    @property
    def intake(self) -> Intake:
        """What was understood so far."""

    @property
    def program(self) -> Program | None:
        """The program, when there is one."""

    @property
    def proposal(self) -> Mapping[str, Any] | None:
        """A change that waits for a yes."""

    @property
    def referral(self) -> Referral | None:
        """Where to turn, and how soon."""

    @property
    def unsure(self) -> bool:
        """Whether an article may answer the message instead."""


class Coach(Protocol):
    """What leads from a wish to a program."""

    def reply(
        self, message: str, history: Sequence[Turn], flags: Sequence[str]
    ) -> CoachReply | None:
        """Return the reply, or None when the message is not about a program."""

    def offer(self, history: Sequence[Turn], flags: Sequence[str]) -> CoachReply:
        """Begin a program, or go on with it."""


FindCoach = Callable[[], Coach]


@dataclass(frozen=True)
class Coached:
    """A reply to be said, or only fixed sentences about a program that stands."""

    opening: tuple[str, ...] = ()
    reply: CoachReply | None = None
    started: float = field(default_factory=perf_counter)
    brief: bool = False
    """True for a message too short to have a topic of its own, such as "hmm"."""

    @property
    def understood(self) -> bool:
        """Whether the message was read as one about a program."""
        return self.reply is None or not self.reply.unsure

    @property
    def settled(self) -> bool:
        """Whether no article is needed: the message was understood, or is about nothing else."""
        return self.understood or self.brief

    def say(self, version: str, safety: Safety) -> Iterator[Event]:
        """Yield the events of the answer; what the safety gate says goes first."""
        draft = Draft(version, engine="fixed", started=self.started)
        for line in (*(() if safety.is_courtesy else safety.lines), *self.opening):
            yield draft.add_fixed(line)
        if self.reply is None:
            yield Answered(answer=draft.finish(Status.CLARIFY, safety))
        else:
            yield from _say_reply(self.reply, draft, safety)


def ask_coach(
    coach: Coach, message: str, history: Sequence[Turn], safety: Safety, replies: Replies
) -> Coached | None:
    """Return what is said about a program, or None when the message is not about one."""
    started = perf_counter()
    reply = coach.reply(message, history, safety.flags)
    if not asks_for_file(message) or (reply and not reply.unsure and reply.status != "clarify"):
        brief = len(message.split()) < TOPIC
        return Coached(reply=reply, started=started, brief=brief) if reply else None
    if any(turn.answer and turn.answer.program for turn in history):
        return Coached(opening=replies.files_of_program, started=started)
    begun = reply if reply and not reply.unsure else coach.offer(history, safety.flags)
    return Coached(replies.files_need_program, begun, started)


def is_offered(message: str, history: Sequence[Turn]) -> bool:
    """Tell whether a message is one of the coach's own, which a tap sends.

    The safety rules read it all the same; only what reads by likeness need not, for these words
    were reviewed with the question that they answer.
    """
    intakes = (turn.answer.intake for turn in reversed(history) if turn.answer)
    intake = next((one for one in intakes if one), None)
    if intake is None:
        return False
    chips = (choice for chip in intake.chips for choice in chip.choices)
    return any(choice.message == message.strip() for choice in (*intake.choices, *chips))


def _say_reply(reply: CoachReply, draft: Draft, safety: Safety) -> Iterator[Event]:
    citations = _number(reply.lines)
    if citations:
        yield Cited(citations=tuple(citations.values()))
    for spoken in reply.lines:
        numbers = tuple(dict.fromkeys(citations[_key(one)].n for one in spoken.citations))
        yield draft.add(Sentence(text=spoken.text, citations=numbers, support=Support.FIXED))
    answer = draft.finish(reply.status, safety, follow_ups=reply.follow_ups)
    added = {
        "citations": tuple(citations.values()),
        "program": reply.program.to_json() if reply.program else None,
        "proposal": reply.proposal,
        "intake": reply.intake,
        "referral": max(reply.referral, answer.referral, key=_URGENCY.index),
    }
    yield Answered(answer=answer.model_copy(update=added))


def _number(lines: Sequence[SpokenLine]) -> dict[tuple[str, str], Citation]:
    """Number what the lines cite from 1, in the order in which it is needed."""
    numbered: dict[tuple[str, str], Citation] = {}
    for citation in (one for line in lines for one in line.citations):
        number = len(numbered) + 1
        numbered.setdefault(_key(citation), citation.model_copy(update={"n": number}))
    return numbered


def _key(citation: Citation) -> tuple[str, str]:
    return citation.article_id, citation.snippet
