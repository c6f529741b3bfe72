"""After a program nothing changes without a yes, and what is proposed is what is applied."""

from typing import Any

import pytest

from coaching.talking import Talk, last, talk
from glutebot.domain.programs import Program
from glutebot.program import build_program, check_program, read_profile
from program.shelf import shipped_catalogue

READY = ("program please, 3 days, 60 min, full gym, advanced", "none of these")


def program_of(*turns: str) -> Program:
    reply = last((*READY, *turns)).coach
    assert reply is not None
    assert reply.program is not None
    return reply.program


def changes_of(*turns: str) -> dict[str, dict[str, Any]]:
    reply = last((*READY, *turns)).coach
    assert reply is not None
    assert reply.proposal is not None
    return {change["what"]: change for change in reply.proposal["changes"]}


def used(program: Program) -> set[str]:
    return {item.exercise_id for session in program.weeks[0].sessions for item in session.items}


@pytest.mark.parametrize(
    "wish",
    ["make it 4 days", "swap hip thrusts for something else", "my knee hurts 6/10",
     "only dumbbells", "change Monday to Tuesday", "A program of 8 weeks"],
)  # fmt: skip
def test_a_yes_gives_the_program_that_was_proposed(wish: str) -> None:
    talked = Talk()
    for turn in READY:
        talked.say(turn)
    proposed = talked.say(wish).coach
    applied = talked.say("yes").coach

    assert proposed is not None
    assert proposed.proposal is not None
    assert applied is not None
    assert applied.program is not None
    assert applied.program.to_json() == proposed.proposal["program"]
    hard = [one for one in check_program(applied.program, shipped_catalogue())
            if one.severity == "hard"]  # fmt: skip
    assert hard == []


def test_the_program_of_a_talk_is_the_program_of_its_profile() -> None:
    program = program_of()
    again = build_program(
        read_profile(program.profile.model_dump(mode="json")), shipped_catalogue()
    )

    assert again == program


def test_a_no_brings_the_old_program_back_to_the_byte() -> None:
    assert program_of("make it 4 days", "no", "build me a program") == program_of()


def test_named_weekdays_are_kept_by_later_changes() -> None:
    program = program_of("only Tuesday and Friday", "yes", "30 minutes", "yes")

    for week in program.weeks:
        assert [session.weekday for session in week.sessions] == [2, 5]
    assert all(rule.outcome for rule in program.rules)


def test_each_change_says_from_what_to_what_and_which_rules() -> None:
    changes = changes_of("make it 4 days")

    assert changes["days a week"]["from"] == "3 days a week"
    assert changes["days a week"]["to"] == "4 days a week"
    assert changes["sessions a week"]["rules"] == ["R14"]
    assert all(change["from"] != change["to"] for change in changes.values())
    known = shipped_catalogue().book.rules
    assert all(rule in known for change in changes.values() for rule in change["rules"])


def test_pain_is_said_to_be_heeded_at_once() -> None:
    reply = last((*READY, "my knee hurts 6/10 in squats")).coach

    assert reply is not None
    gone = used(program_of()) - used(program_of("my knee hurts 6/10 in squats", "yes"))
    names = {shipped_catalogue().guides[name].name for name in gone}
    warning = next(line.text for line in reply.lines if line.text.startswith("Until you have"))
    assert names
    assert all(name in warning for name in names)


def test_a_swap_leaves_out_what_was_named_and_its_like() -> None:
    program = program_of("swap hip thrusts for something else", "yes")

    assert not [name for name in used(program) if name.endswith("hip-thrust")]


def test_a_wanted_exercise_is_in_the_proposal() -> None:
    program = program_of("give me reverse lunges instead of Bulgarian split squats", "yes")

    assert "reverse-lunge" in used(program)
    assert "bulgarian-split-squat" not in used(program)


def test_what_was_left_out_can_come_back() -> None:
    program = program_of("drop the leg press", "yes", "Bring back the Leg press", "yes")

    assert "leg-press" in used(program)


def test_a_wish_that_leaves_nothing_keeps_the_program() -> None:
    replies = talk(
        *READY, "only body weight and 15 minutes", "yes",
        "no squats, no lunges, no hinges, no thrusts, no bridges, no kickbacks, no clamshells, "
        "no abduction, no deadlifts, no step ups, no band walks, no frog pumps", "3 days",
    )  # fmt: skip

    assert all(reply.coach is not None for reply in replies)
    assert replies[3].coach is not None
    assert replies[3].coach.program is not None


def test_the_reading_of_a_talk_does_not_depend_on_who_answered_in_between() -> None:
    direct = program_of("make it 4 days", "yes")
    detour = program_of("make it 4 days", "What is RIR?", "How deep should I squat?", "yes")

    assert detour == direct
