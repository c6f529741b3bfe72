"""Whole views of what storage holds: a conversation, or an empty page."""

from glutebot.api.contract import Services
from glutebot.errors import UserFacingError
from glutebot.storage.database import utc_now
from glutebot.ui import words
from glutebot.ui.presenters import View, present_list, present_turns, present_votes, title_of


def describe(error: UserFacingError) -> str:
    """Return an error as a line for the page."""
    return f"{error.message} {error.remedy}".strip()


def show_conversation(
    services: Services,
    visitor: str,
    talk: str,
    *,
    notice: str | None = None,
    busy: bool | None = None,
) -> View:
    """Return the view of a conversation as it is kept."""
    turns = services.conversations.turns(visitor, talk)
    listed = services.conversations.summaries(visitor)
    votes = services.feedback.votes(visitor, talk)
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


def show_blank(services: Services, visitor: str, *, notice: str = "") -> View:
    """Return the view of a page on which nothing was asked yet."""
    listed = services.conversations.summaries(visitor)
    return View(
        messages=[],
        votes=[],
        conversation="",
        title=words.TITLE_EMPTY,
        listed=present_list(listed, utc_now()),
        notice=notice,
        busy=False,
        voted="",
    )
