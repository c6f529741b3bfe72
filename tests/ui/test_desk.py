"""What the page does when a visitor acts, without a page."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from glutebot.api.admission import Admission, Limits
from glutebot.api.asking import Asking
from glutebot.api.metrics import Metrics
from glutebot.ui.asker import Asker
from glutebot.ui.desk import Desk
from glutebot.ui.presenters import View
from support.fake_services import FakeServices
from support.scripted_answers import built

ANN, HOME = "ann", "127.0.0.1"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@dataclass
class Page:
    """The page's two helpers, as events call them."""

    asker: Asker
    desk: Desk

    async def ask(self, talk: str, message: str, keep: int | None = None) -> list[View]:
        """Begin, grow and finish; return what was shown."""
        first, ticket = self.asker.begin(ANN, HOME, talk, message, keep=keep)
        grown = [View(messages=messages) async for messages in self.asker.grow(ANN, ticket)]
        return [first, *grown, self.asker.finish(ANN, ticket)]


def open_page(services: FakeServices, limits: Limits | None = None) -> Page:
    return Page(Asker(Asking(services, Admission(limits), Metrics())), Desk(services))


@pytest.fixture
def page(services: FakeServices) -> Page:
    return open_page(services)


@pytest.fixture
def desk(page: Page) -> Desk:
    return page.desk


async def ask(page: Page, talk: str, message: str, keep: int | None = None) -> str:
    """Ask and return the id of the conversation."""
    views = await page.ask(talk, message, keep)
    return views[0].conversation or ""


def notice_of(views: list[View]) -> str:
    return next((view.notice for view in reversed(views) if view.notice), "")


def draft_of(views: list[View]) -> str | None:
    return next((view.draft for view in reversed(views) if view.draft is not None), None)


async def test_asking_clears_the_box_shows_the_work_and_ends_whole(page: Page) -> None:
    views = await page.ask("", "Hip thrust or squat?")

    first, last = views[0], views[-1]
    assert (first.draft, first.busy) == ("", True)
    assert first.messages is not None
    assert "gb-steps" in first.messages[-1]["content"]
    assert last.messages is not None
    assert "gb-sources" in last.messages[-1]["content"]
    assert (last.busy, last.title) == (False, "Hip thrust or squat?")
    assert last.listed is not None
    assert [identity for _, identity in last.listed] == [last.conversation]


@pytest.mark.parametrize(
    ("message", "notice"),
    [
        ("   ", "no question"),
        ("x" * 2001, "2,001 characters; 2,000 fit"),
        ("down", "The index is being built. Ask again in a minute."),
        ("crash", "That should not have happened."),
    ],
    ids=["empty", "long", "known", "unknown"],
)
async def test_an_error_keeps_what_was_typed(
    page: Page, services: FakeServices, message: str, notice: str
) -> None:
    views = await page.ask("", message)

    assert draft_of(views) == message
    assert notice in notice_of(views)
    assert [view.busy for view in views if view.busy is not None][-1] is False
    assert services.conversations.summaries(ANN) == []


async def test_a_failed_question_leaves_the_conversation_as_it_was(
    page: Page, services: FakeServices
) -> None:
    talk = await ask(page, "", "first")
    views = await page.ask(talk, "down")

    assert [turn.question for turn in services.conversations.turns(ANN, talk)] == ["first"]
    assert views[-1].messages is not None
    assert len(views[-1].messages) == 2


async def test_too_many_questions_are_turned_away_in_words(services: FakeServices) -> None:
    page = open_page(services, Limits(per_visitor="1/minute"))
    talk = await ask(page, "", "first")
    views = await page.ask(talk, "second", keep=0)

    assert "Ask again in" in notice_of(views)
    assert draft_of(views) == "second"
    assert [turn.question for turn in services.conversations.turns(ANN, talk)] == ["first"]


async def test_editing_replaces_the_turn_and_what_came_after(
    page: Page, services: FakeServices
) -> None:
    talk = await ask(page, "", "one")
    await ask(page, talk, "two")
    await ask(page, talk, "three")
    await ask(page, talk, "two, changed", keep=1)

    turns = services.conversations.turns(ANN, talk)
    assert [turn.question for turn in turns] == ["one", "two, changed"]
    assert services.heard[-1] == ["one"]


async def test_leaving_in_mid_answer_stops_the_writing(
    desk: Desk, page: Page, services: FakeServices
) -> None:
    view, ticket = page.asker.begin(ANN, HOME, "", "slow")
    frames = page.asker.grow(ANN, ticket)
    for _ in range(5):
        await anext(frames)
    second, none = page.asker.begin(ANN, HOME, view.conversation or "", "in between")
    await frames.aclose()

    stopped = page.desk.stopped(ANN, view.conversation or "")
    assert (second.draft, none) == ("in between", "")
    assert "still being written" in (second.notice or "")
    assert services.events == ["begun slow", "closed slow"]
    assert stopped.messages is not None
    assert "Stopped before there was an answer" in stopped.messages[-1]["content"]
    assert "Retry" in (stopped.notice or "")
    assert await ask(page, view.conversation or "", "afterwards") == view.conversation


async def test_a_ticket_of_another_visitor_is_worth_nothing(page: Page) -> None:
    _, ticket = page.asker.begin(ANN, HOME, "", "mine")

    assert [messages async for messages in page.asker.grow("ben", ticket)] == []
    assert page.asker.finish("ben", ticket) == View()
    assert page.asker.finish(ANN, "") == View()


async def test_a_reload_shows_the_latest_conversation_with_its_votes(
    desk: Desk, page: Page
) -> None:
    await ask(page, "", "older")
    talk = await ask(page, "", "newer")
    desk.vote(ANN, talk, 1, liked=True)

    view = desk.load(ANN)

    assert (view.conversation, view.votes) == (talk, ["Like"])
    assert view.listed is not None
    assert len(view.listed) == 2


async def test_a_bad_vote_asks_why_and_keeps_the_reason(
    desk: Desk, page: Page, services: FakeServices
) -> None:
    talk = await ask(page, "", "Hip thrust or squat?")

    disliked = desk.vote(ANN, talk, 1, liked=False)
    desk.explain(ANN, disliked.voted or "", "Too long", "two lines\x00 would do")

    vote = services.feedback.votes(ANN, talk)[1]
    assert (vote.value, vote.reason) == ("down", "Too long: two lines would do")
    assert desk.vote(ANN, talk, 1, liked=None).voted == ""
    assert services.feedback.votes(ANN, talk) == {}


async def test_delete_and_erase_leave_an_empty_page(
    desk: Desk, page: Page, services: FakeServices
) -> None:
    services.programs.save(ANN, built().program or {})
    talk = await ask(page, "", "one")
    await ask(page, "", "two")

    deleted = desk.delete(ANN, talk)
    erased = desk.erase(ANN)

    assert (deleted.messages, deleted.conversation) == ([], "")
    assert deleted.listed is not None
    assert len(deleted.listed) == 1
    assert erased.listed == []
    assert services.programs.summaries(ANN) == []


async def test_what_is_gone_or_anothers_is_simply_not_there(desk: Desk, page: Page) -> None:
    talk = await ask(page, "", "mine")

    for view in (desk.open("ben", talk), desk.delete("ben", talk), desk.rename("ben", talk, "x")):
        assert view.messages == []
        assert "no longer there" in (view.notice or "")
    assert desk.question_of("ben", talk, 1) == ""
    assert desk.question_of(ANN, talk, 1) == "mine"
    assert desk.question_of(ANN, talk, 9) == ""


async def test_asking_in_a_conversation_that_is_gone_starts_a_new_one(
    desk: Desk, page: Page
) -> None:
    talk = await ask(page, "", "one")
    desk.delete(ANN, talk)

    views = await page.ask(talk, "two")

    assert views[0].conversation not in ("", talk)
    assert "no longer there" in (views[0].notice or "")


async def test_renaming_shows_at_once(desk: Desk, page: Page) -> None:
    talk = await ask(page, "", "one")

    assert desk.rename(ANN, talk, "Depth notes").title == "Depth notes"
    assert desk.title(ANN, talk) == "Depth notes"
    assert desk.title("ben", talk) == ""
    assert "letter" in (desk.rename(ANN, talk, " ").notice or "")
