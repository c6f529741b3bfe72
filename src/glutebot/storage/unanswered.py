"""Questions that the articles did not answer: what to write next."""

import datetime
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from glutebot.domain.model import Model
from glutebot.storage.database import Database
from glutebot.storage.tables import unanswered

_NOT_A_WORD = re.compile(r"[^\w]+")
_KEY_LENGTH = 400


class UnansweredQuestion(Model):
    """A question without an answer, how often it came, and what lay nearest."""

    question: str
    nearest: tuple[str, ...]
    count: int
    first_seen: datetime.datetime
    last_seen: datetime.datetime


def normalise_question(question: str) -> str:
    """Return what makes two questions the same: their words, without case or punctuation."""
    plain = unicodedata.normalize("NFKC", question).casefold()
    return _NOT_A_WORD.sub(" ", plain).strip()[:_KEY_LENGTH]


class UnansweredQuestions:
    """Counts questions that found no answer; nobody's name or id is kept with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, question: str, nearest: Sequence[str] = ()) -> None:
        """Record a question, or count one that came before."""
        key = normalise_question(question)
        if not key:
            return
        try:
            self._count(key, question, nearest)
        except IntegrityError:  # somebody else asked it for the first time in this very moment
            self._count(key, question, nearest)

    def _count(self, key: str, question: str, nearest: Sequence[str]) -> None:
        now = self._database.now()
        with self._database.write() as connection:
            again = connection.execute(
                update(unanswered)
                .where(unanswered.c.normalised == key)
                .values(count=unanswered.c.count + 1, last_seen=now, nearest=list(nearest))
            )
            if again.rowcount == 0:
                row = {
                    "normalised": key,
                    "question": question,
                    "nearest": list(nearest),
                    "count": 1,
                    "first_seen": now,
                    "last_seen": now,
                }
                connection.execute(insert(unanswered).values(row))

    def most_frequent(self, *, limit: int = 100) -> list[UnansweredQuestion]:
        """Return the questions, the most frequent first, then the latest."""
        wanted = (
            select(
                unanswered.c.question,
                unanswered.c.nearest,
                unanswered.c.count,
                unanswered.c.first_seen,
                unanswered.c.last_seen,
            )
            .order_by(unanswered.c["count"].desc(), unanswered.c.last_seen.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted).mappings().all()
        return [UnansweredQuestion.model_validate(dict(row)) for row in rows]

    def prune(self, older_than: datetime.timedelta) -> int:
        """Forget questions that nobody asked for that long; return how many."""
        limit = self._database.now() - older_than
        with self._database.write() as connection:
            gone = connection.execute(delete(unanswered).where(unanswered.c.last_seen < limit))
        return gone.rowcount
