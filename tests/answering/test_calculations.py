"""Figures for the reader's own numbers, by formulas that a passage holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutebot.answering.calculations import (
    POUND,
    calculate,
    daily_protein,
    one_rep_max,
    reps_in_reserve,
)
from support.passages import make_hit, make_line, make_passage

FORMULA = make_line("Estimate it as weight times (1 + reps / 30).", "B47")
PROTEIN = make_line("Aim for 1.6 g per kilogram a day.", "B73")


def test_both_formulas_span_the_estimate() -> None:
    said = one_rep_max("What is my 1RM if I thrust 100 kg for 5 reps?")

    assert said is not None
    assert "112 to 117 kg (248 to 257 lb)" in said or "113 to 117 kg" in said
    assert said.startswith("100 kg (220 lb) for 5 reps")


@pytest.mark.parametrize(
    "question",
    [
        "100 kg x 5, what is my one rep max",
        "what's my max if I do 5 reps with 100 kg?",
        "1rm from 100kg for a set of 5",
        "one-rep maximum for 5 × 100 kilos",
    ],
)
def test_the_lift_may_be_written_in_many_ways(question: str) -> None:
    said = one_rep_max(question)

    assert said is not None
    assert said.startswith("100 kg (220 lb) for 5 reps")


def test_pounds_stay_pounds() -> None:
    said = one_rep_max("max from 225 lbs for 10?")

    assert said is not None
    assert said.startswith("225 lb (102 kg) for 10 reps")
    assert "300 lb (136 kg)" in said


@pytest.mark.parametrize(
    "question",
    [
        "What is my 1RM?",
        "100 kg for 5 reps, good?",
        "1RM from 100 kg for 15 reps",
        "1RM from 100 kg for 1 rep",
        "1RM from 100 kg",
    ],
)
def test_without_a_fitting_lift_nothing_is_estimated(question: str) -> None:
    assert one_rep_max(question) is None


@pytest.mark.parametrize(
    ("question", "grams"),
    [("How much protein at 70 kg?", 112), ("protein for 154 lb", 112), ("protein, 82.5kg", 132)],
)
def test_protein_follows_body_weight(question: str, grams: int) -> None:
    said = daily_protein(question)

    assert said is not None
    assert f"about {grams} g of protein a day" in said


@pytest.mark.parametrize(
    "question", ["How much protein?", "I weigh 70 kg", "protein for 5 kg", "protein for 999 kg"]
)
def test_protein_needs_a_believable_body_weight(question: str) -> None:
    assert daily_protein(question) is None


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What does RPE 8 mean?", "2 good reps"),
        ("rpe of 7.5 in reps in reserve", "2.5 good reps"),
        ("RPE 10, how many reps left", "0 good reps"),
        ("what is rpe 9 in rir", "1 good rep."),
    ],
)
def test_effort_becomes_reps_in_reserve(question: str, left: str) -> None:
    said = reps_in_reserve(question)

    assert said is not None
    assert left in said


@pytest.mark.parametrize("question", ["RPE 8 squats?", "what does RPE 3 mean", "what is RIR"])
def test_effort_that_asks_for_nothing_is_left_alone(question: str) -> None:
    assert reps_in_reserve(question) is None


def test_a_figure_cites_the_line_that_holds_its_formula() -> None:
    passage = make_passage("Opening words only.", FORMULA)
    (found,) = calculate("1RM from 100 kg for 5?", [make_hit(passage)])

    assert (found.passage, found.line) == (passage, FORMULA)


def test_without_the_formula_among_the_hits_nothing_is_computed() -> None:
    wordy = make_passage(make_line("Formulas exist for that.", "B47"))

    assert list(calculate("1RM from 100 kg for 5?", [])) == []
    assert list(calculate("1RM from 100 kg for 5?", [make_hit(wordy)])) == []
    assert list(calculate("1RM from 100 kg for 5?", [make_hit(make_passage(PROTEIN))])) == []


@given(st.integers(20, 300), st.integers(2, 10))
def test_an_estimate_is_above_the_lift_and_ordered(weight: int, reps: int) -> None:
    said = one_rep_max(f"1RM of {weight} kg for {reps} reps")
    assert said is not None
    shown = said.split("about ")[1].split(" (")[0].removesuffix(" kg").split(" to ")
    low, high = float(shown[0]), float(shown[-1])

    assert weight <= low <= high <= weight * 1.4
    assert low == pytest.approx(min(weight * (1 + reps / 30), weight * 36 / (37 - reps)), abs=0.6)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(question: str) -> None:
    assert list(calculate(question, [])) == []


def test_a_pound_is_exact() -> None:
    assert POUND == 0.45359237
