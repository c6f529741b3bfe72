"""A message and its history become a stream of events that ends in one Answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from glutebot.answering.chain import Corpus, Inquiry, build_chain
from glutebot.answering.citations import CitationList
from glutebot.answering.extractive import quote, show
from glutebot.answering.follow_up import suggest
from glutebot.answering.replies import Replies
from glutebot.answering.triage import SafetyRules, Triage, cleared_flags, triage
from glutebot.domain.answers import (
    Answer,
    Answered,
    Cited,
    Engine,
    Event,
    Sentence,
    Status,
    Step,
    Support,
    Text,
    Turn,
)

log = logging.getLogger(__name__)

ANSWERABLE = 0.5
"""The gate's confidence from which a question is answered; fitted with the gate's weights."""


@dataclass(frozen=True)
class Safety:
    """What the safety gate said of the conversation up to this message."""

    triage: Triage | None
    flags: tuple[str, ...]
    """Signs that stand after this message, for later turns."""


@dataclass
class Draft:
    """The answer while it is being written."""

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
            self.first_ms = _since(self.started)
        lead = " " if self.sentences else ""
        self.sentences.append(sentence)
        return Text(text=lead + show(sentence))


class Answerer:
    """Answers training questions from the corpus; safety first, and refusing what is not in it."""

    def __init__(
        self,
        corpus: Callable[[], Corpus],
        rules: SafetyRules,
        replies: Replies,
    ) -> None:
        self._corpus = corpus
        self._rules = rules
        self._replies = replies
        self._chain = build_chain()

    async def answer(self, message: str, history: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """Yield the events of one answer; the last is `Answered`."""
        safety = self._assess(message, history)
        if safety.triage and safety.triage.stops:
            async for event in self._fixed(safety):
                yield event
            return
        yield Step(name="looking-up")
        earlier = tuple(turn.question for turn in history)
        inquiry = await self._chain.ainvoke(Inquiry(message, earlier, self._corpus()))
        events = self._quoted if inquiry.confidence >= ANSWERABLE else self._refused
        async for event in events(inquiry, safety):
            yield event

    def _assess(self, message: str, history: Sequence[Turn]) -> Safety:
        standing = history[-1].answer.flags if history and history[-1].answer else ()
        cleared = set(cleared_flags(message, standing, self._rules))
        kept = tuple(flag for flag in standing if flag not in cleared)
        found = triage(message, standing_flags=kept, rules=self._rules)
        new = found.flags if found else ()
        return Safety(found, tuple(dict.fromkeys([*kept, *new])))

    async def _fixed(self, safety: Safety) -> AsyncIterator[Event]:
        found = safety.triage
        assert found is not None
        draft = Draft(self._corpus().version, engine="fixed")
        for line in found.lines:
            yield draft.add(_fixed_sentence(line))
        yield Answered(answer=_finish(draft, found.status, safety, follow_ups=found.follow_ups))

    async def _quoted(self, inquiry: Inquiry, safety: Safety) -> AsyncIterator[Event]:
        yield Step(name="choosing")
        draft = Draft(inquiry.corpus.version, started=inquiry.started)
        for line in self._opening(inquiry, safety):
            yield draft.add(_fixed_sentence(line))
        sentences = await asyncio.to_thread(
            lambda: list(quote(inquiry.question, inquiry.hits, draft.citations))
        )
        yield Cited(citations=draft.citations.citations)
        for sentence in sentences:
            yield draft.add(sentence)
        used = [citation.passage_id or "" for citation in draft.citations.citations]
        chips = suggest(inquiry.question, inquiry.hits, used)
        yield Answered(answer=_finish(draft, Status.ANSWERED, safety, inquiry, chips))

    def _opening(self, inquiry: Inquiry, safety: Safety) -> tuple[str, ...]:
        """Return the fixed sentences that go before the quotes: what to see someone for."""
        unknown = self._replies.study_not_found if inquiry.unknown_study else ()
        return (*(safety.triage.lines if safety.triage else ()), *unknown)

    async def _refused(self, inquiry: Inquiry, safety: Safety) -> AsyncIterator[Event]:
        draft = Draft(inquiry.corpus.version, engine="fixed", started=inquiry.started)
        for line in self._refusal(inquiry, safety):
            yield draft.add(_fixed_sentence(line))
        chips = suggest(inquiry.question, inquiry.hits, ())
        yield Answered(answer=_finish(draft, Status.REFUSED, safety, inquiry, chips))

    def _refusal(self, inquiry: Inquiry, safety: Safety) -> tuple[str, ...]:
        replies = self._replies
        opening = self._opening(inquiry, safety)
        missing = () if inquiry.unknown_study else replies.not_covered
        topics = list(dict.fromkeys(hit.passage.title for hit in inquiry.hits))[:2]
        nearest = (
            (replies.nearest_two if len(topics) > 1 else replies.nearest_one) if topics else ()
        )
        named = [line.format(first=topics[0], second=topics[-1]) for line in nearest]
        return (*opening, *missing, *named, *replies.noted)


def _fixed_sentence(text: str) -> Sentence:
    return Sentence(text=text, support=Support.FIXED)


def _finish(
    draft: Draft,
    status: Status,
    safety: Safety,
    inquiry: Inquiry | None = None,
    follow_ups: Sequence[str] = (),
) -> Answer:
    timing = {"first": draft.first_ms or 0.0, "total": _since(draft.started)}
    if inquiry:
        timing["retrieve"] = inquiry.retrieve_ms
    return Answer(
        status=status,
        text=" ".join(show(sentence) for sentence in draft.sentences),
        sentences=tuple(draft.sentences),
        citations=draft.citations.citations,
        referral=safety.triage.referral if safety.triage else None,
        follow_ups=tuple(follow_ups),
        engine=draft.engine,
        index_version=draft.version,
        timing_ms={name: round(value, 2) for name, value in timing.items()},
        notice=draft.notice,
        uncovered=status is Status.REFUSED and inquiry is not None,
        flags=safety.flags,
    )


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
