"""Every Profile gives a Program that the check and a second count accept, or a Refusal."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from glutebot.domain.programs import Program, Refusal
from glutebot.program import Catalogue, build_program, check_program, json_schemas, read_profile
from program import recount
from program.shelf import shipped_catalogue
from program.strategies import profile_data

GATES = {"R02", "R04", "R05", "R06", "R08", "R09"}
EASY = settings(
    max_examples=300, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def judge(data: dict[str, Any], catalogue: Catalogue) -> None:
    """Fail unless the profile's program holds in both counts, or its refusal names a gate."""
    built = build_program(read_profile(data), catalogue)
    if isinstance(built, Refusal):
        assert built.reason in GATES
        return
    assert [v for v in check_program(built, catalogue) if v.severity == "hard"] == []
    recounted(built, catalogue)


def recounted(built: Program, catalogue: Catalogue) -> None:
    """Compare a program with the rules' sums as the tests read them."""
    program = built.to_json()
    profile = program["profile"]
    for week, row in zip(program["weeks"], program["volume"], strict=True):
        assert {k: v for k, v in row.items() if k != "week"} == recount.volume(week)
        assert recount.volume(week)["glute_max"] <= 26 + 4 * profile["specialise"]
        for session in week["sessions"]:
            assert session["estimated_minutes"] == recount.minutes(session)
            assert recount.minutes(session) <= profile["minutes_per_session"] * 1.05 + 1
            spared(session, profile, catalogue)
    assert recount.steps_hold(program)
    assert recount.deloads_hold(program)


def spared(session: dict[str, Any], profile: dict[str, Any], catalogue: Catalogue) -> None:
    """Compare a session's exercises with gear, dislikes, pain and reserve."""
    for item in session["items"]:
        exercise = catalogue.guides[item["exercise_id"]].exercise.model_dump(mode="json")
        assert recount.gear_is_there(exercise, profile)
        assert item["exercise_id"] not in profile["dislikes"]
        assert recount.pain_is_spared(exercise, item, profile)
        assert recount.least_reserve(item) >= recount.reserve_floor(profile)
        assert item["rpe"] == 10 - item["rir"]


@EASY
@given(profile_data())
def test_every_profile_gives_a_sound_program_or_a_refusal(data: dict[str, Any]) -> None:
    judge(data, shipped_catalogue())


@pytest.mark.slow
@settings(EASY, max_examples=5000, derandomize=False)
@given(profile_data())
def test_five_thousand_profiles(data: dict[str, Any]) -> None:
    judge(data, shipped_catalogue())


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


def test_schemas_name_every_public_form() -> None:
    schemas = json_schemas()

    assert set(schemas) == {"profile", "program", "refusal", "violation"}
    assert schemas["program"]["properties"]["schema"]["const"] == "glutebot.program/1"
