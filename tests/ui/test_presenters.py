"""Events and turns as messages, without a page."""

import datetime

import pytest

from glutebot.domain.answers import Answered, Cited, Event, Replaced, Step, Text, Turn
from glutebot.storage import ConversationSummary, Vote
from glutebot.ui.presenters import (
    Progress,
    describe_day,
    present_list,
    present_progress,
    present_status,
    present_turns,
    present_votes,
    title_of,
)
from support.fake_services import FakeStatus
from support.scripted_answers import CITATIONS, answered

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


def play(*events: Event) -> Progress:
    progress = Progress()
    for event in events:
        progress = progress.add(event)
    return progress


def test_the_steps_are_shown_while_they_are_worked_on() -> None:
    content = present_progress(play(Step(name="looking-up"), Step(name="choosing")))["content"]

    assert '<span class="gb-step gb-done">Looking up</span>' in content
    assert '<span class="gb-step gb-now">Choosing</span>' in content
    assert '<span class="gb-step">Writing</span>' in content


def test_text_grows_and_gets_links_once_its_citations_are_known() -> None:
    before = play(Text(text="About "), Text(text="equal. [1]"))
    after = before.add(Cited(citations=CITATIONS))

    assert "<p>About equal. [1]</p>" in present_progress(before)["content"]
    assert 'href="#cite-1-' in present_progress(after)["content"]


def test_what_was_withdrawn_is_gone() -> None:
    progress = play(Text(text="Wrong."), Cited(citations=CITATIONS), Replaced(reason="r"))

    assert (progress.text, progress.citations) == ("", ())


def test_the_whole_answer_brings_its_follow_ups() -> None:
    message = present_progress(play(Answered(answer=answered())))

    assert "gb-sources" in message["content"]
    assert [option["value"] for option in message["options"]] == [
        "How often should I train glutes?",
        "Do glute bridges count?",
    ]


def test_a_conversation_is_two_messages_a_turn_and_asks_on_at_its_end_only() -> None:
    turns = [Turn(question="one", answer=answered()), Turn(question="two", answer=answered())]
    messages = present_turns([*turns, Turn(question="three")])

    assert [message["role"] for message in messages] == ["user", "assistant"] * 3
    assert all("options" not in message for message in messages)
    assert "Stopped before there was an answer" in messages[-1]["content"]
    assert "options" in present_turns(turns)[-1]


def test_votes_stand_at_their_answers() -> None:
    assert present_votes({2: Vote(value="down"), 3: Vote(value="up")}, 3) == [
        None,
        "Dislike",
        "Like",
    ]


@pytest.mark.parametrize(
    ("days", "shown"), [(0, "Today"), (1, "Yesterday"), (3, "Friday"), (40, "14 October 2026")]
)
def test_days_are_named_as_people_do(days: int, shown: str) -> None:
    assert describe_day(NOW - datetime.timedelta(days=days), NOW) == shown


def test_the_list_has_two_lines_each() -> None:
    item = ConversationSummary(id="x", title="Squat depth?", started=NOW, updated=NOW, turns=1)

    assert present_list([item], NOW) == [("Squat depth?\nToday", "x")]
    assert title_of([Turn(question="q")], [item], "x") == "Squat depth?"
    assert title_of([], [item], "") == "Glute training, with sources"


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (
            FakeStatus(),
            "Quoted from the articles · 24 articles · 182 passages · reviewed 23 November 2026",
        ),
        (
            FakeStatus(engine="llm", model="qwen", knowledge_date=None),
            "Written by qwen · 24 articles · 182 passages",
        ),
        (
            FakeStatus(ready=False, building=(40, 182)),
            "Preparing the articles: 40 of 182 passages. Answers start when it is done.",
        ),
        (FakeStatus(ready=False), "The articles are not ready yet. Ask again in a moment."),
    ],
    ids=["extractive", "model", "building", "not-ready"],
)
def test_the_status_line_says_who_answers_from_what(status: FakeStatus, shown: str) -> None:
    assert present_status(status) == shown
