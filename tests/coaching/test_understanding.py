"""What a message says about the program that is wanted, read without a model."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coaching.shelf import EXERCISES, PROTOCOLS
from glutebot.coaching.reading import Reading
from glutebot.coaching.understanding import load_vocabulary, read_message
from glutebot.domain.profiles import Profile
from glutebot.errors import KnowledgeError

DATASETS = Path(__file__).resolve().parents[2] / "evals" / "datasets"
WORDINGS: list[dict[str, Any]] = yaml.safe_load((DATASETS / "intake.yaml").read_text("utf-8"))
VOCABULARY = load_vocabulary(PROTOCOLS, EXERCISES)
CORE = {"days_per_week": 3, "minutes_per_session": 45, "experience": "beginner", "equipment": ()}
PIECES = [word for wording in WORDINGS for word in wording["say"].split()]


def _read(message: str, asked: str | None = None) -> Reading:
    return read_message(message, asked=asked, vocabulary=VOCABULARY)


def _profile(reading: Reading) -> Profile:
    """Build the Profile that a reading alone would give."""
    told = {name: value for name, value in reading.told.items() if name != "weekdays"}
    return Profile.model_validate({**CORE, **reading.added, **told})


def _share(split: str) -> tuple[float, int]:
    """Return the share of expected fields that are read, and how many wishes are made up."""
    right = total = made_up = 0
    for wording in (one for one in WORDINGS if one["split"] == split):
        reading = _read(wording["say"], wording.get("asked")).model_dump(mode="json")
        for part in ("told", "added", "removed"):
            for name, value in wording.get(part, {}).items():
                total += 1
                right += _alike(reading[part].get(name), value)
        made_up += reading["intent"] == "program" and wording.get("intent") != "program"
    return right / total, made_up


def _alike(read: Any, expected: Any) -> bool:
    if isinstance(read, list) and isinstance(expected, list):
        return sorted(map(repr, read)) == sorted(map(repr, expected))
    return bool(read == expected)


def test_a_bare_specification_is_a_wish() -> None:
    reading = _read("3 days, 45 min, dumbbells, knee hurts a bit")

    assert reading.intent == "program"
    assert dict(reading.told) == {
        "days_per_week": 3, "minutes_per_session": 45, "equipment": ("dumbbell",),
    }  # fmt: skip
    assert reading.added["pain"] == ({"area": "knee", "severity": 2},)
    assert reading.words["pain"] == "knee hurts a bit"


def test_a_question_tells_nothing() -> None:
    assert _read("Is 3 days a week enough?") == Reading()


@pytest.mark.parametrize(("split", "least"), [("tune", 0.98), ("held-out", 0.9)])
def test_most_of_what_people_say_is_read(split: str, least: float) -> None:
    share, made_up = _share(split)

    assert share >= least
    assert made_up <= 1


def test_training_questions_are_no_wish_for_a_program() -> None:
    questions = [
        turn
        for name in ("answerable", "unanswerable")
        for item in yaml.safe_load((DATASETS / f"{name}.yaml").read_text("utf-8"))
        for turn in item["turns"]
    ]

    assert [one for one in questions if _read(one).intent == "program"] == []


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("9 days a week, 45 min, gym", "days_per_week"),
        ("-3 days, 45 min, gym", "days_per_week"),
        ("3 days, 300 minutes, gym", "minutes_per_session"),
        ("a 40 week plan, 3 days", "weeks"),
        ("I'm 200 years old, 3 days, gym", "age"),
        ("hip thrust 1RM 4000 kg", "one_rep_max_kg"),
        ("do 3×(50+70) %", "one_rep_max_kg"),
        ("loads at 110 % of my 1RM please", "one_rep_max_kg"),
    ],
)
def test_unusable_values_are_faults_with_a_remedy(message: str, field: str) -> None:
    reading = _read(message)

    assert [fault.field for fault in reading.faults] == [field]
    assert reading.faults[0].message
    assert reading.faults[0].remedy
    assert field not in reading.told


@pytest.mark.parametrize(
    "message",
    [
        "no knee pain", "my knees don't hurt", "knee is fine now", "never had knee problems",
        "no knee or back pain",
    ],
)  # fmt: skip
def test_a_denied_pain_is_taken_back_and_not_set(message: str) -> None:
    reading = _read(message)

    assert "knee" in reading.removed["pain"]
    assert "pain" not in reading.added


@pytest.mark.parametrize(
    ("message", "area"),
    [
        ("nothing hurts but my left knee", "knee"),
        ("no pain except my lower back", "low-back"),
        ("no injuries apart from a bad shoulder", "shoulder"),
        ("my knee doesn't hurt when I walk but hurts when I squat", "knee"),
        ("my back pain is better, still 3/10", "low-back"),
        ("knee is better but not gone", "knee"),
        ("hips are fine, knee hurts 6/10", "knee"),
        ("my knees can't handle lunges", "knee"),
    ],
)
def test_a_pain_that_is_left_is_kept(message: str, area: str) -> None:
    reading = _read(message)

    assert area in [pain["area"] for pain in reading.added["pain"]]
    assert area not in reading.removed.get("pain", ())


def test_pain_that_has_lasted_is_flagged_and_its_weeks_are_not_the_programs() -> None:
    reading = _read("pain in my lower back for 3 months, 2 days a week, 30 min, gym")

    assert reading.added["red_flags"] == ("persistent",)
    assert "weeks" not in reading.told


@pytest.mark.parametrize(
    ("message", "asked", "intent"),
    [
        ("yes please", None, "yes"), ("sure thing", None, "yes"), ("nah im good", None, "no"),
        ("keep the old one", None, "no"), ("you decide", None, "skip"), ("idk", "weeks", "skip"),
        ("no equipment", None, None), ("make it 4 days", None, None),
    ],
)  # fmt: skip
def test_short_replies_are_told_apart(message: str, asked: str | None, intent: str | None) -> None:
    assert _read(message, asked).intent == intent


@pytest.mark.parametrize("area", list(VOCABULARY.words.hurt.areas))
@pytest.mark.parametrize(
    "frame", ["my {} hurts", "3 days, gym, {} pain 5/10", "bit of an ache: {}"]
)
def test_a_named_pain_is_never_dropped(area: str, frame: str) -> None:
    for place in VOCABULARY.words.hurt.areas[area]:
        reading = _read(frame.format(place.removeprefix("my ")))

        assert "pain" in reading.added or "pain" in reading.unclear, place


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_mix_of_words_gives_values_that_a_profile_takes(message: str) -> None:
    assert _profile(_read(message))


@given(st.text(max_size=300))
def test_any_text_is_read(message: str) -> None:
    assert _profile(_read(message))


@given(st.sampled_from(list(Profile.model_fields)), st.sampled_from(PIECES))
def test_any_answer_to_any_question_gives_usable_values(asked: str, answer: str) -> None:
    assert _profile(_read(answer, asked))


def test_a_message_is_read_in_a_few_milliseconds() -> None:
    messages = [wording["say"] for wording in WORDINGS]
    for message in messages:
        _read(message)
    started = time.process_time()
    for message in messages:
        _read(message)

    assert (time.process_time() - started) / len(messages) < 0.003


def test_a_long_message_stays_bounded() -> None:
    started = time.process_time()
    _read("3 days 45 min my knee hurts and " * 3000)

    assert time.process_time() - started < 1


def test_a_wrong_key_in_the_words_is_named(tmp_path: Path) -> None:
    (tmp_path / "intake-words.yaml").write_text("nonsense: 1\n", "utf-8")

    with pytest.raises(KnowledgeError, match=r"intake-words\.yaml"):
        load_vocabulary(tmp_path, EXERCISES)


def test_missing_words_are_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="missing"):
        load_vocabulary(tmp_path, EXERCISES)
