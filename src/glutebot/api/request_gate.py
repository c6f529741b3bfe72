"""What may come in at all: JSON, small, whole within seconds, and free of file references."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glutebot.api.problems import problem

API_BODY_BYTES = 64 * 1024
PROGRAM_BODY_BYTES = 1024 * 1024
"""A Program to be checked: sixteen weeks of six days take a third of it."""
PAGE_BODY_BYTES = 512 * 1024
"""The page may send more, so that somebody who pastes 50,000 characters is told in words."""
_SECONDS_TO_ARRIVE = 15.0
_LARGER = {"/api/check": PROGRAM_BODY_BYTES}
_PAGE_PREFIX = "/gradio_api/"
_WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
_FILE_KEYS = frozenset({"path", "url", "orig_name", "mime_type", "is_file", "is_stream"})
_FILE_TYPE = "gradio.FileData"
_DEPTH = 32


class RequestGateMiddleware:
    """Reads the body of a request before anybody acts on it, and turns away what is unfit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a fit request on with its body, or answer with a problem."""
        if scope["type"] != "http" or scope["method"] not in _WITH_BODY:
            await self._app(scope, receive, send)
            return
        body = await _admit(scope, receive)
        if isinstance(body, Response):
            await body(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _admit(scope: Scope, receive: Receive) -> bytes | Response:
    of_page = scope["path"].startswith(_PAGE_PREFIX)
    limit = PAGE_BODY_BYTES if of_page else _LARGER.get(scope["path"], API_BODY_BYTES)
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > limit:
        return problem(413, f"At most {limit // 1024} KB are read.")
    try:
        async with asyncio.timeout(_SECONDS_TO_ARRIVE):
            body = await _read(receive, limit)
    except TimeoutError:
        return problem(408, "The body did not arrive in time.")
    if body is None:
        return problem(413, f"At most {limit // 1024} KB are read.")
    if (body or scope["method"] != "DELETE") and not _is_json(headers):
        return problem(415, "Send the body as application/json.")
    if of_page and (fault := find_page_fault(body)):
        return problem(400, fault)
    return body


async def _read(receive: Receive, limit: int) -> bytes | None:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        more = message.get("more_body", False)
    return bytes(body)


def _is_json(headers: Headers) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json"


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the body once, then waits for the client to leave."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def find_page_fault(body: bytes) -> str | None:
    """Return why the page's own server must not see a body, or None when it may.

    Gradio copies or fetches whatever looks like a file in what a client sends, so nothing that
    looks like one gets through, however its JSON is spelled.
    """
    found: list[tuple[str, Any]] = []
    try:
        parsed = json.loads(body.decode("utf-8"), object_pairs_hook=lambda p: _note(p, found))
    except (ValueError, RecursionError):
        return "The body is not JSON."
    if not isinstance(parsed, dict):
        return "The body is not a JSON object."
    if any(key in _FILE_KEYS or (key == "_type") for key, _ in found):
        return "Files cannot be sent here."
    if _depth(parsed) > _DEPTH or any(_names_a_file(value) for value in _strings(parsed)):
        return "Files cannot be sent here."
    return None


def _note(pairs: list[tuple[str, Any]], found: list[tuple[str, Any]]) -> dict[str, Any]:
    """Keep every pair, even one whose key comes twice."""
    found.extend(pairs)
    return dict(pairs)


def _names_a_file(value: str) -> bool:
    """Tell JSON inside a string that would be read as a file later on."""
    return _FILE_TYPE in value and value.lstrip().startswith(("{", "["))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)
