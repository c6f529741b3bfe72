"""Properties of the safety gate: denials, spelling, and time on hostile input."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glutebot.answering.triage import load_safety_rules, triage
from glutebot.answering.triage_rules import SafetyRules

RULES: SafetyRules = load_safety_rules(Path(__file__).parents[2] / "knowledge" / "safety")
GYM_TALK = (
    "hip thrusts are the best exercise", "give me a plan with three days",
    "my glutes are on fire", "this set is killing me", "how many sets should I do",
    "I want bigger glutes", "squats feel great today",
)  # fmt: skip
DENIALS = (
    "no chest pain", "I don't have numbness between my legs", "no fever", "without back pain",
    "I have never fainted", "no chest pain, dizziness or shortness of breath",
    "I'm not suicidal", "no slurred speech", "I haven't passed out", "no dark urine",
    "not short of breath at rest",
)  # fmt: skip
SIGNS = (
    "my chest hurts when I squat", "I can't breathe", "I don't want to live anymore",
    "back pain and I can't pee", "me duele el pecho al entrenar", "I'm pregnant and bleeding",
    "perdí la visión de un ojo", "my calf is hot and swollen", "there's blood in my urine",
)  # fmt: skip


@given(st.sampled_from(GYM_TALK), st.sampled_from(DENIALS), st.booleans())
def test_denied_sign_in_gym_talk_passes(talk: str, denial: str, first: bool) -> None:
    """A sign that is denied, before or after gym talk, raises nothing."""
    message = f"{denial}. {talk}" if first else f"{talk}, {denial}"

    assert triage(message, rules=RULES) is None


@given(st.sampled_from(GYM_TALK), st.sampled_from(SIGNS), st.booleans())
def test_sign_is_found_beside_gym_talk(talk: str, sign: str, first: bool) -> None:
    """A sign is found whatever gym talk stands beside it."""
    alone = triage(sign, rules=RULES)
    found = triage(f"{sign}. {talk}" if first else f"{talk}. {sign}", rules=RULES)

    assert alone is not None
    assert found is not None
    assert (found.flag, found.stops) == (alone.flag, True)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SIGNS + GYM_TALK), st.data())
def test_spelling_does_not_matter(message: str, data: st.DataObject) -> None:
    """Case, spaces, diacritics and apostrophes change nothing."""
    expected = triage(message, rules=RULES)
    changed = "".join(data.draw(st.sampled_from((c, c.upper(), c.lower()))) for c in message)
    changed = changed.replace(" ", data.draw(st.sampled_from((" ", "  ", "\t", "\u00a0"))))
    changed = changed.replace("'", data.draw(st.sampled_from(("'", "’", "", "ʼ"))))
    changed = changed.translate(str.maketrans("íóÍÓ", data.draw(st.sampled_from(("íóÍÓ", "ioIO")))))

    assert triage(changed, rules=RULES) == expected


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text makes the gate fail."""
    found = triage(text, rules=RULES)

    assert found is None or found.lines


@pytest.mark.parametrize(
    "message",
    [
        "no " * 17_000, "chest pain " * 4_600, "7 " * 25_000, "a" * 50_000, "\u0301" * 50_000,
        "what is my " * 4_600, "can't really really pee " * 2_100, "x " * 200_000,
        "both legs weak, back pain, can't pee, or " * 1_250, "(" * 50_000,
    ],
    ids=lambda message: message[:12],
)  # fmt: skip
def test_hostile_input_is_read_in_time(message: str) -> None:
    """Long and repetitive input stays far from catastrophic; processor time is measured."""
    started = time.process_time()
    triage(message, rules=RULES)

    assert time.process_time() - started < 1.5


def test_ordinary_message_is_read_fast() -> None:
    """A message of 300 characters takes a few milliseconds; the best of many is measured."""
    message = ("yesterday I felt something odd in my hip on split squats with twenty kilos " * 5)[
        :300
    ]
    times = []
    for _ in range(20):
        started = time.process_time()
        triage(message, rules=RULES)
        times.append(time.process_time() - started)

    assert min(times) < 0.005
