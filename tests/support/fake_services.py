"""Services that answer from a script: same shape, same storage, no corpus and no model."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glutebot.domain.answers import (
    Answer,
    Answered,
    Cited,
    Event,
    Replaced,
    Step,
    Text,
)
from glutebot.domain.articles import Passage
from glutebot.domain.programs import Program, Refusal, Violation
from glutebot.domain.sites import AskedOn
from glutebot.errors import UnavailableError
from glutebot.program import Catalogue, build_program, check_program, read_profile
from glutebot.storage import (
    Conversations,
    Feedback,
    Programs,
    Readers,
    Sites,
    UnansweredQuestions,
    open_database,
)
from program.shelf import shipped_catalogue
from support.scripted_answers import (
    CITATIONS,
    EMERGENCY,
    PASSAGES,
    REFUSED,
    answered,
    built,
    proposed,
    wish,
)
from support.shipped_corpus import shipped_passages


@dataclass(frozen=True)
class FakeStatus:
    """A status that a test sets by hand."""

    engine: str = "extractive"
    model: str | None = None
    articles: int = 24
    passages: int = 182
    knowledge_date: datetime.date | None = datetime.date(2026, 11, 23)
    ready: bool = True
    building: tuple[int, int] | None = None
    vector_search: str = "exact"


@dataclass
class FakeServices:
    """Answers by words in the message: slow, emergency, refuse, crash, down, replaced, html."""

    folder: Path
    pause: float = 0.0
    """Seconds before each word, so that a test can watch or stop the writing."""
    current: FakeStatus = field(default_factory=FakeStatus)
    events: list[str] = field(default_factory=list)
    """What happened to each answer: begun, closed or done, with its message."""
    heard: list[list[str]] = field(default_factory=list)
    """The questions of the history that each answer was given."""
    asked_on: list[AskedOn | None] = field(default_factory=list)
    """Where each question was asked."""

    def __post_init__(self) -> None:
        database = open_database(self.folder / "glutebot.db")
        self.conversations = Conversations(database)
        self.feedback = Feedback(database)
        self.unanswered = UnansweredQuestions(database)
        self.programs = Programs(database)
        self.sites = Sites(database)
        self.readers = Readers(database)

    @property
    def catalogue(self) -> Catalogue:
        """Return the shipped catalogue: programs are built for real."""
        return shipped_catalogue()

    def build(self, data: Mapping[str, Any]) -> Program | Refusal:
        """Build a program for real."""
        return build_program(read_profile(data), self.catalogue)

    def check(self, data: Mapping[str, Any]) -> list[Violation]:
        """Check a program for real."""
        return check_program(data, self.catalogue)

    async def respond(
        self,
        *,
        visitor: str,
        conversation_id: str | None,
        message: str,
        asked_on: AskedOn | None = None,
    ) -> AsyncIterator[Event]:
        """Play the script of a message and keep it, as the real services do."""
        talk = conversation_id or self.conversations.start(visitor)
        self.asked_on.append(asked_on)
        self.heard.append([turn.question for turn in self.conversations.turns(visitor, talk)])
        number = self.conversations.append(visitor, talk, message)
        self.events.append(f"begun {message}")
        try:
            async for event in self._play(message):
                if isinstance(event, Answered):
                    answer = event.answer.model_copy(update={"id": f"{talk}:{number}"})
                    self.conversations.complete(visitor, talk, number, answer)
                    event = Answered(answer=answer)
                    self.events.append(f"done {message}")
                yield event
        finally:
            if f"done {message}" not in self.events:
                self.events.append(f"closed {message}")

    async def _play(self, message: str) -> AsyncIterator[Event]:
        answer = next((make for word, make in _SCRIPTS.items() if word in message), answered)()
        pause = 0.04 if "slow" in message else self.pause
        if "down" in message:
            raise UnavailableError("The index is being built.", remedy="Ask again in a minute.")
        for step in ("looking-up", "choosing", "writing"):
            yield Step(name=step)
            await asyncio.sleep(pause)
        if "crash" in message:
            raise RuntimeError("secret path /etc/hidden")
        if "replaced" in message:
            yield Text(text="This will be withdrawn.")
            yield Replaced(reason="not grounded")
        words = answer.text.split(" ") * (4 if "slow" in message else 1)
        for word in words:
            yield Text(text=word + " ")
            await asyncio.sleep(pause)
        yield Cited(citations=answer.citations)
        yield Answered(answer=answer)

    def start_conversation(self, visitor: str) -> str:
        """Open a conversation."""
        return self.conversations.start(visitor)

    def passage(self, passage_id: str) -> Passage | None:
        """Find one of the two passages, or one of the shipped corpus."""
        known = (*PASSAGES, *shipped_passages())
        return next((passage for passage in known if passage.id == passage_id), None)

    def passages_of(self, articles: Collection[str]) -> list[Passage]:
        """Return the shipped passages of these articles."""
        return [passage for passage in shipped_passages() if passage.article_id in articles]

    def status(self) -> FakeStatus:
        """Return the status that the test set."""
        return self.current

    def example_questions(self) -> tuple[str, ...]:
        """Return four questions."""
        return (
            "Hip thrust or squat for a bigger butt?",
            "How many sets a week do glutes need?",
            "Can I train glutes at home with bands?",
            "Why do I feel hip thrusts in my thighs?",
        )


_HOSTILE = (
    "Look <img src=x onerror=alert(1)> ![a](https://evil.example/a.png) https://evil.example [1]"
)
_SCRIPTS: dict[str, Callable[[], Answer]] = {
    "plan": wish,
    "build": built,
    "fewer days": proposed,
    "numb": lambda: EMERGENCY,
    "trampoline": lambda: REFUSED,
    "hostile": lambda: answered(text=_HOSTILE, sentences=(), citations=CITATIONS[:1]),
    "degraded": lambda: answered(notice="The model did not answer, so the articles answer alone."),
}
