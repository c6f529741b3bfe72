"""A server that plays the widget's other side by script, over real HTTP and with real CORS.

The real app can stand in for it: the routes, forms and headers are the same. What differs is
`WidgetHost` itself, which hears every call and answers by words in the message.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import StreamingResponse

from support import widget_answers as answers

BUILT = Path(__file__).resolve().parents[2] / "src" / "glutebot" / "widget" / "built"
SITE = "glutelab"

Reply = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request to the API, as it arrived."""

    method: str
    path: str
    origin: str | None
    token: str | None
    body: Any


@dataclass
class WidgetHost:
    """Hears every call, keeps conversations, and answers by script."""

    origins: list[str] = field(default_factory=list)
    """Blogs that may embed the widget; CORS headers and answers are for them alone."""
    site: dict[str, Any] = field(default_factory=dict)
    """What the session says about the site."""
    calls: list[Call] = field(default_factory=list)
    conversations: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Conversation by token."""
    spent: set[str] = field(default_factory=set)
    """Tokens whose time is up: genuine, but good for a new session only."""
    closed: list[str] = field(default_factory=list)
    """Messages whose reader left before the answer was whole."""
    pause: float = 0.0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def reset(self) -> None:
        """Forget what a test did."""
        for kept in (self.calls, self.conversations, self.tokens, self.spent, self.closed):
            kept.clear()
        self.site.clear()

    def paths(self) -> list[str]:
        """Return the calls as `METHOD path`, preflights left out."""
        return [f"{call.method} {call.path}" for call in self.calls]

    def heard(self, path: str) -> list[Any]:
        """Return the bodies that a path was sent."""
        return [call.body for call in self.calls if call.path == path]

    def start(self, site: str, token: str | None) -> Reply:
        """Open a session; a genuine old token keeps its conversation."""
        number = next(self._numbers)
        conversation = self.tokens.get(token or "") or f"talk-{number}"
        fresh = f"token-{number}"
        self.tokens[fresh] = conversation
        self.conversations.setdefault(conversation, [])
        about = {"name": f"Ask {site}", "language": "en", **self.site}
        return {
            "token": fresh,
            "expires_in": 1800,
            "conversation": conversation,
            "site": about,
        }


def create_widget_host(host: WidgetHost) -> FastAPI:
    """Return the app that serves the built files and plays the API."""
    app = FastAPI()
    api = FastAPI()
    api.add_middleware(
        CORSMiddleware,
        allow_origins=host.origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["authorization", "content-type"],
        expose_headers=["Retry-After"],
        max_age=600,
    )
    _add_session(api, host)
    _add_chat(api, host)
    _add_records(api, host)
    app.mount("/api", api)
    app.mount("/w", _BuiltFiles(directory=BUILT))
    app.add_api_route("/programs/{name}", lambda name: PlainTextResponse(name))
    return app


class _BuiltFiles(StaticFiles):
    """The widget's files as the real server sends them: to any page, and as what they are."""

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        response = super().file_response(*arguments, **named)
        response.headers["access-control-allow-origin"] = "*"
        response.headers["x-content-type-options"] = "nosniff"
        if isinstance(response, FileResponse) and str(response.path).endswith(".js"):
            response.headers["content-type"] = "text/javascript; charset=utf-8"
        return response


def _problem(status: int, detail: str, **headers: str) -> JSONResponse:
    body = {"type": f"urn:glutebot:problem:{status}", "status": status, "detail": detail}
    return JSONResponse(
        body, status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def _add_session(api: FastAPI, host: WidgetHost) -> None:
    @api.post("/widget/session")
    async def session(request: Request) -> Response:
        body = await _note(request, host)
        if request.headers.get("origin") not in host.origins:
            return _problem(403, "This origin may not embed the widget.")
        if body["site"] == "unknown":
            return _problem(403, "There is no such site.")
        return JSONResponse(host.start(body["site"], body["token"]))


async def _note(request: Request, host: WidgetHost) -> Any:
    """Keep a call, and return its body."""
    raw = await request.body()
    body = json.loads(raw) if raw else None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    origin = request.headers.get("origin")
    path = request.url.path.removeprefix("/api")
    host.calls.append(Call(request.method, path, origin, token if scheme else None, body))
    return body


def _denied(host: WidgetHost) -> JSONResponse | None:
    token = host.calls[-1].token
    if token not in host.tokens or token in host.spent:
        return _problem(401, "The session is over.")
    return None


def _add_chat(api: FastAPI, host: WidgetHost) -> None:
    @api.post("/chat")
    async def chat(request: Request) -> Response:
        body = await _note(request, host)
        message = body["message"]
        if "spent" in message and message not in _told(host, before_last=True):
            host.spent.add(host.calls[-1].token or "")
        if denied := _denied(host):
            return denied
        for word, (status, detail, headers) in _REFUSALS.items():
            if word in message:
                return _problem(status, detail, **headers)
        if body["conversation"] not in host.conversations:
            return _problem(404, "There is no such conversation.")
        return StreamingResponse(_play(host, body), media_type="text/event-stream")


_REFUSALS: dict[str, tuple[int, str, dict[str, str]]] = {
    "limit": (429, "The budget of today is used up.", {"Retry_After": "10800"}),
    "busy": (503, "The index is being built.", {}),
    "too long": (422, "That is 3,000 characters; 2,000 fit in one message.", {}),
}


def _told(host: WidgetHost, *, before_last: bool) -> list[str]:
    bodies = host.heard("/chat")
    return [body["message"] for body in (bodies[:-1] if before_last else bodies)]


async def _play(host: WidgetHost, body: dict[str, Any]) -> AsyncIterator[bytes]:
    message, talk = body["message"], body["conversation"]
    turns = host.conversations[talk]
    turns.append({"question": message, "answer": None})
    whole = False
    try:
        async for name, data in _script(host, body):
            if name == "done":
                data = {**data, "id": f"{talk}:{len(turns)}", "conversation": talk}
                turns[-1]["answer"], whole = data, True
            yield _event(name, data)
    finally:
        if not whole:
            host.closed.append(message)


def _event(name: str, data: Any) -> bytes:
    if name == "ping":
        return b": ping\r\n\r\n"
    return f"event: {name}\r\ndata: {json.dumps(data, ensure_ascii=False)}\r\n\r\n".encode()


async def _script(host: WidgetHost, body: dict[str, Any]) -> AsyncIterator[tuple[str, Any]]:
    message = body["message"]
    answer = _answer_to(message, body["page_url"])
    pause = 0.05 if "slow" in message else host.pause
    yield "step", {"name": "looking-up"}
    yield "step", {"name": "writing"}
    while "silent" in message:
        await asyncio.sleep(0.2)
    if "crash" in message:
        yield "error", {"status": 500, "detail": "secret detail"}
        return
    if "replaced" in message:
        yield "token", {"text": "This will be withdrawn."}
        yield "replaced", {"reason": "not grounded"}
    words: Sequence[str] = answer["text"].split(" ")
    for index, word in enumerate(words):
        yield "token", {"text": word + " "}
        await asyncio.sleep(pause)
        if "cut" in message and index > len(words) // 2:
            raise ConnectionError("cut on purpose")
        if "unfinished" in message and index > len(words) // 2:
            return
    yield "citations", {"citations": answer["citations"]}
    yield "suggestions", {"follow_ups": answer["follow_ups"]}
    yield "done", answer


def _answer_to(message: str, page: str) -> dict[str, Any]:
    if "this page" in message:
        return answers.on_page(page)
    makers: dict[str, Callable[[], dict[str, Any]]] = answers.BY_WORD
    return next((make for word, make in makers.items() if word in message), answers.answered)()


def _add_records(api: FastAPI, host: WidgetHost) -> None:
    @api.get("/conversation/{talk}")
    async def turns(talk: str, request: Request) -> Response:
        await _note(request, host)
        return _denied(host) or JSONResponse(
            {"id": talk, "turns": host.conversations.get(talk, [])}
        )

    @api.delete("/conversation/{talk}")
    async def forget(talk: str, request: Request) -> Response:
        await _note(request, host)
        if denied := _denied(host):
            return denied
        host.conversations.pop(talk, None)
        host.tokens = {token: kept for token, kept in host.tokens.items() if kept != talk}
        return Response(status_code=204)

    @api.post("/feedback")
    async def vote(request: Request) -> Response:
        await _note(request, host)
        return _denied(host) or Response(status_code=204)
