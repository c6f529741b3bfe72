"""A request for one particular study is noticed, and an unknown one is not invented."""

import pytest

from glutebot.answering.studies import names_unknown_study, study_names
from support.passages import make_line, make_passage

KNOWN = study_names([make_passage(make_line("Thrusts and squats were compared in 2023.", "B19"))])


@pytest.mark.parametrize(
    "question",
    [
        "Cite the 2024 Harvard study that thrusts triple testosterone",
        "What did the Smith paper find about squats?",
        "is there a 1999 trial on lunges",
        "show me the meta-analysis by Jones, Miller and others",
    ],
)
def test_a_study_that_no_source_holds_is_unknown(question: str) -> None:
    assert names_unknown_study(question, KNOWN)


@pytest.mark.parametrize(
    "question",
    [
        "What did the Plotkin study find?",
        "the 2023 trial on thrusts",
        "Is there a study on EMG and MRI of glutes?",
        "Which studies compare squats and thrusts?",
        "I met Harvard people in 1999",
        "",
    ],
)
def test_known_studies_and_general_questions_are_not(question: str) -> None:
    assert not names_unknown_study(question, KNOWN)


def test_names_come_from_texts_headings_and_citations() -> None:
    assert {"plotkin", "2023", "physiolog"} <= KNOWN
