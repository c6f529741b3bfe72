"""Every storage test runs twice: over a SQLite file and over a real PostgreSQL."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from glutebot.storage import Database, open_database
from support.local_servers import run_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own, one for all tests of this room."""
    with run_postgres() as address:
        yield address


@pytest.fixture
def postgres_address(postgres: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an empty database is."""
    if request.param == "sqlite":
        return tmp_path / "glutebot.db"
    address: str = request.getfixturevalue("postgres_address")
    return address


@pytest.fixture
def reopen(database_address: str | Path) -> Iterator[Callable[..., Database]]:
    """Open the same database again, as another process would; all are closed at the end."""
    opened: list[Database] = []

    def open_again(**options: object) -> Database:
        opened.append(open_database(database_address, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_again
    for database in opened:
        database.close()


@pytest.fixture
def database(reopen: Callable[..., Database]) -> Database:
    """An empty database."""
    return reopen()
