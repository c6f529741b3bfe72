"""Votes on answers: one a visitor and answer, with a reason, changeable."""

from typing import Literal

from sqlalchemy import delete, func, insert, select

from glutebot.domain.model import Model
from glutebot.storage.conversations import ConversationNotFoundError, answer_place
from glutebot.storage.database import Database
from glutebot.storage.tables import conversations, turns, votes

VoteValue = Literal["up", "down"]
_REASON_LENGTH = 500


class Vote(Model):
    """What a visitor thought of an answer."""

    value: VoteValue
    reason: str = ""


class Feedback:
    """Keeps votes beside the answers that they are about, and lets them go with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def vote(self, visitor: str, answer_id: str, value: VoteValue | None, reason: str = "") -> None:
        """Set, change or (with None) take back a vote; only the one who asked can vote."""
        conversation, number = answer_place(answer_id)
        own = (
            select(turns.c.number)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(
                conversations.c.visitor == visitor,
                turns.c.conversation_id == conversation,
                turns.c.number == number,
                turns.c.answer.is_not(None),
            )
        )
        with self._database.write() as connection:
            if connection.execute(own.with_for_update()).scalar_one_or_none() is None:
                raise ConversationNotFoundError
            connection.execute(
                delete(votes).where(
                    votes.c.conversation_id == conversation, votes.c.number == number
                )
            )
            if value is not None:
                row = {
                    "conversation_id": conversation,
                    "number": number,
                    "value": value,
                    "reason": reason.strip()[:_REASON_LENGTH],
                    "cast": self._database.now(),
                }
                connection.execute(insert(votes).values(row))

    def votes(self, visitor: str, conversation: str) -> dict[int, Vote]:
        """Return the votes of a visitor's conversation by the number of their turn."""
        cast = (
            select(votes.c.number, votes.c.value, votes.c.reason)
            .join(conversations, conversations.c.id == votes.c.conversation_id)
            .where(conversations.c.visitor == visitor, conversations.c.id == conversation)
        )
        with self._database.read() as connection:
            rows = connection.execute(cast).all()
        return {row.number: Vote(value=row.value, reason=row.reason) for row in rows}

    def counts(self) -> dict[str, int]:
        """Return how many votes of each kind there are."""
        counted = select(votes.c.value, func.count()).group_by(votes.c.value)
        with self._database.read() as connection:
            found = {row[0]: int(row[1]) for row in connection.execute(counted)}
        return {"up": found.get("up", 0), "down": found.get("down", 0)}
