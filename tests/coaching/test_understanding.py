"""What a message says about the program that is wanted, read without a model."""

import pytest

from coaching.shelf import EXERCISES, PROTOCOLS
from glutebot.coaching.reading import Reading
from glutebot.coaching.understanding import load_vocabulary, read_message
from glutebot.coaching.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Return the shipped words."""
    return load_vocabulary(PROTOCOLS, EXERCISES)


def _read(message: str, vocabulary: Vocabulary, asked: str | None = None) -> Reading:
    return read_message(message, asked=asked, vocabulary=vocabulary)


def test_a_bare_specification_is_a_wish(vocabulary: Vocabulary) -> None:
    reading = _read("3 days, 45 min, dumbbells, knee hurts a bit", vocabulary)

    assert reading.intent == "program"
    assert dict(reading.told) == {
        "days_per_week": 3, "minutes_per_session": 45, "equipment": ("dumbbell",),
    }  # fmt: skip
    assert reading.added["pain"] == ({"area": "knee", "severity": 2},)
    assert reading.words["pain"] == "knee hurts a bit"


def test_a_question_tells_nothing(vocabulary: Vocabulary) -> None:
    assert _read("Is 3 days a week enough?", vocabulary) == Reading()
