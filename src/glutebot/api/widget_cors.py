"""Permission for the pages of sites to read what the API answers, errors too, and for no other.

Starlette's own CORSMiddleware stays where it is, for the origins of the settings and because the
mounted page looks for it; it cannot know sites that come and go.
"""

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glutebot.api.problems import name_route, problem
from glutebot.api.sites import SiteRegistry, origin_of

WITHHELD = "widget_cors_withheld"
"""Key in a request's state: what is answered is not for the page that asked."""
_PREFIX = "/api/"
_METHODS = "GET, POST, PATCH, DELETE"
_HEADERS = "authorization, content-type"
_MAX_AGE_SECONDS = "600"
_LOG = logging.getLogger(__name__)


class WidgetCorsMiddleware:
    """Answers preflights of sites' pages and lets them read the answers, without credentials."""

    def __init__(self, app: ASGIApp, *, registry: SiteRegistry) -> None:
        self._app = app
        self._registry = registry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes back is dressed for the origin that asked."""
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        origin = origin_of(scope)
        if origin is None or not await self._registry.lists(origin):
            await self._app(scope, receive, _varied(send))
        elif _is_preflight(scope):
            await _preflight(origin)(scope, receive, send)
        else:
            scope.setdefault("state", {})
            await self._answer(scope, receive, _Permitting(scope, send, origin))

    async def _answer(self, scope: Scope, receive: Receive, reply: "_Permitting") -> None:
        """Let even a failure that nobody foresaw be read as a problem."""
        try:
            await self._app(scope, receive, reply.send)
        except Exception:
            if reply.started:
                raise
            _LOG.exception("Unexpected error on %s %s", scope["method"], name_route(scope))
            failed = problem(500, "That should not have happened. Try again in a moment.")
            await failed(scope, receive, reply.send)


class _Permitting:
    """Adds the permission to what is sent, unless it was withheld on the way."""

    def __init__(self, scope: Scope, send: Send, origin: str) -> None:
        self._state = scope["state"]
        self._send = send
        self._origin = origin
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if self._state.get(WITHHELD):
                del headers["access-control-allow-origin"]
            else:
                headers["access-control-allow-origin"] = self._origin
                headers["access-control-expose-headers"] = "Retry-After"
        await self._send(message)


def _varied(send: Send) -> Send:
    async def send_varied(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return send_varied


def _is_preflight(scope: Scope) -> bool:
    asked = Headers(scope=scope).get("access-control-request-method")
    return scope["method"] == "OPTIONS" and asked is not None


def _preflight(origin: str) -> Response:
    return Response(
        status_code=204,
        headers={
            "access-control-allow-origin": origin,
            "access-control-allow-methods": _METHODS,
            "access-control-allow-headers": _HEADERS,
            "access-control-max-age": _MAX_AGE_SECONDS,
            "vary": "Origin",
        },
    )
