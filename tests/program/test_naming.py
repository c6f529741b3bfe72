"""What people call exercises, and which ones they mean by it."""

import pytest

from glutebot.domain.programs import Program
from glutebot.errors import InputError
from glutebot.program import Catalogue, build_program, check_program, read_profile

GYM = {"days_per_week": 3, "minutes_per_session": 60, "experience": "intermediate",
       "equipment": ["full-gym"], "par_q_yes": []}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("walking-lunge", {"walking-lunge"}),
        ("Bulgarian split squats", {"bulgarian-split-squat"}),
        ("buglarian split sqats", {"bulgarian-split-squat"}),
        ("Bulgarians", {"bulgarian-split-squat"}),
        ("donkey kicks", {"quadruped-kickback"}),
        ("the leg press machine", {"leg-press"}),
        ("RDLs", {"romanian-deadlift"}),
        ("step-up", {"step-up"}),
        ("any step-ups", {"step-up", "lateral-step-up", "cross-over-step-up"}),
        ("split squats, rdl", {"split-squat", "romanian-deadlift"}),
    ],
)
def test_a_name_means_its_exercises(catalogue: Catalogue, text: str, ids: set[str]) -> None:
    assert catalogue.names.find(text) == ids


@pytest.mark.parametrize(
    ("text", "among", "not_among"),
    [
        ("lunges", {"reverse-lunge", "curtsy-lunge", "bulgarian-split-squat"}, {"step-up"}),
        ("squats", {"back-squat", "goblet-squat", "split-squat"}, {"leg-press"}),
        ("dead lifts", {"sumo-deadlift", "romanian-deadlift"}, {"hip-hinge-drill"}),
        ("hip trusts", {"barbell-hip-thrust", "smith-hip-thrust"}, {"glute-bridge"}),
        ("lunges and squats", {"walking-lunge", "box-squat"}, {"glute-bridge"}),
    ],
)
def test_a_movement_means_all_of_its_kind(
    catalogue: Catalogue, text: str, among: set[str], not_among: set[str]
) -> None:
    found = catalogue.names.find(text)

    assert among <= found
    assert not not_among & found


def test_no_exercise_that_a_dislike_means_stands_in_the_program(catalogue: Catalogue) -> None:
    disliked = ["lunges", "squats", "Romanian deadlifts"]
    program = build_program(read_profile({**GYM, "dislikes": disliked}), catalogue)
    assert isinstance(program, Program)

    out = catalogue.names.find_all(disliked)
    items = [i for week in program.weeks for session in week.sessions for i in session.items]
    assert not out & {item.exercise_id for item in items}
    assert not out & {name for item in items for name in item.substitutes}
    assert list(program.profile.dislikes) == disliked


@pytest.mark.parametrize(
    ("text", "near"), [("zumba", ""), ("bench press", ""), ("hip thrsting", "hip-thrust")]
)
def test_an_unknown_dislike_is_an_error_that_names_the_nearest(
    catalogue: Catalogue, text: str, near: str
) -> None:
    with pytest.raises(InputError) as caught:
        build_program(read_profile({**GYM, "dislikes": ["lunges", text]}), catalogue)

    assert caught.value.field == "dislikes.1"
    assert text in caught.value.message
    assert any(f"`{name}`" in caught.value.remedy for name in catalogue.guides)
    assert near in caught.value.remedy


def test_the_check_tells_an_unknown_dislike_instead_of_failing(catalogue: Catalogue) -> None:
    program = build_program(read_profile(GYM), catalogue).to_json()
    program["profile"]["dislikes"] = ["zumba"]

    assert [(v.rule, v.where) for v in check_program(program, catalogue)] == [
        ("R50", "profile.dislikes.0")
    ]


def test_a_known_max_is_found_by_name_and_an_unknown_one_is_told(catalogue: Catalogue) -> None:
    maxes = {"Sqat": 100, "bench press": 80}
    program = build_program(read_profile({**GYM, "one_rep_max_kg": maxes}), catalogue)
    assert isinstance(program, Program)

    items = [item for session in program.weeks[0].sessions for item in session.items]
    assert [item.exercise_id for item in items if item.load_kg] == ["back-squat"]
    assert sum("bench press" in line for line in program.warnings) == 1


@pytest.mark.parametrize("data", [None, [], "program", 3])
def test_what_is_no_program_at_all_is_an_input_error(catalogue: Catalogue, data: object) -> None:
    with pytest.raises(InputError, match="key: value"):
        check_program(data, catalogue)  # type: ignore[arg-type]
