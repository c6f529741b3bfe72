"""Who is asking, without an account: a random id in a signed first-party cookie."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glutebot.api.problems import problem
from glutebot.api.sites import is_own, origin_of

COOKIE = "glutebot_visitor"
_LIFETIME_SECONDS = 180 * 24 * 3600
_ID_BYTES = 16
SESSION_PATH = "/api/widget/session"
"""Where the widget gets its token: it looks at origins itself, and no cookie is kept for it."""


def sign_visitor(visitor: str, key: bytes) -> str:
    """Return the cookie value that proves a visitor id to be ours."""
    return f"{visitor}.{_signature(visitor, key)}"


def read_visitor(cookie: str, key: bytes) -> str | None:
    """Return the visitor id of a cookie value, or None when its signature does not fit."""
    visitor, _, signature = cookie.partition(".")
    expected = _signature(visitor, key)
    return visitor if hmac.compare_digest(signature.encode(), expected.encode()) else None


def _signature(visitor: str, key: bytes) -> str:
    return hmac.new(key, b"visitor:" + visitor.encode(), hashlib.sha256).hexdigest()


def visitor_of(request: Request) -> str:
    """Return the visitor whom the middleware recognised or made."""
    visitor: str = request.state.visitor
    return visitor


def address_of(request: Request) -> str:
    """Return the address that a request came from."""
    return request.client.host if request.client else ""


class VisitorMiddleware:
    """Gives every request its visitor, and keeps the cookie on the pages and calls of the app.

    A call from another site gets no cookie: the widget keeps none, and has its visitor from its
    token. Without one, a page of an origin that nobody listed gets no answer at all.
    """

    def __init__(self, app: ASGIApp, *, key: bytes, origins: Collection[str] = ()) -> None:
        self._app = app
        self._key = key
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the visitor, then pass the request on."""
        if scope["type"] != "http" or "visitor" in scope.get("state", {}):
            await self._app(scope, receive, send)
            return
        known = self._recognise(scope)
        if known is None and (refusal := self._refuse(scope)):
            await refusal(scope, receive, send)
            return
        visitor = known or secrets.token_hex(_ID_BYTES)
        scope.setdefault("state", {})["visitor"] = visitor
        if not _wants_cookie(scope, known=known is not None):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", self._cookie(scope, visitor))
            await send(message)

        await self._app(scope, receive, send_with_cookie)

    def _refuse(self, scope: Scope) -> Response | None:
        """Turn away a page of another origin; the route for sessions looks at origins itself."""
        origin = origin_of(scope)
        path: str = scope["path"]
        if origin is None or not path.startswith("/api/") or path == SESSION_PATH:
            return None
        if is_own(scope, origin) or origin in self._origins:
            return None
        return problem(403, "Pages of other origins may not call this.")

    def _recognise(self, scope: Scope) -> str | None:
        for header in Headers(scope=scope).getlist("cookie"):
            try:
                morsel = SimpleCookie(header).get(COOKIE)
            except CookieError:
                continue
            if morsel and (visitor := read_visitor(morsel.value, self._key)):
                return visitor
        return None

    def _cookie(self, scope: Scope, visitor: str) -> str:
        secure = "; Secure" if scope["scheme"] == "https" else ""
        value = sign_visitor(visitor, self._key)
        return (
            f"{COOKIE}={value}; Path=/; Max-Age={_LIFETIME_SECONDS}; HttpOnly; SameSite=Lax{secure}"
        )


def _wants_cookie(scope: Scope, *, known: bool) -> bool:
    path: str = scope["path"]
    if path == "/":
        return True
    origin = origin_of(scope)
    own = origin is None or is_own(scope, origin)
    return not known and own and path.startswith("/api/") and path != SESSION_PATH
