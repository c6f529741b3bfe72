"""Conversations: kept, changed and forgotten, and never shown to another visitor."""

import datetime
from collections.abc import Callable

import pytest
from sqlalchemy import text

from glutebot.domain.answers import Answer, Sentence, Status, Support
from glutebot.errors import InputError
from glutebot.storage import (
    ConversationNotFoundError,
    Conversations,
    Database,
    Feedback,
)
from glutebot.storage.conversations import shorten

ANN, BEN = "ann", "ben"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += datetime.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(reopen: Callable[..., Database], clock: Clock) -> Database:
    return reopen(now=clock)


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


def answer(words: str = "About the same.") -> Answer:
    return Answer(
        status=Status.ANSWERED,
        text=words,
        sentences=(Sentence(text=words, support=Support.QUOTED),),
        engine="extractive",
        index_version="v1",
    )


def test_turns_come_back_in_order_with_their_answers(conversations: Conversations) -> None:
    talk = conversations.start(ANN)

    first = conversations.append(ANN, talk, "Hip thrust or squat?", answer())
    second = conversations.append(ANN, talk, "And for beginners?")
    turns = conversations.turns(ANN, talk)

    assert (first, second) == (1, 2)
    assert [turn.question for turn in turns] == ["Hip thrust or squat?", "And for beginners?"]
    assert turns[0].answer == answer().model_copy(update={"id": f"{talk}:1"})
    assert turns[1].answer is None


def test_an_answer_can_follow_its_question(conversations: Conversations) -> None:
    talk = conversations.start(ANN)
    number = conversations.append(ANN, talk, "Hip thrust or squat?")

    conversations.complete(ANN, talk, number, answer("Either."))

    kept = conversations.turns(ANN, talk)[0].answer
    assert kept is not None
    assert kept.text == "Either."
    with pytest.raises(ConversationNotFoundError):
        conversations.complete(ANN, talk, 7, answer())


def test_the_list_names_conversations_latest_first(
    conversations: Conversations, clock: Clock
) -> None:
    older, newer, empty = (conversations.start(ANN) for _ in range(3))
    conversations.append(ANN, older, "How often should I train glutes?", answer())
    clock.advance(hours=1)
    conversations.append(ANN, newer, "Squat depth?", answer())
    clock.advance(hours=1)
    conversations.append(ANN, older, "And at home?", answer())

    listed = conversations.summaries(ANN)

    assert [(item.id, item.title, item.turns) for item in listed] == [
        (older, "How often should I train glutes?", 2),
        (newer, "Squat depth?", 1),
    ]
    assert listed[0].updated == clock.moment
    assert empty not in [item.id for item in listed]


def test_rename_keeps_the_title_when_more_is_asked(conversations: Conversations) -> None:
    talk = conversations.start(ANN)
    conversations.append(ANN, talk, "Squat depth?", answer())

    conversations.rename(ANN, talk, "  Depth \n notes ")
    conversations.append(ANN, talk, "More?", answer())

    assert conversations.summaries(ANN)[0].title == "Depth notes"
    with pytest.raises(InputError, match="title"):
        conversations.rename(ANN, talk, "  ")


def test_truncate_replaces_the_end_and_drops_its_votes(
    conversations: Conversations, database: Database
) -> None:
    feedback = Feedback(database)
    talk = conversations.start(ANN)
    for question in ("one", "two", "three"):
        conversations.append(ANN, talk, question, answer())
    feedback.vote(ANN, f"{talk}:1", "up")
    feedback.vote(ANN, f"{talk}:2", "down", "too long")

    conversations.truncate(ANN, talk, keep=1)
    number = conversations.append(ANN, talk, "two again", answer())

    assert number == 2
    assert [turn.question for turn in conversations.turns(ANN, talk)] == ["one", "two again"]
    assert list(feedback.votes(ANN, talk)) == [1]


@pytest.mark.parametrize(
    "act",
    [
        lambda talks, talk: talks.turns(BEN, talk),
        lambda talks, talk: talks.append(BEN, talk, "mine?", None),
        lambda talks, talk: talks.complete(BEN, talk, 1, answer()),
        lambda talks, talk: talks.rename(BEN, talk, "mine"),
        lambda talks, talk: talks.truncate(BEN, talk, keep=0),
        lambda talks, talk: talks.delete(BEN, talk),
    ],
    ids=["turns", "append", "complete", "rename", "truncate", "delete"],
)
def test_anothers_conversation_is_like_a_missing_one(
    conversations: Conversations, act: Callable[[Conversations, str], object]
) -> None:
    talk = conversations.start(ANN)
    conversations.append(ANN, talk, "Squat depth?", answer())

    with pytest.raises(ConversationNotFoundError) as of_another:
        act(conversations, talk)
    with pytest.raises(ConversationNotFoundError) as missing:
        act(conversations, "0" * 32)

    assert str(of_another.value) == str(missing.value)
    assert [turn.question for turn in conversations.turns(ANN, talk)] == ["Squat depth?"]
    assert conversations.summaries(BEN) == []


def test_delete_and_erase_leave_no_row_behind(
    conversations: Conversations, database: Database
) -> None:
    talks = [conversations.start(ANN) for _ in range(2)]
    for talk in talks:
        conversations.append(ANN, talk, "Squat depth?", answer())
        Feedback(database).vote(ANN, f"{talk}:1", "up", "clear")

    conversations.delete(ANN, talks[0])
    assert [item.id for item in conversations.summaries(ANN)] == talks[1:]
    assert conversations.erase(ANN) == 1

    with database.read() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            for table in ("conversations", "turns", "votes")
        ]
    assert counts == [0, 0, 0]


def test_prune_forgets_what_nobody_touched(conversations: Conversations, clock: Clock) -> None:
    stale = conversations.start(ANN)
    conversations.append(ANN, stale, "old", answer())
    clock.advance(days=31)
    fresh = conversations.start(ANN)
    conversations.append(ANN, fresh, "new", answer())

    assert conversations.prune(datetime.timedelta(days=30)) == 1
    assert [item.id for item in conversations.summaries(ANN)] == [fresh]


def test_conversations_outlive_the_process(reopen: Callable[..., Database]) -> None:
    first = reopen()
    talk = Conversations(first).start(ANN)
    Conversations(first).append(ANN, talk, "Squat depth?", answer())
    first.close()

    again = Conversations(reopen())

    assert [turn.question for turn in again.turns(ANN, talk)] == ["Squat depth?"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Squat depth?", "Squat depth?"),
        ("two\nlines   here", "two lines here"),
        ("word " * 40, "word " * 14 + "word…"),
    ],
)
def test_titles_are_one_short_line(question: str, title: str) -> None:
    assert shorten(question)[:80] == title[:80]
    assert len(shorten(question)) <= 80
