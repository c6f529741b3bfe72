"""What the page does when a visitor acts, without a page."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from glutebot.api.admission import Admission, Limits
from glutebot.api.asking import Asking
from glutebot.api.metrics import Metrics
from glutebot.ui.desk import Desk
from glutebot.ui.presenters import View
from support.fake_services import FakeServices

ANN, HOME = "ann", "127.0.0.1"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def desk(services: FakeServices) -> Desk:
    return Desk(Asking(services, Admission(), Metrics()))


async def watch(views: AsyncGenerator[View]) -> list[View]:
    async with aclosing(views):
        return [view async for view in views]


async def ask(desk: Desk, talk: str, message: str, **more: int) -> str:
    """Ask and return the id of the conversation."""
    views = await watch(desk.ask(ANN, HOME, talk, message, **more))
    return next((view.conversation for view in reversed(views) if view.conversation), "")


async def test_asking_clears_the_box_shows_the_work_and_ends_whole(desk: Desk) -> None:
    views = await watch(desk.ask(ANN, HOME, "", "Hip thrust or squat?"))

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
    desk: Desk, services: FakeServices, message: str, notice: str
) -> None:
    views = await watch(desk.ask(ANN, HOME, "", message))

    assert views[-1].draft == message
    assert notice in (views[-1].notice or "")
    assert views[-1].busy is False
    assert services.conversations.summaries(ANN) == []


async def test_a_failed_question_leaves_the_conversation_as_it_was(
    desk: Desk, services: FakeServices
) -> None:
    talk = await ask(desk, "", "first")
    views = await watch(desk.ask(ANN, HOME, talk, "down"))

    assert [turn.question for turn in services.conversations.turns(ANN, talk)] == ["first"]
    assert views[-2].messages is not None
    assert len(views[-2].messages) == 2


async def test_too_many_questions_are_turned_away_in_words(services: FakeServices) -> None:
    desk = Desk(Asking(services, Admission(Limits(per_visitor="1/minute")), Metrics()))
    talk = await ask(desk, "", "first")
    views = await watch(desk.ask(ANN, HOME, talk, "second", keep=0))

    assert "Ask again in" in (views[-1].notice or "")
    assert views[-1].draft == "second"
    assert [turn.question for turn in services.conversations.turns(ANN, talk)] == ["first"]


async def test_editing_replaces_the_turn_and_what_came_after(
    desk: Desk, services: FakeServices
) -> None:
    talk = await ask(desk, "", "one")
    await ask(desk, talk, "two")
    await ask(desk, talk, "three")
    await ask(desk, talk, "two, changed", keep=1)

    turns = services.conversations.turns(ANN, talk)
    assert [turn.question for turn in turns] == ["one", "two, changed"]
    assert services.heard[-1] == ["one"]


async def test_leaving_in_mid_answer_stops_the_writing(desk: Desk, services: FakeServices) -> None:
    views = desk.ask(ANN, HOME, "", "slow")
    talk = (await anext(views)).conversation or ""
    for _ in range(5):
        await anext(views)
    await views.aclose()

    stopped = desk.stopped(ANN, talk)
    assert services.events == ["begun slow", "closed slow"]
    assert stopped.messages is not None
    assert "Stopped before there was an answer" in stopped.messages[-1]["content"]
    assert "Retry" in (stopped.notice or "")


async def test_a_reload_shows_the_latest_conversation_with_its_votes(desk: Desk) -> None:
    await ask(desk, "", "older")
    talk = await ask(desk, "", "newer")
    desk.vote(ANN, talk, 1, liked=True)

    view = desk.load(ANN)

    assert (view.conversation, view.votes) == (talk, ["Like"])
    assert view.listed is not None
    assert len(view.listed) == 2


async def test_a_bad_vote_asks_why_and_keeps_the_reason(desk: Desk, services: FakeServices) -> None:
    talk = await ask(desk, "", "Hip thrust or squat?")

    disliked = desk.vote(ANN, talk, 1, liked=False)
    desk.explain(ANN, disliked.voted or "", "Too long", "two lines\x00 would do")

    vote = services.feedback.votes(ANN, talk)[1]
    assert (vote.value, vote.reason) == ("down", "Too long: two lines would do")
    assert desk.vote(ANN, talk, 1, liked=None).voted == ""
    assert services.feedback.votes(ANN, talk) == {}


async def test_delete_and_erase_leave_an_empty_page(desk: Desk) -> None:
    talk = await ask(desk, "", "one")
    await ask(desk, "", "two")

    deleted = desk.delete(ANN, talk)
    erased = desk.erase(ANN)

    assert (deleted.messages, deleted.conversation) == ([], "")
    assert deleted.listed is not None
    assert len(deleted.listed) == 1
    assert erased.listed == []


async def test_what_is_gone_or_anothers_is_simply_not_there(desk: Desk) -> None:
    talk = await ask(desk, "", "mine")

    for view in (desk.open("ben", talk), desk.delete("ben", talk), desk.rename("ben", talk, "x")):
        assert view.messages == []
        assert "no longer there" in (view.notice or "")
    assert desk.question_of("ben", talk, 1) == ""
    assert desk.question_of(ANN, talk, 1) == "mine"
    assert desk.question_of(ANN, talk, 9) == ""


async def test_asking_in_a_conversation_that_is_gone_starts_a_new_one(desk: Desk) -> None:
    talk = await ask(desk, "", "one")
    desk.delete(ANN, talk)

    views = await watch(desk.ask(ANN, HOME, talk, "two"))

    assert views[0].conversation not in ("", talk)
    assert "no longer there" in (views[0].notice or "")


async def test_renaming_shows_at_once(desk: Desk) -> None:
    talk = await ask(desk, "", "one")

    assert desk.rename(ANN, talk, "Depth notes").title == "Depth notes"
    assert desk.title(ANN, talk) == "Depth notes"
    assert desk.title("ben", talk) == ""
    assert "letter" in (desk.rename(ANN, talk, " ").notice or "")
