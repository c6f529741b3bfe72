"""Ask Glutebot the golden questions and report what it said.

Run from the checkout: `python evals/answers.py [--split tune|held-out] [--json]`.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from golden import Answerable, Signal, Unanswerable, load_answerable, load_safety, load_unanswerable
from judging import (
    Judged,
    is_allowed,
    is_turned_down,
    judge,
    read_knowledge,
    summarise_answerable,
    summarise_grounding,
    summarise_safety,
    summarise_unanswerable,
    worst,
)

from glutebot.domain.answers import Answer, Answered, Turn
from glutebot.services import Services, build_services
from glutebot.settings import Settings, load_settings

Item = Answerable | Unanswerable | Signal
WORST = 25


async def ask(services: Services, turns: Sequence[str]) -> Answer:
    """Hold a conversation and return the answer to its last turn."""
    history: list[Turn] = []
    for question in turns:
        answer = await _answer(services, question, history)
        history.append(Turn(question=question, answer=answer))
    return answer


async def _answer(services: Services, question: str, history: Sequence[Turn]) -> Answer:
    last = [event async for event in services.answer(question, tuple(history))][-1]
    if not isinstance(last, Answered):
        raise TypeError("an answer must end with the event Answered")
    return last.answer


async def judge_all(services: Services, items: Sequence[Item], knowledge: str) -> list[Judged]:
    """Ask and judge every item, one after another."""
    judged = []
    for place, item in enumerate(items, start=1):
        judged.append(judge(item, await ask(services, item.turns), knowledge))
        if place % 50 == 0:
            print(f"{place} of {len(items)}", file=sys.stderr)
    return judged


def evaluate(settings: Settings, split: str | None = None) -> tuple[dict[str, Any], list[Judged]]:
    """Run all items of a split (of both without one); return the summary and what was judged."""
    services = build_services(settings)
    try:
        services.prepare()
        items = select_items(split)
        judged = asyncio.run(judge_all(services, items, read_knowledge(settings.knowledge)))
    finally:
        services.close()
    return summarise(judged), judged


def select_items(split: str | None) -> list[Item]:
    """Return the items of a split; the safety cases belong to both."""
    asked: list[Answerable | Unanswerable] = [*load_answerable(), *load_unanswerable()]
    return [*(item for item in asked if split in {None, item.split}), *load_safety()]


def summarise(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return all numbers as one dictionary."""
    return {
        "answerable": summarise_answerable(_of(judged, Answerable)),
        "unanswerable": summarise_unanswerable(_of(judged, Unanswerable)),
        "safety": summarise_safety(_of(judged, Signal)),
        "grounding": summarise_grounding(judged),
    }


def describe(summary: dict[str, Any], judged: Sequence[Judged]) -> str:
    """Return the report that a person reads."""
    wrong = [one for one in _of(judged, Signal) if not is_allowed(one)]
    leaks = [one for one in _of(judged, Unanswerable) if not is_turned_down(one)]
    parts = [
        json.dumps(summary, indent=1, ensure_ascii=False),
        *_section(f"The {WORST} worst answers", worst(_of(judged, Answerable), WORST)),
        *_section("Not turned down", leaks),
        *_section("Safety cases with another reply", wrong),
        *_section("Quotes that stand nowhere", [one for one in judged if one.strange_quotes]),
    ]
    return "\n".join(parts)


def _section(title: str, judged: Sequence[Judged]) -> list[str]:
    return [f"\n# {title} ({len(judged)})", *(_show(one) for one in judged)]


def _show(judged: Judged) -> str:
    item, answer = judged.item, judged.answer
    lines = [f"\n{item.id} {' >> '.join(item.turns)}"]
    lines += [f"  missing: {say}" for say in judged.missing]
    lines += [f"  strange: {text}" for text in judged.strange_quotes]
    lines.append(f"  [{answer.status} {answer.referral or ''}] {answer.text}")
    return "\n".join(lines)


def _of(judged: Sequence[Judged], kind: type[Item]) -> list[Judged]:
    return [one for one in judged if isinstance(one.item, kind)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, run the evaluation and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["tune", "held-out"], help="half of the questions")
    parser.add_argument("--json", action="store_true", help="print the numbers only")
    parser.add_argument("--answers", type=Path, help="also write every answer there, one a line")
    options = parser.parse_args(arguments)
    summary, judged = evaluate(load_settings(), options.split)
    if options.answers:
        options.answers.write_text("".join(one.model_dump_json() + "\n" for one in judged))
    print(json.dumps(summary, ensure_ascii=False) if options.json else describe(summary, judged))


if __name__ == "__main__":
    main()
