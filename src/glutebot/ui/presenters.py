"""From domain events and turns to chat messages; pure, so it is tested without a page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from glutebot.api.contract import ServiceStatus
from glutebot.domain.answers import (
    Answer,
    Answered,
    Citation,
    Cited,
    Event,
    Replaced,
    Step,
    Text,
    Turn,
)
from glutebot.storage import ConversationSummary, Vote
from glutebot.ui import words
from glutebot.ui.rendering import defuse, render_answer, render_stopped, render_writing
from glutebot.ui.wishes import list_options

Message = dict[str, Any]
"""A chat message: `role`, `content`, and for the last answer the follow-up `options`."""

_VOTES = {"up": "Like", "down": "Dislike"}


@dataclass(frozen=True)
class Progress:
    """An answer as far as its events have come."""

    step: str = "looking-up"
    text: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    def add(self, event: Event) -> "Progress":
        """Return the progress after one more event."""
        match event:
            case Step(name=name):
                return replace(self, step=name)
            case Text(text=text):
                return replace(self, step="writing", text=self.text + text)
            case Cited(citations=citations):
                return replace(self, citations=citations)
            case Replaced():
                return replace(self, text="", citations=())
            case Answered(answer=answer):
                return replace(self, answer=answer)


def present_question(question: str) -> Message:
    """Return a question as a message."""
    return {"role": "user", "content": defuse(question)}


def present_progress(progress: Progress) -> Message:
    """Return an answer in the making, or the whole answer with its follow-ups."""
    if progress.answer is not None:
        return _present_answer(progress.answer, with_options=True)
    content = render_writing(progress.text, progress.citations, progress.step)
    return {"role": "assistant", "content": content}


def present_turns(turns: Sequence[Turn]) -> list[Message]:
    """Return a conversation: two messages a turn, follow-ups under the last answer only."""
    messages: list[Message] = []
    for number, turn in enumerate(turns, start=1):
        messages.append(present_question(turn.question))
        if turn.answer is None:
            messages.append({"role": "assistant", "content": render_stopped()})
        else:
            last = number == len(turns)
            messages.append(_present_answer(turn.answer, with_options=last))
    return messages


def _present_answer(answer: Answer, *, with_options: bool) -> Message:
    content = render_answer(answer, active=with_options)
    message: Message = {"role": "assistant", "content": content}
    if with_options and (options := list_options(answer)):
        message["options"] = options
    return message


def present_votes(votes: dict[int, Vote], turns: int) -> list[str | None]:
    """Return the vote on each answer, in order, in the chat's own words."""
    return [
        _VOTES[votes[number].value] if number in votes else None for number in range(1, turns + 1)
    ]


def present_list(
    listed: Sequence[ConversationSummary], now: datetime.datetime
) -> list[tuple[str, str]]:
    """Return conversations as labels of two lines, title and day, with their ids."""
    return [(f"{item.title}\n{describe_day(item.updated, now)}", item.id) for item in listed]


def describe_day(moment: datetime.datetime, now: datetime.datetime) -> str:
    """Return a day as people say it."""
    days = (now.date() - moment.date()).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    if days < 7:
        return moment.strftime("%A")
    return f"{moment.day} {moment.strftime('%B %Y')}"


def present_status(status: ServiceStatus) -> str:
    """Return the status line: who answers, from what, and what is not ready yet."""
    if status.building is not None:
        done, total = status.building
        return f"Preparing the articles: {done} of {total} passages. Answers start when it is done."
    if not status.ready:
        return "The articles are not ready yet. Ask again in a moment."
    writer = f"Written by {status.model}" if status.model else "Quoted from the articles"
    parts = [writer, f"{status.articles} articles", f"{status.passages} passages"]
    if status.knowledge_date is not None:
        day = status.knowledge_date
        parts.append(f"reviewed {day.day} {day.strftime('%B %Y')}")
    return " · ".join(parts)


def title_of(turns: Sequence[Turn], listed: Sequence[ConversationSummary], current: str) -> str:
    """Return the heading over a conversation."""
    if not turns:
        return words.TITLE_EMPTY
    return next((item.title for item in listed if item.id == current), turns[0].question)


@dataclass(frozen=True)
class View:
    """What the page shall show; None leaves a part as it is."""

    messages: list[Message] | None = None
    votes: list[str | None] | None = None
    conversation: str | None = None
    """The id of the open conversation; empty for a new one."""
    title: str | None = None
    listed: list[tuple[str, str]] | None = None
    draft: str | None = None
    notice: str | None = None
    busy: bool | None = None
    voted: str | None = None
    """The id of an answer that was just disliked, to ask for a reason; empty closes that."""
