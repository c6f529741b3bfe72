"""A real HTTP server on loopback that speaks the OpenAI chat and embeddings API, with faults.

Each chat request takes the next script from the queue (the last one is repeated), and a script is
a list of steps that are played on the socket. A fault is thus what a client really meets: a reset
is a reset, a stall is silence.
"""

import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = Callable[["_Connection"], None]


@dataclass(frozen=True)
class Script:
    """How one request is answered: a status, headers, and the steps of the body."""

    steps: tuple[Step, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/event-stream"


class _Connection:
    """One answer under way: writes chunks, so that an end can be told from a break."""

    def __init__(self, handler: "_Handler") -> None:
        self.handler = handler
        self.closing = handler.server.closing

    def send(self, data: bytes) -> None:
        self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.handler.wfile.flush()

    def event(self, payload: Any) -> None:
        self.send(b"data: " + json.dumps(payload).encode() + b"\n\n")

    def end(self) -> None:
        self.handler.wfile.write(b"0\r\n\r\n")


class _BrokenOffError(Exception):
    """The script ends the connection here."""


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    return head | {"choices": [choice]}


def delta(text: str) -> Step:
    """Send one piece of text."""
    return lambda connection: connection.event(_chunk({"content": text}))


def event(payload: Any) -> Step:
    """Send one event with any JSON."""
    return lambda connection: connection.event(payload)


def raw(data: bytes) -> Step:
    """Send bytes as they are."""
    return lambda connection: connection.send(data)


def wait(seconds: float) -> Step:
    """Say nothing for a while (or until the server is closed)."""
    return lambda connection: connection.closing.wait(seconds) and None


def finish(reason: str = "stop") -> Step:
    """Send the finish reason and the end mark."""

    def play(connection: _Connection) -> None:
        connection.event(_chunk({}, reason))
        connection.send(b"data: [DONE]\n\n")

    return play


def cut() -> Step:
    """Close the connection in the middle of the body."""

    def play(_: _Connection) -> None:
        raise _BrokenOffError

    return play


def reset() -> Step:
    """Reset the connection, so that the client sees RST."""

    def play(connection: _Connection) -> None:
        linger = struct.pack("ii", 1, 0)
        connection.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        raise _BrokenOffError

    return play


def says(text: str, *, piece: int = 7, pause: float = 0.0, reason: str = "stop") -> Script:
    """Answer with a text in small pieces, as a model does."""
    steps: list[Step] = [event(_chunk({"role": "assistant", "content": ""}))]
    for start in range(0, len(text), piece):
        steps.append(delta(text[start : start + piece]))
        if pause:
            steps.append(wait(pause))
    return Script((*steps, finish(reason)))


def fails(status: int, *, code: str = "fault", message: str = "no", **headers: str) -> Script:
    """Answer with an HTTP error; `retry_after="1"` becomes a Retry-After header."""
    error = {"error": {"message": message, "type": code, "code": code}}
    names = {name.replace("_", "-").title(): value for name, value in headers.items()}
    body = json.dumps(error).encode()
    return Script((raw(body),), status=status, headers=names, content_type="application/json")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, owner: "ScriptedOpenAI") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet: clients that hang up are part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay quiet."""

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        request = json.loads(self.rfile.read(length))
        owner = self.server.owner
        owner.headers.append({name.lower(): value for name, value in self.headers.items()})
        embeds = self.path.endswith("/embeddings")
        (owner.embedding_requests if embeds else owner.requests).append(request)
        script = owner.next_embedding(request) if embeds else owner.next_script()
        self.play(script)

    def play(self, script: Script) -> None:
        self.send_response(script.status)
        self.send_header("Content-Type", script.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        for name, value in script.headers.items():
            self.send_header(name, value)
        connection = _Connection(self)
        self.close_connection = True
        try:
            self.end_headers()
            for step in script.steps:
                step(connection)
            connection.end()
        except (_BrokenOffError, OSError):
            self.server.owner.broken += 1
            self.connection.close()


class ScriptedOpenAI:
    """The server; use it as a context manager."""

    def __init__(self, *scripts: Script, dimensions: int = 8) -> None:
        self.scripts = list(scripts)
        self.embedding_scripts: list[Script] = []
        self.dimensions = dimensions
        self.requests: list[dict[str, Any]] = []
        self.embedding_requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.broken = 0
        """Answers that ended early, by the script or because the client hung up."""
        self._server = _Server(self)
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        """The address to give to a client."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def next_script(self) -> Script:
        """Take the next script; the last one stays."""
        with self._lock:
            return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]

    def next_embedding(self, request: dict[str, Any]) -> Script:
        """Answer an embeddings request by script, or with vectors made from the texts."""
        with self._lock:
            if self.embedding_scripts:
                return self.embedding_scripts.pop(0)
        texts = request["input"]
        size = request.get("dimensions") or self.dimensions
        vectors = [vector_of(text, size) for text in texts]
        return embeds(vectors)

    def prompt(self, index: int = -1) -> str:
        """Return all text of the messages of a request."""
        return "\n".join(message["content"] for message in self.requests[index]["messages"])

    def __enter__(self) -> "ScriptedOpenAI":
        # Polling is short because shutdown waits for it.
        serve = self._server.serve_forever
        threading.Thread(target=serve, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()


def vector_of(text: str, dimensions: int) -> list[float]:
    """Return a vector that depends on the text and is not of length one."""
    digest = hashlib.sha256(text.encode()).digest()
    return [digest[place % 32] / 64 + 0.1 for place in range(dimensions)]


def embeds(vectors: Sequence[Sequence[float]]) -> Script:
    """Answer an embeddings request with these vectors."""
    data = [
        {"object": "embedding", "index": place, "embedding": list(vector)}
        for place, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    body = {"object": "list", "model": "scripted", "data": data, "usage": usage}
    return Script((raw(json.dumps(body).encode()),), content_type="application/json")


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
