"""The whole web app over a fake, on a real server; started once, since Gradio loads slowly."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from glutebot.api.admission import Limits
from support.fake_services import FakeServices
from support.live_server import run_server

KEY = b"k" * 32
GENEROUS = Limits(
    per_visitor="10000/minute", per_address="10000/minute", page_events="10000/minute"
)


@pytest.fixture(scope="session")
def web_services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return FakeServices(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def web_app(web_services: FakeServices) -> Any:
    from glutebot.ui.mount import create_app

    return create_app(
        web_services, visitor_key=KEY, origins=["https://blog.example"], limits=GENEROUS
    )


@pytest.fixture(scope="session")
def web_address(web_app: Any) -> Iterator[str]:
    with run_server(web_app) as url:
        yield url


@pytest.fixture
def web(web_address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=web_address, timeout=20) as http:
        http.get("/")
        yield http


@pytest.fixture
def config(web: httpx.Client) -> dict[str, Any]:
    """What the page knows of its own events."""
    page = web.get("/").text
    start = page.index("window.gradio_config = ") + len("window.gradio_config = ")
    found: dict[str, Any] = json.JSONDecoder().raw_decode(page[start:])[0]
    return found


@pytest.fixture
def run_event(web: httpx.Client) -> Callable[..., Any]:
    """Run an event of the page as its own script does, and return the last message."""

    def run(number: int, data: list[Any], **more: Any) -> Any:
        body = {"data": data, "fn_index": number, "session_hash": "test", **more}
        joined = web.post("/gradio_api/queue/join", json=body)
        if joined.status_code != 200:
            return joined
        last: Any = None
        with web.stream("GET", "/gradio_api/queue/data?session_hash=test") as stream:
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    message = json.loads(line[6:])
                    last = message if message["msg"] == "process_completed" else last
        return last

    return run


@pytest.fixture
def converse(config: dict[str, Any], run_event: Callable[..., Any]) -> Callable[..., Any]:
    """Ask as the page does: begin, then grow, then finish; return the last message of each."""
    after = {event["trigger_after"]: event["id"] for event in config["dependencies"]}

    def ask(message: str, conversation: str = "", **more: Any) -> list[Any]:
        begun = run_event(0, [message, conversation], **more)
        ticket = begun["output"]["data"][-1]
        grown = run_event(after[0], [ticket])
        return [begun, grown, run_event(after[after[0]], [ticket])]

    return ask
