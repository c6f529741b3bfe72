"""Chroma in the background: who opens it, when it answers, and why it does not.

Nothing here ever fails a search. Until a collection of the right version is open and proved
whole, and whenever it is not, exact search answers.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Literal

from filelock import FileLock, Timeout

from glutebot.retrieval.embedder import Vectors
from glutebot.retrieval.search import Candidates
from glutebot.retrieval.snapshot import Snapshot

if TYPE_CHECKING:
    from glutebot.retrieval.chroma_cache import Cache, OpenCollection
    from glutebot.retrieval.chroma_collection import Records

State = Literal["off", "opening", "building", "open", "locked", "failed"]
_LOCKED_SECONDS = 5.0
_FAILED_SECONDS = 300.0
_AWAY_SECONDS = 20.0
"""Between two looks for a server; looking is cheap, and building files again is not."""
_JOIN_SECONDS = 5.0
_NAMED_PER_WANTED = 2
"""Chroma compares whole passages only; a wider net catches those that one line speaks for."""
_log = logging.getLogger(__name__)


class SharedCollection:
    """An open collection that closes when it is retired and its last search has ended."""

    def __init__(self, version: str, opened: "OpenCollection") -> None:
        self.version = version
        self._opened = opened
        self._lock = Lock()
        self._users = 0
        self._retired = False

    def nearest(self, question: Vectors, count: int) -> list[str] | None:
        """Return the ids of the nearest vectors, or None after retirement."""
        with self._lock:
            if self._retired:
                return None
            self._users += 1
        try:
            return self._opened.nearest(question, count)
        finally:
            self._leave()

    def retire(self) -> None:
        """Take no more searches."""
        with self._lock:
            self._retired = True
            self._users += 1
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            last = self._retired and self._users == 0
        if last:
            self._opened.close()


class VectorStore:
    """Keeps a Chroma collection of the newest snapshot open, in a thread of its own."""

    def __init__(self, folder: Path, *, url: str | None = None) -> None:
        self.state: State = "off"
        self.detail = "not started"
        self._folder = folder / "chroma"
        self._url = url
        self._wanted: Snapshot | None = None
        self._shared: SharedCollection | None = None
        self._lock_file: FileLock | None = None
        self._wake = Event()
        self._stopping = False
        self._search_failed = False
        self._thread: Thread | None = None

    @property
    def is_started(self) -> bool:
        """Tell whether someone asked for a vector store."""
        return self._thread is not None

    def start(self, snapshot: Snapshot) -> None:
        """Start the background thread; once."""
        self._wanted = snapshot
        if self._thread is None:
            self._tell("opening", "being opened")
            self._thread = Thread(target=self._work, name="vector-store", daemon=True)
            self._thread.start()

    def follow(self, snapshot: Snapshot) -> None:
        """Bring the collection to this snapshot's version, in the background."""
        self._wanted = snapshot
        self._wake.set()

    def candidates(self, snapshot: Snapshot) -> Candidates | None:
        """Return who names candidates for this version; None means exact search."""
        shared = self._shared
        if shared is None or shared.version != snapshot.version:
            return None
        return lambda question, count: self._name(shared, snapshot, question, count)

    def close(self) -> None:
        """Stop the thread and let go of files and lock."""
        self._stopping = True
        self._wake.set()
        if self._thread:
            self._thread.join(_JOIN_SECONDS)
        self._retire()
        if self._lock_file:
            self._lock_file.release()
        self._tell("off", "closed")

    def _name(
        self, shared: SharedCollection, snapshot: Snapshot, question: Vectors, count: int
    ) -> Sequence[int] | None:
        try:
            found = shared.nearest(question, count * _NAMED_PER_WANTED)
            places = [snapshot.places[passage_id] for passage_id in found or ()]
        except Exception as error:  # whatever Chroma raises, exact search answers
            self._fail(error)
            self._retire()
            self._search_failed = True
            self._wake.set()
            return None
        return places or None

    def _work(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                pause = self._bring_up_to_date()
            except Exception as error:  # a cache that fails must not end the thread
                self._fail(error)
                pause = self._rest()
            self._wake.wait(pause)

    def _rest(self) -> float:
        """Return the seconds between a failure and the next try."""
        return _AWAY_SECONDS if self._url else _FAILED_SECONDS

    def _bring_up_to_date(self) -> float | None:
        """Open or build what is wanted; return the seconds until the next try, if any."""
        if self._search_failed:
            self._search_failed = False
            return self._rest()
        wanted = self._wanted
        if wanted is None or wanted.dense is None:
            self._tell("off", "there are no vectors yet")
            return None
        if self._shared and self._shared.version == wanted.version:
            return None
        if not self._own_folder():
            self._tell("locked", "another process holds the vector store")
            return _LOCKED_SECONDS
        self._install(wanted.version, self._open_or_build(wanted))
        return None

    def _own_folder(self) -> bool:
        """Take the lock of the folder; a server needs none, as it is the one owner itself."""
        if self._url or self._lock_file:
            return True
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / "owner.lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        self._lock_file = lock
        return True

    def _open_or_build(self, wanted: Snapshot) -> "OpenCollection":
        cache, records = self._open_cache(), _records(wanted)
        self._tell("opening", "being opened and checked")
        opened = cache.open_existing(wanted.version, records)
        if opened is None:
            self._tell("building", "being built")
            opened = cache.build(wanted.version, records)
        return opened

    def _open_cache(self) -> "Cache":
        from glutebot.retrieval.chroma_cache import LocalCache, RemoteCache

        return RemoteCache(self._url) if self._url else LocalCache(self._folder)

    def _install(self, version: str, opened: "OpenCollection") -> None:
        before, self._shared = self._shared, SharedCollection(version, opened)
        if before:
            before.retire()
        self._tell("open", "open and verified")

    def _retire(self) -> None:
        before, self._shared = self._shared, None
        if before:
            before.retire()

    def _fail(self, error: Exception) -> None:
        self._tell("failed", f"{type(error).__name__}: {error}")
        _log.warning("Chroma is out of use, exact search answers: %s", error)

    def _tell(self, state: State, detail: str) -> None:
        self.state, self.detail = state, detail


def _records(snapshot: Snapshot) -> "Records":
    from glutebot.retrieval.chroma_collection import Records

    if snapshot.dense is None:
        raise ValueError("a snapshot without vectors has no records")
    return Records(tuple(passage.id for passage in snapshot.passages), snapshot.dense.wholes)
