"""Write an answer with a language model, and let through only what the passages carry.

The model proposes sentences; code checks each one against the passages before anyone reads it,
and code alone decides what is cited.
"""

import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glutebot.answering.citations import CitationList
from glutebot.answering.context import as_data, render_history, render_passages
from glutebot.answering.grounding import Ground, Grounder
from glutebot.answering.markers import Claim, MarkerResolver
from glutebot.answering.prose import end_sentence, is_well_formed, plain_prose
from glutebot.answering.words import leans_on_another, stems
from glutebot.domain.answers import Cited, Sentence, Support, Turn
from glutebot.domain.articles import Hit
from glutebot.errors import ModelUnavailable
from glutebot.models import ChatModel, ModelLimits, complete_chat, model_failure, stream_chat
from glutebot.prompting import Prompt, render_prompt

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

log = logging.getLogger(__name__)

MOST_SENTENCES = 6
MOST_DROPPED = 8
"""Sentences that may be left out before the model is stopped: it talks of something else."""
REPETITION = 0.8
"""Two sentences that share this part of all their stems say the same."""
LONGEST_QUESTION = 400
"""Characters of a condensed question; more is an answer and not a question."""


@dataclass(frozen=True)
class NotInSources:
    """The model says that the passages do not hold the answer, and nothing speaks against it."""


Part = Cited | Sentence | NotInSources
"""What the writer yields: citations before the first sentence that needs them, and sentences."""


@dataclass
class _Draft:
    """The answer so far, and what has become of the model's sentences."""

    grounder: Grounder
    hits: Sequence[Hit]
    citations: CitationList
    sentences: list[Sentence] = field(default_factory=list)
    dropped: int = 0
    refused: bool = False
    last_dropped: bool = False

    def take(self, claim: Claim) -> Iterator[Cited | Sentence]:
        """Let a sentence through with its citations, or drop it."""
        if claim.refuses:
            self.refused = True
            return
        ground = self._check(claim)
        if ground is None:
            self.dropped += 1
            self.last_dropped = True
            return
        known = self.citations.citations
        numbers = tuple(sorted({self._cite(n, ground) for n in ground.lines}))
        if self.citations.citations != known:
            yield Cited(citations=self.citations.citations)
        self.sentences.append(
            Sentence(text=end_sentence(claim.text), citations=numbers, support=ground.support)
        )
        self.last_dropped = False
        yield self.sentences[-1]

    def _check(self, claim: Claim) -> Ground | None:
        """Return the ground of a sentence, or None when it must not be shown."""
        if self.last_dropped and leans_on_another(claim.text):
            return None  # it points at a sentence that nobody reads
        if not is_well_formed(end_sentence(claim.text)) or self._repeats(claim.text):
            return None
        ground = self.grounder.ground(claim.text, claim.cited)
        return None if ground.support is Support.UNSUPPORTED else ground

    def _repeats(self, text: str) -> bool:
        new = stems(text)
        return any(
            len(new & stems(said.text)) >= REPETITION * max(len(new | stems(said.text)), 1)
            for said in self.sentences
        )

    def _cite(self, number: int, ground: Ground) -> int:
        return self.citations.add(self.hits[number - 1].passage, ground.lines[number])

    @property
    def is_done(self) -> bool:
        return len(self.sentences) >= MOST_SENTENCES or self.dropped >= MOST_DROPPED


async def write_with_model(
    question: str,
    history: Sequence[Turn],
    hits: Sequence[Hit],
    *,
    model: ChatModel,
    prompt: Prompt,
    citations: CitationList,
    limits: ModelLimits,
) -> AsyncGenerator[Part, None]:
    """Yield the sentences of an answer as they are written, each checked and cited.

    Sentences that the passages do not carry are left out. A reply that was cut at its length
    counts as whole up to its last whole sentence.

    Raises:
        ModelUnavailable: the model failed, before or in the middle (what was yielded is then to
            be withdrawn), or said nothing that the passages carry (`ungrounded`).
    """
    messages = render_prompt(
        prompt,
        {
            "question": as_data(question),
            "history": render_history(history),
            "passages": render_passages(
                hits,
                passage_characters=limits.passage_characters,
                context_characters=limits.context_characters,
            ),
        },
    )
    draft = _Draft(Grounder([hit.passage for hit in hits]), hits, citations)
    try:
        async with aclosing(_read_claims(model, messages, limits, len(hits))) as claims:
            async for claim in claims:
                for part in draft.take(claim):
                    yield part
                if draft.is_done:
                    break
    except ModelUnavailable as failure:
        if failure.reason != "length" or not draft.sentences:
            raise
    if outcome := _outcome(draft):
        yield outcome


async def _read_claims(
    model: ChatModel, messages: Sequence["BaseMessage"], limits: ModelLimits, passages: int
) -> AsyncGenerator[Claim, None]:
    resolver = MarkerResolver(passages)
    async with aclosing(stream_chat(model, messages, limits)) as pieces:
        async for piece in pieces:
            for claim in resolver.feed(piece):
                yield claim
    for claim in resolver.finish():
        yield claim


def _outcome(draft: _Draft) -> NotInSources | None:
    """Say what it comes to when nothing was let through."""
    if draft.dropped:
        log.info("%d of the model's sentences were not carried by the sources", draft.dropped)
    if draft.sentences:
        return None
    if draft.refused:
        return NotInSources()
    raise model_failure("ungrounded")


async def condense_question(
    question: str,
    history: Sequence[Turn],
    *,
    model: ChatModel,
    prompt: Prompt,
    limits: ModelLimits,
) -> str:
    """Return the question made to stand alone, or as it is when the model is of no help."""
    if not history:
        return question
    values = {"question": as_data(question), "history": render_history(history)}
    try:
        reply = await complete_chat(model, render_prompt(prompt, values), limits)
    except ModelUnavailable as failure:
        log.info("The question was not condensed: %s", failure.reason)
        return question
    condensed = plain_prose(reply.strip().strip('"“”'))
    return condensed if _is_same_matter(condensed, question, history) else question


def _is_same_matter(condensed: str, question: str, history: Sequence[Turn]) -> bool:
    """Say whether a condensed question is one, and speaks of nothing that was not spoken of."""
    if not condensed or len(condensed) > LONGEST_QUESTION or condensed.count("?") > 1:
        return False
    said = " ".join([question, render_history(history)])
    known, words = stems(said), stems(condensed)
    kept = stems(question) & words or not stems(question)
    return bool(words) and bool(kept) and len(words - known) <= len(words) / 4
