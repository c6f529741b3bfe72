"""A message and its history become a stream of events that ends in one Answer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from glutebot.answering.chain import Corpus, Inquiry, build_chain
from glutebot.answering.coached import Coached, FindCoach, ask_coach, is_offered
from glutebot.answering.draft import Draft, Safety
from glutebot.answering.extractive import quote
from glutebot.answering.follow_up import leans_on_history, suggest
from glutebot.answering.model_writer import NotInSources, condense_question, write_with_model
from glutebot.answering.replies import Replies
from glutebot.answering.said import said_before
from glutebot.answering.second_reader import Concern
from glutebot.answering.selection import MAX_SENTENCES
from glutebot.answering.triage import SafetyRules, cleared_flags, triage
from glutebot.answering.triage_concern import add_concern, is_settled
from glutebot.domain.answers import Answered, Cited, Event, Replaced, Status, Step, Turn
from glutebot.errors import KnowledgeError, ModelUnavailable
from glutebot.models import ChatModel, ModelLimits
from glutebot.prompting import Prompt

log = logging.getLogger(__name__)

ANSWERABLE = 0.5
"""The gate's confidence from which a question is answered; fitted with the gate's weights."""
FAR = 0.35
"""Cosine below which the nearest passage is no near topic, so none is named."""
WRITER_HITS = 6
"""Passages that a model is given; more dilute a small model's attention."""


@dataclass(frozen=True)
class ModelEngine:
    """A chat model with the prompts and limits that it is used with."""

    model: ChatModel
    answer_prompt: Prompt
    condense_prompt: Prompt
    limits: ModelLimits


class Answerer:
    """Answers training questions from the corpus; safety first, and refusing what is not in it."""

    def __init__(
        self,
        corpus: Callable[[], Corpus],
        rules: SafetyRules,
        replies: Replies,
        engine: ModelEngine | None = None,
        second_reader: Callable[[str], Concern | None] | None = None,
        coach: FindCoach | None = None,
    ) -> None:
        self._corpus = corpus
        self._rules = rules
        self._replies = replies
        self._engine = engine
        self._second_reader = second_reader
        self._coach = coach
        self._chain = build_chain()

    async def answer(
        self, message: str, history: Sequence[Turn] = ()
    ) -> AsyncGenerator[Event, None]:
        """Yield the events of one answer; the last is `Answered`."""
        safety = await asyncio.to_thread(self._assess, message, history)
        coached = await asyncio.to_thread(self._ask_coach, message, history, safety)
        settled = self._settle(safety, coached)
        for event in settled:
            yield event
        if settled:
            return
        yield Step(name="looking-up")
        inquiry = await self._look_up(message, history)
        if inquiry.confidence < ANSWERABLE:
            refused = self._refused(inquiry, safety)
            for event in coached.say(inquiry.corpus.version, safety) if coached else refused:
                yield event
            return
        write = self._worded if self._engine else self._quoted
        async with aclosing(write(inquiry, safety, history)) as events:
            async for event in events:
                yield event

    def _ask_coach(self, message: str, history: Sequence[Turn], safety: Safety) -> Coached | None:
        if self._coach is None or (safety.stops and not safety.is_courtesy):
            return None
        try:
            return ask_coach(self._coach(), message, history, safety, self._replies)
        except KnowledgeError as fault:  # questions are answered without it
            log.warning("No programs from here on: %s", fault)
            self._coach = None
            return None

    def _settle(self, safety: Safety, coached: Coached | None) -> Sequence[Event]:
        """Return the answer that needs no article: a program's, a fixed one, or none."""
        version, found = self._corpus().version, safety.triage
        if coached and (coached.understood if safety.stops else coached.settled):
            return list(coached.say(version, safety))
        if found and found.stops:
            return self._fixed(found.lines, safety, found.status, found.follow_ups)
        return () if version else self._fixed(self._replies.not_ready, safety, Status.REFUSED)

    def _assess(self, message: str, history: Sequence[Turn]) -> Safety:
        standing = history[-1].answer.flags if history and history[-1].answer else ()
        cleared = set(cleared_flags(message, standing, self._rules))
        kept = tuple(flag for flag in standing if flag not in cleared)
        found = triage(message, standing_flags=kept, rules=self._rules)
        if self._second_reader and not (is_settled(found) or is_offered(message, history)):
            concern = self._second_reader(message)
            found = add_concern(found, concern, cleared=cleared, rules=self._rules)
        new = found.flags if found else ()
        return Safety(found, tuple(dict.fromkeys([*kept, *new])))

    async def _look_up(self, message: str, history: Sequence[Turn]) -> Inquiry:
        earlier = tuple(turn.question for turn in history)
        inquiry = Inquiry(message, earlier, self._corpus(), said_before(history))
        if self._engine and earlier and leans_on_history(message):
            question = await condense_question(
                message,
                history,
                model=self._engine.model,
                prompt=self._engine.condense_prompt,
                limits=self._engine.limits,
            )
            inquiry = replace(inquiry, question="" if question == message else question)
        return await self._chain.ainvoke(inquiry)

    def _fixed(
        self, lines: Sequence[str], safety: Safety, status: Status, follow_ups: Sequence[str] = ()
    ) -> Sequence[Event]:
        draft = Draft(self._corpus().version, engine="fixed")
        shown = [draft.add_fixed(line) for line in lines]
        return [*shown, Answered(answer=draft.finish(status, safety, follow_ups=follow_ups))]

    async def _quoted(
        self, inquiry: Inquiry, safety: Safety, _history: Sequence[Turn], draft: Draft | None = None
    ) -> AsyncGenerator[Event, None]:
        yield Step(name="choosing")
        draft = draft or Draft(inquiry.corpus.version, started=inquiry.started)
        for line in self._opening(inquiry, safety):
            yield draft.add_fixed(line)
        citations, left = draft.citations, max(MAX_SENTENCES - len(draft.sentences), 2)
        vocabulary, said = inquiry.corpus.vocabulary, inquiry.said
        sentences = await asyncio.to_thread(
            lambda: list(
                quote(inquiry.question, inquiry.hits, citations, vocabulary, limit=left, said=said)
            )
        )
        yield Cited(citations=citations.citations)
        for sentence in sentences:
            yield draft.add(sentence)
        yield self._answered(draft, inquiry, safety)

    async def _worded(
        self, inquiry: Inquiry, safety: Safety, history: Sequence[Turn]
    ) -> AsyncGenerator[Event, None]:
        """Let the model word the answer; quote when it fails or says what no passage carries."""
        assert self._engine is not None
        yield Step(name="writing")
        draft = Draft(inquiry.corpus.version, engine="llm", started=inquiry.started)
        for line in self._opening(inquiry, safety):
            yield draft.add_fixed(line)
        parts = write_with_model(
            inquiry.question,
            history,
            inquiry.hits[:WRITER_HITS],
            model=self._engine.model,
            prompt=self._engine.answer_prompt,
            citations=draft.citations,
            limits=self._engine.limits,
        )
        try:
            async with aclosing(parts):
                async for part in parts:
                    if isinstance(part, NotInSources):
                        for event in self._refused(inquiry, safety):
                            yield event
                        return
                    yield part if isinstance(part, Cited) else draft.add(part)
        except ModelUnavailable as failure:
            log.warning("The model did not answer (%s); quoting instead", failure.reason)
            async for event in self._quoted_instead(inquiry, safety, draft, failure):
                yield event
        else:
            yield self._answered(draft, inquiry, safety)

    async def _quoted_instead(
        self, inquiry: Inquiry, safety: Safety, draft: Draft, failure: ModelUnavailable
    ) -> AsyncGenerator[Event, None]:
        ungrounded = failure.reason == "ungrounded"
        notice = self._replies.model_ungrounded if ungrounded else self._replies.model_failed
        draft.restart()
        draft.notice = " ".join(notice)
        yield Replaced(reason=draft.notice)
        async for event in self._quoted(inquiry, safety, (), draft):
            yield event

    def _answered(self, draft: Draft, inquiry: Inquiry, safety: Safety) -> Answered:
        used = [citation.passage_id or "" for citation in draft.citations.citations]
        answer = draft.finish(
            Status.ANSWERED,
            safety,
            follow_ups=suggest(inquiry.question, inquiry.hits, used),
            retrieve_ms=inquiry.retrieve_ms,
        )
        return Answered(answer=answer)

    def _opening(self, inquiry: Inquiry, safety: Safety) -> tuple[str, ...]:
        """Return the fixed sentences that go before the answer: whom to see, what is unknown."""
        unknown = self._replies.study_not_found if inquiry.unknown_study else ()
        return (*safety.lines, *unknown)

    def _refused(self, inquiry: Inquiry, safety: Safety) -> Sequence[Event]:
        draft = Draft(inquiry.corpus.version, engine="fixed", started=inquiry.started)
        shown = [draft.add_fixed(line) for line in self._refusal(inquiry, safety)]
        near = _is_near(inquiry)
        referred = safety.triage is not None and safety.triage.referral is not None
        answer = draft.finish(
            Status.REFERRED if referred else Status.REFUSED,
            safety,
            follow_ups=suggest(inquiry.question, inquiry.hits, ())
            if near
            else self._replies.example_questions[:3],
            uncovered=True,
            retrieve_ms=inquiry.retrieve_ms,
        )
        return [*shown, Answered(answer=answer)]

    def _refusal(self, inquiry: Inquiry, safety: Safety) -> tuple[str, ...]:
        replies = self._replies
        opening = self._opening(inquiry, safety)
        missing = () if inquiry.unknown_study else replies.not_covered
        if not _is_near(inquiry):
            return (*opening, *missing, *replies.what_is_covered, *replies.noted)
        topics = list(dict.fromkeys(hit.passage.title for hit in inquiry.hits))[:2]
        nearest = replies.nearest_two if len(topics) > 1 else replies.nearest_one
        named = [line.format(first=topics[0], second=topics[-1]) for line in nearest]
        return (*opening, *missing, *named, *replies.noted)


def _is_near(inquiry: Inquiry) -> bool:
    """Say whether the nearest passages are near enough to be named as topics."""
    return bool(inquiry.hits) and max(hit.similarity or 0.0 for hit in inquiry.hits) >= FAR
