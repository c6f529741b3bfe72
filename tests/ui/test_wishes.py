"""A wish for a program as chat messages: chips, choices, a week, a change; nothing that acts."""

from glutebot.domain.answers import Turn
from glutebot.domain.intake import Chip, Intake
from glutebot.ui.presenters import Message, present_turns
from support.scripted_answers import answered, built, proposed, wish


def last(*answers: object) -> Message:
    turns = [Turn.model_validate({"question": "q", "answer": answer}) for answer in answers]
    return present_turns(turns)[-1]


def test_what_was_said_looks_other_than_what_is_assumed() -> None:
    content = last(wish())["content"]

    assert '<details class="gc-chip gc-said"><summary>3 days a week' in content
    assert '<div class="gc-chip gc-assumed gc-still">goal &lt;growth&gt;' in content
    assert '<span class="gc-message">2 days a week, plan it</span>' in content


def test_the_open_questions_choices_can_be_picked() -> None:
    answer = wish().model_copy(update={"follow_ups": ("Why?", "I am a beginner, build it")})

    message = last(answer)
    assert (
        '>Beginner<span class="gc-message">I am a beginner, build it</span>' in (message["content"])
    )
    assert message["options"] == [{"value": "Why?", "label": "Why?"}]


def test_only_the_last_answer_can_be_acted_on() -> None:
    turns = [Turn(question="q", answer=answer) for answer in (wish(), proposed(), answered())]
    contents = [message["content"] for message in present_turns(turns)]

    assert not any("gc-choice" in content for content in contents)
    assert "sessions a week" in contents[3]


def test_a_program_shows_its_week_and_the_way_to_the_sheet() -> None:
    content = last(built().model_copy(update={"id": "talk:2"}))["content"]

    assert 'href="#program-of-talk:2"' in content
    assert "Thrust" in content
    assert "knee" in content
    assert "\n\n" not in content


def test_a_program_of_another_version_is_left_out_not_a_crash() -> None:
    odd = built().model_copy(update={"program": {"schema": "glutebot.program/9"}})

    assert "Here is your program." in last(odd)["content"]
    assert "gc-week" not in last(odd)["content"]


def test_a_change_waits_for_yes_or_no() -> None:
    content = last(proposed())["content"]

    assert "<td>3</td><td>2</td><td>You &lt;said&gt; so.</td>" in content
    assert '<span class="gc-message">yes</span>' in content
    assert '<span class="gc-message">no</span>' in content


def test_the_coachs_own_yes_and_no_come_once() -> None:
    intake = Intake(choices=wish().intake.choices)  # type: ignore[union-attr]
    message = last(proposed().model_copy(update={"intake": intake}))

    assert message["content"].count('type="button"') == 1
    assert "gc-yes" in message["content"]
    assert "options" not in message


def test_hostile_words_are_escaped() -> None:
    evil = '<img src=x onerror="alert(1)">'
    chip = Chip(field="goal", label=evil, value=evil, source="said")
    content = last(wish(chips=(chip,)))["content"]

    assert "<img" not in content
    assert "&lt;img" in content
