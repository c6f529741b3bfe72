"""The sets of the safety gate hold together, and the measure counts as it says."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from golden import DATASETS
from safety_gate import Outcome, load_groups, load_set, read_gate, summarize

from glutebot.answering.second_reader import Concern
from glutebot.answering.triage import SafetyRules, load_safety_rules

SAFETY = Path(__file__).parents[2] / "knowledge" / "safety"
SETS = ("heldout", "fresh", "tuning")
GRAVE = ("crisis", "emergency", "same-day")


class SilentReader:
    """A second reader that suspects nothing, or always the same."""

    def __init__(self, concern: Concern | None = None) -> None:
        self.concern = concern

    def read(self, _message: str) -> Concern | None:
        return self.concern


@pytest.fixture(scope="module")
def rules() -> SafetyRules:
    return load_safety_rules(SAFETY)


def texts(name: str) -> list[str]:
    return [text for group in load_set(name) for text in group.texts]


@pytest.mark.parametrize("name", SETS)
def test_sets_name_known_signs_at_their_level(name: str, rules: SafetyRules) -> None:
    for group in load_groups(DATASETS / f"safety-{name}.yaml"):
        entry = rules.sign(group.sign)
        assert (entry[0] if entry else "none") == group.level, group.sign


def test_sets_share_no_message_and_the_held_out_one_is_large() -> None:
    counts = Counter(text.casefold() for name in SETS for text in texts(name))
    grave = [g for g in load_set("heldout") if g.level not in ("none", "unsafe")]
    harmless = [g for g in load_set("heldout") if g.level == "none"]

    assert max(counts.values()) == 1
    assert sum(len(group.texts) for group in grave) >= 150
    assert sum(len(group.texts) for group in harmless) >= 150


def test_no_held_out_message_is_an_example() -> None:
    examples = {
        text.casefold()
        for path in (SAFETY / "examples").glob("*.yaml")
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["examples"].values()
        for text in group
    }
    for name in ("heldout", "fresh"):
        assert examples.isdisjoint(text.casefold() for text in texts(name)), name


@pytest.mark.parametrize("name", SETS)
def test_rules_alone_hold_their_floor(name: str, rules: SafetyRules) -> None:
    """Guard against a loss where the embedder is out of reach; no estimate of anything."""
    outcomes = list(read_gate(load_set(name), rules, SilentReader()))  # type: ignore[arg-type]
    grave = [each.is_enough for each in outcomes if each.level in GRAVE]
    harmless = [each.is_enough for each in outcomes if each.level == "none"]

    assert sum(grave) / len(grave) >= {"heldout": 0.6, "fresh": 0.1, "tuning": 0.65}[name]
    assert sum(harmless) / len(harmless) >= 0.93


def test_outcomes_are_counted_by_level(rules: SafetyRules) -> None:
    concern = Concern(flag="chest", level="emergency", probability=0.9, stops=False)
    group = load_set("tuning")[-1]
    outcomes = list(read_gate([group], rules, SilentReader(concern)))  # type: ignore[arg-type]
    report = summarize(outcomes)

    assert all(isinstance(each, Outcome) for each in outcomes)
    assert report["none"]["messages"] == len(group.texts)
    assert report["none"]["caution"] > 0.9 * len(group.texts)
    assert report["none"]["enough"] < 0.1
