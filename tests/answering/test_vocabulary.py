"""What the corpus's words know: how telling a stem is, and what a misspelt word was meant to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutebot.answering.vocabulary import Vocabulary, passage_words, read_vocabulary
from glutebot.answering.words import stem
from support.passages import make_passage

PASSAGES = [
    make_passage("Squats build glutes.", id_="a", title="Squats"),
    make_passage("Hip thrusts build glutes.", id_="b", title="Thrusts"),
    make_passage(
        "Creatine helps glutes.", id_="c", title="Creatine", questions=("is monohydrate safe",)
    ),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(PASSAGES)


def test_rare_words_weigh_more_than_common_ones(vocabulary: Vocabulary) -> None:
    everywhere, twice, once, never = (
        vocabulary.weight(stem(word)) for word in ("glutes", "build", "creatine", "france")
    )

    assert everywhere == 0
    assert everywhere < twice < once < never == 1


def test_headings_and_reader_questions_count_as_known(vocabulary: Vocabulary) -> None:
    assert vocabulary.knows(stem("monohydrate"))
    assert not vocabulary.knows(stem("france"))
    assert "is monohydrate safe" in passage_words(PASSAGES[2])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("craetine", "creatine"),
        ("thrsts", "thrusts"),
        ("sqauts", "squats"),
        ("monohydarte", "monohydrate"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_known_one(
    vocabulary: Vocabulary, written: str, meant: str
) -> None:
    assert vocabulary.correct(f"is {written} good") == f"is {meant} good"


@pytest.mark.parametrize(
    "word", ["sqat", "boot", "creatin", "france", "squatting", "thrust", "xylophone"]
)
def test_short_known_and_foreign_words_stay(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.correct(word) == word


def test_an_empty_corpus_knows_nothing() -> None:
    empty = read_vocabulary([])

    assert empty.weight("squat") == 1
    assert empty.correct("squats please") == "squats please"


@given(st.text(max_size=60))
def test_correcting_twice_changes_nothing_more(question: str) -> None:
    vocabulary = read_vocabulary(PASSAGES)
    once = vocabulary.correct(question)

    assert vocabulary.correct(once) == once
