"""What the page does when a visitor acts; knows storage and answers, but no widgets."""

import logging
from collections.abc import Callable
from functools import wraps

from glutebot.api.contract import Services
from glutebot.domain.messages import clean_text
from glutebot.errors import UserFacingError
from glutebot.storage import ConversationNotFoundError, VoteValue
from glutebot.ui import words
from glutebot.ui.presenters import View
from glutebot.ui.views import describe, show_blank, show_conversation

_LOG = logging.getLogger(__name__)


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
            return View(notice=words.UNEXPECTED)

    return guarded


class Desk:
    """Turns acts of a visitor into views; the conversation it shows is the one in storage."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @_forgiving
    def load(self, visitor: str) -> View:
        """Show the latest conversation, as a page does that was just opened."""
        listed = self._services.conversations.summaries(visitor)
        if not listed:
            return show_blank(self._services, visitor)
        return show_conversation(self._services, visitor, listed[0].id, busy=False)

    @_forgiving
    def open(self, visitor: str, conversation: str) -> View:
        """Show a conversation."""
        return show_conversation(self._services, visitor, conversation, notice="")

    @_forgiving
    def start(self, visitor: str) -> View:
        """Show an empty page; the conversation begins with its first question."""
        return show_blank(self._services, visitor)

    @_forgiving
    def stopped(self, visitor: str, conversation: str) -> View:
        """Show that an answer was stopped; half an answer has no sources, so it does not stay."""
        if not conversation:
            return View(busy=False)
        return show_conversation(
            self._services, visitor, conversation, notice=words.STOPPED, busy=False
        )

    @_forgiving
    def rename(self, visitor: str, conversation: str, title: str) -> View:
        """Give the open conversation another title."""
        self._services.conversations.rename(visitor, conversation, clean_text(title))
        return show_conversation(self._services, visitor, conversation, notice=words.RENAMED)

    @_forgiving
    def delete(self, visitor: str, conversation: str) -> View:
        """Forget the open conversation."""
        self._services.conversations.delete(visitor, conversation)
        return show_blank(self._services, visitor, notice=words.DELETED)

    @_forgiving
    def erase(self, visitor: str) -> View:
        """Forget everything of a visitor."""
        self._services.conversations.erase(visitor)
        self._services.programs.erase(visitor)
        return show_blank(self._services, visitor, notice=words.ERASED)

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
