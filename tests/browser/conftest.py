"""A page in headless Chromium, watched for what it must not do."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from glutebot.api.admission import Limits
from glutebot.services import Services
from support.fake_services import FakeServices
from support.live_server import run_server

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
GENEROUS = Limits(
    per_visitor="10000/minute", per_address="10000/minute", page_events="10000/minute"
)


@dataclass
class Watched:
    """A page, and what it did that a test may object to."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)
    """Console errors, violations of the policy, and failed requests."""
    strangers: list[str] = field(default_factory=list)
    """Requests to another host."""

    def watch(self) -> None:
        page, host = self.page, urlsplit(self.address).netloc
        page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda r: r.status >= 400 and self.complaints.append(r.url))
        page.on(
            "request",
            lambda r: (
                r.url.startswith("http")
                and urlsplit(r.url).netloc != host
                and self.strangers.append(r.url)
            ),
        )

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.wait_for_selector("#gb-status p", timeout=30_000)

    def send(self, text: str) -> None:
        self.page.fill("#gb-box textarea", text)
        self.page.press("#gb-box textarea", "Enter")

    def ask(self, text: str, answers: int = 1) -> None:
        """Ask and wait until that many whole answers stand there."""
        self.send(text)
        self.wait_for_answers(answers)

    def wait_for_answers(self, count: int) -> None:
        whole = "document.querySelectorAll('.gb-answer:not(.gb-writing)').length"
        ready = "!!document.querySelector('#gb-box .submit-button')"
        self.until(f"{whole} === {count} && {ready}")

    def until(self, condition: str) -> None:
        """Wait for a condition; Playwright's own wait would need eval, which the policy forbids."""
        deadline = time.monotonic() + 20
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"never: {condition}"
            self.page.wait_for_timeout(50)

    def questions(self) -> list[str]:
        found: list[str] = self.page.locator(".user-row .message-content").all_inner_texts()
        return [text.strip() for text in found]


@pytest.fixture(scope="session")
def page_services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    return FakeServices(tmp_path_factory.mktemp("browser"), pause=0.005)


@pytest.fixture(scope="session")
def page_address(page_services: FakeServices) -> Iterator[str]:
    from glutebot.ui.mount import create_app

    app = create_app(page_services, visitor_key=b"k" * 32, limits=GENEROUS)
    with run_server(app) as url:
        yield url


@pytest.fixture(scope="session")
def real_address(shipped: Services) -> Iterator[str]:
    """The page over the real services: the shipped corpus, the coach, the rules."""
    from glutebot.ui.mount import create_app

    shipped.warm()
    with run_server(create_app(shipped, visitor_key=b"k" * 32, limits=GENEROUS)) as url:
        yield url


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """One browser for this package, and no longer.

    Playwright's event loop runs in the main thread until it stops; left open, every later test
    that calls `asyncio.run` would fail.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, page_address: str) -> Iterator[Callable[..., Watched]]:
    """Open the page as another visitor each time; complain at the end if it misbehaved."""
    with open_visits(chromium, page_address) as open_page:
        yield open_page


@contextmanager
def open_visits(chromium: Any, address: str) -> Iterator[Callable[..., Watched]]:
    """Yield what opens a page as another visitor; complain at the end if one misbehaved."""
    visits: list[Watched] = []

    def open_page(**options: Any) -> Watched:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 820}} | options))
        visits.append(Watched(context.new_page(), address))
        visits[-1].watch()
        visits[-1].open()
        return visits[-1]

    yield open_page
    for watched in visits:
        watched.page.context.close()
        assert watched.complaints == []
        assert watched.strangers == []


@pytest.fixture
def desk(visit: Callable[..., Watched]) -> Watched:
    return visit()
