"""How likely a sentence belongs into the answer to a question: a small fitted model."""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from glutebot.answering.words import has_figure, stems, subject_stems
from glutebot.domain.articles import Hit

Weigh = Callable[[str], float]
"""How telling a stem is, from 0 to 1."""


@dataclass(frozen=True)
class Signs:
    """What speaks for a sentence; each from 0 to about 1."""

    similarity: float
    """Cosine of the question and the sentence under its heading."""
    passage_similarity: float
    """Cosine of the question and the passage."""
    lexical: float
    """BM25 score of the passage as a share of the best one's."""
    covered: float
    """Weighted share of the question's subject words that the sentence holds."""
    figure: float
    """1 for a number with a study behind it."""
    rank: float
    """Rank of the passage among the hits from 0, in fives."""
    place: float
    """Place of the sentence in its passage from 0, in threes."""


@dataclass(frozen=True)
class Weights:
    """A logistic model over Signs, fitted by `python evals/calibrate_selection.py`."""

    bias: float
    similarity: float
    passage_similarity: float
    lexical: float
    covered: float
    figure: float
    rank: float
    place: float


WEIGHTS = Weights(
    bias=-1.17,
    similarity=0.45,
    passage_similarity=-0.33,
    lexical=1.07,
    covered=1.71,
    figure=0.27,
    rank=-0.89,
    place=-0.66,
)


def read_signs(question: str, hits: Sequence[Hit], weigh: Weigh) -> list[list[Signs]]:
    """Return the signs of every sentence of every hit, in their order."""
    weights = {stem: weigh(stem) for stem in subject_stems(question)}
    best = max((hit.lexical or 0.0 for hit in hits), default=0.0) or 1.0
    return [_signs_of(hit, rank, weights, best) for rank, hit in enumerate(hits)]


def _signs_of(hit: Hit, rank: int, weights: dict[str, float], best: float) -> list[Signs]:
    total = sum(weights.values()) or 1.0
    return [
        Signs(
            similarity=hit.line_similarity[place] if hit.line_similarity else 0.0,
            passage_similarity=hit.similarity or 0.0,
            lexical=(hit.lexical or 0.0) / best,
            covered=sum(weights[stem] for stem in weights.keys() & stems(line.text)) / total,
            figure=float(has_figure(line.text) and bool(line.sources)),
            rank=rank / 5,
            place=place / 3,
        )
        for place, line in enumerate(hit.passage.lines)
    ]


def chance(signs: Signs, weights: Weights = WEIGHTS) -> float:
    """Return the chance, 0 to 1, that a reader wants the sentence in the answer."""
    bias, *slopes = astuple(weights)
    total = bias + sum(a * b for a, b in zip(slopes, astuple(signs), strict=True))
    return 1 / (1 + math.exp(-total))
