"""Every Profile gives a Program that the check and a second count accept, or a Refusal."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from glutebot.domain.programs import Program
from glutebot.program import build_program, check_program, json_schemas, read_profile
from program import recount
from program.shelf import shipped_catalogue
from program.strategies import profile_data

GATES = {"R02", "R04", "R05", "R06", "R08", "R09", "R37"}
"""Rules that may refuse: safety, nothing left to do, or no time to do it in."""
FORMS = {name: Draft202012Validator(schema) for name, schema in json_schemas().items()}
EASY = settings(
    max_examples=300, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def judge(data: dict[str, Any]) -> list[str]:
    """Return what is wrong with the program or the refusal of a profile."""
    catalogue = shipped_catalogue()
    built = build_program(read_profile(data), catalogue)
    if not isinstance(built, Program):
        return [] if built.reason in GATES else [f"refused by {built.reason}"]
    found = check_program(built, catalogue)
    wrong = [f"{v.rule} {v.where}: {v.message}" for v in found if v.severity == "hard"]
    wrong += [f"{rule.id} has no detail" for rule in built.rules if not rule.detail]
    exercises = {n: g.exercise.model_dump(mode="json") for n, g in catalogue.guides.items()}
    return wrong + recount.faults(built.to_json(), exercises)


@EASY
@given(profile_data())
def test_every_profile_gives_a_sound_program_or_a_refusal(data: dict[str, Any]) -> None:
    assert judge(data) == []


@pytest.mark.slow
@settings(EASY, max_examples=5000, derandomize=False)
@given(profile_data())
def test_five_thousand_profiles(data: dict[str, Any]) -> None:
    assert judge(data) == []


@settings(EASY, max_examples=25)
@given(profile_data())
def test_same_profile_gives_same_bytes_also_from_its_own_output(data: dict[str, Any]) -> None:
    catalogue = shipped_catalogue()
    first = build_program(read_profile(data), catalogue)
    again = build_program(read_profile(data), catalogue)

    assert first.model_dump_json() == again.model_dump_json()
    if isinstance(first, Program):
        fed_back = build_program(read_profile(first.to_json()["profile"]), catalogue)
        assert fed_back.model_dump_json() == first.model_dump_json()
        assert check_program(first.to_json(), catalogue) == check_program(first, catalogue)


@settings(EASY, max_examples=40)
@given(profile_data())
def test_what_goes_in_and_comes_out_has_its_published_form(data: dict[str, Any]) -> None:
    built = build_program(read_profile(data), shipped_catalogue())
    form = FORMS["program" if isinstance(built, Program) else "refusal"]

    assert [error.message for error in FORMS["profile"].iter_errors(data)] == []
    assert [error.message for error in form.iter_errors(built.to_json())] == []


def test_schemas_name_every_public_form() -> None:
    schemas = json_schemas()

    assert set(schemas) == {"profile", "program", "refusal", "violation"}
    assert schemas["program"]["properties"]["schema"]["const"] == "glutebot.program/1"
