"""Articles that were brought in, as they were read: what an index can always be rebuilt from."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, String, Table, Text, delete, insert, select

from glutebot.domain.articles import Article
from glutebot.storage.database import Database, take_turns
from glutebot.storage.tables import metadata

_ARTICLES = Table(
    "ingested_articles",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("origin", Text, nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("payload", Text, nullable=False),
)


@dataclass
class ShelfChange:
    """Ids by what an ingest does to them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class ArticleShelf:
    """Keeps ingested articles; every call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.write() as connection:
            take_turns(connection)
            metadata.create_all(connection, tables=[_ARTICLES])

    def articles(self) -> list[Article]:
        """Return all ingested articles in order of their ids."""
        query = select(_ARTICLES.c.payload).order_by(_ARTICLES.c.id)
        with self._database.read() as connection:
            return [Article.model_validate_json(row.payload) for row in connection.execute(query)]

    def compare(self, origin: str, articles: Sequence[Article], *, prune: bool) -> ShelfChange:
        """Say what `put` would do with the articles of one origin, and do nothing."""
        query = select(_ARTICLES.c.id, _ARTICLES.c.digest, _ARTICLES.c.origin)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        kept = {row.id: row.digest for row in rows}
        change = ShelfChange()
        for article in articles:
            digest = kept.get(article.id)
            same = digest == article_digest(article)
            fate = change.unchanged if same else change.changed if digest else change.added
            fate.append(article.id)
        brought = {article.id for article in articles}
        gone = [row.id for row in rows if row.origin == origin and row.id not in brought]
        change.removed.extend(sorted(gone) if prune else [])
        return change

    def put(self, origin: str, articles: Sequence[Article], *, prune: bool) -> ShelfChange:
        """Store the new and edited articles of one origin; to prune, forget those that are gone."""
        change = self.compare(origin, articles, prune=prune)
        write = [a for a in articles if a.id in {*change.added, *change.changed}]
        replaced = [*change.changed, *change.removed]
        with self._database.write() as connection:
            connection.execute(delete(_ARTICLES).where(_ARTICLES.c.id.in_(replaced)))
            if write:
                connection.execute(insert(_ARTICLES), [_row(origin, a) for a in write])
        return change


def _row(origin: str, article: Article) -> dict[str, str]:
    return {
        "id": article.id,
        "origin": origin,
        "digest": article_digest(article),
        "payload": article.model_dump_json(),
    }


def article_digest(article: Article) -> str:
    """Return the hash of all that an article holds."""
    return hashlib.sha256(article.model_dump_json().encode()).hexdigest()


def shelf_digest(articles: Iterable[Article]) -> str:
    """Return the hash of many articles, independent of their order."""
    return hashlib.sha256("".join(sorted(map(article_digest, articles))).encode()).hexdigest()
