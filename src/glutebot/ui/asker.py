"""Asking from the page, in three strokes: begin, grow, finish.

Gradio does work for every part that an event may change, each time the event yields. So the event
that yields often changes the chat alone, and what else belongs to it is done before and after.
What the strokes share is kept here under a ticket; nothing of it is taken from the client.
"""

import logging
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from glutebot.api.asking import Asking
from glutebot.domain.answers import Answered, Text
from glutebot.errors import UserFacingError
from glutebot.storage import ConversationNotFoundError
from glutebot.ui import words
from glutebot.ui.presenters import (
    Message,
    Progress,
    View,
    present_progress,
    present_question,
    present_turns,
)
from glutebot.ui.views import describe, show_conversation

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_FRAMES = 0.08
_SECONDS_TO_LIVE = 900.0


@dataclass
class _Ticket:
    """A question that was admitted and is on its way."""

    visitor: str
    talk: str
    message: str
    shown: list[Message]
    """The messages before its answer."""
    turns: int
    """How many turns the conversation had before."""
    begun: float = field(default_factory=time.monotonic)
    growing: bool = False
    """True while its answer is being written."""
    failure: str = ""
    """Why there is no answer, in words for the visitor."""


class Asker:
    """Takes questions from the page and grows their answers on it."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._tickets: dict[str, _Ticket] = {}

    def begin(
        self,
        visitor: str,
        address: str,
        conversation: str,
        message: str,
        *,
        keep: int | None = None,
    ) -> tuple[View, str]:
        """Admit a question; `keep` drops later turns first. Returns the view and a ticket.

        The ticket is empty when the question was turned away; the view then says why.
        """
        if self._is_answering(visitor, conversation):
            return View(draft=message, notice=words.ONE_AT_A_TIME), ""
        try:
            cleaned = self._asking.admit(visitor, address, message)
            talk, notice = self._place(visitor, conversation, keep)
            return self._open(visitor, talk, cleaned, notice)
        except UserFacingError as error:
            return View(draft=message, notice=describe(error), busy=False), ""
        except Exception:
            _LOG.exception("A question could not be taken")
            return View(draft=message, notice=words.UNEXPECTED, busy=False), ""

    def _is_answering(self, visitor: str, conversation: str) -> bool:
        return any(
            ticket.growing and (ticket.visitor, ticket.talk) == (visitor, conversation)
            for ticket in self._tickets.values()
        )

    def _open(self, visitor: str, talk: str, message: str, notice: str) -> tuple[View, str]:
        turns = self._asking.services.conversations.turns(visitor, talk)
        shown = [*present_turns(turns), present_question(message)]
        for earlier in shown:
            earlier.pop("options", None)
        number = secrets.token_urlsafe(12)
        self._forget_old()
        self._tickets[number] = _Ticket(visitor, talk, message, shown, len(turns))
        view = View(
            messages=[*shown, present_progress(Progress())],
            conversation=talk,
            draft="",
            notice=notice,
            busy=True,
            voted="",
        )
        return view, number

    def _place(self, visitor: str, conversation: str, keep: int | None) -> tuple[str, str]:
        """Return the conversation to ask in, and what to say when it is not the one wanted."""
        services = self._asking.services
        if not conversation:
            return services.start_conversation(visitor), ""
        try:
            services.conversations.require(visitor, conversation)
        except ConversationNotFoundError:
            return services.start_conversation(visitor), words.GONE
        if keep is not None:
            services.conversations.truncate(visitor, conversation, keep=keep)
        return conversation, ""

    async def grow(self, visitor: str, number: str) -> AsyncGenerator[list[Message]]:
        """Yield the chat as the answer grows; nothing for a ticket that is not this visitor's."""
        ticket = self._tickets.get(number)
        if ticket is None or ticket.visitor != visitor:
            return
        ticket.growing = True
        try:
            async with aclosing(self._frames(ticket)) as frames:
                async for progress in frames:
                    yield [*ticket.shown, present_progress(progress)]
        except UserFacingError as error:
            ticket.failure = describe(error)
        except Exception:
            _LOG.exception("An answer could not be shown")
            ticket.failure = words.UNEXPECTED
        finally:
            ticket.growing = False

    async def _frames(self, ticket: _Ticket) -> AsyncGenerator[Progress]:
        """Yield the answer as it grows, not more often than an eye can follow."""
        progress, shown_at = Progress(), 0.0
        events = self._asking.ask(ticket.visitor, ticket.talk, ticket.message)
        async with aclosing(events):
            async for event in events:
                progress = progress.add(event)
                now = time.monotonic()
                late = now - shown_at >= _SECONDS_BETWEEN_FRAMES
                if late or not isinstance(event, Text | Answered):
                    shown_at = now
                    yield progress

    def finish(self, visitor: str, number: str) -> View:
        """Show the whole answer, or why there is none and what was typed."""
        ticket = self._tickets.get(number)
        if ticket is None or ticket.visitor != visitor:
            return View()
        del self._tickets[number]
        services = self._asking.services
        try:
            if not ticket.failure:
                return show_conversation(services, visitor, ticket.talk, busy=False)
            services.conversations.truncate(visitor, ticket.talk, keep=ticket.turns)
            messages = present_turns(services.conversations.turns(visitor, ticket.talk))
        except UserFacingError:
            return View(messages=[], conversation="", notice=words.GONE, busy=False)
        return View(messages=messages, draft=ticket.message, notice=ticket.failure, busy=False)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - _SECONDS_TO_LIVE
        for number in [n for n, ticket in self._tickets.items() if ticket.begun < oldest]:
            del self._tickets[number]
