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
    Citation,
    Cited,
    Event,
    Referral,
    Replaced,
    Sentence,
    Status,
    Step,
    StudyReference,
    Support,
    Text,
)
from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade, Source
from glutebot.domain.programs import Program, Refusal, Violation
from glutebot.errors import UnavailableError
from glutebot.program import Catalogue, build_program, check_program, read_profile
from glutebot.storage import (
    Conversations,
    Feedback,
    Programs,
    UnansweredQuestions,
    open_database,
)
from program.shelf import shipped_catalogue
from support.shipped_corpus import shipped_passages

TRIAL = Source(
    citation="Plotkin DL, et al. 2023. Frontiers in Physiology 14:1279170",
    grade=Grade.TRIAL,
    doi="10.3389/fphys.2023.1279170",
    facts=("B19",),
)
REVIEW = Source(
    citation="Krause Neto W, et al. 2025. Frontiers in Physiology 16:1542334",
    grade=Grade.META_ANALYSIS,
    url="https://example.org/krause",
)

PASSAGES = (
    Passage(
        id="a1b2c3d4e5f60718",
        article_id="hip-thrust-or-squat",
        title="Hip thrust or squat for glutes",
        section="What the MRI trial found",
        kind="article",
        ordinal=0,
        date=datetime.date(2026, 11, 23),
        lines=(
            Line(
                text="Nine weeks of hip thrusts or squats grew the gluteus maximus about equally.",
                grade=Grade.TRIAL,
                sources=(TRIAL,),
                facts=("B19",),
                leads=True,
            ),
            Line(
                text="Nobody in the trial had trained before, and nine weeks are short.",
                grade=Grade.TRIAL,
                sources=(TRIAL,),
            ),
        ),
    ),
    Passage(
        id="0f1e2d3c4b5a6978",
        article_id="hip-thrust-or-squat",
        title="Hip thrust or squat for glutes",
        section="What a review of eleven studies adds",
        kind="article",
        ordinal=1,
        url="https://example.org/hip-thrust-or-squat",
        date=datetime.date(2026, 11, 23),
        lines=(
            Line(
                text="Across eleven studies, thrusts, squats and presses all grew the glutes.",
                grade=Grade.META_ANALYSIS,
                sources=(REVIEW,),
            ),
        ),
    ),
)


def citation(n: int, passage: Passage) -> Citation:
    """Return a citation of a passage's first line."""
    line = passage.lines[0]
    return Citation(
        n=n,
        article_id=passage.article_id,
        title=passage.title,
        section=passage.section,
        url=passage.url,
        snippet=line.text,
        evidence=line.grade,
        date="2026-11-23",
        passage_id=passage.id,
        studies=tuple(
            StudyReference(citation=s.citation, grade=s.grade, doi=s.doi, url=s.url)
            for s in line.sources
        ),
    )


CITATIONS = tuple(citation(n, passage) for n, passage in enumerate(PASSAGES, start=1))


def answered(**changes: object) -> Answer:
    """Return the usual answer with two citations."""
    lines = [passage.lines[0].text for passage in PASSAGES]
    fields: dict[str, object] = {
        "status": Status.ANSWERED,
        "text": f"{lines[0]} [1] {lines[1]} [2]",
        "sentences": tuple(
            Sentence(text=line, citations=(n,), support=Support.QUOTED)
            for n, line in enumerate(lines, start=1)
        ),
        "citations": CITATIONS,
        "follow_ups": ("How often should I train glutes?", "Do glute bridges count?"),
        "engine": "extractive",
        "index_version": "fake",
    }
    return Answer.model_validate(fields | changes)


def fixed(
    status: Status, *lines: str, referral: Referral | None = None, **changes: object
) -> Answer:
    """Return a reply of fixed sentences."""
    return answered(
        status=status,
        text="\n\n".join(lines),
        sentences=tuple(Sentence(text=line, support=Support.FIXED) for line in lines),
        citations=(),
        referral=referral,
        follow_ups=(),
        engine="fixed",
        **changes,
    )


EMERGENCY = fixed(
    Status.REFERRED,
    "Call your local emergency number now (112, 911, 999 or 000).",
    "New numbness between the legs with loss of bladder control can mean pressure on the nerves "
    "at the base of the spine, and hours count.",
    "Until you are seen, do not train, stretch or drive yourself.",
    referral="emergency",
)
REFUSED = fixed(
    Status.REFUSED,
    "The articles do not cover that.",
    "The nearest that they do cover: training at home with bands, and walking and running.",
    "Your question was noted.",
    uncovered=True,
)


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

    def __post_init__(self) -> None:
        database = open_database(self.folder / "glutebot.db")
        self.conversations = Conversations(database)
        self.feedback = Feedback(database)
        self.unanswered = UnansweredQuestions(database)
        self.programs = Programs(database)

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
        self, *, visitor: str, conversation_id: str | None, message: str
    ) -> AsyncIterator[Event]:
        """Play the script of a message and keep it, as the real services do."""
        talk = conversation_id or self.conversations.start(visitor)
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
    "numb": lambda: EMERGENCY,
    "trampoline": lambda: REFUSED,
    "hostile": lambda: answered(text=_HOSTILE, sentences=(), citations=CITATIONS[:1]),
    "degraded": lambda: answered(notice="The model did not answer, so the articles answer alone."),
}
