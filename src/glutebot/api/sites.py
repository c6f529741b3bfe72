"""The sites as requests see them: read from the database now and then, not each time."""

import asyncio
import time
from typing import Protocol

from starlette.datastructures import Headers
from starlette.types import Scope

from glutebot.domain.sites import Site

_FRESH_SECONDS = 5.0


class SiteShelf(Protocol):
    """Where the sites are kept."""

    def all(self) -> list[Site]:
        """Return the sites."""


class SiteRegistry:
    """Knows the sites and their origins; what the command line changes is seen within seconds."""

    def __init__(self, shelf: SiteShelf, *, fresh_seconds: float = _FRESH_SECONDS) -> None:
        self._shelf = shelf
        self._seconds = fresh_seconds
        self._sites: dict[str, Site] = {}
        self._origins: frozenset[str] = frozenset()
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def get(self, site: str) -> Site | None:
        """Return a site by its id."""
        await self._refresh()
        return self._sites.get(site)

    async def lists(self, origin: str | None) -> bool:
        """Say whether some site has exactly this origin."""
        await self._refresh()
        return origin in self._origins

    async def _refresh(self) -> None:
        if time.monotonic() < self._until:
            return
        async with self._lock:
            if time.monotonic() < self._until:
                return
            found = await asyncio.to_thread(self._shelf.all)
            self._sites = {site.id: site for site in found}
            self._origins = frozenset(origin for site in found for origin in site.origins)
            self._until = time.monotonic() + self._seconds


def origin_of(scope: Scope) -> str | None:
    """Return the one origin that a request names, "" for several, None for none."""
    named = Headers(scope=scope).getlist("origin")
    if len(named) > 1:
        return ""
    return named[0] if named else None


def is_own(scope: Scope, origin: str) -> bool:
    """Say whether an origin is this server's own; a proxy may have ended TLS before it."""
    return origin.partition("://")[2] == Headers(scope=scope).get("host", "")
