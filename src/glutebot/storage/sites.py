"""Sites: who may embed the widget, what their readers used, and what is forgotten when."""

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from glutebot.domain.sites import Site
from glutebot.errors import InputError
from glutebot.storage.database import Database
from glutebot.storage.tables import conversations, programs, site_usage, sites, turns

_KEY_BYTES = 24
_EMPTY_LASTS = datetime.timedelta(days=1)
_FIELDS = [column for column in sites.c if column.name != "owner_key"]


class SiteNotFoundError(InputError):
    """No site has this id."""

    def __init__(self, site: str) -> None:
        super().__init__(
            f"There is no site {site}.",
            field="site",
            remedy="`glutebot site list` names the sites.",
        )


class Usage:
    """What a site's readers used on one day, in UTC."""

    def __init__(self, tokens: int, questions: int) -> None:
        self.tokens = tokens
        """Estimated; see the widget's limits."""
        self.questions = questions


class Sites:
    """Keeps the sites, their owners' keys as hashes, and their use by day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, site: Site) -> str:
        """Keep a site and return its owner's key, which nobody can read again.

        Raises:
            InputError: its id is taken.
        """
        key = secrets.token_urlsafe(_KEY_BYTES)
        row = {**site.model_dump(mode="json"), "created": site.created, "owner_key": _hash(key)}
        try:
            with self._database.write() as connection:
                connection.execute(insert(sites).values(row))
        except IntegrityError as fault:
            raise InputError(
                f"The id {site.id} is taken.", field="--id", remedy="Choose another with --id."
            ) from fault
        return key

    def all(self) -> list[Site]:
        """Return the sites in order of their ids."""
        with self._database.read() as connection:
            rows = connection.execute(select(*_FIELDS).order_by(sites.c.id)).mappings().all()
        return [Site.model_validate(dict(row)) for row in rows]

    def get(self, site: str) -> Site:
        """Return a site, or raise SiteNotFoundError."""
        wanted = select(*_FIELDS).where(sites.c.id == site)
        with self._database.read() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise SiteNotFoundError(site)
        return Site.model_validate(dict(row))

    def remove(self, site: str) -> None:
        """Forget a site, its use, and all that its readers asked."""
        with self._database.write() as connection:
            if connection.execute(delete(sites).where(sites.c.id == site)).rowcount == 0:
                raise SiteNotFoundError(site)
            connection.execute(delete(site_usage).where(site_usage.c.site == site))
            _forget(connection, f"w:{site}:")

    def allow(self, site: str, origins: Sequence[str]) -> Site:
        """Let pages of further origins embed a site's widget; returns the site as it is now."""
        known = self.get(site)
        named = tuple(dict.fromkeys([*known.origins, *origins]))
        changed = Site.model_validate({**known.model_dump(), "origins": named})
        self._change(site, {"origins": list(changed.origins)})
        return changed

    def renew_key(self, site: str) -> str:
        """Return a new key for a site's owner; the old one is good for nothing."""
        key = secrets.token_urlsafe(_KEY_BYTES)
        self._change(site, {"owner_key": _hash(key)})
        return key

    def _change(self, site: str, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            changed = connection.execute(update(sites).where(sites.c.id == site).values(values))
            if changed.rowcount == 0:
                raise SiteNotFoundError(site)

    def is_owner(self, site: str, key: str) -> bool:
        """Say whether a key is that of the site's owner."""
        wanted = select(sites.c.owner_key).where(sites.c.id == site)
        with self._database.read() as connection:
            stored = connection.execute(wanted).scalar_one_or_none()
        return hmac.compare_digest(stored or "", _hash(key))

    def usage(self, site: str) -> Usage:
        """Return what a site's readers used today."""
        with self._database.read() as connection:
            row = connection.execute(
                select(site_usage.c.tokens, site_usage.c.questions).where(
                    site_usage.c.site == site, site_usage.c.day == self._today()
                )
            ).one_or_none()
        return Usage(row.tokens, row.questions) if row else Usage(0, 0)

    def charge(self, site: str, tokens: int, *, questions: int = 0) -> None:
        """Count tokens, and questions, against a site's day."""
        try:
            self._count(site, tokens, questions)
        except IntegrityError:  # another reader's question was the first of the day
            self._count(site, tokens, questions)

    def _count(self, site: str, tokens: int, questions: int) -> None:
        day = self._today()
        with self._database.write() as connection:
            counted = connection.execute(
                update(site_usage)
                .where(site_usage.c.site == site, site_usage.c.day == day)
                .values(
                    tokens=site_usage.c.tokens + tokens,
                    questions=site_usage.c.questions + questions,
                )
            )
            if counted.rowcount == 0:
                row = {"site": site, "day": day, "tokens": tokens, "questions": questions}
                connection.execute(insert(site_usage).values(row))

    def prune(self) -> int:
        """Forget what every site keeps longer than it said; return how many conversations.

        A conversation in which nothing was asked goes after a day.
        """
        now, gone = self._database.now(), 0
        kept = self.all()
        with self._database.write() as connection:
            for site in kept:
                limit = now - datetime.timedelta(days=site.retention_days)
                gone += _forget(connection, site.visitors, before=limit)
            gone += _forget_empty(connection, now - _EMPTY_LASTS)
        return gone

    def seconds_left(self) -> int:
        """Return the seconds until the budgets of today are over."""
        now = self._database.now().astimezone(datetime.UTC)
        midnight = datetime.datetime.combine(
            now.date() + datetime.timedelta(days=1), datetime.time(), datetime.UTC
        )
        return max(1, int((midnight - now).total_seconds()))

    def _today(self) -> str:
        return self._database.now().astimezone(datetime.UTC).date().isoformat()


def _forget(
    connection: Connection, visitors: str, *, before: datetime.datetime | None = None
) -> int:
    """Delete the conversations and programs of visitors whose names begin so."""
    gone = 0
    for table in (programs, conversations):
        old = delete(table).where(table.c.visitor.startswith(visitors, autoescape=True))
        if before is not None:
            old = old.where(table.c.updated < before)
        gone = connection.execute(old).rowcount
    return gone


def _forget_empty(connection: Connection, before: datetime.datetime) -> int:
    of_widget = conversations.c.visitor.startswith("w:", autoescape=True)
    unasked = ~exists().where(turns.c.conversation_id == conversations.c.id)
    old = delete(conversations).where(of_widget, unasked, conversations.c.updated < before)
    return connection.execute(old).rowcount


def _hash(key: str) -> str:
    """Return what is kept of a key; it is random and long, so one round is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """Return an id for a site, numbered where it is taken."""
    used = set(taken)
    numbered = (f"{wanted[:20].rstrip('-')}-{number}" for number in range(2, 10_000))
    return wanted if wanted not in used else next(one for one in numbered if one not in used)
