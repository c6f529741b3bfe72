"""The durable store: passages and their vectors in one SQLite file, in whole versions only.

Everything else in this room is derived from this file. A version becomes visible by one
transaction, so a process that is killed anywhere leaves the version before. Vectors are keyed
by what they were made of; they may be kept ahead of the version that needs them, as nobody
sees a vector without its passage.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import RLock

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from glutebot.domain.articles import Passage
from glutebot.errors import GlutebotError
from glutebot.retrieval.embedder import Vectors

FORMAT = 2
"""Goes up when the tables, or the texts that become vectors, change their meaning."""
_DIGEST_BYTES = 8
_BUSY_SECONDS = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages
    (id TEXT PRIMARY KEY, place INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL);
"""


class StoreDamagedError(GlutebotError):
    """The file holds something that was not written by this module."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One whole version of the store."""

    generation: int
    """Goes up with every committed change."""
    version: str
    passages: tuple[Passage, ...]
    vectors: Mapping[bytes, NDArray[np.float32]]


class PassageStore:
    """One open connection to the file, shared by the threads of this process."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare()
            self._inode = path.stat().st_ino
        except BaseException:
            self._connection.close()
            raise
        self._path = path

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def is_current(self, generation: int) -> bool:
        """Tell whether this generation is still the newest, and the file still in its place."""
        try:
            moved = self._path.stat().st_ino != self._inode
        except FileNotFoundError:
            moved = True
        with self._lock:
            return not moved and self._generation() == generation

    def read(self) -> Contents:
        """Read one whole version and check every byte of it against its digest."""
        with self._transaction("DEFERRED"):
            passages = tuple(self._read_passages())
            facts = self._facts()
            vectors = dict(self._read_vectors())
        version = facts.get("version", "")
        if facts.get("ids", _hash_ids(())) != _hash_ids(passage.id for passage in passages):
            raise StoreDamagedError("passages are missing")
        generation = int(facts.get("generation", "0"))
        return Contents(generation, version, passages, vectors)

    def stored(self) -> tuple[set[str], set[bytes], str]:
        """Return the ids of the passages, the keys of the vectors and the version."""
        with self._transaction("DEFERRED"):
            identifiers = {row[0] for row in self._connection.execute("SELECT id FROM passages")}
            keys = {row[0] for row in self._connection.execute("SELECT key FROM vectors")}
            return identifiers, keys, self._facts().get("version", "")

    def keep_vectors(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep vectors, to be used by this or a later version."""
        rows = [(key, _seal(row.tobytes())) for key, row in zip(keys, vectors, strict=True)]
        with self._transaction("IMMEDIATE"):
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def replace(self, passages: Sequence[Passage], *, version: str, keys: Iterable[bytes]) -> None:
        """Make these passages the version that all readers see; drop all but these vectors."""
        with self._transaction("IMMEDIATE"):
            self._write_passages(passages)
            self._drop_vectors(keys)
            self._write_facts(passages, version)

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise StoreDamagedError(f"store format {found} is not {FORMAT}")
        if found == 0:
            self._connection.executescript(
                f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={FORMAT};COMMIT;"
            )

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        with self._lock:
            self._connection.execute(f"BEGIN {kind}")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")

    def _facts(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT name, value FROM facts"))

    def _generation(self) -> int:
        return int(self._facts().get("generation", "0"))

    def _read_passages(self) -> Iterator[Passage]:
        query = "SELECT id, body, digest FROM passages ORDER BY place"
        for identifier, body, digest in self._connection.execute(query):
            if _digest(body.encode()) != digest:
                raise StoreDamagedError(f"passage {identifier} is damaged")
            try:
                yield Passage.model_validate_json(body)
            except ValidationError as error:
                raise StoreDamagedError(f"passage {identifier} is of another release") from error

    def _read_vectors(self) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
        for key, sealed in self._connection.execute("SELECT key, vector FROM vectors"):
            yield key, np.frombuffer(_unseal(sealed), dtype=np.float32)

    def _write_passages(self, passages: Sequence[Passage]) -> None:
        self._connection.execute("DELETE FROM passages")
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?)", map(_row, range(len(passages)), passages)
        )

    def _drop_vectors(self, keys: Iterable[bytes]) -> None:
        kept = set(keys)
        stored = [key for (key,) in self._connection.execute("SELECT key FROM vectors")]
        gone = [(key,) for key in stored if key not in kept]
        self._connection.executemany("DELETE FROM vectors WHERE key = ?", gone)

    def _write_facts(self, passages: Sequence[Passage], version: str) -> None:
        facts = {
            "version": version,
            "generation": str(self._generation() + 1),
            "ids": _hash_ids(passage.id for passage in passages),
        }
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())


def _row(place: int, passage: Passage) -> tuple[str, int, str, bytes]:
    body = passage.model_dump_json()
    return passage.id, place, body, _digest(body.encode())


def _hash_ids(identifiers: Iterable[str]) -> str:
    return blake2b("\n".join(identifiers).encode(), digest_size=16).hexdigest()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()


def _seal(content: bytes) -> bytes:
    return content + _digest(content)


def _unseal(sealed: bytes) -> bytes:
    content = sealed[:-_DIGEST_BYTES]
    if sealed[-_DIGEST_BYTES:] != _digest(content):
        raise StoreDamagedError("a vector is damaged")
    return content
