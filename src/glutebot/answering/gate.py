"""Decide whether the corpus holds an answer, before anything is said.

A threshold on similarity alone lets near-misses through: "what shoes for squats" is very similar
to everything about squats. So the gate also asks which of the question's telling words the best
passages explain, and which no passage knows at all.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from glutebot.answering.vocabulary import Vocabulary, passage_words
from glutebot.answering.words import stems, subject_stems
from glutebot.domain.articles import Hit

LOOKED_AT = 4
"""Hits whose words may explain the question."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against an answer in the corpus; each from 0 to about 1."""

    similarity: float
    """Cosine of the question and the nearest passage."""
    lexical: float
    """BM25 score of the best match, in tens."""
    explained: float
    """Weighted share of the question's subject words that one of the best passages holds."""
    headlined: float
    """Weighted share of them in that passage's heading, reader questions and first sentence."""
    unknown: float
    """Weighted share of them that no passage of the corpus holds."""
    told: float
    """How many subject words the question has, in tens; more of them are harder to explain."""
    outside: float
    """How much nearer the nearest question is that the corpus knowingly does not answer, than
    the nearest passage: a difference of cosines."""


@dataclass(frozen=True)
class Weights:
    """A logistic model over Evidence, fitted by `python evals/calibrate_gate.py`."""

    bias: float
    similarity: float
    lexical: float
    explained: float
    headlined: float
    unknown: float
    told: float
    outside: float


WEIGHTS = Weights(
    bias=-5.56,
    similarity=1.51,
    lexical=2.05,
    explained=1.06,
    headlined=2.88,
    unknown=-0.75,
    told=2.43,
    outside=-13.17,
)


def weigh(
    question: str, hits: Sequence[Hit], vocabulary: Vocabulary, *, outside: float = 0.0
) -> Evidence:
    """Measure how well the hits cover the question.

    `outside` is the cosine of the question and the nearest one that the corpus does not answer.
    """
    subject = subject_stems(vocabulary.correct(question))
    weights = {stem: vocabulary.weight(stem) for stem in subject}
    total = sum(weights.values()) or 1.0
    shares = [_shares(hit, weights) for hit in hits[:LOOKED_AT]] or [(0.0, 0.0)]
    explained, headlined = max(shares)
    similarity = max((hit.similarity or 0.0 for hit in hits), default=0.0)
    return Evidence(
        similarity=similarity,
        lexical=max((hit.lexical or 0.0 for hit in hits), default=0.0) / 10,
        explained=explained / total,
        headlined=headlined / total,
        unknown=sum(weights[stem] for stem in subject if not vocabulary.knows(stem)) / total,
        told=min(len(subject), 12) / 10,
        outside=outside - similarity,
    )


def _shares(hit: Hit, weights: dict[str, float]) -> tuple[float, float]:
    passage = hit.passage
    everything = stems(passage_words(passage))
    headline = stems(" ".join([passage.heading, *passage.questions, passage.lines[0].text]))
    return (
        sum(weight for stem, weight in weights.items() if stem in everything),
        sum(weight for stem, weight in weights.items() if stem in headline),
    )


def confidence(evidence: Evidence, weights: Weights = WEIGHTS) -> float:
    """Return the chance, 0 to 1, that the corpus holds an answer."""
    bias, *slopes = astuple(weights)
    total = bias + sum(a * b for a, b in zip(slopes, astuple(evidence), strict=True))
    return 1 / (1 + math.exp(-total))
