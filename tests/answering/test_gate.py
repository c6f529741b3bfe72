"""The gate: what speaks for an answer in the corpus, and what against."""

from dataclasses import fields, replace

import pytest

from glutebot.answering.gate import Evidence, Weights, confidence, weigh
from glutebot.answering.vocabulary import read_vocabulary
from support.passages import make_hit, make_passage

ABOUT_SQUATS = make_passage(
    "Squats grow the glutes.", "Depth matters for growth.", id_="a", title="Squat depth"
)
ABOUT_SLEEP = make_passage("Sleep helps recovery.", id_="b", title="Sleep")
VOCABULARY = read_vocabulary([ABOUT_SQUATS, ABOUT_SLEEP])


def test_a_question_that_a_passage_explains_is_explained_in_full() -> None:
    evidence = weigh("How deep should squats be for depth?", [make_hit(ABOUT_SQUATS)], VOCABULARY)

    assert evidence.explained > 0.4
    assert evidence.explained >= evidence.headlined
    assert evidence.similarity == 0.7


def test_words_that_no_passage_holds_speak_against() -> None:
    known = weigh("squat depth", [make_hit(ABOUT_SQUATS)], VOCABULARY)
    unknown = weigh("squat shoes", [make_hit(ABOUT_SQUATS)], VOCABULARY)

    assert known.unknown == 0
    assert unknown.unknown > 0.5
    assert confidence(unknown) < confidence(known)


def test_a_headline_that_says_it_counts_for_more_than_a_passing_word() -> None:
    squats = make_hit(ABOUT_SQUATS)

    assert weigh("depth", [squats], VOCABULARY).headlined == 1
    assert weigh("matters growth", [squats], VOCABULARY).headlined < 1


def test_without_hits_nothing_speaks_for_an_answer() -> None:
    evidence = weigh("squats", [], VOCABULARY)

    assert (evidence.similarity, evidence.explained, evidence.headlined) == (0, 0, 0)
    assert confidence(evidence) < 0.05


def test_a_question_without_a_subject_is_weighed_without_dividing_by_zero() -> None:
    assert weigh("what is it?", [make_hit(ABOUT_SQUATS)], VOCABULARY).explained == 0


def test_lexical_hits_have_no_similarity_and_are_no_fault() -> None:
    hit = make_hit(ABOUT_SQUATS).model_copy(update={"similarity": None, "line_similarity": ()})

    assert weigh("squats", [hit], VOCABULARY).similarity == 0


@pytest.mark.parametrize("ground", ["similarity", "explained", "headlined"])
def test_confidence_rises_with_each_ground(ground: str) -> None:
    low = Evidence(**{field.name: 0.4 for field in fields(Evidence)})
    high = replace(low, **{ground: 0.8})

    assert 0 < confidence(low) < confidence(high) < 1


def test_there_is_a_weight_for_each_ground() -> None:
    assert [field.name for field in fields(Weights)][1:] == [f.name for f in fields(Evidence)]
