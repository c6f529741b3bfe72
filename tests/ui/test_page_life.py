"""The page over time: a restart, a shutdown with pages open, and many visitors at once."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from support.fake_services import FakeServices
from support.live_server import run_server

from .conftest import KEY


def test_a_conversation_outlives_a_restart(tmp_path: Path) -> None:
    from glutebot.ui.mount import create_app

    with httpx.Client(timeout=20) as client:
        with run_server(create_app(FakeServices(tmp_path), visitor_key=KEY)) as url:
            client.get(url)
            client.post(f"{url}/api/chat", json={"message": "Squat depth?"})
        with run_server(create_app(FakeServices(tmp_path), visitor_key=KEY)) as url:
            client.get(url)
            listed = client.get(f"{url}/api/conversations").json()["conversations"]

    assert [item["title"] for item in listed] == ["Squat depth?"]


def test_a_shutdown_does_not_wait_for_open_pages(tmp_path: Path) -> None:
    from glutebot.ui.mount import create_app

    opened = threading.Event()

    def hold_a_page_open(url: str) -> None:
        try:
            with httpx.stream("GET", f"{url}/gradio_api/heartbeat/s1", timeout=30) as stream:
                opened.set()
                for _ in stream.iter_raw():
                    pass
        except httpx.HTTPError:
            opened.set()

    with run_server(create_app(FakeServices(tmp_path), visitor_key=KEY)) as url:
        threading.Thread(target=hold_a_page_open, args=(url,), daemon=True).start()
        assert opened.wait(10)
        leaving = time.monotonic()

    assert time.monotonic() - leaving < 8


def test_many_visitors_are_answered_side_by_side(
    web_address: str, config: dict[str, Any], web_services: FakeServices
) -> None:
    """Gradio works on one event at a time unless told otherwise: ten would then take ten times."""

    after = {event["trigger_after"]: event["id"] for event in config["dependencies"]}

    def run(client: httpx.Client, session: str, number: int, data: list[str]) -> Any:
        body = {"data": data, "fn_index": number, "session_hash": session}
        client.post("/gradio_api/queue/join", json=body).raise_for_status()
        with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
            lines = [line for line in stream.iter_lines() if "process_completed" in line]
        return json.loads(lines[-1].removeprefix("data: "))["output"].get("data")

    def ask(number: int) -> float:
        begun = time.monotonic()
        with httpx.Client(base_url=web_address, timeout=60) as client:
            client.get("/")
            ticket = run(client, f"many{number}", 0, [f"slow {number}", ""])[-1]
            run(client, f"many{number}", after[0], [ticket])
        return time.monotonic() - begun

    alone = ask(0)
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(ask, range(1, 11)))

    assert max(together) < 3 * alone
    assert sum(event.startswith("done slow") for event in web_services.events) >= 11
