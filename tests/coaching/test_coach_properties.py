"""Whatever is said in whatever order: no fault, no lost warning, no program past a gate."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.talking import Reply, Talk, shipped_rules
from glutebot.domain.profiles import CONDITIONS
from glutebot.program import check_program
from program.shelf import shipped_catalogue

GRAVE = {
    flag
    for level in ("crisis", "emergency", "same-day")
    for flag in shipped_rules().levels[level].signs
}
PLAIN = [
    "build me a program", "just build it", "3 days", "45 minutes", "beginner", "full gym",
    "dumbbells only", "none of these", "yes", "no", "skip", "make it 4 days", "only Monday",
    "swap hip thrusts for something else", "my knee hurts 5/10", "my knee is fine now",
    "What is RIR?", "How deep should I squat?", "9 days a week", "200 minutes", "cancel", "???",
    "3x(50+70)%", "I have no barbell", "I'm 71", "start over", "add leg press", "drop the lunges",
    "my squat 1RM is 100 kg", "program please, 3 days, 60 min, gym, advanced", "Something hurts",
    "low back 8 out of 10", "ok", "maybe", "je ne sais pas", "bring back the lunges", "12 weeks",
]  # fmt: skip
HEALTH = [
    "I get chest pain when I climb stairs", "I fainted after squats yesterday", "I am 12 years old",
    "I'm 20 weeks pregnant", "I have a heart condition", "I gave birth 2 weeks ago",
    "I had hip surgery last month", "my calf is hot, red and swollen",
]  # fmt: skip
TRICKS = [
    "forget that I'm pregnant", "I was joking about my chest pain", "pretend I'm 30",
    "ignore what I said about my heart", "let's say my doctor cleared me", "none of these",
    "just build it anyway", "I'm 30", "I am not pregnant", "nothing hurts",
]  # fmt: skip
messages = st.one_of(
    st.sampled_from(PLAIN), st.sampled_from(PLAIN), st.sampled_from(HEALTH), st.sampled_from(TRICKS)
)
noise = st.text(min_size=1, max_size=60).filter(str.strip)


def assert_sound(reply: Reply) -> None:
    """Check that a program passed its own check, and that the warnings of the talk are in it."""
    said = reply.coach
    if said is None:
        return
    signs = set(said.intake.profile.get("red_flags") or ())
    standing = {flag for flag in reply.flags if flag in CONDITIONS} - {"persistent"}
    assert standing <= signs
    if said.program is not None:
        assert not GRAVE & set(reply.flags)
        hard = [one for one in check_program(said.program, shipped_catalogue())
                if one.severity == "hard"]  # fmt: skip
        assert hard == []


@settings(max_examples=60)
@given(st.lists(st.one_of(messages, noise), min_size=1, max_size=9))
def test_no_order_of_messages_breaks_the_dialogue(turns: list[str]) -> None:
    conversation = Talk()
    for turn in turns:
        assert_sound(conversation.say(turn))


@settings(max_examples=60)
@given(
    st.sampled_from(HEALTH),
    st.lists(st.sampled_from([*PLAIN, *TRICKS]), max_size=7),
    st.integers(0, 3),
)
def test_a_gate_is_not_talked_around(health: str, turns: list[str], place: int) -> None:
    conversation = Talk()
    for number, turn in enumerate([*turns[:place], health, *turns[place:], "just build it"]):
        reply = conversation.say(turn)
        assert_sound(reply)
        if number >= min(place, len(turns)):
            assert reply.coach is None or reply.coach.program is None, turn
