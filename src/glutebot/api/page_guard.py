"""What of the mounted page's server is reachable: only what the chat needs, nothing else."""

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glutebot.api.admission import Admission, TooManyRequestsError
from glutebot.api.problems import problem

_JOIN = "/gradio_api/queue/join"
_EXACT = frozenset(
    {
        "/",
        "/theme.css",
        "/favicon.ico",
        "/manifest.json",
        _JOIN,
        "/gradio_api/queue/data",
        "/gradio_api/cancel",
        "/gradio_api/reset",
    }
)
_BELOW = ("/assets/", "/static/", "/gradio_api/heartbeat/")
_BUSY = "Many people are asking at the moment. Nothing is lost: send it again in a few seconds."


class PageGuard:
    """Stands before the mounted page: an allow-list of paths, and a limit on how often.

    The server below offers uploads, file reading, a proxy and more; none of it is needed here,
    so a path that is not listed does not exist.
    """

    def __init__(self, app: ASGIApp, *, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on, or answer as if there were nothing."""
        if scope["type"] != "http":
            return
        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, _in_our_words(scope, receive, send))

    def _refuse(self, scope: Scope) -> Response | None:
        path: str = scope["path"]
        plain = ".." not in path and "\\" not in path and "//" not in path
        if not plain or not (path in _EXACT or path.startswith(_BELOW)):
            return problem(404, "Not found.")
        if path != _JOIN:
            return None
        try:
            self._admission.charge_page(scope["client"][0] if scope.get("client") else "")
        except TooManyRequestsError as error:
            return problem(429, _BUSY, headers={"Retry-After": str(error.retry_after)})
        return None


def _in_our_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Replace what the queue says when it is full by words that help."""
    if scope["path"] != _JOIN:
        return send
    full = False

    async def send_on(message: Message) -> None:
        nonlocal full
        if message["type"] == "http.response.start" and message["status"] == 503:
            full = True
            busy = problem(503, _BUSY, headers={"Retry-After": "5"})
            await busy(scope, receive, send)
        elif not full:
            await send(message)

    return send_on
