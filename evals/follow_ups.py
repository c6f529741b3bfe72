"""Hold two-turn dialogues and report whether the second answer is on the subject, and is new.

Run from the checkout: `python evals/follow_ups.py [--split tune|held-out] [--show]`.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from answers import ask
from golden import DATASETS, Split
from pydantic import BaseModel, ConfigDict, TypeAdapter

from glutebot.answering.follow_up import leans_on_history
from glutebot.domain.answers import Answer, Status, Support
from glutebot.services import Services, build_services
from glutebot.settings import load_settings


class Dialogue(BaseModel):
    """Two messages, and what is expected of the second."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    split: Split
    first: str
    then: str
    leans: bool
    """Whether the second message needs the first to be understood."""
    say: str | None = None
    """What the second answer must mention; None where the corpus may turn it down."""


@dataclass(frozen=True)
class Outcome:
    """What became of a dialogue."""

    dialogue: Dialogue
    leaned: bool
    first: Answer
    second: Answer

    @property
    def repeated(self) -> float:
        """The share of the second answer's sentences that the first one held."""
        said = {sentence.text for sentence in self.first.sentences}
        told = [s.text for s in self.second.sentences if s.support is not Support.FIXED]
        return sum(text in said for text in told) / max(len(told), 1)

    @property
    def on_subject(self) -> bool:
        """Whether the second answer answers, and mentions what it must."""
        if self.dialogue.say is None:
            return True
        found = re.search(self.dialogue.say, self.second.text, re.IGNORECASE)
        return self.second.status is Status.ANSWERED and found is not None


def load_dialogues(path: Path = DATASETS / "follow-ups.yaml") -> list[Dialogue]:
    """Read the dialogues."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return TypeAdapter(list[Dialogue]).validate_python(table)


async def hold(services: Services, dialogue: Dialogue) -> Outcome:
    """Hold one dialogue."""
    weigh = services.library.corpus().vocabulary.weight
    first = await ask(services, [dialogue.first])
    second = await ask(services, [dialogue.first, dialogue.then])
    return Outcome(dialogue, leans_on_history(dialogue.then, weigh), first, second)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the shares of dialogues that went right, and of sentences told twice."""
    leaning = [outcome for outcome in outcomes if outcome.dialogue.leans]
    right = sum(outcome.leaned == outcome.dialogue.leans for outcome in outcomes)
    return {
        "dialogues": len(outcomes),
        "leaning told right": round(right / len(outcomes), 3),
        "answered on the subject": round(
            sum(outcome.on_subject for outcome in outcomes) / len(outcomes), 3
        ),
        "sentences told twice": round(
            sum(outcome.repeated for outcome in leaning) / max(len(leaning), 1), 3
        ),
    }


def main() -> None:
    """Print the summary, and with --show every second answer that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("tune", "held-out"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    services = build_services(load_settings())
    try:
        services.prepare()
        wanted = [each for each in load_dialogues() if options.split in {None, each.split}]
        outcomes = [asyncio.run(hold(services, dialogue)) for dialogue in wanted]
    finally:
        services.close()
    for split in ("tune", "held-out"):
        if part := [outcome for outcome in outcomes if outcome.dialogue.split == split]:
            print(split, json.dumps(summarise(part)))
    for outcome in outcomes if options.show else ():
        _show(outcome)


def _show(outcome: Outcome) -> None:
    dialogue = outcome.dialogue
    if outcome.leaned == dialogue.leans and outcome.on_subject and not outcome.repeated:
        return
    print(f"\n{dialogue.id} {dialogue.first} → {dialogue.then}")
    print(f"   leaned {outcome.leaned}, twice {outcome.repeated:.2f}, {outcome.second.status}")
    print(f"   {outcome.second.text[:300]}")


if __name__ == "__main__":
    main()
