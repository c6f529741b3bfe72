"""Every choice can be tapped: its message is read as what its label says."""

from collections.abc import Iterator
from functools import cache

import pytest

from coaching.talking import shipped_coach, talk
from glutebot.coaching.chips import fill
from glutebot.coaching.texts import IntakeTexts, load_texts
from glutebot.domain.intake import Choice
from glutebot.program import Catalogue
from program.shelf import KNOWLEDGE, shipped_catalogue

WISH = "program please, 3 days, 60 minutes, full gym, advanced"


@cache
def texts() -> IntakeTexts:
    return load_texts(KNOWLEDGE / "protocols")


def field_choices() -> Iterator[tuple[str, Choice]]:
    for field, about in texts().fields.items():
        for choice in about.choices:
            if field == "pain":
                yield from ((field, fill(choice, {"area": area})) for area in about.names.values())
            elif field != "dislikes":
                yield field, choice


def test_a_choice_of_a_chip_is_read_as_its_field() -> None:
    for field, choice in field_choices():
        reading = shipped_coach().read(choice.message, None)

        named = {*reading.told, *reading.added, *reading.removed, *reading.unclear}
        assert field in named, choice
        assert named <= {field, "units"}, choice
        assert not reading.faults, choice


@pytest.mark.parametrize("field", ["days_per_week", "minutes_per_session", "weeks"])
def test_a_choice_with_a_number_means_that_number(field: str) -> None:
    for choice in texts().fields[field].choices:
        number = int("".join(filter(str.isdigit, choice.label)))
        assert shipped_coach().read(choice.message, None).told[field] == number


HEALTH = {
    "None of these": "program",
    "Under 18": "age",
    "Pregnant or birth in the last year": "pregnancy",
    "Heart, chest pain, fainting": "referred",
    "Recent surgery": "referred",
    "Pain": "pain",
}


@pytest.mark.parametrize(("label", "outcome"), HEALTH.items())
def test_each_health_choice_leads_where_it_should(label: str, outcome: str) -> None:
    asked = talk(WISH)[-1].coach
    assert asked is not None
    chosen = next(choice for choice in asked.intake.choices if choice.label == label)

    reply = talk(WISH, chosen.message)[-1]

    assert reply.coach is not None
    assert outcome in (reply.coach.status.value, reply.coach.intake.asked)


def test_the_health_question_has_these_choices_and_no_other() -> None:
    assert [choice.label for choice in texts().health.choices] == list(HEALTH)


FOLLOW_UPS = {
    "age": [WISH, "I am under 18"],
    "pregnancy": [WISH, "Pregnant, or a birth in the last year"],
    "clearance": ["I am pregnant, build me a program"],
    "birth": ["I had a baby recently, build me a program"],
    "healed": ["I gave birth 8 weeks ago, build me a program"],
    "pain": [WISH, "Something hurts"],
}


@pytest.mark.parametrize("name", FOLLOW_UPS)
def test_a_follow_up_is_settled_by_each_of_its_choices(name: str) -> None:
    asked = talk(*FOLLOW_UPS[name])[-1].coach
    assert asked is not None
    assert asked.lines[-2].text == texts().follow_ups[name].question

    for choice in asked.intake.choices:
        reply = talk(*FOLLOW_UPS[name], choice.message)[-1].coach
        assert reply is not None, choice
        assert reply.lines != asked.lines, choice
        assert "could not read" not in reply.lines[0].text, choice


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


def test_an_exercise_that_was_left_out_can_be_brought_back(catalogue: Catalogue) -> None:
    again = texts().fields["dislikes"].choices[0]
    for name, guide in catalogue.guides.items():
        swap = shipped_coach().swaps(fill(again, {"name": guide.name}).message)
        assert swap is not None
        assert name in swap.wanted, name
        assert not swap.out


def test_every_exercise_can_be_swapped(catalogue: Catalogue) -> None:
    for name, guide in catalogue.guides.items():
        message = fill(texts().swap, {"name": guide.name.lower()}).message
        swap = shipped_coach().swaps(message)
        assert swap is not None
        assert name in swap.out, name
        assert not swap.wanted


def test_yes_no_and_skip_are_read_as_such() -> None:
    read = shipped_coach().read

    assert read(texts().yes.message, None).intent == "yes"
    assert read(texts().no.message, None).intent == "no"
    assert read(texts().skip_one.message, "experience").intent == "skip"
