"""Ask a question and read the answer closely."""

import asyncio
from collections.abc import Iterable, Sequence

from glutebot.domain.answers import Answer, Answered, Event, Sentence, Support, Turn
from glutebot.services import Services


async def ask_events(services: Services, message: str, history: Sequence[Turn] = ()) -> list[Event]:
    """Return all events of one answer."""
    return [event async for event in services.answer(message, history)]


async def ask_turns(services: Services, turns: Iterable[str]) -> list[Answer]:
    """Return the answer to each turn of one conversation."""
    history: list[Turn] = []
    for message in turns:
        last = (await ask_events(services, message, history))[-1]
        assert isinstance(last, Answered)
        history.append(Turn(question=message, answer=last.answer))
    return [turn.answer for turn in history if turn.answer]


def ask(services: Services, *turns: str) -> Answer:
    """Return the answer to the last turn."""
    return asyncio.run(ask_turns(services, turns))[-1]


def claims(answer: Answer) -> list[Sentence]:
    """Return the sentences that are not fixed texts."""
    return [sentence for sentence in answer.sentences if sentence.support is not Support.FIXED]


def squeeze(text: str) -> str:
    """Return a text with each run of white space made one space."""
    return " ".join(text.split())
