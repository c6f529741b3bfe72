"""`glutebot ask`: one answer, or a line of JSON for every line of a batch."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, NoReturn

from glutebot.commands.batch import describe_fault, read_lines
from glutebot.commands.output import print_json
from glutebot.commands.terminal import opened_services
from glutebot.domain.answers import Answer, Answered, Turn
from glutebot.domain.messages import check_message
from glutebot.errors import InputError, UserFacingError
from glutebot.services import Services

MAX_TURNS = 50
"""Turns of one conversation of a batch; the earlier ones are answered too."""


def ask(question: str, *, as_json: bool, quiet: bool) -> int:
    """Print one answer, as text with numbered sources or as JSON."""
    message = check_message(question)
    with opened_services(quiet=quiet) as services:
        answer = converse(services, [message])
    if as_json:
        print_json(answer.model_dump(mode="json"))
    else:
        print("\n".join(read_aloud(answer)))
    return 0


def ask_batch(file: str, *, quiet: bool) -> int:
    """Print one Answer or error for every line of a file, in its order."""
    lines = read_lines(file)
    with opened_services(quiet=quiet) as services:
        for line in lines:
            print_json(answer_line(services, line))
    return 0


def answer_line(services: Services, line: bytes) -> dict[str, Any]:
    """Answer one line of a batch; an unusable line becomes an error that names its field."""
    identity: Any = None
    try:
        entry = _parse_entry(line)
        identity = _id_of(entry)
        answer = converse(services, _turns_of(entry))
    except UserFacingError as fault:
        return {"id": identity, "error": describe_fault(fault)}
    return {**answer.model_dump(mode="json"), "id": identity}


def _parse_entry(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
        entry = json.loads(text, parse_constant=_refuse_number, parse_float=_finite)
    except UnicodeDecodeError as fault:
        raise InputError("The line is not UTF-8.", field="line", remedy=_FORM) from fault
    except ValueError as fault:
        raise InputError("The line is not JSON.", field="line", remedy=_FORM) from fault
    except RecursionError as fault:
        raise InputError("The line is nested too deeply.", field="line", remedy=_FORM) from fault
    if not isinstance(entry, dict):
        raise InputError("The line is not a JSON object.", field="line", remedy=_FORM)
    return entry


def _refuse_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _finite(digits: str) -> float:
    return number if isfinite(number := float(digits)) else _refuse_number(digits)


def _id_of(entry: dict[str, Any]) -> str | int | float | None:
    identity = entry.get("id")
    if not isinstance(identity, str | int | float | None):
        raise InputError("The id is not a text or a number.", field="id", remedy=_FORM)
    return identity


_FORM = 'Write {"id": "q1", "turns": ["a question"]}.'


def _turns_of(entry: dict[str, Any]) -> list[str]:
    turns = entry.get("turns")
    if not isinstance(turns, list) or not turns:
        raise InputError("`turns` is not a list of messages.", field="turns", remedy=_FORM)
    if len(turns) > MAX_TURNS:
        raise InputError(
            f"There are {len(turns)} turns.", field="turns", remedy=f"Keep it to {MAX_TURNS}."
        )
    return [check_message(turn, field=f"turns[{place}]") for place, turn in enumerate(turns)]


def converse(services: Services, turns: Sequence[str]) -> Answer:
    """Answer the turns one after the other as one conversation, and return the last answer."""
    return asyncio.run(_converse(services, turns))


async def _converse(services: Services, turns: Sequence[str]) -> Answer:
    history: list[Turn] = []
    for message in turns:
        async for event in services.answer(message, history):
            if isinstance(event, Answered):
                history.append(Turn(question=message, answer=event.answer))
    answer = history[-1].answer
    assert answer is not None
    return answer


def read_aloud(answer: Answer) -> Iterable[str]:
    """Yield the lines of an answer for a terminal: text, notice, numbered sources, follow-ups."""
    yield answer.text
    if answer.notice:
        yield f"({answer.notice})"
    for citation in answer.citations:
        section = f" › {citation.section}" if citation.section else ""
        grade = f" ({citation.evidence.value})" if citation.evidence else ""
        yield f"\n[{citation.n}] {citation.title}{section}{grade}"
        for study in citation.studies:
            doi = f" https://doi.org/{study.doi}" if study.doi else ""
            yield f"    {study.citation}{doi}"
    if answer.follow_ups:
        yield "\nYou could also ask:"
        yield from (f"  - {question}" for question in answer.follow_ups)
