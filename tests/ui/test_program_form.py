"""From form fields to a Profile and back: nothing lost, nothing guessed, faults name fields."""

from typing import Any

import pytest
from hypothesis import given, settings

from glutebot.domain.exercises import Equipment
from glutebot.domain.profiles import CONDITIONS, PainArea, Profile
from glutebot.errors import InputError
from glutebot.program import read_profile
from glutebot.ui.program_filling import fill_form
from glutebot.ui.program_form import read_form
from glutebot.ui.program_words import form_words
from program.strategies import profile_data

FIRST = {
    "days_per_week": ["3"],
    "minutes_per_session": ["45", ""],
    "experience": ["intermediate"],
    "preset": ["dumbbells"],
}


def read(**more: list[str]) -> dict[str, Any]:
    return read_form(FIRST | more)


def test_four_answers_are_enough_and_all_else_keeps_its_default() -> None:
    assert read() == {
        "days_per_week": 3,
        "minutes_per_session": 45,
        "experience": "intermediate",
        "equipment": ["dumbbell", "bench", "mini-band"],
    }


def test_the_words_of_the_form_are_the_words_of_the_profile() -> None:
    words = form_words()

    assert set(words.gear) == set(Equipment.__args__)  # type: ignore[attr-defined]
    assert set(words.pain_areas) == set(PainArea.__args__)  # type: ignore[attr-defined]
    assert {*words.conditions, *words.red_flags} == set(CONDITIONS)
    assert sorted(n for group in words.screening.values() for n in group) == list("1234567")


@pytest.mark.parametrize("missing", FIRST)
def test_what_is_asked_first_must_be_told(missing: str) -> None:
    fields = {name: values for name, values in FIRST.items() if name != missing}
    with pytest.raises(InputError) as fault:
        read_form(fields)

    assert fault.value.field == ("equipment" if missing == "preset" else missing)
    assert fault.value.remedy


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"minutes_per_session": ["45", "200"]}, "minutes_per_session"),
        ({"minutes_per_session": ["", "3/4 h"]}, "minutes_per_session"),
        ({"days_per_week": ["9"]}, "days_per_week"),
        ({"weeks": ["-3"]}, "weeks"),
        ({"weeks": ["=2*3"]}, "weeks"),
        ({"age": ["NaN"]}, "age"),
        ({"age": ["1e3"]}, "age"),
        ({"increment": ["0"]}, "increment_kg"),
        ({"history": ["a lot"]}, "history"),
        ({"one_rep_max.lift": ["back-squat"], "one_rep_max.value": ["inf"]}, "one_rep_max_kg"),
        ({"one_rep_max.lift": ["back-squat"], "one_rep_max.value": [""]}, "one_rep_max_kg"),
        ({"one_rep_max.lift": [""], "one_rep_max.value": ["90"]}, "one_rep_max_kg"),
        ({"other.weekday": ["9"], "other.kind": ["run"], "other.key": [""]}, "other_training"),
        ({"other.weekday": [""], "other.kind": ["run"], "other.key": [""]}, "other_training"),
        ({"equipment": ["spaceship"], "preset": []}, "equipment"),
        ({"health": ["under-18"]}, "age"),
        ({"health": ["heart"]}, "par_q_yes"),
        ({"health": ["other", "heart"], "par_q": ["2"]}, "par_q_yes"),
        ({"health": ["pain"], "pain.knee": ["0"]}, "pain"),
        ({"health": ["pain"], "pain.knee": ["11"]}, "pain"),
        ({"health": ["pregnancy"]}, "pregnancy"),
        ({"health": ["pregnancy"], "pregnancy.status": ["pregnant"], "pregnancy.weeks": ["x"]},
         "pregnancy"),
    ],
)  # fmt: skip
def test_a_fault_names_its_field(more: dict[str, list[str]], field: str) -> None:
    with pytest.raises(InputError) as fault:
        read_profile(read(**more))

    assert (fault.value.field or "").split(".")[0] == field
    assert fault.value.message


def test_an_unanswered_health_question_is_not_a_no() -> None:
    assert "par_q_yes" not in read()
    assert read(health=["none"], screened=["yes"])["par_q_yes"] == []
    assert "par_q_yes" not in read(health=["pain"], **{"pain.knee": ["3"]})
    assert read(health=["heart"], par_q=["2"])["par_q_yes"] == [2]


def test_what_is_no_longer_ticked_is_not_told() -> None:
    told = read(
        health=["none"],
        screened=["yes"],
        par_q=["2"],
        **{"pain.knee": ["7"], "pregnancy.status": ["pregnant"]},
    )

    assert told["par_q_yes"] == []
    assert "pain" not in told
    assert "pregnancy" not in told


def test_pounds_are_kept_in_kilograms() -> None:
    loads = {"one_rep_max.lift": ["back-squat", ""], "one_rep_max.value": ["225", ""]}
    told = read(units=["lb"], **loads)

    assert told["one_rep_max_kg"] == {"back-squat": pytest.approx(102.058, abs=0.001)}
    assert told["increment_kg"] == pytest.approx(2.268, abs=0.001)
    assert read(increment=["1,25"])["increment_kg"] == 1.25


def kept(profile: Profile) -> dict[str, Any]:
    """Return what of a profile the form must bring back, signs under one name."""
    told = profile.model_dump(mode="json")
    told["signs"] = sorted({*told.pop("conditions"), *told.pop("red_flags")})
    told["equipment"] = sorted(profile.gear)
    told["pain"] = sorted(
        (pain.model_dump() for pain in profile.pain if pain.severity),
        key=lambda pain: pain["area"],
    )
    told["par_q_yes"] = sorted(set(told["par_q_yes"])) if profile.par_q_yes is not None else None
    told["prioritise"], told["limit"] = sorted(profile.prioritise), sorted(profile.limit)
    return told


@settings(max_examples=150, deadline=None)
@given(profile_data())
def test_a_profile_survives_the_form(data: dict[str, Any]) -> None:
    profile = read_profile(data)
    unique = len({pain.area for pain in profile.pain}) == len(profile.pain)
    if not unique:
        return
    again = read_profile(read_form(fill_form(profile)))

    was, now = kept(profile), kept(again)
    for name in ("history", "one_rep_max_kg"):
        assert now.pop(name) == pytest.approx(was.pop(name), abs=1e-3)
    assert now == was
