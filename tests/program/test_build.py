"""What a coach would look for in a few programs of different people."""

from typing import Any

import pytest

from glutebot.domain.programs import Item, Program, Refusal
from glutebot.program import Catalogue, build_program, read_profile

GYM: dict[str, Any] = {
    "days_per_week": 3, "minutes_per_session": 60, "experience": "intermediate",
    "equipment": ["full-gym"], "par_q_yes": [],
}  # fmt: skip


def build(catalogue: Catalogue, **changes: Any) -> Program:
    """Return the program of a gym-goer with some answers changed."""
    built = build_program(read_profile({**GYM, **changes}), catalogue)
    assert isinstance(built, Program)
    return built


def first_week(program: Program) -> list[Item]:
    """Return the items of week 1."""
    return [item for session in program.weeks[0].sessions for item in session.items]


def test_six_weeks_climb_and_end_in_a_deload(catalogue: Catalogue) -> None:
    program = build(catalogue)

    assert [row.glute_max for row in program.volume] == [12, 13, 14, 15, 16, 8]
    assert [week.deload for week in program.weeks] == [False] * 5 + [True]
    assert [week.sessions[0].items[0].rir for week in program.weeks] == [3, 3, 2, 2, 1, 4]


def test_main_lift_leads_and_no_movement_comes_twice_a_day(catalogue: Catalogue) -> None:
    program = build(catalogue)

    leads = [session.items[0].exercise_id for session in program.weeks[0].sessions]
    assert leads == ["barbell-hip-thrust", "romanian-deadlift", "back-squat"]
    for session in program.weeks[0].sessions:
        assert len({item.pattern for item in session.items}) == len(session.items)


def test_heavy_lifts_get_three_sets_where_strength_is_the_goal(catalogue: Catalogue) -> None:
    program = build(catalogue, goal="strength", minutes_per_session=75)

    leads = [session.items[0] for session in program.weeks[0].sessions]
    assert [(item.sets, item.reps) for item in leads] == [(3, (4, 6))] * 3


@pytest.mark.parametrize("equipment", [[], ["dumbbell"], ["mini-band"], ["full-gym"]])
def test_a_learner_leads_with_direct_lifts_at_her_level(
    catalogue: Catalogue, equipment: list[str]
) -> None:
    program = build(catalogue, experience="beginner", equipment=equipment)

    for session in program.weeks[0].sessions:
        assert session.items[0].credit.glute_max == 1
        guide = catalogue.guides[session.items[0].exercise_id]
        assert guide.exercise.level == "beginner"
        assert len(session.items) == 3


def test_where_it_hurts_the_easier_form_comes_first(catalogue: Catalogue) -> None:
    sore = build(catalogue, pain=[{"area": "knee", "severity": 3}])

    knee = [
        i for i in first_week(sore) if "KN" in catalogue.guides[i.exercise_id].exercise.cautions
    ]
    assert {catalogue.guides[i.exercise_id].exercise.level for i in knee} == {"beginner"}


def test_from_65_a_step_or_lunge_is_there(catalogue: Catalogue) -> None:
    program = build(catalogue, age=72, experience="beginner")

    assert any(item.pattern in ("step", "lunge") for item in first_week(program))
    assert len(program.weeks[0].sessions) <= 3


def test_each_reason_says_what_the_lift_is_for(catalogue: Catalogue) -> None:
    program = build(catalogue)

    lead, second, third = [item.reason or "" for item in program.weeks[0].sessions[0].items]
    assert lead.startswith("Leads the day")
    assert "where the barbell hip thrust" in second
    assert third.startswith("For the side glutes")


def test_pounds_are_told_where_pounds_are_wanted(catalogue: Catalogue) -> None:
    program = build(catalogue, units="lb", increment_kg=2.26796, one_rep_max_kg={"squat": 100})

    squat = next(item for item in first_week(program) if item.exercise_id == "back-squat")
    assert squat.load_kg is not None
    assert f"About {squat.load_kg / 0.45359237:.0f} lb." in squat.notes
    assert "add 5 lb" in squat.progression.on_success


def test_how_to_answer_the_health_questions_is_said(catalogue: Catalogue) -> None:
    program = build(catalogue, par_q_yes=None)

    assert any("par_q_yes" in line and "answer" in line for line in program.warnings)


def test_strength_with_known_maxes_gives_heavy_rounded_loads(catalogue: Catalogue) -> None:
    program = build(catalogue, goal="strength", one_rep_max_kg={"back-squat": 100})

    loads = [
        item.load_kg
        for week in program.weeks
        for session in week.sessions
        for item in session.items
        if item.exercise_id == "back-squat"
    ]
    assert loads == [80.0, 80.0, 82.5, 82.5, 82.5, 75.0]


def test_thighs_held_back_come_from_thrusts(catalogue: Catalogue) -> None:
    program = build(catalogue, limit=["quads"])

    assert not {"squat", "lunge"} & {item.pattern for item in first_week(program)}
    assert any("thighs" in line or "quads" in line for line in program.warnings)


def test_pregnancy_has_no_lying_back_and_prints_stop_signs(catalogue: Catalogue) -> None:
    program = build(catalogue, pregnancy={"status": "pregnant", "weeks": 14, "cleared": True})

    for item in first_week(program):
        assert "PS" not in catalogue.guides[item.exercise_id].exercise.exclude_on
        assert item.rir >= 3
    assert any("bleeding" in sign for sign in program.stop_signs)


def test_unasked_screening_is_an_assumption_a_warning_and_no_loads(catalogue: Catalogue) -> None:
    program = build(catalogue, par_q_yes=None, one_rep_max_kg={"back-squat": 100})

    assert any("not asked" in line for line in program.assumptions)
    assert program.warnings
    assert {item.load_kg for item in first_week(program)} == {None}


def test_key_sessions_of_another_sport_move_the_days(catalogue: Catalogue) -> None:
    key = [{"weekday": 2, "kind": "run", "key": True}]
    program = build(catalogue, days_per_week=2, other_training=key)

    days = [session.weekday for session in program.weeks[0].sessions]
    assert not {1, 2} & set(days)


def test_every_item_has_a_reason_a_citation_and_both_branches(catalogue: Catalogue) -> None:
    program = build(catalogue)
    numbers = {citation.n: citation for citation in program.citations}

    for item in first_week(program):
        assert item.reason
        assert numbers[item.citations[0]].article_id == item.exercise_id
        assert item.progression.on_success != item.progression.on_failure
        assert item.substitutes
    assert 2 <= len(program.what_would_change) <= 3
    assert [rule.id for rule in program.rules] == [f"R{n:02}" for n in range(1, 51)]


@pytest.mark.parametrize(
    ("changes", "reason", "referral"),
    [
        ({"red_flags": ["chest"]}, "R02", "emergency"),
        ({"red_flags": ["suicide"]}, "R02", "emergency"),
        ({"conditions": ["clot"]}, "R02", "same-day"),
        ({"conditions": ["surgery"]}, "R02", "routine"),
        ({"par_q_yes": [1]}, "R02", "routine"),
        ({"pregnancy": {"status": "pregnant", "weeks": 12}}, "R04", "routine"),
        ({"pregnancy": {"status": "postpartum", "weeks": 4, "healed": True}}, "R05", "routine"),
        ({"age": 12}, "R06", None),
    ],
)
def test_gates_refuse_with_rule_and_referral(
    catalogue: Catalogue, changes: dict[str, Any], reason: str, referral: str | None
) -> None:
    refusal = build_program(read_profile({**GYM, **changes}), catalogue)

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.referral) == (reason, referral)


def test_pain_everywhere_is_referred_and_not_trained(catalogue: Catalogue) -> None:
    areas = ["knee", "low-back", "front-of-hip", "side-of-hip", "sit-bone", "wrist"]
    pain = [{"area": area, "severity": 8} for area in areas]
    built = build_program(
        read_profile({**GYM, "equipment": [], "pain": pain,
                      "dislikes": ["glute-bridge", "frog-pump"]}), catalogue
    )  # fmt: skip

    assert isinstance(built, Refusal)
    assert built.reason in {"R08", "R09"}
