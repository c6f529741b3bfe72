"""What the readers of a site asked, as its owner may see it: questions and counts, nobody's name.

It is drawn from the conversations that are kept, so what a reader erases, or what grows older
than the site keeps, is gone from here too.
"""

import datetime
from collections import Counter
from typing import Any

from sqlalchemy import and_, select

from glutebot.domain.model import Model
from glutebot.domain.sites import Site
from glutebot.storage.database import Database
from glutebot.storage.tables import conversations, turns, votes
from glutebot.storage.unanswered import normalise_question

_LATEST = 5_000
"""Questions that are looked through, the latest first."""
_LISTED = 50
_GRAVE = ("emergency", "same-day")


class AskedQuestion(Model):
    """A question, grouped with those of the same words."""

    question: str
    count: int
    latest: datetime.datetime
    answered: bool
    """False where the articles did not hold the answer: what to write next."""
    up: int
    down: int


class Complaint(Model):
    """A reader's reason for a vote against an answer."""

    question: str
    reason: str


class UsedArticle(Model):
    """An article that answers cited, and how many did."""

    title: str
    answers: int


class ReadersReport(Model):
    """What a site's page shows."""

    conversations: int
    questions: int
    asked: tuple[AskedQuestion, ...]
    unanswered: tuple[AskedQuestion, ...]
    up: int
    down: int
    complaints: tuple[Complaint, ...]
    articles: tuple[UsedArticle, ...]


class Readers:
    """Reads what was asked on a site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def report(self, site: Site) -> ReadersReport:
        """Return what was asked on a site, the most frequent first.

        What a reader wrote in distress is nobody's reading, so it is left out.
        """
        rows = [row for row in self._rows(site) if not _is_grave(row["answer"])]
        groups = _group(rows)
        complaints = [
            Complaint(question=row["question"], reason=row["reason"])
            for row in rows
            if row["value"] == "down" and row["reason"]
        ]
        return ReadersReport(
            conversations=len({row["conversation_id"] for row in rows}),
            questions=len(rows),
            asked=tuple(groups[:_LISTED]),
            unanswered=tuple([group for group in groups if not group.answered][:_LISTED]),
            up=sum(row["value"] == "up" for row in rows),
            down=sum(row["value"] == "down" for row in rows),
            complaints=tuple(complaints[:_LISTED]),
            articles=_count_articles(rows),
        )

    def _rows(self, site: Site) -> list[Any]:
        vote = and_(
            votes.c.conversation_id == turns.c.conversation_id, votes.c.number == turns.c.number
        )
        wanted = (
            select(
                turns.c.conversation_id,
                turns.c.question,
                turns.c.answer,
                turns.c.asked,
                votes.c.value,
                votes.c.reason,
            )
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .outerjoin(votes, vote)
            .where(conversations.c.visitor.startswith(site.visitors, autoescape=True))
            .order_by(turns.c.asked.desc())
            .limit(_LATEST)
        )
        with self._database.read() as connection:
            return list(connection.execute(wanted).mappings().all())


def _is_grave(answer: dict[str, Any] | None) -> bool:
    return bool(answer and answer.get("referral") in _GRAVE)


def _group(rows: list[Any]) -> list[AskedQuestion]:
    """Return the questions by their words; the latest wording speaks for its group."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(normalise_question(row["question"]), []).append(row)
    groups = [
        AskedQuestion(
            question=same[0]["question"],
            count=len(same),
            latest=same[0]["asked"],
            answered=not any((row["answer"] or {}).get("uncovered") for row in same),
            up=sum(row["value"] == "up" for row in same),
            down=sum(row["value"] == "down" for row in same),
        )
        for same in found.values()
    ]
    return sorted(groups, key=lambda group: (-group.count, -group.latest.timestamp()))


def _count_articles(rows: list[Any]) -> tuple[UsedArticle, ...]:
    counted: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for row in rows:
        cited = {c["article_id"]: c["title"] for c in (row["answer"] or {}).get("citations", ())}
        counted.update(cited.keys())
        titles |= cited
    return tuple(
        UsedArticle(title=titles[article], answers=count)
        for article, count in counted.most_common(20)
    )
