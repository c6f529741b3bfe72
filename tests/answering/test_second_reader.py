"""The second reader: what it raises, what it leaves alone, how well it reads unseen wordings."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from glutebot.answering.second_reader import Concern, SecondReader
from glutebot.answering.second_reader_examples import load_examples, load_reader_limits
from glutebot.answering.second_reader_letters import hash_letters, scale_letters
from glutebot.answering.second_reader_model import load_reader, save_reader, train_reader
from glutebot.answering.second_reader_units import MOST_UNITS, split_units
from glutebot.answering.triage import load_safety_rules, triage
from glutebot.answering.triage_concern import add_concern, is_settled
from glutebot.answering.triage_rules import Level, SafetyRules
from glutebot.domain.answers import Status
from glutebot.errors import KnowledgeError, UnavailableError
from glutebot.retrieval.embedder import Vectors, scale_rows
from glutebot.services import Services

ROOT = Path(__file__).parents[2]
SAFETY = ROOT / "knowledge" / "safety"
HELD_OUT = sorted((ROOT / "tests" / "data" / "safety").glob("held-out*.yaml"))
GRAVE = ("crisis", "emergency", "same-day")
TOPICS = ("pain", "sets", "sadness")


class TopicEmbedder:
    """Places a text by the topics that it names; the same words are the same vector."""

    model_id = "topics"
    dimensions = len(TOPICS) + 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], **_: Any) -> Vectors:
        self.asked.extend(texts)
        rows = np.array([[topic in text for topic in TOPICS] + [0.1] for text in texts], float)
        return scale_rows(rows.astype(np.float32))


class LostEmbedder(TopicEmbedder):
    """An embedder that is out of reach."""

    def embed(self, texts: Sequence[str], **_: Any) -> Vectors:
        raise UnavailableError("gone")


@pytest.fixture(scope="module")
def rules() -> SafetyRules:
    return load_safety_rules(SAFETY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small safety folder: pain is a chest, sadness a crisis, sets are harmless."""
    folder = tmp_path / "safety"
    (folder / "examples").mkdir(parents=True)
    for name, level, group, topic in (
        ("1", "crisis", "suicide", "sadness"),
        ("2", "emergency", "chest", "pain"),
        ("3", "harmless", "training", "sets"),
    ):
        texts = [f"{topic} {number}" for number in range(12)]
        content = {"level": level, "examples": {group: texts}}
        (folder / "examples" / f"{name}.yaml").write_text(yaml.safe_dump(content))
    limits = {"caution": 0.5, "stop": 0.9, "measured": ["not at all"]}
    (folder / "second-reader.yaml").write_text(yaml.safe_dump(limits))
    return folder


def open_reader(folder: Path, rules: SafetyRules, embedder: TopicEmbedder) -> SecondReader:
    return SecondReader(folder, folder.parent / "cache", lambda: embedder, rules)


def make_concern(flag: str = "chest", *, stops: bool = True) -> Concern:
    levels: dict[str, Level] = {
        "suicide": "crisis", "chest": "emergency", "clot": "same-day", "leak": "routine",
        "eating-disorder": "routine", "unsafe-drugs": "unsafe",
    }  # fmt: skip
    return Concern(flag=flag, level=levels[flag], probability=0.9, stops=stops)


def flag_of(concern: Concern | None) -> str | None:
    return concern.flag if concern else None


def held_out() -> Iterator[tuple[str, str]]:
    for path in HELD_OUT:
        for flag, messages in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield from ((flag, message) for message in messages)


def test_a_likely_sign_is_raised_and_harmless_talk_is_not(folder: Path, rules: SafetyRules) -> None:
    reader = open_reader(folder, rules, TopicEmbedder())
    reader.prepare()
    concern = reader.read("sudden pain")

    assert concern is not None
    assert (concern.flag, concern.level, concern.stops) == ("chest", "emergency", True)
    assert reader.read("how many sets") is None
    assert reader.read("  \n ") is None


def test_the_worst_sentence_counts_and_a_crisis_goes_first(
    folder: Path, rules: SafetyRules
) -> None:
    reader = open_reader(folder, rules, TopicEmbedder())
    reader.prepare()
    story = "I do ten sets. " * 30

    assert flag_of(reader.read(f"{story} Then pain. {story}")) == "chest"
    assert flag_of(reader.read("Much pain. The sadness.")) == "suicide"


def test_it_learns_once_per_set_of_examples(folder: Path, rules: SafetyRules) -> None:
    open_reader(folder, rules, TopicEmbedder()).prepare()
    again = TopicEmbedder()
    reader = open_reader(folder, rules, again)
    assert reader.read("pain") is not None
    assert again.asked == ["pain"]

    more = {"level": "harmless", "examples": {"more": ["sets and reps"]}}
    (folder / "examples" / "4.yaml").write_text(yaml.safe_dump(more))
    changed = open_reader(folder, rules, again)
    assert changed.read("pain") is None
    changed.prepare()
    assert "sets and reps" in again.asked
    assert changed.read("pain") is not None


def test_it_is_silent_when_the_embedder_is_out_of_reach(folder: Path, rules: SafetyRules) -> None:
    lost = open_reader(folder, rules, LostEmbedder())
    lost.prepare()
    assert lost.read("pain") is None

    open_reader(folder, rules, TopicEmbedder()).prepare()
    assert open_reader(folder, rules, LostEmbedder()).read("pain") is None


def test_a_cache_that_cannot_be_read_is_learnt_anew(folder: Path, rules: SafetyRules) -> None:
    open_reader(folder, rules, TopicEmbedder()).prepare()
    (stored,) = (folder.parent / "cache").iterdir()
    stored.write_bytes(b"not a model")

    reader = open_reader(folder, rules, TopicEmbedder())
    reader.prepare()
    assert reader.read("pain") is not None
    assert load_reader(stored) is not None


def test_learning_is_deterministic_and_survives_the_disk(tmp_path: Path) -> None:
    vectors = TopicEmbedder().embed(["pain", "sets", "sadness", "pain sets"])
    labels = ["chest", "harmless", "suicide", "chest"]
    texts = ["pain", "sets", "sadness", "pain sets"]
    one, two = train_reader(vectors, texts, labels), train_reader(vectors, texts, labels)
    save_reader(one, tmp_path / "model.npz")
    stored = load_reader(tmp_path / "model.npz")

    assert stored is not None
    assert np.array_equal(one.judge(vectors, texts), two.judge(vectors, texts))
    assert np.array_equal(one.judge(vectors, texts), stored.judge(vectors, texts))
    assert load_reader(tmp_path / "missing.npz") is None


def test_pieces_are_bounded_and_long_sentences_are_read_in_stretches() -> None:
    assert split_units("One. Two!") == ["One.", "Two!", "One. Two!"]
    assert split_units("One thing. " * 500) == ["One thing."]
    assert len(split_units(" ".join(f"Thing {n}." for n in range(500)))) == MOST_UNITS
    assert split_units("كيف أتمرن اليوم 10 kg؟") == []
    pieces = split_units(" ".join(f"w{number}" for number in range(60)))
    assert len(pieces) > 5
    assert any("w59" in piece for piece in pieces[1:])


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("chest:", "chess:", "examples.chess"),
        ("level: emergency", "level: urgent", "level"),
        ("pain 1\n", "sets 1\n", "two labels"),
    ],
)
def test_faulty_examples_are_named(
    folder: Path, rules: SafetyRules, old: str, new: str, named: str
) -> None:
    path = folder / "examples" / "2.yaml"
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(KnowledgeError, match=named):
        load_examples(folder, rules)


def test_limits_out_of_order_are_refused(folder: Path, rules: SafetyRules) -> None:
    path = folder / "second-reader.yaml"
    path.write_text(path.read_text().replace("0.9", "0.4"))

    with pytest.raises(KnowledgeError):
        open_reader(folder, rules, TopicEmbedder())


def test_a_concern_stops_before_a_refusal_and_never_lowers(rules: SafetyRules) -> None:
    refused = triage("send nudes", rules=rules)
    grave = triage("I want to die", rules=rules)
    stopped = add_concern(refused, make_concern(), rules=rules)

    assert stopped is not None
    assert (stopped.flag, stopped.referral, stopped.stops) == ("chest", "emergency", True)
    assert stopped.flags == ("chest",)
    assert not is_settled(refused)
    assert is_settled(grave)
    assert add_concern(grave, make_concern(), rules=rules) is grave
    assert add_concern(refused, make_concern(stops=False), rules=rules) is refused
    assert add_concern(refused, None, rules=rules) is refused


def test_an_emergency_outranks_a_sign_for_today(rules: SafetyRules) -> None:
    today = triage("my left calf is hot and swollen", rules=rules)
    raised = add_concern(today, make_concern(), rules=rules)

    assert today is not None
    assert today.referral == "same-day"
    assert raised is not None
    assert (raised.flag, raised.flags) == ("chest", ("chest", "clot"))
    assert add_concern(today, make_concern(stops=False), rules=rules) is today
    assert add_concern(today, make_concern("unsafe-drugs"), rules=rules) is today


def test_an_unsafe_wish_is_refused_only_when_it_is_likely(rules: SafetyRules) -> None:
    refused = add_concern(None, make_concern("unsafe-drugs"), rules=rules)
    with_line = triage("I have osteoporosis, can I squat?", rules=rules)
    both = add_concern(with_line, make_concern("unsafe-drugs"), rules=rules)
    greeting = triage("hello", rules=rules)

    assert refused is not None
    assert (refused.status, refused.referral, refused.flags) == (Status.REFUSED, None, ())
    assert both is not None
    assert (both.status, both.flags) == (Status.REFUSED, ("conditions",))
    assert add_concern(None, make_concern("unsafe-drugs", stops=False), rules=rules) is None
    raised = add_concern(greeting, make_concern("unsafe-drugs"), rules=rules)
    assert raised is not None
    assert raised.status is Status.REFUSED


def test_a_routine_concern_adds_its_line_and_stands_when_it_is_likely(rules: SafetyRules) -> None:
    likely = add_concern(None, make_concern("leak"), rules=rules)
    suspected = add_concern(None, make_concern("leak", stops=False), rules=rules)
    known = triage("I leak a little when I jump", rules=rules)
    stopped = add_concern(None, make_concern("eating-disorder"), rules=rules)
    refused = triage("send nudes", rules=rules)

    assert likely is not None
    assert suspected is not None
    assert (likely.stops, likely.referral, likely.flags) == (False, "routine", ("leak",))
    assert (suspected.lines, suspected.flags) == (likely.lines, ())
    assert add_concern(known, make_concern("leak"), rules=rules) is known
    assert stopped is not None
    assert (stopped.stops, stopped.flags) == (True, ("eating-disorder",))
    assert add_concern(refused, make_concern("leak"), rules=rules) is refused


def test_what_is_near_no_example_raises_nothing(folder: Path, rules: SafetyRules) -> None:
    reader = open_reader(folder, rules, TopicEmbedder())
    reader.prepare()

    assert reader.read("the pain of it") is not None
    assert reader.read("something else altogether") is None


def test_levels_and_signs_may_have_limits_of_their_own(folder: Path, rules: SafetyRules) -> None:
    strict = {"caution": 0.98, "stop": 0.99999}
    path = folder / "second-reader.yaml"
    limits = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump({**limits, "signs": {"chest": strict}}))
    reader = open_reader(folder, rules, TopicEmbedder())
    reader.prepare()

    assert reader.limits.of("chest", "emergency").stop == 0.99999
    assert reader.limits.of("syncope", "emergency").stop == limits["stop"]
    concern = reader.read("pain")
    assert concern is not None
    assert not concern.stops


def test_shared_letters_are_seen_through_a_typo() -> None:
    rows = hash_letters(["crushing chest pain", "crushng chest pian", "glute bridge"])
    rows = scale_letters(rows, np.ones(rows.shape[1], np.float32))

    assert rows[0] @ rows[1] > 0.5
    assert abs(rows[0] @ rows[2]) < 0.2
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert not scale_letters(hash_letters([""]), np.ones(rows.shape[1], np.float32)).any()


def test_long_sentences_are_cut_at_their_commas() -> None:
    told = "I trained all week, slept badly, ate a lot of rice, no leaking at all, no pain at all"
    pieces = split_units(f"{told}, and on Sunday we all went for a walk in the park")

    assert len(pieces) > 2
    assert not any(piece.startswith("leaking") for piece in pieces)
    assert any("no leaking at all" in piece for piece in pieces[1:])


def test_a_caution_goes_with_the_answer_and_its_routine_line(rules: SafetyRules) -> None:
    routine = triage("I have osteoporosis, can I squat?", rules=rules)
    assert routine is not None
    found = add_concern(routine, make_concern(stops=False), rules=rules)

    assert found is not None
    assert (found.status, found.referral, found.stops) == (Status.ANSWERED, "routine", False)
    assert found.lines == (*rules.levels["emergency"].caution, *routine.lines)
    assert found.flags == routine.flags


def test_a_sign_that_is_said_to_be_gone_is_not_raised_again(rules: SafetyRules) -> None:
    assert add_concern(None, make_concern(), cleared=["chest"], rules=rules) is None
    assert add_concern(None, make_concern("suicide"), cleared=["chest"], rules=rules) is not None


def test_cautions_are_fixed_texts_with_a_number_to_call(rules: SafetyRules) -> None:
    for level in GRAVE:
        caution = rules.levels[level].caution  # type: ignore[index]
        assert len(caution) == 2
        assert "112, 999 or 911" in caution[0]
        assert caution[0].startswith("If ")
        assert all(line.endswith(".") for line in caution)


def test_shipped_examples_are_many_and_none_is_held_out(rules: SafetyRules) -> None:
    examples = load_examples(SAFETY, rules)
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    grave = [flag for level, flag, _ in rules.flags() if level in GRAVE]

    assert counts["harmless"] >= 500
    assert [flag for flag in grave if counts.get(flag, 0) < 25] == []
    assert {example.text for example in examples} & {message for _, message in held_out()} == set()


def test_unseen_wordings_are_caught_and_harmless_ones_pass(
    shipped: Services, rules: SafetyRules
) -> None:
    """Hold the measured floors over all held-out files, with the real embedder, reader alone."""
    grave = {flag for level, flag, _ in rules.flags() if level in GRAVE}
    read = [(flag, shipped.second_reader.read(message)) for flag, message in held_out()]
    signs = [concern for flag, concern in read if flag in grave]
    talk = [concern for flag, concern in read if flag == "harmless"]

    assert len(signs) >= 300
    assert len(talk) >= 250
    assert np.mean([concern is not None for concern in signs]) >= 0.95
    assert np.mean([bool(concern and concern.stops) for concern in signs]) >= 0.86
    assert np.mean([bool(concern and concern.stops) for concern in talk]) <= 0.02
    assert np.mean([concern is not None for concern in talk]) <= 0.08


def test_other_languages_have_limits_of_their_own() -> None:
    limits = load_reader_limits(SAFETY)

    assert limits.is_abroad("me duele la rodilla cuando corro")
    assert limits.is_abroad("ich habe nach dem Training Schmerzen")
    assert not limits.is_abroad("my knee hurts when I run, la la la")
    assert not limits.is_abroad("crushing chest pain")
    assert limits.of("chest", "emergency", abroad=True) == limits.abroad
    assert limits.of("chest", "emergency").stop == limits.stop
