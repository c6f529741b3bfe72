"""Where a conversation stands: what is known, what is open, which program stands.

It is read from the answers that we kept; what was said in turns that another room answered is
learnt too, so that no pain is forgotten because it was named in a question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from glutebot.coaching.known import Known, known_from, learn, only_health
from glutebot.coaching.messages import Messages
from glutebot.coaching.reading import Reading
from glutebot.domain.answers import Answer, Status, Turn

Read = Callable[[str, str | None], Reading]
"""A message and the field that was asked for become a Reading."""


@dataclass(frozen=True)
class Past:
    """The state that earlier turns left."""

    known: Known = field(default_factory=Known)
    asked: str | None = None
    waiting: bool = False
    """True while a wish for a program is open: asked about, refused, or proposed."""
    refused: bool = False
    agreed: Known | None = None
    """What the standing program was built from."""
    program: Mapping[str, Any] | None = None
    proposal: Mapping[str, Any] | None = None
    flags: tuple[str, ...] = ()
    """Safety signs that stood at the last reply about a program."""


def find_past(history: Sequence[Turn]) -> tuple[Past, Sequence[Turn]]:
    """Return the state of the last reply about a program, and the turns that came after it."""
    place = next((i for i in reversed(range(len(history))) if _intake_of(history[i])), None)
    if place is None:
        return Past(), history
    answer = history[place].answer
    assert answer is not None
    assert answer.intake is not None
    past = Past(
        known=known_from(answer.intake),
        asked=answer.intake.asked,
        waiting=_waits(answer),
        refused=answer.status in (Status.REFUSED, Status.REFERRED),
        proposal=answer.proposal,
        flags=answer.flags,
    )
    return _with_program(past, history[: place + 1]), history[place + 1 :]


def catch_up(past: Past, turns: Sequence[Turn], read: Read, messages: Messages) -> Past:
    """Learn what was said in turns that were answered elsewhere."""
    known = past.known
    for turn in turns:
        known, _ = learn(known, _read_aside(turn.question, read, messages),
                         make_believe=messages.pretends(turn.question))  # fmt: skip
    return replace(past, known=known)


def _read_aside(message: str, read: Read, messages: Messages) -> Reading:
    """Read health from all of a message, and wishes only from what it states."""
    if not messages.asks(message) and "?" not in message:
        return read(message, None)
    health, stated = only_health(read(message, None)), read(messages.statements(message), None)
    return Reading(
        told={**stated.told, **health.told},
        added={**stated.added, **health.added},
        removed={**stated.removed, **health.removed},
        unclear=tuple(dict.fromkeys((*stated.unclear, *health.unclear))),
    )


def _intake_of(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.intake is not None


def _waits(answer: Answer) -> bool:
    assert answer.intake is not None
    refused = answer.status in (Status.REFUSED, Status.REFERRED)
    return refused or answer.intake.asked is not None or answer.proposal is not None


def days_of(shown: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the weekdays of a program, or of the one that a proposal holds."""
    sessions = shown.get("program", shown)["weeks"][0]["sessions"]
    return tuple(session["weekday"] for session in sessions if session["weekday"])


def _with_program(past: Past, turns: Sequence[Turn]) -> Past:
    for turn in reversed(turns):
        answer = turn.answer
        if answer and answer.program and answer.intake:
            return replace(past, program=answer.program, agreed=known_from(answer.intake))
    return past
