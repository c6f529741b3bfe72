"""A sentence of a model stands in its sources, or it is not shown."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from glutebot.answering.figures import Figure, read_figures, read_rates
from glutebot.answering.grounding import Grounder, holds_figures, is_quote
from glutebot.answering.polarity import contradicts
from glutebot.domain.answers import Support
from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade

ENTRIES = yaml.safe_load((Path(__file__).parents[1] / "data" / "grounding.yaml").read_text("utf-8"))


def passage(*lines: str, name: str = "p") -> Passage:
    return Passage(
        id=name,
        article_id=name,
        title="Title",
        kind="article",
        ordinal=0,
        lines=tuple(Line(text=line, grade=Grade.TRIAL) for line in lines),
    )


PASSAGES = [passage(*entry["lines"], name=f"p{place}") for place, entry in enumerate(ENTRIES)]


def judged(which: str) -> Iterator[tuple[str, str, bool]]:
    """Yield label, sentence and whether it is let through, each against its own passage only."""
    for entry, source in zip(ENTRIES, PASSAGES, strict=True):
        grounder = Grounder([source])
        for label, sentences in entry["pairs"].items() if entry["set"] == which else ():
            for sentence in sentences:
                ground = grounder.ground(sentence, [1])
                yield label, sentence, ground.support is not Support.UNSUPPORTED


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa of two judges."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    counts = [Counter(side) for side in zip(*pairs, strict=True)]
    expected = sum(counts[0][value] * counts[1][value] for value in (True, False)) / n**2
    return (observed - expected) / (1 - expected)


@pytest.mark.parametrize(("which", "least"), [("fit", 0.95), ("check", 0.9), ("hard", 0.6)])
def test_the_rules_agree_with_the_hand_written_pairs(which, least):
    verdicts = [(label == "supported", shown) for label, _, shown in judged(which)]

    assert kappa(verdicts) >= least


@pytest.mark.parametrize("which", ["fit", "check"])
def test_nothing_false_is_let_through(which):
    false = [sentence for label, sentence, shown in judged(which) if shown and label != "supported"]

    assert false == []


def test_there_are_pairs_enough_of_each_kind():
    count = Counter(
        label for entry in ENTRIES for label in entry["pairs"] for _ in entry["pairs"][label]
    )

    assert count.total() >= 150
    assert min(count[label] for label in ("supported", "wrong-number", "flipped")) >= 25


LINES = (
    "Hip thrusts and squats grew the gluteus maximus about equally in 34 untrained adults.",
    "Squats also grew the quads, by 3.6 cm² more than thrusts.",
)
OTHER = ("Rest about 90 seconds to 3 minutes between sets of hip thrusts.",)


@pytest.fixture
def grounder() -> Grounder:
    return Grounder([passage(*LINES, name="one"), passage(*OTHER, name="two")])


def test_a_line_word_for_word_is_quoted(grounder):
    ground = grounder.ground(LINES[0], [1])

    assert ground.support is Support.QUOTED
    assert [line.text for line in ground.lines[1]] == [LINES[0]]


def test_a_paraphrase_is_supported_by_the_lines_that_carry_it(grounder):
    ground = grounder.ground("In 34 untrained adults both grew the gluteus maximus equally.", [1])

    assert ground.support is Support.SUPPORTED
    assert [line.text for line in ground.lines[1]] == [LINES[0]]


@pytest.mark.parametrize("cited", [(), (1,), (9,)])
def test_a_missing_or_wrong_citation_is_put_right(grounder, cited):
    ground = grounder.ground("Rest about 90 seconds to 3 minutes between sets.", cited)

    assert ground.support is not Support.UNSUPPORTED
    assert list(ground.lines) == [2]


def test_a_citation_that_carries_nothing_is_left_out(grounder):
    ground = grounder.ground("Rest about 90 seconds to 3 minutes between hip thrusts.", [1, 2])

    assert list(ground.lines) == [2]


@pytest.mark.parametrize("sentence", ["Yes.", "It depends.", "", "???", "The", "10 20 30"])
def test_a_sentence_that_says_nothing_is_carried_by_nothing(grounder, sentence):
    assert grounder.ground(sentence, [1]).support is Support.UNSUPPORTED


def test_a_part_of_a_line_is_a_quote_only_when_it_says_the_same():
    line = "Bands help beginners, not lifters who are strong."

    assert is_quote("Bands help beginners.", line) is False  # three words are a coincidence
    assert is_quote("Bands help beginners, not lifters who are strong", line)
    assert not is_quote("lifters who are strong.", line)
    assert is_quote("Thrusts grew the glutes.", "Thrusts grew the glutes, and squats the thighs.")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("10–20 hard sets", [Figure(10, "set"), Figure(20, "set")]),
        ("nine weeks", [Figure(9, "week")]),
        ("6.0 % and 9.3 percent", [Figure(6, "%"), Figure(9.3, "%")]),
        ("2,058 people", [Figure(2058, "people")]),
        ("one of these", []),
        ("one set", [Figure(1, "set")]),
        ("80 % of 1RM", [Figure(80, "%")]),
        ("in 2017", [Figure(2017)]),
        ("a three-rep maximum", [Figure(3, "rep")]),
    ],
)
def test_figures_are_read_with_their_units(text, figures):
    assert read_figures(text) == figures


@pytest.mark.parametrize(
    ("sentence", "source", "holds"),
    [
        ("6 % more", "6.0 percent more", True),
        ("9 weeks", "nine weeks", True),
        ("9 days", "nine weeks", False),
        ("10 sets a day", "10 sets a week", False),
        ("10 weekly sets", "10 sets per week", True),
        ("13 people", "13 women", True),
        ("13 women", "13 people", False),
    ],
)
def test_figures_stand_in_the_source_with_unit_and_rate(sentence, source, holds):
    assert holds_figures(sentence, source) is holds


def test_rates_are_periods_that_things_are_counted_by():
    assert read_rates("6 sets a week, once per day") == {"week", "day"}
    assert read_rates("nine weeks") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "source", "contrary"),
    [
        ("Squats do not help.", "Squats help.", True),
        ("Squats help.", "Squats don't help.", True),
        ("Squats don't help.", "Squats do not help.", False),
        ("Loads should be lighter.", "Loads should be heavier.", True),
        ("Light sets are pleasant.", "Light sets are unpleasant.", True),
        ("No more than 4 reps are left.", "At most 4 reps are left.", False),
        (
            "Growth comes from glutes, not the spine.",
            "Growth comes from the spine, not glutes.",
            True,
        ),
    ],
)
def test_a_contrary_sentence_is_found(sentence, source, contrary):
    assert contradicts(sentence, source) is contrary
