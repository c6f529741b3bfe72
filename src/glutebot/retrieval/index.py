"""The index: passages in, hits out; one snapshot answers while the next one is made."""

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, RLock
from typing import Literal

from glutebot.domain.articles import Hit, Passage
from glutebot.retrieval.embedder import Embedder, Progress, Vectors
from glutebot.retrieval.passage_store import Contents, StoreDamagedError
from glutebot.retrieval.question_embedder import OptionalEmbedder
from glutebot.retrieval.search import Mode, search_snapshot
from glutebot.retrieval.snapshot import Snapshot, build_snapshot, needed_texts, version_of
from glutebot.retrieval.store_recovery import is_damage, open_store, set_aside, unavailable
from glutebot.retrieval.vector_store import State, VectorStore

VectorSearch = Literal["auto", "chroma", "exact"]
_LOOK_SECONDS = 1.0
"""How often a search looks whether another process has committed a newer version."""
_KEEP_EVERY = 256
"""Vectors computed between two commits, so that a long first run can be resumed."""
_POLL_SECONDS = 0.05
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync changed, in passages."""

    added: int
    removed: int
    unchanged: int
    version: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What the index holds and who answers dense searches."""

    passages: int
    model_id: str
    version: str
    answers_with: Literal["chroma", "exact"]
    chroma_state: State
    detail: str


class Index:
    """Searches passages; safe for many threads, and for other processes on the same folder."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder | Callable[[], Embedder],
        *,
        vector_search: VectorSearch,
        chroma_url: str | None,
    ) -> None:
        self._folder = folder
        self._vector_search = vector_search
        self._vector_store = VectorStore(folder, url=chroma_url)
        self._embedder = OptionalEmbedder(embedder)
        self._writing = RLock()
        self._looking = Lock()
        self._looked = time.monotonic()
        self._store, contents = open_store(folder)
        self._snapshot = self._complete(contents)
        if vector_search == "chroma":
            self.start_vector_store()

    @property
    def version(self) -> str:
        """Return a short hash of passages, model and store format; empty when empty."""
        return self._snapshot.version

    @property
    def model_id(self) -> str:
        """Return the embedding model's id; empty when words alone decide."""
        return self._embedder.model_id

    def passages(self) -> Sequence[Passage]:
        """Return all passages, in the order in which they were given."""
        return self._snapshot.passages

    def passage(self, passage_id: str) -> Passage | None:
        """Return one passage, or None."""
        snapshot = self._snapshot
        place = snapshot.places.get(passage_id)
        return None if place is None else snapshot.passages[place]

    def search(self, question: str, *, limit: int = 10, mode: Mode = "hybrid") -> list[Hit]:
        """Return the best passages for a question, best first."""
        self._look_for_newer()
        snapshot = self._snapshot
        if not snapshot.passages or not question.strip():
            return []
        vector = None if mode == "lexical" else self._embed_question(snapshot, question)
        candidates = self._vector_store.candidates(snapshot)
        return search_snapshot(
            snapshot, question, vector, limit=limit, mode=mode, candidates=candidates
        )

    def embed(self, texts: Sequence[str]) -> Vectors | None:
        """Return a unit row for each text, or None while there is no embedding model."""
        return self._embedder.embed(texts)

    def corrected(self, question: str) -> str:
        """Return the question as lexical search reads it, typing errors replaced."""
        return self._snapshot.lexical.correct(question)

    def sync(
        self, passages: Sequence[Passage], *, on_progress: Progress | None = None
    ) -> SyncReport:
        """Make these passages the whole content; only what is new is embedded.

        `on_progress` hears (texts embedded, texts to embed).
        """
        wanted = tuple({passage.id: passage for passage in passages}.values())
        with self._writing:
            try:
                return self._write(wanted, on_progress)
            except (sqlite3.Error, StoreDamagedError) as error:
                if not is_damage(error):
                    raise unavailable(self._folder, error) from error
                self._reopen(error)
                return self._write(wanted, on_progress)

    def status(self) -> IndexStatus:
        """Tell what the index holds and who answers dense searches."""
        snapshot = self._snapshot
        return IndexStatus(
            passages=len(snapshot.passages),
            model_id=self.model_id,
            version=snapshot.version,
            answers_with="chroma" if self._vector_store.candidates(snapshot) else "exact",
            chroma_state=self._vector_store.state,
            detail=self._embedder.problem or self._vector_store.detail,
        )

    def start_vector_store(self) -> None:
        """Open, verify or rebuild Chroma in the background; exact search answers meanwhile.

        With `vector_search="exact"` there is none, and this does nothing.
        """
        if self._vector_search != "exact":
            self._vector_store.start(self._snapshot)

    def wait_for_vector_store(self, seconds: float) -> None:
        """Wait at most that long for the vector store to be open, or to have failed."""
        limit = time.monotonic() + seconds
        while self._vector_store.state in {"opening", "building"} and time.monotonic() < limit:
            time.sleep(_POLL_SECONDS)

    def close(self) -> None:
        """Let go of the files."""
        self._vector_store.close()
        with self._writing:
            self._store.close()

    def _write(self, passages: tuple[Passage, ...], on_progress: Progress | None) -> SyncReport:
        before, keys, version = self._store.stored()
        wanted = {passage.id for passage in passages}
        texts = needed_texts(passages, self.model_id)
        self._embed_missing({key: texts[key] for key in texts.keys() - keys}, on_progress)
        new = version_of(passages, self.model_id)
        if new != version or before != wanted:
            self._store.replace(passages, version=new, keys=texts)
        if new != self._snapshot.version:
            self._install(self._store.read())
        shared = len(before & wanted)
        return SyncReport(len(wanted) - shared, len(before) - shared, shared, self.version)

    def _embed_missing(self, texts: dict[bytes, str], on_progress: Progress | None) -> None:
        items = sorted(texts.items(), key=lambda item: len(item[1]))
        for start in range(0, len(items), _KEEP_EVERY):
            part = items[start : start + _KEEP_EVERY]
            rows = self._embedder.embed([text for _, text in part])
            if rows is None:
                return
            self._store.keep_vectors([key for key, _ in part], rows)
            if on_progress:
                on_progress(start + len(part), len(items))

    def _install(self, contents: Contents) -> None:
        self._snapshot = self._complete(contents)
        if self._vector_store.is_started:
            self._vector_store.follow(self._snapshot)

    def _complete(self, contents: Contents) -> Snapshot:
        """Return the snapshot of a version, made by this model if it was by another."""
        texts = needed_texts(contents.passages, self.model_id) if self.model_id else {}
        missing = {key: text for key, text in texts.items() if key not in contents.vectors}
        if missing:
            _log.info("Embedding %d texts for %s", len(missing), self.model_id)
            self._embed_missing(missing, None)
            self._store.replace(
                contents.passages,
                version=version_of(contents.passages, self.model_id),
                keys=texts,
            )
            contents = self._store.read()
        return build_snapshot(
            contents.passages,
            contents.vectors if texts.keys() <= contents.vectors.keys() and texts else None,
            version=contents.version,
            generation=contents.generation,
            model_id=self.model_id,
        )

    def _embed_question(self, snapshot: Snapshot, question: str) -> Vectors | None:
        if snapshot.dense is None:
            return None
        rows = self._embedder.embed([question])
        return None if rows is None else rows[0]

    def _look_for_newer(self) -> None:
        """Take over the version that another process committed, at most once a second."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            self._take_newer()
        except sqlite3.Error as error:
            _log.warning("The passage store cannot be read; the version before answers: %s", error)
        finally:
            self._looking.release()

    def _take_newer(self) -> None:
        if self._store.is_current(self._snapshot.generation):
            return
        if not self._writing.acquire(blocking=False):
            return
        try:
            self._store.close()
            self._store, contents = open_store(self._folder)
            self._install(contents)
        finally:
            self._writing.release()

    def _reopen(self, reason: Exception) -> None:
        self._store.close()
        set_aside(self._folder, reason)
        self._store, _ = open_store(self._folder)


def open_index(
    folder: Path,
    embedder: Embedder | Callable[[], Embedder],
    *,
    vector_search: VectorSearch = "auto",
    chroma_url: str | None = None,
) -> Index:
    """Open the index of a folder, creating it where there is none."""
    return Index(folder, embedder, vector_search=vector_search, chroma_url=chroma_url)
