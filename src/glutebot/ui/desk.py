"""What the page does when a visitor acts; knows storage and answers, but no widgets."""

import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import wraps

from glutebot.api.asking import Asking
from glutebot.api.contract import Services
from glutebot.api.messages import clean_text
from glutebot.domain.answers import Answered, Text, Turn
from glutebot.errors import UserFacingError
from glutebot.storage import ConversationNotFoundError, VoteValue
from glutebot.storage.database import utc_now
from glutebot.ui import words
from glutebot.ui.presenters import (
    Message,
    Progress,
    View,
    present_list,
    present_progress,
    present_question,
    present_turns,
    present_votes,
    title_of,
)

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_FRAMES = 0.05
_UNEXPECTED = "That should not have happened. Nothing is lost; try again in a moment."


def describe(error: UserFacingError) -> str:
    """Return an error as a line for the page."""
    return f"{error.message} {error.remedy}".strip()


def _forgiving(act: Callable[..., View]) -> Callable[..., View]:
    """Let an act end in a line on the page, whatever happens."""

    @wraps(act)
    def guarded(self: "Desk", *args: str | int, **kwargs: str | bool) -> View:
        try:
            return act(self, *args, **kwargs)
        except ConversationNotFoundError:
            return View(messages=[], votes=[], conversation="", notice=words.GONE, voted="")
        except UserFacingError as error:
            return View(notice=describe(error))
        except Exception:
            _LOG.exception("An act on the page failed")
            return View(notice=_UNEXPECTED)

    return guarded


class Desk:
    """Turns acts of a visitor into views; the conversation it shows is the one in storage."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @property
    def _services(self) -> Services:
        return self._asking.services

    async def ask(
        self,
        visitor: str,
        address: str,
        conversation: str,
        message: str,
        *,
        keep: int | None = None,
    ) -> AsyncGenerator[View]:
        """Ask, and yield the page as the answer grows; `keep` drops later turns first."""
        try:
            cleaned = self._asking.admit(visitor, address, message)
            talk, notice = self._place(visitor, conversation, keep)
            async with aclosing(self._answer(visitor, talk, cleaned, notice)) as views:
                async for view in views:
                    yield view
        except UserFacingError as error:
            yield View(draft=message, notice=describe(error), busy=False)
        except Exception:
            _LOG.exception("Asking failed")
            yield View(draft=message, notice=_UNEXPECTED, busy=False)

    def _place(self, visitor: str, conversation: str, keep: int | None) -> tuple[str, str]:
        """Return the conversation to ask in, and what to say when it is not the one wanted."""
        kept = self._services.conversations
        if not conversation:
            return self._services.start_conversation(visitor), ""
        try:
            kept.require(visitor, conversation)
        except ConversationNotFoundError:
            return self._services.start_conversation(visitor), words.GONE
        if keep is not None:
            kept.truncate(visitor, conversation, keep=keep)
        return conversation, ""

    async def _answer(
        self, visitor: str, talk: str, message: str, notice: str
    ) -> AsyncGenerator[View]:
        turns = self._services.conversations.turns(visitor, talk)
        shown = [*present_turns(turns), present_question(message)]
        for earlier in shown:
            earlier.pop("options", None)
        progress = Progress()
        yield View(
            messages=[*shown, present_progress(progress)],
            conversation=talk,
            draft="",
            notice=notice,
            busy=True,
            voted="",
        )
        try:
            async with aclosing(self._grow(visitor, talk, message)) as states:
                async for progress in states:
                    yield View(messages=[*shown, present_progress(progress)])
        except UserFacingError:
            self._services.conversations.truncate(visitor, talk, keep=len(turns))
            yield View(messages=present_turns(turns))
            raise
        yield self._whole(visitor, talk, busy=False)

    async def _grow(self, visitor: str, talk: str, message: str) -> AsyncGenerator[Progress]:
        """Yield the answer as it grows, not more often than an eye can follow."""
        progress, shown_at = Progress(), 0.0
        async with aclosing(self._asking.ask(visitor, talk, message)) as events:
            async for event in events:
                progress = progress.add(event)
                now = time.monotonic()
                late = now - shown_at >= _SECONDS_BETWEEN_FRAMES
                if late or not isinstance(event, Text | Answered):
                    shown_at = now
                    yield progress

    @_forgiving
    def load(self, visitor: str) -> View:
        """Show the latest conversation, as a page does that was just opened."""
        listed = self._services.conversations.summaries(visitor)
        if not listed:
            return self._blank(visitor)
        return self._whole(visitor, listed[0].id, busy=False)

    @_forgiving
    def open(self, visitor: str, conversation: str) -> View:
        """Show a conversation."""
        return self._whole(visitor, conversation, notice="")

    @_forgiving
    def start(self, visitor: str) -> View:
        """Show an empty page; the conversation begins with its first question."""
        return self._blank(visitor)

    @_forgiving
    def stopped(self, visitor: str, conversation: str) -> View:
        """Show that an answer was stopped; half an answer has no sources, so it does not stay."""
        if not conversation:
            return View(busy=False)
        return self._whole(visitor, conversation, notice=words.STOPPED, busy=False)

    @_forgiving
    def rename(self, visitor: str, conversation: str, title: str) -> View:
        """Give the open conversation another title."""
        self._services.conversations.rename(visitor, conversation, clean_text(title))
        return self._whole(visitor, conversation, notice=words.RENAMED)

    @_forgiving
    def delete(self, visitor: str, conversation: str) -> View:
        """Forget the open conversation."""
        self._services.conversations.delete(visitor, conversation)
        return self._blank(visitor, notice=words.DELETED)

    @_forgiving
    def erase(self, visitor: str) -> View:
        """Forget everything of a visitor."""
        self._services.conversations.erase(visitor)
        return self._blank(visitor, notice=words.ERASED)

    @_forgiving
    def vote(self, visitor: str, conversation: str, number: int, liked: bool | None) -> View:
        """Keep a vote on an answer, and ask for the reason of a bad one."""
        answer = f"{conversation}:{number}"
        value: VoteValue | None = None if liked is None else "up" if liked else "down"
        self._services.feedback.vote(visitor, answer, value)
        if value == "down":
            return View(voted=answer, notice="")
        return View(voted="", notice=words.THANKS_UP if value else "")

    @_forgiving
    def explain(self, visitor: str, answer: str, reason: str, comment: str) -> View:
        """Add the reason to a vote."""
        text = ": ".join(part for part in (clean_text(reason), clean_text(comment)) if part)
        self._services.feedback.vote(visitor, answer, "down", text)
        return View(voted="", notice=words.THANKS_DOWN)

    def title(self, visitor: str, conversation: str) -> str:
        """Return the title of a conversation, or nothing when there is none."""
        listed = self._services.conversations.summaries(visitor)
        return next((item.title for item in listed if item.id == conversation), "")

    def question_of(self, visitor: str, conversation: str, number: int) -> str:
        """Return the question of a turn as it is kept, or nothing when there is none."""
        try:
            turns = self._services.conversations.turns(visitor, conversation)
        except ConversationNotFoundError:
            return ""
        return turns[number - 1].question if 0 < number <= len(turns) else ""

    def _whole(
        self, visitor: str, talk: str, *, notice: str | None = None, busy: bool | None = None
    ) -> View:
        turns: list[Turn] = self._services.conversations.turns(visitor, talk)
        listed = self._services.conversations.summaries(visitor)
        votes = self._services.feedback.votes(visitor, talk)
        return View(
            messages=present_turns(turns),
            votes=present_votes(votes, len(turns)),
            conversation=talk,
            title=title_of(turns, listed, talk),
            listed=present_list(listed, utc_now()),
            notice=notice,
            busy=busy,
            voted="",
        )

    def _blank(self, visitor: str, *, notice: str = "") -> View:
        listed = self._services.conversations.summaries(visitor)
        messages: list[Message] = []
        return View(
            messages=messages,
            votes=[],
            conversation="",
            title=words.TITLE_EMPTY,
            listed=present_list(listed, utc_now()),
            notice=notice,
            busy=False,
            voted="",
        )
