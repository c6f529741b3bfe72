"""The answer while it is being written, and the Answer that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from glutebot.answering.citations import CitationList
from glutebot.answering.triage import Triage
from glutebot.domain.answers import Answer, Engine, Sentence, Status, Support, Text


@dataclass(frozen=True)
class Safety:
    """What the safety gate said of the conversation up to this message."""

    triage: Triage | None
    flags: tuple[str, ...]
    """Signs that stand after this message, for later turns."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The fixed sentences to be said, if any."""
        return self.triage.lines if self.triage else ()

    @property
    def stops(self) -> bool:
        """Whether the gate's lines are the whole reply."""
        return self.triage is not None and self.triage.stops

    @property
    def is_courtesy(self) -> bool:
        """Whether the gate found a hello or a thank-you only, which may go with an answer."""
        return self.triage is not None and self.triage.flag.startswith("small-talk-")


@dataclass
class Draft:
    """Sentences and citations so far; `add` says how each new sentence is shown."""

    version: str
    engine: Engine = "extractive"
    sentences: list[Sentence] = field(default_factory=list)
    citations: CitationList = field(default_factory=CitationList)
    notice: str | None = None
    started: float = field(default_factory=perf_counter)
    first_ms: float | None = None

    def add(self, sentence: Sentence) -> Text:
        """Add a sentence and return the event that shows it."""
        if self.first_ms is None:
            self.first_ms = milliseconds_since(self.started)
        lead = " " if self.sentences else ""
        self.sentences.append(sentence)
        return Text(text=lead + show(sentence))

    def add_fixed(self, text: str) -> Text:
        """Add a fixed, reviewed sentence."""
        return self.add(Sentence(text=text, support=Support.FIXED))

    def restart(self) -> None:
        """Forget the sentences and citations, to be written by the extractive engine."""
        self.sentences.clear()
        self.citations = CitationList()
        self.engine = "extractive"

    def finish(
        self,
        status: Status,
        safety: Safety,
        *,
        follow_ups: Sequence[str] = (),
        uncovered: bool = False,
        retrieve_ms: float | None = None,
    ) -> Answer:
        """Return the whole answer."""
        timing = {"first": self.first_ms or 0.0, "total": milliseconds_since(self.started)}
        if retrieve_ms is not None:
            timing["retrieve"] = retrieve_ms
        return Answer(
            status=status,
            text=" ".join(show(sentence) for sentence in self.sentences),
            sentences=tuple(self.sentences),
            citations=self.citations.citations,
            referral=safety.triage.referral if safety.triage else None,
            follow_ups=tuple(follow_ups),
            engine=self.engine,
            index_version=self.version,
            timing_ms={name: round(value, 2) for name, value in timing.items()},
            notice=self.notice,
            uncovered=uncovered,
            flags=safety.flags,
        )


def show(sentence: Sentence) -> str:
    """Return a sentence as it is shown, with its `[n]` behind it."""
    marks = "".join(f"[{number}]" for number in sentence.citations)
    return f"{sentence.text} {marks}" if marks else sentence.text


def milliseconds_since(started: float) -> float:
    """Return the time since a `perf_counter` reading, in milliseconds."""
    return (perf_counter() - started) * 1000
