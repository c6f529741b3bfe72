"""One database for all that must outlive the process, with a schema that knows its version."""

import datetime
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from glutebot.errors import InputError, UnavailableError
from glutebot.storage.tables import metadata, programs, schema_version, site_usage, sites

SCHEMA_VERSION = 3
_BUSY_MILLISECONDS = 5_000
_SCHEMA_LOCK = 0x676C757465
"""Any number that nobody else takes in the same PostgreSQL database."""

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """Return the present moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


class Database:
    """A pool of connections; `read` and `write` are each one transaction."""

    def __init__(self, engine: Engine, *, now: Clock = utc_now) -> None:
        self._engine = engine
        self.now = now

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads; it never waits for a writer."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is kept when the block ends well, else undone."""
        options = self._engine.execution_options(glutebot_writes=True)
        with options.begin() as connection:
            yield connection

    def check(self) -> None:
        """Raise UnavailableError unless the database answers."""
        try:
            with self.read() as connection:
                connection.execute(select(1))
        except SQLAlchemyError as fault:
            raise UnavailableError(
                "The database does not answer.", remedy="See the server's log."
            ) from fault

    def close(self) -> None:
        """Close all connections; a SQLite log is folded into its file."""
        self._engine.dispose()


def open_database(url: str | Path, *, now: Clock = utc_now) -> Database:
    """Open the database at an SQLAlchemy address or a SQLite file, and bring its schema up.

    Raises:
        InputError: the address cannot be read, or a newer Glutebot wrote the database.
        UnavailableError: the database cannot be opened.
    """
    engine = _open_engine(url)
    database = Database(engine, now=now)
    try:
        with database.write() as connection:
            _bring_up(connection)
    except SQLAlchemyError as fault:
        raise UnavailableError(
            "The database cannot be opened.",
            field="GLUTEBOT_DATABASE_URL",
            remedy="Check the address, and that the folder can be written to.",
        ) from fault
    return database


def _open_engine(url: str | Path) -> Engine:
    if isinstance(url, Path):
        url.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{url}"
    try:
        address = make_url(url)
        engine = create_engine(address, pool_pre_ping=not url.startswith("sqlite"))
    except (ArgumentError, ImportError) as fault:
        raise InputError(
            "The database address cannot be used.",
            field="GLUTEBOT_DATABASE_URL",
            remedy="Write it like sqlite:///data/glutebot.db, and install the driver it names.",
        ) from fault
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Let readers and a writer work side by side, and let deletions reach every child row."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={_BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, since SQLite cannot wait for it in mid-transaction."""
    writes = connection.get_execution_options().get("glutebot_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def take_turns(connection: Connection) -> None:
    """Let one process at a time change the schema, until its transaction ends.

    On PostgreSQL, two that create the same missing table at once both fail; SQLite has one writer
    anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


def _bring_up(connection: Connection) -> None:
    take_turns(connection)
    metadata.create_all(connection, tables=[schema_version])
    found = connection.execute(select(schema_version.c.version)).scalar_one_or_none()
    if found is None:
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))
    elif found > SCHEMA_VERSION:
        raise InputError(
            f"The database has schema {found}; this Glutebot knows up to {SCHEMA_VERSION}.",
            field="GLUTEBOT_DATABASE_URL",
            remedy="Install the newer Glutebot that wrote it.",
        )
    else:
        _migrate(connection, found)
    connection.execute(text("SELECT 1"))


def _migrate(connection: Connection, found: int) -> None:
    """Take an older schema up step by step, in the transaction that opened the database."""
    for version in range(found, SCHEMA_VERSION):
        _STEPS[version](connection)
    if found < SCHEMA_VERSION:
        connection.execute(update(schema_version).values(version=SCHEMA_VERSION))


def _keep_programs(connection: Connection) -> None:
    metadata.create_all(connection, tables=[programs])


def _keep_sites(connection: Connection) -> None:
    metadata.create_all(connection, tables=[sites, site_usage])


_STEPS: dict[int, Callable[[Connection], None]] = {1: _keep_programs, 2: _keep_sites}
"""What leads from each schema version to the next."""
