"""Who is asking, without an account: a random id in a signed first-party cookie."""

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "glutebot_visitor"
_LIFETIME_SECONDS = 180 * 24 * 3600
_ID_BYTES = 16


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

    A call from another site gets no cookie: the widget keeps none.
    """

    def __init__(self, app: ASGIApp, *, key: bytes) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the visitor, then pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = self._recognise(scope)
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
    if scope["path"] == "/":
        return True
    origin = Headers(scope=scope).get("origin")
    host = Headers(scope=scope).get("host", "")
    own = origin is None or origin.partition("://")[2] == host
    return not known and own and scope["path"].startswith("/api/")
