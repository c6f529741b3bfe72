"""The retrieval chain: condense → retrieve → gate, composed from langchain_core runnables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from langchain_core.runnables import Runnable, RunnableLambda

from glutebot.answering.abbreviations import write_out
from glutebot.answering.follow_up import stand_alone
from glutebot.answering.gate import confidence, weigh
from glutebot.answering.said import NOTHING_SAID, Said
from glutebot.answering.studies import names_unknown_study
from glutebot.answering.vocabulary import Vocabulary
from glutebot.domain.articles import Hit

Search = Callable[[str], list[Hit]]
Condense = Callable[[str, Sequence[str]], str]


@dataclass(frozen=True)
class Corpus:
    """What the answering room needs to know of the corpus at one version."""

    version: str
    search: Search
    vocabulary: Vocabulary
    study_names: frozenset[str]
    outside: Callable[[str], float] = lambda _question: 0.0
    """The cosine of a question and the nearest one that the corpus knowingly does not answer."""


@dataclass(frozen=True)
class Inquiry:
    """A message on its way to an answer, filled in step by step."""

    message: str
    earlier: tuple[str, ...]
    """The visitor's earlier messages of the conversation, oldest first."""
    corpus: Corpus
    said: Said = NOTHING_SAID
    """What the answers before have said; nothing, once the message is known to stand alone."""
    question: str = ""
    """The message made to stand alone."""
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    """The gate's chance, 0 to 1, that the corpus holds the answer."""
    unknown_study: bool = False
    retrieve_ms: float = 0.0
    started: float = field(default_factory=perf_counter)


def condense(inquiry: Inquiry) -> Inquiry:
    """Make the message stand alone by the rules, unless a model has done so before."""
    weigh = inquiry.corpus.vocabulary.weight
    question = inquiry.question or stand_alone(inquiry.message, inquiry.earlier, weigh)
    said = NOTHING_SAID if question == inquiry.message else inquiry.said
    return replace(inquiry, question=write_out(question), said=said)


def retrieve(inquiry: Inquiry) -> Inquiry:
    """Find the passages that the answer may be drawn from."""
    began = perf_counter()
    hits = inquiry.corpus.search(inquiry.question)
    return replace(inquiry, hits=tuple(hits), retrieve_ms=(perf_counter() - began) * 1000)


def gate(inquiry: Inquiry) -> Inquiry:
    """Weigh whether the passages hold the answer, and whether a named study is known."""
    corpus = inquiry.corpus
    outside = corpus.outside(inquiry.question)
    evidence = weigh(inquiry.question, inquiry.hits, corpus.vocabulary, outside=outside)
    unknown = names_unknown_study(inquiry.message, corpus.study_names)
    return replace(inquiry, confidence=confidence(evidence), unknown_study=unknown)


def build_chain() -> Runnable[Inquiry, Inquiry]:
    """Compose the steps between triage and writing."""
    steps = RunnableLambda(condense) | RunnableLambda(retrieve) | RunnableLambda(gate)
    return steps.with_config(run_name="look-up")
