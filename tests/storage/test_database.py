"""The database: its journal, its schema version, many threads, and its key file."""

import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glutebot.domain.answers import Answer, Status
from glutebot.errors import InputError, UnavailableError
from glutebot.storage import (
    ConversationNotFoundError,
    Conversations,
    Database,
    Feedback,
    UnansweredQuestions,
    open_database,
    open_key,
)
from glutebot.storage.articles import ArticleShelf
from support.local_servers import free_port

ANSWER = Answer(status=Status.REFUSED, text="No.", sentences=(), engine="fixed", index_version="v")


def test_sqlite_runs_with_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    database = open_database(tmp_path / "nested" / "glutebot.db")

    with database.read() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        foreign = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert (journal, foreign) == ("wal", 1)


def test_a_database_of_a_newer_glutebot_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "glutebot.db"
    open_database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE schema_version SET version = 99")

    with pytest.raises(InputError, match="schema 99"):
        open_database(path)


def test_an_unusable_address_says_which_setting(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="GLUTEBOT_DATABASE_URL"):
        open_database("not an address")
    with pytest.raises(UnavailableError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path}/no/such/folder/x.db")


def test_many_threads_number_turns_without_gaps(database: Database) -> None:
    conversations = Conversations(database)
    talk = conversations.start("ann")

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: conversations.append("ann", talk, f"q{n}"), range(24)))

    assert sorted(numbers) == list(range(1, 25))
    assert len(conversations.turns("ann", talk)) == 24


def test_many_that_open_an_empty_database_at_once_all_can(
    reopen: Callable[..., Database],
) -> None:
    with ThreadPoolExecutor(6) as pool:
        shelves = list(pool.map(lambda _: ArticleShelf(reopen()), range(6)))

    assert [shelf.articles() for shelf in shelves] == [[]] * 6


def test_many_votes_and_notes_at_once_are_one_each(database: Database) -> None:
    conversations, feedback = Conversations(database), Feedback(database)
    talk = conversations.start("ann")
    conversations.append("ann", talk, "Squats?", ANSWER)
    questions = UnansweredQuestions(database)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: feedback.vote("ann", f"{talk}:1", "up"), range(16)))
        list(pool.map(lambda _: questions.note("How many eggs?"), range(16)))

    assert feedback.counts() == {"up": 1, "down": 0}
    assert [found.count for found in questions.most_frequent()] == [16]


def test_ids_that_no_database_can_hold_are_of_nobody(database: Database) -> None:
    conversations = Conversations(database)

    for identity in ("\x00", "x" * 5_000, "\ud800", "'; DROP TABLE turns; --"):
        with pytest.raises(ConversationNotFoundError):
            conversations.turns("ann", identity)
        with pytest.raises(ConversationNotFoundError):
            Feedback(database).vote("ann", f"{identity}:1", "up")


def test_a_newer_schema_is_refused_on_every_database(reopen: Callable[..., Database]) -> None:
    database = reopen()
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")

    with pytest.raises(InputError, match="schema 99"):
        reopen()


def test_a_server_that_does_not_answer_is_out_of_reach(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://glutebot@127.0.0.1:{free_port()}/postgres"

    with pytest.raises(UnavailableError, match="cannot be opened"):
        open_database(address)


def break_off_a_write(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO conversations VALUES ('x', 'ann', '', '2026-01-01', '2026-01-01')"
        )
        raise RuntimeError


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    conversations = Conversations(database)

    with pytest.raises(RuntimeError):
        break_off_a_write(database)

    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conversations").scalar() == 0
    assert conversations.summaries("ann") == []


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "visitors.key"

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: open_key(path), range(8)))

    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_key_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "visitors.key"
    path.write_bytes(b"short")

    with pytest.raises(InputError, match=r"visitors\.key: The key file is damaged"):
        open_key(path)
