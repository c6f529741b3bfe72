"""Follow-ups: which messages lean on history, what they become, and what is offered next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutebot.answering.follow_up import CHIPS, leans_on_history, stand_alone, suggest
from support.passages import make_hit, make_passage

FIRST = "How many sets a week do my glutes need?"


@pytest.mark.parametrize(
    "message",
    [
        "and for beginners?",
        "what about women?",
        "why?",
        "how often?",
        "how many sets a week?",
        "is it safe?",
        "which one is better?",
        "tell me more",
        "ok, and protein?",
        "does that hold after menopause?",
        "more",
        "for hip thrusts?",
        "with a barbell?",
        "which is safest?",
        "how heavy?",
        "is once a week enough?",
    ],
)
def test_short_and_pointing_messages_lean(message: str) -> None:
    assert leans_on_history(message)


@pytest.mark.parametrize(
    "message",
    [
        FIRST,
        "Hip thrust or squat for a bigger butt?",
        "How do I set up a barbell hip thrust?",
        "Why do deep squats hurt my knees?",
        "Does creatine cause bloating in women lifting weights?",
        "Is creatine safe?",
        "Do bands work?",
        "Should I warm up?",
        "Is walking enough?",
        "For hip thrusts, is a belt of use?",
    ],
)
def test_a_whole_question_stands_alone(message: str) -> None:
    assert not leans_on_history(message)
    assert stand_alone(message, ["Is creatine safe?"]) == message


@pytest.mark.parametrize(
    ("word", "weight", "leans"), [("sets", 0.1, True), ("protein", 0.5, False)]
)
def test_an_amount_needs_a_subject_that_tells_what_of(
    word: str, weight: float, leans: bool
) -> None:
    assert leans_on_history(f"how many {word} do I need?", lambda _stem: weight) == leans


def test_a_leaning_message_gets_the_subject_of_the_last_whole_question() -> None:
    whole = stand_alone("and for beginners?", [FIRST, "why?", "what about women?"])

    assert whole == f"and for beginners ({FIRST})"


def test_without_history_a_message_stays() -> None:
    assert stand_alone("and for beginners?", []) == "and for beginners?"


def test_a_chain_of_leaning_messages_keeps_the_last() -> None:
    assert stand_alone("why?", ["protein?"]) == "why (protein?)"


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_the_message_itself_is_never_lost(message: str, earlier: list[str]) -> None:
    assert stand_alone(message, earlier).startswith(message.rstrip(" ?.!"))


def test_offers_are_headings_of_passages_that_were_not_used() -> None:
    used = make_passage("Text.", id_="used", section="How deep should I squat?")
    free = make_passage("Text.", id_="free", section="Squats › Are half squats bad?")
    guide = make_passage("Text.", id_="guide", kind="exercise", section="How to set up a lunge")
    plain = make_passage("Text.", id_="plain", section="Background")

    hits = [make_hit(passage) for passage in (used, free, guide, plain)]

    assert suggest("squat depth", hits, ["used"]) == (
        "Are half squats bad?",
        "How to set up a lunge?",
    )


def test_the_question_itself_is_not_offered_again() -> None:
    same = make_passage("Text.", section="How deep should squats be?")

    assert suggest("how deep should a squat be", [make_hit(same)], []) == ()


def test_at_most_three_are_offered_and_none_twice() -> None:
    hits = [
        make_hit(make_passage("Text.", id_=f"p{n}", section=f"Is exercise {name} good?"))
        for n, name in enumerate(["alpha", "alpha", "beta", "gamma", "delta"])
    ]

    offered = suggest("anything", hits, [])

    assert len(offered) == CHIPS
    assert len(set(offered)) == CHIPS
