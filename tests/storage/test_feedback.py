"""Votes and unanswered questions."""

import datetime

import pytest

from glutebot.domain.answers import Answer, Sentence, Status, Support
from glutebot.storage import (
    ConversationNotFoundError,
    Conversations,
    Database,
    Feedback,
    UnansweredQuestions,
    Vote,
)


@pytest.fixture
def answer_id(database: Database) -> str:
    conversations = Conversations(database)
    talk = conversations.start("ann")
    reply = Answer(
        status=Status.ANSWERED,
        text="Either.",
        sentences=(Sentence(text="Either.", support=Support.QUOTED),),
        engine="extractive",
        index_version="v1",
    )
    conversations.append("ann", talk, "Hip thrust or squat?", reply)
    conversations.append("ann", talk, "Not answered yet")
    return f"{talk}:1"


def test_a_vote_can_be_changed_and_taken_back(database: Database, answer_id: str) -> None:
    feedback = Feedback(database)
    talk = answer_id.split(":")[0]

    feedback.vote("ann", answer_id, "up")
    feedback.vote("ann", answer_id, "down", "  Wrong source  ")
    changed = feedback.votes("ann", talk)
    counted = feedback.counts()
    feedback.vote("ann", answer_id, None)

    assert changed == {1: Vote(value="down", reason="Wrong source")}
    assert counted == {"up": 0, "down": 1}
    assert feedback.votes("ann", talk) == {}


@pytest.mark.parametrize(
    ("visitor", "suffix"), [("ben", ":1"), ("ann", ":2"), ("ann", ":9"), ("ann", ""), ("ann", ":x")]
)
def test_only_own_answers_can_be_voted_on(
    database: Database, answer_id: str, visitor: str, suffix: str
) -> None:
    talk = answer_id.split(":")[0]

    with pytest.raises(ConversationNotFoundError):
        Feedback(database).vote(visitor, talk + suffix, "up")

    assert Feedback(database).votes("ben", talk) == {}


def test_the_same_question_is_counted_whatever_its_spelling(database: Database) -> None:
    questions = UnansweredQuestions(database)

    questions.note("Do trampolines grow glutes?", ["hip-thrust-or-squat"])
    questions.note("what about swimming")
    questions.note("  do TRAMPOLINES grow glutes", ["step-ups"])
    questions.note("???")
    noted = questions.most_frequent()

    assert [(item.question, item.count, item.nearest) for item in noted] == [
        ("Do trampolines grow glutes?", 2, ("step-ups",)),
        ("what about swimming", 1, ()),
    ]
    assert noted[0].first_seen <= noted[0].last_seen


def test_old_unanswered_questions_are_forgotten(database: Database) -> None:
    questions = UnansweredQuestions(database)
    questions.note("Do trampolines grow glutes?")

    assert questions.prune(datetime.timedelta(days=1)) == 0
    assert questions.prune(datetime.timedelta(seconds=-1)) == 1
    assert questions.most_frequent() == []
