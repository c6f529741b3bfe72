"""Opening the store whatever state its file is in: a damaged one is moved aside."""

import logging
import sqlite3
import time
from pathlib import Path

from filelock import FileLock

from glutebot.errors import UnavailableError
from glutebot.retrieval.passage_store import Contents, PassageStore, StoreDamagedError

STORE_NAME = "passages.sqlite3"
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_log = logging.getLogger(__name__)


def is_damage(error: Exception) -> bool:
    """Tell damage of the file from a full disk, a lock or missing rights."""
    if isinstance(error, StoreDamagedError):
        return True
    if isinstance(error, sqlite3.OperationalError | sqlite3.DatabaseError):
        code = getattr(error, "sqlite_errorcode", 0)
        return code & 0xFF in _DAMAGE_CODES or code == sqlite3.SQLITE_IOERR_SHORT_READ
    return False


def open_store(folder: Path) -> tuple[PassageStore, Contents]:
    """Open the store of a folder and read it; start an empty one where it is damaged."""
    try:
        return _open(folder)
    except (sqlite3.Error, StoreDamagedError) as error:
        if not is_damage(error):
            raise unavailable(folder, error) from error
        set_aside(folder, error)
        return _open(folder)


def set_aside(folder: Path, reason: Exception) -> None:
    """Move a damaged store out of the way, keeping it for whoever wants to look into it.

    A lock and a second look keep two processes from moving each other's new store away.
    """
    with FileLock(folder / f"{STORE_NAME}.lock"):
        try:
            store, _ = _open(folder)
            store.close()
        except (sqlite3.Error, StoreDamagedError) as error:
            if not is_damage(error):
                raise unavailable(folder, error) from error
            _move_aside(folder)
            _log.warning("The passage store was damaged (%s); it is rebuilt from scratch", reason)


def unavailable(folder: Path, error: Exception) -> UnavailableError:
    """Return the error to show when the store can be neither read nor blamed."""
    return UnavailableError(
        f"The passage store cannot be used: {error}.",
        field=STORE_NAME,
        remedy=f"Check that the folder {folder.name!r} is writable and that its disk has room.",
    )


def _open(folder: Path) -> tuple[PassageStore, Contents]:
    store = PassageStore(folder / STORE_NAME)
    try:
        return store, store.read()
    except BaseException:
        store.close()
        raise


def _move_aside(folder: Path) -> None:
    stamp = time.time_ns()
    for suffix in ("", "-wal", "-shm"):
        path = folder / f"{STORE_NAME}{suffix}"
        if path.exists():
            path.rename(folder / f"damaged-{stamp}-{path.name}")
