"""Conversations of visitors; another visitor's conversation is exactly like a missing one."""

import datetime
import re
import uuid

from sqlalchemy import Connection, Update, delete, func, insert, select, update

from glutebot.domain.answers import Answer, Turn
from glutebot.domain.model import Model
from glutebot.errors import InputError
from glutebot.storage.database import Database
from glutebot.storage.tables import conversations, programs, turns

_TITLE_LENGTH = 80
_ANSWER_ID = re.compile(r"([0-9A-Za-z]+):([0-9]{1,6})")


class ConversationNotFoundError(InputError):
    """No such conversation of this visitor, whether it never was or is another's."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such conversation.",
            field="conversation",
            remedy="Start a new one, or pick one from your list.",
        )


class ConversationSummary(Model):
    """A conversation as a list shows it."""

    id: str
    title: str
    started: datetime.datetime
    updated: datetime.datetime
    turns: int


class Conversations:
    """Keeps what visitors asked and what they were answered, each turn numbered from 1."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, visitor: str) -> str:
        """Open an empty conversation and return its id."""
        identity = uuid.uuid4().hex
        now = self._database.now()
        row = {"id": identity, "visitor": visitor, "title": "", "started": now, "updated": now}
        with self._database.write() as connection:
            connection.execute(insert(conversations).values(row))
        return identity

    def require(self, visitor: str, conversation: str) -> None:
        """Raise ConversationNotFoundError unless the visitor has this conversation."""
        with self._database.read() as connection:
            _require(connection, visitor, conversation)

    def append(
        self, visitor: str, conversation: str, question: str, answer: Answer | None = None
    ) -> int:
        """Add a turn and return its number; an answer may follow with `complete`."""
        with self._database.write() as connection:
            title = _lock(connection, visitor, conversation)
            last = select(func.max(turns.c.number)).where(turns.c.conversation_id == conversation)
            number = (connection.execute(last).scalar() or 0) + 1
            now = self._database.now()
            connection.execute(
                insert(turns).values(
                    conversation_id=conversation,
                    number=number,
                    question=question,
                    answer=_stored(conversation, number, answer),
                    asked=now,
                )
            )
            changes = {"updated": now, "title": title or shorten(question)}
            connection.execute(_named(conversation).values(changes))
        return number

    def complete(self, visitor: str, conversation: str, number: int, answer: Answer) -> None:
        """Give a turn its answer, in place of any that it had."""
        with self._database.write() as connection:
            _lock(connection, visitor, conversation)
            stored = _stored(conversation, number, answer)
            found = connection.execute(
                update(turns)
                .where(turns.c.conversation_id == conversation, turns.c.number == number)
                .values(answer=stored)
            )
            if found.rowcount == 0:
                raise ConversationNotFoundError

    def turns(self, visitor: str, conversation: str) -> list[Turn]:
        """Return the turns of a conversation, first to last."""
        with self._database.read() as connection:
            _require(connection, visitor, conversation)
            rows = connection.execute(
                select(turns.c.question, turns.c.answer)
                .where(turns.c.conversation_id == conversation)
                .order_by(turns.c.number)
            ).all()
        return [
            Turn(question=row.question, answer=row.answer and Answer.model_validate(row.answer))
            for row in rows
        ]

    def count_turns(self, visitor: str, conversation: str) -> int:
        """Return how many turns a conversation has."""
        counted = select(func.count()).where(turns.c.conversation_id == conversation)
        with self._database.read() as connection:
            _require(connection, visitor, conversation)
            return int(connection.execute(counted).scalar_one())

    def summaries(self, visitor: str, *, limit: int = 200) -> list[ConversationSummary]:
        """Return a visitor's conversations that hold a turn, the latest first."""
        count = func.count(turns.c.number).label("turns")
        rows_of = (
            select(
                conversations.c.id,
                conversations.c.title,
                conversations.c.started,
                conversations.c.updated,
                count,
            )
            .join(turns, turns.c.conversation_id == conversations.c.id)
            .where(conversations.c.visitor == visitor)
            .group_by(conversations.c.id)
            .order_by(conversations.c.updated.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [ConversationSummary(**row) for row in connection.execute(rows_of).mappings()]

    def rename(self, visitor: str, conversation: str, title: str) -> None:
        """Give a conversation another title."""
        wanted = shorten(title)
        if not wanted:
            raise InputError("A title needs at least one letter.", field="title")
        with self._database.write() as connection:
            _lock(connection, visitor, conversation)
            connection.execute(_named(conversation).values(title=wanted))

    def truncate(self, visitor: str, conversation: str, *, keep: int) -> None:
        """Drop all turns after the first `keep`, with their votes."""
        with self._database.write() as connection:
            _lock(connection, visitor, conversation)
            connection.execute(
                delete(turns).where(
                    turns.c.conversation_id == conversation, turns.c.number > max(keep, 0)
                )
            )

    def delete(self, visitor: str, conversation: str) -> None:
        """Forget a conversation: its turns, its answers and its votes."""
        with self._database.write() as connection:
            _lock(connection, visitor, conversation)
            connection.execute(delete(conversations).where(conversations.c.id == conversation))

    def erase(self, visitor: str) -> int:
        """Forget everything of a visitor and return how many conversations that was.

        Programs go with them, in one transaction: somebody who is forgotten is forgotten whole.
        """
        with self._database.write() as connection:
            connection.execute(delete(programs).where(programs.c.visitor == visitor))
            gone = connection.execute(
                delete(conversations).where(conversations.c.visitor == visitor)
            )
        return gone.rowcount

    def prune(self, older_than: datetime.timedelta) -> int:
        """Forget conversations that nobody touched for that long; return how many."""
        limit = self._database.now() - older_than
        with self._database.write() as connection:
            gone = connection.execute(delete(conversations).where(conversations.c.updated < limit))
        return gone.rowcount


def shorten(text: str) -> str:
    """Return a text as a title: one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_LENGTH:
        return line
    cut = line[: _TITLE_LENGTH - 1]
    return cut.rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def _named(conversation: str) -> Update:
    return update(conversations).where(conversations.c.id == conversation)


def _require(connection: Connection, visitor: str, conversation: str, *, lock: bool = False) -> str:
    if not _may_be_id(conversation):
        raise ConversationNotFoundError
    wanted = select(conversations.c.title).where(
        conversations.c.id == conversation, conversations.c.visitor == visitor
    )
    if lock:
        wanted = wanted.with_for_update()
    title: str | None = connection.execute(wanted).scalar_one_or_none()
    if title is None:
        raise ConversationNotFoundError
    return title


def _may_be_id(conversation: str) -> bool:
    """Say whether a text can name a conversation; some that cannot, no database takes at all."""
    return conversation.isascii() and conversation.isalnum()


def _lock(connection: Connection, visitor: str, conversation: str) -> str:
    """Hold the conversation until the transaction ends, so turn numbers cannot collide."""
    return _require(connection, visitor, conversation, lock=True)


def _stored(conversation: str, number: int, answer: Answer | None) -> dict[str, object] | None:
    if answer is None:
        return None
    named = answer.model_copy(update={"id": f"{conversation}:{number}"})
    return named.model_dump(mode="json")


def answer_place(answer_id: str) -> tuple[str, int]:
    """Split an answer's id into its conversation and its turn's number."""
    named = _ANSWER_ID.fullmatch(answer_id)
    if not named:
        raise ConversationNotFoundError
    return named[1], int(named[2])
