"""One version of the index in memory; never changed, so any number of threads may read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glutebot.domain.articles import Passage
from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.lexical import LexicalIndex
from glutebot.retrieval.passage_store import FORMAT
from glutebot.retrieval.vector_texts import (
    line_texts,
    passage_text,
    passage_vector_texts,
    vector_key,
)


@dataclass(frozen=True, slots=True)
class Dense:
    """The vectors of all passages, in their order."""

    wholes: Vectors
    """One row per passage."""
    lines: Vectors
    """One row per line; those of passage `i` start at `starts[i]`."""
    starts: NDArray[np.intp]
    """One more entry than passages; the last is the number of rows."""
    questions: Vectors
    """One row per question that readers ask."""
    asked_of: NDArray[np.intp]
    """The place of the passage that each question is asked of."""

    def lines_of(self, place: int) -> Vectors:
        """Return the rows of the lines of one passage."""
        return self.lines[self.starts[place] : self.starts[place + 1]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The passages of one version with all that searching them needs."""

    generation: int
    version: str
    passages: tuple[Passage, ...]
    places: Mapping[str, int]
    lexical: LexicalIndex
    dense: Dense | None
    """None while there is no embedder: then words alone decide."""


def build_snapshot(
    passages: tuple[Passage, ...],
    vectors: Mapping[bytes, NDArray[np.float32]] | None,
    *,
    version: str,
    generation: int,
    model_id: str,
) -> Snapshot:
    """Arrange passages and their vectors for searching."""
    return Snapshot(
        generation=generation,
        version=version,
        passages=passages,
        places=MappingProxyType({passage.id: place for place, passage in enumerate(passages)}),
        lexical=LexicalIndex(passages),
        dense=_arrange(passages, vectors, model_id) if vectors and passages else None,
    )


def version_of(passages: Sequence[Passage], model_id: str) -> str:
    """Return a short hash of passages, model and store format; empty without passages."""
    if not passages:
        return ""
    parts = [str(FORMAT), model_id, *(passage.id for passage in passages)]
    return blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def needed_texts(passages: Iterable[Passage], model_id: str) -> dict[bytes, str]:
    """Return every text that must have a vector, by the key of its vector."""
    texts = (text for each in passages for text in passage_vector_texts(each))
    return {vector_key(text, model_id): text for text in texts}


def _arrange(
    passages: Sequence[Passage], vectors: Mapping[bytes, NDArray[np.float32]], model_id: str
) -> Dense:
    texts = [line_texts(passage) for passage in passages]
    return Dense(
        wholes=_stack([passage_text(passage) for passage in passages], vectors, model_id),
        lines=_stack([text for group in texts for text in group], vectors, model_id),
        starts=np.array([0, *accumulate(len(group) for group in texts)], dtype=np.intp),
        questions=_stack([q for passage in passages for q in passage.questions], vectors, model_id),
        asked_of=np.array(
            [place for place, passage in enumerate(passages) for _ in passage.questions],
            dtype=np.intp,
        ),
    )


def _stack(
    texts: Sequence[str], vectors: Mapping[bytes, NDArray[np.float32]], model_id: str
) -> Vectors:
    if not texts:
        return np.zeros((0, len(next(iter(vectors.values())))), dtype=np.float32)
    return np.stack([vectors[vector_key(text, model_id)] for text in texts])
