"""What a profile may not be, and the words in which that is said."""

import math
from typing import Any

import pytest

from glutebot.errors import InputError
from glutebot.program import read_profile

GOOD: dict[str, Any] = {
    "days_per_week": 3, "minutes_per_session": 45, "experience": "beginner", "equipment": [],
}  # fmt: skip


def test_the_four_asked_keys_are_enough_and_the_rest_has_defaults() -> None:
    profile = read_profile(GOOD)

    assert (profile.weeks, profile.goal, profile.par_q_yes) == (4, "hypertrophy", None)
    assert read_profile({**GOOD, "experience": "advanced"}).weeks == 6


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days_per_week": "3"}, "days_per_week"),
        ({"days_per_week": 9}, "days_per_week"),
        ({"days_per_week": True}, "days_per_week"),
        ({"days_per_week": 2.5}, "days_per_week"),
        ({"minutes_per_session": -45}, "minutes_per_session"),
        ({"minutes_per_session": "3*(50+70)"}, "minutes_per_session"),
        ({"increment_kg": math.nan}, "increment_kg"),
        ({"increment_kg": math.inf}, "increment_kg"),
        ({"one_rep_max_kg": {"back-squat": "=1+1"}}, "one_rep_max_kg.back-squat"),
        ({"one_rep_max_kg": {"back-squat": -5}}, "one_rep_max_kg.back-squat"),
        ({"history": {"glute_max_sets_per_week": math.nan}}, "history.glute_max_sets_per_week"),
        ({"pain": [{"area": "knee", "severity": 11}]}, "pain.0.severity"),
        ({"age": 0}, "age"),
    ],
)
def test_an_unusable_number_names_its_field_and_a_remedy(
    change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_profile({**GOOD, **change})

    assert caught.value.field == field
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("change", "field", "near"),
    [
        ({"day_per_week": 3}, "day_per_week", "days_per_week"),
        ({"pregnancy": {"status": "none", "week": 3}}, "pregnancy.week", "weeks"),
        ({"equipment": ["dumbell"]}, "equipment.0", "dumbbell"),
        ({"red_flags": ["chst"]}, "red_flags.0", "chest"),
        ({"conditions": ["osteporosis"]}, "conditions.0", "osteoporosis"),
    ],
)
def test_an_unknown_word_names_the_nearest_known_one(
    change: dict[str, Any], field: str, near: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_profile({**GOOD, **change})

    assert caught.value.field == field
    assert f"`{near}`" in caught.value.remedy


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"dislikes": "lunges"}, "dislikes", "list"),
        ({"specialise": "yes"}, "specialise", "true or false"),
        ({"pregnancy": {"status": "pregnant", "cleared": "yes"}}, "pregnancy.cleared", "true"),
        ({"weeks": 17}, "weeks", "16 or less"),
        ({"pain": [3]}, "pain.0", "key: value"),
    ],
)
def test_a_wrong_shape_is_told_in_plain_words(
    change: dict[str, Any], field: str, remedy: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_profile({**GOOD, **change})

    assert caught.value.field == field
    assert remedy in caught.value.remedy
    assert "tuple" not in str(caught.value)


def test_a_missing_key_is_asked_for() -> None:
    with pytest.raises(InputError) as caught:
        read_profile({key: value for key, value in GOOD.items() if key != "experience"})

    assert (caught.value.field, caught.value.message) == ("experience", "is missing.")


def test_a_profile_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(InputError, match="key: value"):
        read_profile([1, 2])  # type: ignore[arg-type]


def test_conditions_may_be_written_with_spaces() -> None:
    profile = read_profile({**GOOD, "conditions": ["Heart disease", "hypertension"]})

    assert profile.conditions == ("heart-disease", "high-blood-pressure")
