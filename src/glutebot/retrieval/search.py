"""One search over one snapshot: by meaning, by words, or by both."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from glutebot.domain.articles import Hit
from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.exact import score_all, score_some
from glutebot.retrieval.fusion import standardise
from glutebot.retrieval.lexical import Scores
from glutebot.retrieval.repetitions import drop_repetitions
from glutebot.retrieval.snapshot import Dense, Snapshot

Mode = Literal["hybrid", "dense", "lexical"]
Places = NDArray[np.intp]
Candidates = Callable[[Vectors, int], Sequence[int] | None]
"""Given a question's vector and a number, name that many places of passages, or None."""
_DEPTH = 100
"""How many passages each search hands to the fusion at least."""


def search_snapshot(
    snapshot: Snapshot,
    question: str,
    vector: Vectors | None,
    *,
    limit: int,
    mode: Mode,
    candidates: Candidates | None = None,
) -> list[Hit]:
    """Return the best passages; without a vector, words alone decide."""
    depth = max(_DEPTH, limit)
    lexical = np.zeros(len(snapshot.passages), dtype=np.float32)
    if mode != "dense" or vector is None or snapshot.dense is None:
        lexical = snapshot.lexical.score(question)
    if vector is None or snapshot.dense is None or mode == "lexical":
        places, scores = _rank_words(lexical, depth)
        vector = None
    else:
        places, scores = _compare(snapshot.dense, vector, lexical, depth, candidates)
        if mode == "hybrid":
            scores = standardise(scores) + standardise(lexical)[places]
    return _hits(snapshot, places, scores, lexical, vector, limit)


def top_places(scores: Scores, count: int) -> Places:
    """Return the places of the highest scores, best first; equal ones in their order."""
    if count < len(scores):
        bar = np.partition(scores, -count)[-count]
        places = np.flatnonzero(scores >= bar)
    else:
        places = np.arange(len(scores))
    return places[np.argsort(-scores[places], kind="stable")][:count]


def _rank_words(lexical: Scores, depth: int) -> tuple[Places, Scores]:
    best = top_places(lexical, depth)
    matching = best[lexical[best] > 0]
    return matching, lexical[matching]


def _compare(
    dense: Dense, vector: Vectors, lexical: Scores, depth: int, candidates: Candidates | None
) -> tuple[Places, Scores]:
    """Return the passages to look at, the nearest and those whose words match, and how near.

    A vector store only names candidates; their cosines come from the vectors of the snapshot,
    so a store that went wrong can lose a passage but never misjudge one.
    """
    words, _ = _rank_words(lexical, depth)
    named = candidates(vector, depth) if candidates else None
    if named is not None:
        places = _union(named, words)
        return places, score_some(dense, vector, places.tolist())
    scores = score_all(dense, vector)
    places = _union(top_places(scores, depth), words)
    return places, scores[places]


def _union(some: Iterable[int], others: Iterable[int]) -> Places:
    """Return the places that stand in either, in their order.

    numpy's own union loads masked arrays first, which takes longer than many searches.
    """
    return np.array(sorted({*map(int, some), *map(int, others)}), dtype=np.intp)


def _hits(
    snapshot: Snapshot,
    places: Places,
    scores: Scores,
    lexical: Scores,
    vector: Vectors | None,
    limit: int,
) -> list[Hit]:
    """Return the hits in falling order; equal ones by id, so that runs never differ."""
    score_of = dict(zip(places.tolist(), scores.tolist(), strict=True))
    ranked = sorted(score_of, key=lambda place: (-score_of[place], snapshot.passages[place].id))
    kept: Iterable[int] = islice(drop_repetitions(ranked, snapshot.passages), limit)
    return [_hit(snapshot, place, score_of[place], float(lexical[place]), vector) for place in kept]


def _hit(
    snapshot: Snapshot, place: int, score: float, lexical: float, vector: Vectors | None
) -> Hit:
    similarity: float | None = None
    lines: tuple[float, ...] = ()
    passage = snapshot.passages[place]
    if vector is not None and snapshot.dense:
        similarity = float(score_some(snapshot.dense, vector, [place])[0])
        lines = tuple((snapshot.dense.lines_of(place) @ vector).tolist()[: len(passage.lines)])
    return Hit(
        passage=passage,
        score=score,
        similarity=similarity,
        lexical=lexical or None,
        line_similarity=lines,
    )
