"""One Chroma collection of vectors: made, filled, checked and asked; the only user of chromadb.

Chroma never embeds here and never builds what a stored configuration names: the embedding
function is always None, and the configuration is read as plain JSON before anything is written.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from glutebot.errors import GlutebotError
from glutebot.retrieval.embedder import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

NAME = "glutebot-passages"
BUILT = "built_ns"
"""The metadata key under which a collection says when it was made."""
_CONNECT_SECONDS = 30.0
_BATCH = 250
_GRAPH: Any = {"space": "cosine", "ef_search": 400, "ef_construction": 400, "max_neighbors": 64}
"""Wide enough that the nearest twenty of real texts are those of exact search."""
_SAMPLES = 64
_MISSED_AT_MOST = 0.1
"""Of the samples; a graph may overlook one of many near twins, damage hides far more."""
_SAME = 1e-4
"""Cosine distance up to which two vectors are taken for the same."""


class CacheUnusableError(GlutebotError):
    """The collection is not what was written into it; it must be rebuilt."""


@dataclass(frozen=True, slots=True)
class Records:
    """Vectors with their ids, in the same order."""

    ids: tuple[str, ...]
    vectors: Vectors

    def sample(self) -> "Records":
        """Return a few records spread over the whole range, as damage is often at one end."""
        count = min(_SAMPLES, len(self.ids))
        places = np.unique(np.linspace(0, len(self.ids) - 1, count).astype(int))
        return Records(tuple(self.ids[place] for place in places), self.vectors[places])


def open_local(folder: Path) -> "Client":
    """Open Chroma on a folder in this process."""
    import chromadb

    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=_settings()))


def open_remote(url: str) -> "Client":
    """Connect to a Chroma server."""
    import chromadb

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    client = cast(
        "Client",
        chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=_settings(),
        ),
    )
    limit_waiting(client, _CONNECT_SECONDS)
    return client


def limit_waiting(client: "Client", seconds: float) -> None:
    """Limit how long a server may stay silent; chromadb itself would wait for ever."""
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = seconds


def create_collection(client: "Client", records: Records, *, name: str = NAME) -> None:
    """Create the collection and fill it.

    The last record makes Chroma write its whole graph, once. What is not in the graph's files is
    put into it again at every opening, in an order that varies, and some is then not found.
    """
    graph: Any = {**_GRAPH, "sync_threshold": max(2, len(records.ids))}
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": graph},
        metadata={BUILT: time.time_ns()},
    )
    _check_configuration(collection)
    for start in range(0, len(records.ids), _BATCH):
        part = slice(start, start + _BATCH)
        collection.upsert(ids=list(records.ids[part]), embeddings=records.vectors[part])


def check_collection(
    client: "Client", sample: Records, *, count: int, name: str = NAME
) -> "Collection":
    """Return the collection when it holds what was written; otherwise raise."""
    collection = client.get_collection(name, embedding_function=None)
    _check_configuration(collection)
    if (found := collection.count()) != count:
        raise CacheUnusableError(f"it holds {found} vectors instead of {count}")
    _check_stored(collection, sample)
    _check_found(collection, sample)
    return collection


def nearest_ids(collection: "Collection", question: Vectors, count: int) -> list[str]:
    """Return the ids of the nearest vectors, nearest first."""
    found = collection.query(query_embeddings=question[None, :], n_results=count, include=[])
    return found["ids"][0]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _check_configuration(collection: "Collection") -> None:
    configuration = collection.configuration_json
    space = (configuration.get("hnsw") or {}).get("space")
    if space != "cosine":
        raise CacheUnusableError(f"it measures {space} instead of cosine")
    function = configuration.get("embedding_function") or {}
    if function.get("type") not in (None, "legacy"):
        raise CacheUnusableError("it names an embedding function, which nobody here has set")


def _check_stored(collection: "Collection", sample: Records) -> None:
    found = collection.get(ids=list(sample.ids), include=["embeddings"])
    embeddings: Any = found["embeddings"]
    stored = dict(zip(found["ids"], embeddings, strict=True)) if found["ids"] else {}
    for identifier, vector in zip(sample.ids, sample.vectors, strict=True):
        if identifier not in stored or not np.allclose(stored[identifier], vector, atol=_SAME):
            raise CacheUnusableError(f"the vector of {identifier} is missing or another")


def _check_found(collection: "Collection", sample: Records) -> None:
    """Ask for each sampled vector itself; a twin with the same vector may answer."""
    found = collection.query(query_embeddings=sample.vectors, n_results=1, include=["distances"])
    distances = _first_of(found["distances"] or [])
    missed = sum(not abs(distance) <= _SAME for distance in distances)
    if len(distances) != len(sample.ids) or missed > _MISSED_AT_MOST * len(sample.ids):
        raise CacheUnusableError(f"searching misses {missed} of {len(sample.ids)} vectors")


def _first_of(rows: Sequence[Sequence[float]]) -> list[float]:
    return [row[0] if row else float("inf") for row in rows]
