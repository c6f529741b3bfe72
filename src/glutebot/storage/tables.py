"""The tables that hold what cannot be rebuilt; plain enough for SQLite and PostgreSQL alike."""

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC; SQLite forgets time zones, so they are put back when it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store every moment in UTC."""
        return value.astimezone(datetime.UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:  # noqa: ARG002
        """Give every moment back with its time zone."""
        if value is None:
            return None
        stored: datetime.datetime = value
        return stored.replace(tzinfo=datetime.UTC) if stored.tzinfo is None else stored


schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("visitor", String(64), nullable=False),
    Column("title", String(120), nullable=False, default=""),
    Column("started", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Index("conversations_of_a_visitor", "visitor", "updated"),
)

turns = Table(
    "turns",
    metadata,
    Column(
        "conversation_id",
        String(64),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON(none_as_null=True), nullable=True),
    Column("asked", Moment, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("value", String(8), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("cast", Moment, nullable=False),
    ForeignKeyConstraint(
        ["conversation_id", "number"],
        ["turns.conversation_id", "turns.number"],
        ondelete="CASCADE",
    ),
)

programs = Table(
    "programs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("visitor", String(64), nullable=False),
    Column(
        "conversation_id",
        String(64),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=True,
        index=True,
    ),
    Column("title", String(120), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Index("programs_of_a_visitor", "visitor", "updated"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("normalised", String(400), primary_key=True),
    Column("question", Text, nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("origins", JSON, nullable=False),
    Column("greeting", String(200), nullable=False),
    Column("consent", String(400), nullable=False),
    Column("language", String(8), nullable=False),
    Column("accent", String(7), nullable=False),
    Column("scope", String(24), nullable=False),
    Column("retention_days", Integer, nullable=False),
    Column("daily_tokens", Integer, nullable=False),
    Column("owner_key", String(64), nullable=False),
    Column("created", Moment, nullable=False),
)

site_usage = Table(
    "site_usage",
    metadata,
    Column("site", String(24), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("tokens", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
)
