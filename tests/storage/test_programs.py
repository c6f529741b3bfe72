"""Programs that visitors keep, and how a database of version 1 comes to hold them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

from glutebot.errors import InputError
from glutebot.storage import Conversations, Database, ProgramNotFoundError, Programs
from glutebot.storage.database import SCHEMA_VERSION
from glutebot.storage.programs import KEPT


def program(days: int = 3, **more: Any) -> dict[str, Any]:
    """Return the least of a program that storage looks at."""
    profile = {"days_per_week": days, "minutes_per_session": 45}
    return {"schema": "glutebot.program/1", "profile": profile, "weeks": [{}] * 6, **more}


class Ticking:
    """A clock that moves on by a minute whenever it is read."""

    def __init__(self) -> None:
        self.moment = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        self.moment += datetime.timedelta(minutes=1)
        return self.moment


@pytest.fixture
def database(reopen: Callable[..., Database]) -> Database:
    return reopen(now=Ticking())


@pytest.fixture
def programs(database: Database) -> Programs:
    return Programs(database)


def test_what_comes_out_is_what_went_in(programs: Programs) -> None:
    kept = program(note="½ ° 🍑", load=2.5, nothing=None)

    assert programs.get("ann", programs.save("ann", kept)) == kept


def test_a_program_without_a_title_is_called_by_what_it_asks(programs: Programs) -> None:
    programs.save("ann", program(days=1))
    programs.save("ann", program(), "  My   winter\nplan ")

    titles = [item.title for item in programs.summaries("ann")]

    assert titles == ["My winter plan", "6 weeks, 1 day a week, 45 min"]


def test_the_same_program_is_kept_once_and_moves_to_the_front(programs: Programs) -> None:
    first = programs.save("ann", program(2), "two days")
    second = programs.save("ann", program(3))

    again = programs.save("ann", program(2))

    assert again == first
    assert [item.id for item in programs.summaries("ann")] == [first, second]
    assert programs.summary("ann", first).title == "two days"


def test_another_visitors_program_is_like_a_missing_one(programs: Programs) -> None:
    own = programs.save("ann", program())

    for act in (
        lambda: programs.get("ben", own),
        lambda: programs.summary("ben", own),
        lambda: programs.rename("ben", own, "mine"),
        lambda: programs.delete("ben", own),
        lambda: programs.get("ann", "nowhere"),
        lambda: programs.get("ann", "\x00"),
        lambda: programs.get("ann", "\ud800"),
    ):
        with pytest.raises(ProgramNotFoundError):
            act()
    assert programs.summaries("ben") == []
    assert programs.save("ben", program()) != own


def test_a_program_can_be_renamed_and_forgotten(programs: Programs) -> None:
    own = programs.save("ann", program())

    programs.rename("ann", own, "Spring")
    with pytest.raises(InputError, match="title"):
        programs.rename("ann", own, " ")
    renamed = programs.summary("ann", own)
    programs.delete("ann", own)

    assert renamed.title == "Spring"
    assert renamed.updated > renamed.created
    assert programs.summaries("ann") == []


def test_the_oldest_program_makes_room(programs: Programs) -> None:
    first, second, *_ = [programs.save("ann", program(note=number)) for number in range(KEPT + 1)]

    listed = [item.id for item in programs.summaries("ann")]

    assert len(listed) == KEPT
    assert first not in listed
    assert second in listed


def test_a_program_goes_with_the_conversation_that_led_to_it(
    database: Database, programs: Programs
) -> None:
    talks = Conversations(database)
    talk = talks.start("ann")
    led_to = programs.save("ann", program(2), conversation=talk)
    by_form = programs.save("ann", program(3))

    talks.delete("ann", talk)

    assert [item.id for item in programs.summaries("ann")] == [by_form]
    with pytest.raises(ProgramNotFoundError):
        programs.get("ann", led_to)


def test_whoever_is_forgotten_is_forgotten_with_all_programs(
    database: Database, programs: Programs
) -> None:
    programs.save("ann", program(2))
    programs.save("ben", program(2))

    Conversations(database).erase("ann")

    assert programs.summaries("ann") == []
    assert len(programs.summaries("ben")) == 1
    assert programs.erase("ben") == 1


def make_version_1(database: Database) -> None:
    """Turn a database back into what the first version left."""
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE programs")
        connection.exec_driver_sql("UPDATE schema_version SET version = 1")


def stored_version(database: Database) -> int:
    with database.read() as connection:
        version = connection.exec_driver_sql("SELECT version FROM schema_version").scalar_one()
    return int(version)


def test_a_database_of_version_1_is_taken_up_with_all_that_it_holds(
    reopen: Callable[..., Database], database: Database
) -> None:
    talks = Conversations(database)
    talk = talks.start("ann")
    talks.append("ann", talk, "Squats?")
    make_version_1(database)

    for _ in range(2):  # the second opening finds nothing left to do
        opened = reopen()
        Programs(opened).save("ann", program(), conversation=talk)
        assert [turn.question for turn in Conversations(opened).turns("ann", talk)] == ["Squats?"]

    assert stored_version(database) == SCHEMA_VERSION
    assert len(Programs(database).summaries("ann")) == 1


def test_a_step_that_fails_leaves_the_database_as_it_was(
    reopen: Callable[..., Database], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE programs (id TEXT)")
        raise RuntimeError

    make_version_1(database)
    monkeypatch.setattr("glutebot.storage.database._STEPS", {1: fail})
    with pytest.raises(RuntimeError):
        reopen()

    assert stored_version(database) == 1
    with database.read() as connection:
        assert not inspect(connection).has_table("programs")
