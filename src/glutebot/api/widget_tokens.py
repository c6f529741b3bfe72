"""Tokens of the widget: who speaks, from which page's origin, in which conversation, until when.

A token is what its claims say and a signature over them; the server keeps nothing for it.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

TOKEN_SECONDS = 30 * 60
"""How long a token is taken; after that it is good for a new one only."""
PAGE_SECONDS = 60 * 60
"""How long the link to a program's page works."""
OWNER_SECONDS = 60 * 60
"""How long a site's owner stays known to the site's page."""
OWN_ORIGIN = "self"
"""The origin of tokens for the server's own pages: those in an iframe, and the owner's."""
_SESSION_BYTES = 16
_LONGEST = 1_000


@dataclass(frozen=True)
class WidgetSession:
    """What a token says."""

    site: str
    origin: str
    session: str
    conversation: str
    """The one conversation that it opens; empty until there is one."""
    expires: int
    """Seconds since 1970."""

    @property
    def visitor(self) -> str:
        """Return the visitor that everything of this session is kept for."""
        return f"w:{self.site}:{self.session}"

    def within(self, conversation: str) -> "WidgetSession":
        """Return the session for a conversation."""
        return replace(self, conversation=conversation)


@dataclass(frozen=True)
class ProgramPage:
    """A page that a link shows: the program of one answer, for a while."""

    visitor: str
    conversation: str
    turn: int
    expires: int


class WidgetTokens:
    """Signs and reads tokens with the server's key."""

    def __init__(self, key: bytes, *, now: Callable[[], float] = time.time) -> None:
        self._key = key
        self._now = now

    def begin(self, site: str, origin: str) -> WidgetSession:
        """Return a session of nobody yet."""
        return WidgetSession(site, origin, secrets.token_hex(_SESSION_BYTES), "", 0)

    def sign(self, session: WidgetSession) -> str:
        """Return the session's token, good from now on for its time."""
        fresh = replace(session, expires=int(self._now()) + TOKEN_SECONDS)
        return self._pack("w1", asdict(fresh))

    def read(self, token: str) -> WidgetSession | None:
        """Return what a token says, or None when it is forged or spent."""
        session = self.recall(token)
        return session if session and session.expires > self._now() else None

    def recall(self, token: str) -> WidgetSession | None:
        """Return what a genuine token said, spent or not."""
        claims = self._unpack("w1", token)
        return WidgetSession(**claims) if claims else None

    def sign_page(self, visitor: str, conversation: str, turn: int) -> str:
        """Return the name of a program's page, which opens that page and nothing else."""
        expires = int(self._now()) + PAGE_SECONDS
        return self._pack("p1", asdict(ProgramPage(visitor, conversation, turn, expires)))

    def read_page(self, name: str) -> ProgramPage | None:
        """Return which program a name opens, or None when it is forged or too old."""
        claims = self._unpack("p1", name)
        page = ProgramPage(**claims) if claims else None
        return page if page and page.expires > self._now() else None

    def sign_owner(self, site: str) -> str:
        """Return what shows a site's owner to be known, for a while."""
        return self._pack("o1", {"site": site, "expires": int(self._now()) + OWNER_SECONDS})

    def is_owner(self, value: str, site: str) -> bool:
        """Say whether a value shows the owner of this site."""
        claims = self._unpack("o1", value)
        return bool(claims and claims["site"] == site and claims["expires"] > self._now())

    def _pack(self, kind: str, claims: dict[str, Any]) -> str:
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return f"{kind}.{payload}.{self._signature(kind, payload)}"

    def _unpack(self, kind: str, token: str) -> dict[str, Any] | None:
        parts = token.split(".")
        if len(token) > _LONGEST or len(parts) != 3 or parts[0] != kind or not token.isascii():
            return None
        payload, signature = parts[1:]
        if not hmac.compare_digest(signature, self._signature(kind, payload)):
            return None
        padded = payload + "=" * (-len(payload) % 4)
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(padded))
        return claims

    def _signature(self, kind: str, payload: str) -> str:
        text = f"widget:{kind}:{payload}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()
