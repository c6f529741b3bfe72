"""Chroma as a cache of the store's vectors: opened when it is proved whole, rebuilt when not."""

import logging
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from glutebot.retrieval.chroma_child import run_child
from glutebot.retrieval.chroma_collection import (
    BUILT,
    NAME,
    CacheUnusableError,
    Records,
    check_collection,
    create_collection,
    limit_waiting,
    nearest_ids,
    open_local,
    open_remote,
)
from glutebot.retrieval.chroma_generations import Generations
from glutebot.retrieval.embedder import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_ANSWER_SECONDS = 1.0
"""How long a server may take for one search, before exact search takes over."""
_KEPT = 2
_log = logging.getLogger(__name__)


class OpenCollection:
    """A collection that was checked and answers."""

    def __init__(
        self, client: "Client", collection: "Collection", count: int, *, copy: Path | None = None
    ) -> None:
        self._copy = copy
        self._client = client
        self._collection = collection
        self._count = count

    def nearest(self, question: Vectors, count: int) -> list[str]:
        """Return the ids of the nearest vectors, nearest first."""
        return nearest_ids(self._collection, question, min(count, self._count))

    def close(self) -> None:
        """Let go of the files or of the connection."""
        with suppress(Exception):
            self._client.close()
        if self._copy:
            shutil.rmtree(self._copy, ignore_errors=True)


class Cache(Protocol):
    """Where the collection of a version comes from."""

    def open_existing(self, version: str, records: Records) -> OpenCollection | None:
        """Return the collection of a version that was built before, if it is whole."""
        ...

    def build(self, version: str, records: Records) -> OpenCollection:
        """Build the collection of a version aside, and return it once it is proved whole."""
        ...


class LocalCache:
    """Generations in a folder; the caller holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)

    def open_existing(self, version: str, records: Records) -> OpenCollection | None:
        """Return the collection of a version that was built before, if it is whole."""
        directory = self._generations.find(version)
        if directory is None:
            return None
        try:
            return self._open(directory, records)
        except CacheUnusableError as problem:
            _log.warning("Chroma is rebuilt: %s", problem)
            self._generations.discard(directory)
            return None

    def build(self, version: str, records: Records) -> OpenCollection:
        """Build a new generation in a child process and open it."""
        directory = self._generations.begin(version)
        try:
            run_child("build", directory / "built", records, len(records.ids))
            self._generations.seal(directory)
            return self._open(directory, records)
        except BaseException:
            self._generations.discard(directory)
            raise

    def _open(self, directory: Path, records: Records) -> OpenCollection:
        copy = self._generations.check_out(directory)
        try:
            opened = _prove(copy, records)
        except BaseException:
            self._generations.discard(copy)
            raise
        self._generations.clean_up(in_use=copy)
        return opened


def _prove(folder: Path, records: Records) -> OpenCollection:
    """Open a folder here only after a child process has opened it and found it whole."""
    sample, count = records.sample(), len(records.ids)
    run_child("probe", folder, sample, count)
    try:
        client = open_local(folder)
        collection = check_collection(client, sample, count=count)
    except Exception as error:
        raise CacheUnusableError(f"it cannot be opened: {error}") from error
    return OpenCollection(client, collection, count, copy=folder)


class RemoteCache:
    """Collections of a Chroma server, one per version."""

    def __init__(self, url: str) -> None:
        self._url = url

    def open_existing(self, version: str, records: Records) -> OpenCollection | None:
        """Return the collection of a version when the server has it whole."""
        client = open_remote(self._url)
        name = f"{NAME}-{version}"
        if name not in {collection.name for collection in client.list_collections()}:
            return None
        try:
            return self._check(client, name, records)
        except CacheUnusableError as problem:
            _log.warning("Chroma's collection %s is rebuilt: %s", name, problem)
            client.delete_collection(name)
            return None

    def build(self, version: str, records: Records) -> OpenCollection:
        """Fill a new collection and open it; the one before stays for replicas behind us."""
        client = open_remote(self._url)
        name = f"{NAME}-{version}"
        create_collection(client, records, name=name)
        opened = self._check(client, name, records)
        ours = [each for each in client.list_collections() if each.name.startswith(NAME)]
        for old in sorted(ours, key=_built)[:-_KEPT]:
            client.delete_collection(old.name)
        return opened

    def _check(self, client: "Client", name: str, records: Records) -> OpenCollection:
        count = len(records.ids)
        collection = check_collection(client, records.sample(), count=count, name=name)
        limit_waiting(client, _ANSWER_SECONDS)
        return OpenCollection(client, collection, count)


def _built(collection: "Collection") -> int:
    return int((collection.metadata or {}).get(BUILT, 0))
