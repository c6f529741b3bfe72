"""What is known grows by what is said; health statements stay until they are taken back."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from coaching.talking import shipped_coach
from glutebot.coaching.known import Known, learn
from glutebot.coaching.messages import Messages
from glutebot.coaching.reading import Reading
from glutebot.coaching.texts import load_texts
from glutebot.errors import KnowledgeError
from program.shelf import KNOWLEDGE


def told(**fields: Any) -> Reading:
    return Reading(told=fields)


def after(known: Known, reading: Reading, *, make_believe: bool = False) -> Known:
    return learn(known, reading, make_believe=make_believe)[0]


def test_a_later_value_replaces_an_earlier_one() -> None:
    known = after(after(Known(), told(days_per_week=3)), told(days_per_week=5))

    assert known.profile == {"days_per_week": 5}


def test_gear_grows_and_shrinks() -> None:
    known = after(Known(), told(equipment=("full-gym",)))
    known = after(known, Reading(removed={"equipment": ("barbell",)}))

    assert "barbell" not in known.profile["equipment"]
    assert "dumbbell" in known.profile["equipment"]


def test_a_pain_is_replaced_by_area_and_removed_by_name_only() -> None:
    knee = Reading(added={"pain": ({"area": "knee", "severity": 6},)})
    known = after(Known(), knee)
    known = after(known, Reading(added={"pain": ({"area": "knee", "severity": 3},)}))
    assert known.profile["pain"] == [{"area": "knee", "severity": 3}]

    known = after(known, told(pain=()))
    assert known.profile["pain"] == [{"area": "knee", "severity": 3}]

    known = after(known, Reading(removed={"pain": ("knee",)}))
    assert known.profile["pain"] == []


def test_no_to_all_does_not_take_back_a_yes() -> None:
    known = after(Known(), Reading(added={"par_q_yes": (1,)}))
    known = after(known, told(par_q_yes=()))

    assert known.profile["par_q_yes"] == [1]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"age": 12}, {"age": 30}),
        ({"age": 15}, {"age": 16}),
        ({"pregnancy": {"status": "pregnant"}}, {"pregnancy": {"status": "none"}}),
        ({"pregnancy": {"status": "postpartum", "weeks": 3}}, {"pregnancy": {"status": "none"}}),
    ],
)
def test_a_gate_is_not_lifted_by_saying_otherwise(
    first: dict[str, Any], later: dict[str, Any]
) -> None:
    known, kept = learn(after(Known(), told(**first)), told(**later))

    assert known.profile == first
    assert kept == list(later)


def test_an_adult_may_correct_an_age_and_a_pregnancy_ends_in_a_birth() -> None:
    assert after(after(Known(), told(age=30)), told(age=31)).profile["age"] == 31
    pregnant = after(Known(), told(pregnancy={"status": "pregnant", "weeks": 30, "cleared": True}))
    born = after(pregnant, told(pregnancy={"status": "postpartum", "weeks": 1}))

    assert born.profile["pregnancy"] == {"status": "postpartum", "weeks": 1}


@pytest.mark.parametrize(
    ("first", "pretended"),
    [
        (told(age=15), told(age=30)),
        (told(age=70), told(age=30)),
        (told(pregnancy={"status": "pregnant"}), told(pregnancy={"cleared": True})),
        (Reading(added={"par_q_yes": (2,)}), Reading(removed={"par_q_yes": (2,)})),
        (Reading(added={"red_flags": ("surgery",)}), Reading(removed={"red_flags": ("surgery",)})),
        (
            Reading(added={"pain": ({"area": "knee", "severity": 6},)}),
            Reading(removed={"pain": ("knee",)}),
        ),
    ],
)
def test_make_believe_loosens_nothing(first: Reading, pretended: Reading) -> None:
    known = after(Known(), first)

    assert after(known, pretended, make_believe=True).profile == known.profile


def test_make_believe_may_make_a_gate_stricter_and_wish_for_anything_else() -> None:
    reading = Reading(told={"days_per_week": 4}, added={"pain": ({"area": "knee", "severity": 5},)})
    known = after(Known(), reading, make_believe=True)

    assert known.profile["days_per_week"] == 4
    assert known.profile["pain"] == [{"area": "knee", "severity": 5}]


def test_what_is_told_is_no_longer_unclear_or_skipped() -> None:
    known = Known(unclear=("pain", "age"), skipped=("experience",))
    known = after(known, told(experience="advanced", age=40))

    assert known.unclear == ("pain",)
    assert known.skipped == ()


def test_the_days_by_name_go_when_their_number_changes() -> None:
    known = after(Known(), told(days_per_week=2, weekdays=(5, 2)))
    assert known.weekdays == (2, 5)
    assert after(known, told(minutes_per_session=30)).weekdays == (2, 5)
    assert after(known, told(days_per_week=3)).weekdays == ()


@pytest.fixture(scope="module")
def messages() -> Messages:
    return Messages(load_texts(KNOWLEDGE / "protocols"))


@pytest.mark.parametrize(
    "message",
    ["How deep should I squat?", "what is RIR", "is 3 days enough", "Explain deloads to me",
     "I train 3 days a week, how many sets do I need", "hip thrust vs squat", "Why no squats?"],
)  # fmt: skip
def test_a_question_is_for_the_articles(messages: Messages, message: str) -> None:
    assert messages.asks(message)


@pytest.mark.parametrize(
    "message",
    ["make it 4 days", "can you make it 4 days?", "3 days", "I only have dumbbells", "please skip",
     "could we do only Tuesday and Friday?", "how about 4 days", "my knee hurts"],
)  # fmt: skip
def test_a_wish_is_none(messages: Messages, message: str) -> None:
    assert not messages.asks(message)


def test_only_statements_are_left_of_a_message(messages: Messages) -> None:
    message = "I have dumbbells. How many sets do I need? I train at home."

    assert messages.statements(message) == "I have dumbbells. I train at home."


def test_every_rule_and_field_of_the_texts_exists() -> None:
    texts = load_texts(KNOWLEDGE / "protocols")
    rules = shipped_coach()._tools.catalogue.book.rules

    assert set(texts.core) <= set(texts.fields)
    assert all(rule in rules for about in texts.fields.values() for rule in about.rules)


def write_texts(folder: Path, change: dict[str, Any]) -> Path:
    text = (KNOWLEDGE / "protocols" / "intake.yaml").read_text(encoding="utf-8")
    data = {**yaml.safe_load(text), **change}
    (folder / "intake.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return folder


def test_texts_that_are_wrong_are_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is missing"):
        load_texts(tmp_path)
    with pytest.raises(KnowledgeError, match=r"intake\.yaml › assumed_severity"):
        load_texts(write_texts(tmp_path, {"assumed_severity": 11}))
    with pytest.raises(KnowledgeError, match=r"intake\.yaml › surprise"):
        load_texts(write_texts(tmp_path, {"surprise": 1}))
    (tmp_path / "intake.yaml").write_text("core: [")
    with pytest.raises(KnowledgeError, match="is not YAML"):
        load_texts(tmp_path)
