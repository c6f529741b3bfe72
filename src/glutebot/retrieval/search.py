"""One search over one snapshot: by meaning, by words, or by both."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Literal

import numpy as np

from glutebot.domain.articles import Hit
from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.exact import score_all, score_some
from glutebot.retrieval.fusion import RANK_CONSTANT, drop_repetitions, fuse_ranks
from glutebot.retrieval.lexical import Scores
from glutebot.retrieval.snapshot import Snapshot

Mode = Literal["hybrid", "dense", "lexical"]
Candidates = Callable[[Vectors, int], Sequence[int] | None]
"""Given a question's vector and a number, name that many places of passages, or None."""
_DEPTH = 100
"""How far down each ranking is read at least."""


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
    depth = max(_DEPTH, 2 * limit)
    dense, lexical = [], []
    scores: Scores = np.zeros(len(snapshot.passages), dtype=np.float32)
    if vector is not None and mode != "lexical":
        dense = rank_by_meaning(snapshot, vector, depth, candidates)
    if mode != "dense" or vector is None:
        scores = snapshot.lexical.score(question)
        lexical = [place for place in top_places(scores, depth) if scores[place] > 0]
    fused = fuse_ranks(dense, lexical)
    ranked = sorted(fused, key=lambda place: (-fused[place], snapshot.passages[place].id))
    places = islice(drop_repetitions(ranked, snapshot.passages), limit)
    return [_hit(snapshot, place, fused[place], float(scores[place]), vector) for place in places]


def rank_by_meaning(
    snapshot: Snapshot, vector: Vectors, depth: int, candidates: Candidates | None = None
) -> list[int]:
    """Return places by falling cosine.

    A vector store only names candidates; their cosines come from the vectors of the snapshot,
    so a store that went wrong can lose a passage but never misjudge one.
    """
    if snapshot.vectors is None:
        return []
    named = candidates(vector, depth) if candidates else None
    if named is None:
        return top_places(score_all(snapshot.vectors, vector), depth)
    scores = score_some(snapshot.vectors, vector, named)
    return [named[place] for place in top_places(scores, depth)]


def top_places(scores: Scores, count: int) -> list[int]:
    """Return the places of the highest scores, best first; equal ones in their order."""
    if count < len(scores):
        bar = np.partition(scores, -count)[-count]
        places = np.flatnonzero(scores >= bar)
    else:
        places = np.arange(len(scores))
    order = places[np.argsort(-scores[places], kind="stable")]
    return [int(place) for place in order[:count]]


def _hit(
    snapshot: Snapshot, place: int, score: float, lexical: float, vector: Vectors | None
) -> Hit:
    similarity: float | None = None
    lines: tuple[float, ...] = ()
    if vector is not None and snapshot.vectors and snapshot.lines:
        similarity = float((snapshot.vectors.of(place) @ vector).max())
        lines = tuple(float(cosine) for cosine in snapshot.lines.of(place) @ vector)
    return Hit(
        passage=snapshot.passages[place],
        score=score * RANK_CONSTANT,
        similarity=similarity,
        lexical=lexical or None,
        line_similarity=lines,
    )
