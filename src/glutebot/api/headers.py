"""The headers that keep a page from being framed, sniffed or made to load from elsewhere."""

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGES = ("/",)
_SCRIPT = re.compile(rb"<script(?=[\s>])", re.IGNORECASE)
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'{nonce}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


def content_policy(nonce: str | None = None) -> str:
    """Return the Content-Security-Policy, with the nonce that the page's own scripts carry."""
    return _POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "")


class SecurityHeadersMiddleware:
    """Adds the headers to every response, and a fresh nonce to every page and its scripts."""

    def __init__(self, app: ASGIApp, *, page_head: str = "") -> None:
        self._app = app
        self._page_head = page_head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] in _PAGES:
            page = _Page(send, self._page_head)
            await self._app(_uncompressed(scope), receive, page.send)
        else:
            await self._app(scope, receive, _dressed(send))


def _dressed(send: Send) -> Send:
    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            _dress(MutableHeaders(scope=message), content_policy())
        await send(message)

    return send_dressed


def _dress(headers: MutableHeaders, policy: str) -> None:
    own_policy = "content-security-policy" in headers  # then its frame-ancestors say who may
    headers.setdefault("content-security-policy", policy)
    for name, value in _HEADERS.items():
        if not (own_policy and name == "x-frame-options"):
            headers.setdefault(name, value)


def _uncompressed(scope: Scope) -> Scope:
    """Ask for plain bytes, since a nonce cannot be written into compressed ones."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


class _Page:
    """Holds a page back until it is whole, then sends it with a nonce of its own."""

    def __init__(self, send: Send, head: bytes) -> None:
        self._send = send
        self._head = head
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body" or self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._send_whole(self._start)

    async def _send_whole(self, start: Message) -> None:
        nonce = secrets.token_urlsafe(16)
        headers = MutableHeaders(scope=start)
        if headers.get("content-type", "").startswith("text/html"):
            self._body = self._body.replace(b"</head>", self._head + b"</head>", 1)
            self._body = _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), self._body)
            headers["content-length"] = str(len(self._body))
            headers["cache-control"] = "no-store"
        _dress(headers, content_policy(nonce))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})
