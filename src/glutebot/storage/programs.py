"""Programs that visitors keep; another visitor's program is exactly like a missing one."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select, update

from glutebot.domain.model import Model
from glutebot.errors import InputError
from glutebot.storage.conversations import shorten
from glutebot.storage.database import Database
from glutebot.storage.tables import programs

KEPT = 200
"""Programs that one visitor can keep; the one that was touched longest ago makes room."""


class ProgramNotFoundError(InputError):
    """No such program of this visitor, whether it never was or is another's."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such program.",
            field="program",
            remedy="Build a new one, or pick one from your list.",
        )


class ProgramSummary(Model):
    """A program as a list shows it."""

    id: str
    title: str
    created: datetime.datetime
    updated: datetime.datetime


class Programs:
    """Keeps programs in their public form, as JSON text, so that what comes out is what went in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        visitor: str,
        program: Mapping[str, Any],
        title: str = "",
        *,
        conversation: str | None = None,
    ) -> str:
        """Keep a program and return its id; one that is kept already is only moved to the front.

        A program that a conversation led to goes when the conversation goes.
        """
        payload = json.dumps(program, separators=(",", ":"))
        digest = hashlib.sha256(payload.encode()).hexdigest()
        row = {
            "visitor": visitor,
            "conversation_id": conversation,
            "title": shorten(title) or _describe(program),
            "digest": digest,
            "payload": payload,
        }
        with self._database.write() as connection:
            return self._refresh(connection, visitor, digest) or self._insert(connection, row)

    def _refresh(self, connection: Connection, visitor: str, digest: str) -> str | None:
        same = select(programs.c.id).where(
            programs.c.visitor == visitor, programs.c.digest == digest
        )
        found: str | None = connection.execute(same).scalars().first()
        if found is not None:
            changes = {"updated": self._database.now()}
            connection.execute(update(programs).where(programs.c.id == found).values(changes))
        return found

    def _insert(self, connection: Connection, row: dict[str, Any]) -> str:
        now, identity = self._database.now(), uuid.uuid4().hex
        moments = {"id": identity, "created": now, "updated": now}
        connection.execute(insert(programs).values({**row, **moments}))
        old = (
            select(programs.c.id)
            .where(programs.c.visitor == row["visitor"])
            .order_by(programs.c.updated.desc(), programs.c.created.desc())
            .offset(KEPT)
        )
        gone = list(connection.execute(old).scalars())
        connection.execute(delete(programs).where(programs.c.id.in_(gone)))
        return identity

    def summaries(self, visitor: str) -> list[ProgramSummary]:
        """Return a visitor's programs, the latest first."""
        wanted = _summary_columns().where(programs.c.visitor == visitor)
        latest_first = wanted.order_by(programs.c.updated.desc(), programs.c.created.desc())
        with self._database.read() as connection:
            rows = connection.execute(latest_first).mappings().all()
        return [ProgramSummary(**row) for row in rows]

    def summary(self, visitor: str, program: str) -> ProgramSummary:
        """Return title and moments of one program."""
        wanted = _summary_columns().where(*_of(visitor, program))
        with self._database.read() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise ProgramNotFoundError
        return ProgramSummary(**row)

    def get(self, visitor: str, program: str) -> dict[str, Any]:
        """Return a program in its public form."""
        wanted = select(programs.c.payload).where(*_of(visitor, program))
        with self._database.read() as connection:
            payload = connection.execute(wanted).scalar_one_or_none()
        if payload is None:
            raise ProgramNotFoundError
        found: dict[str, Any] = json.loads(payload)
        return found

    def rename(self, visitor: str, program: str, title: str) -> None:
        """Give a program another title."""
        wanted = shorten(title)
        if not wanted:
            raise InputError(
                "A title needs at least one letter.", field="title", remedy="Type one."
            )
        change = (
            update(programs)
            .where(*_of(visitor, program))
            .values(title=wanted, updated=self._database.now())
        )
        with self._database.write() as connection:
            if connection.execute(change).rowcount == 0:
                raise ProgramNotFoundError

    def delete(self, visitor: str, program: str) -> None:
        """Forget a program."""
        own = delete(programs).where(*_of(visitor, program))
        with self._database.write() as connection:
            if connection.execute(own).rowcount == 0:
                raise ProgramNotFoundError

    def erase(self, visitor: str) -> int:
        """Forget all programs of a visitor and return how many that was."""
        with self._database.write() as connection:
            gone = connection.execute(delete(programs).where(programs.c.visitor == visitor))
        return gone.rowcount


def _of(visitor: str, program: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what picks one program of a visitor; what cannot be an id reaches no database."""
    if not (program.isascii() and program.isalnum()):
        raise ProgramNotFoundError
    return programs.c.id == program, programs.c.visitor == visitor


def _summary_columns() -> Select[tuple[str, str, datetime.datetime, datetime.datetime]]:
    return select(programs.c.id, programs.c.title, programs.c.created, programs.c.updated)


def _describe(program: Mapping[str, Any]) -> str:
    """Return the title of a program that nobody named: what tells it from others."""
    profile = program["profile"]
    return (
        f"{_counted(len(program['weeks']), 'week')}, "
        f"{_counted(profile['days_per_week'], 'day')} a week, "
        f"{profile['minutes_per_session']} min"
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
