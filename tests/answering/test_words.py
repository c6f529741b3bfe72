"""Which words of a question carry its meaning."""

import pytest

from glutebot.answering.words import (
    asking_words,
    has_figure,
    leans_on_another,
    stem,
    stems,
    subject_stems,
)


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("squatting") == stem("squats") == stem("squat")


def test_function_words_have_no_part_in_the_meaning() -> None:
    assert stems("the squat and the thrust") == stems("squat thrust")
    assert stem("the") == "the"


@pytest.mark.parametrize("word", ["protein", "squats", "pregnant", "creatine", "soreness"])
def test_telling_words_are_not_asking_words(word: str) -> None:
    assert word not in asking_words()


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is the best way to do squats?", "squat"),
        ("I weigh 72.5 kg, 165lbs or 11 st. Protein?", "weigh st protein"),
        ("Is 3 x 10 at 80% okay?", ""),
        ("What's protein?", "protein"),
        ("Don't squats hurt?", "squat hurt"),
        ("How many minutes, hours or secs of rest?", "rest"),
        ("", ""),
    ],
)
def test_the_subject_is_what_is_left_of_asking_and_numbers(question: str, subject: str) -> None:
    assert subject_stems(question) == stems(subject)


@pytest.mark.parametrize(
    "sentence",
    [
        "It grew more.",
        "They were untrained.",
        "This matters little.",
        "Both grew.",
        "However, depth matters.",
        "For example, thrusts.",
        "There the effect ends.",
    ],
)
def test_a_sentence_that_points_back_leans(sentence: str) -> None:
    assert leans_on_another(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Items grew more.",
        "Thesis work agrees.",
        "Itching is common.",
        "Squats and their cousins grew glutes.",
        "There is no trial.",
        "Bothersome pain is a sign.",
        "Soreness is not growth.",
    ],
)
def test_a_sentence_that_stands_alone_does_not_lean(sentence: str) -> None:
    assert not leans_on_another(sentence)


def test_figures_are_noticed() -> None:
    assert has_figure("grew 6.7 %")
    assert not has_figure("grew a lot")
