"""A reader of a blog in headless Chromium, watched for what the widget must not do."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.conftest import ARGUMENTS, CHROMIUM
from support.blog import ARTICLE, Blog, create_blog
from support.live_server import run_server
from support.widget_host import SITE, WidgetHost, create_widget_host

DESK = {"viewport": {"width": 1280, "height": 820}, "reduced_motion": "reduce"}
PHONE = DESK | {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push(
  `${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
window.told = [];
for (const name of ["ready", "message", "citation", "program"])
  document.addEventListener(`glutebot:${name}`, (e) => told.push([name, e.detail]));
"""


@dataclass
class Reader:
    """A page of the blog with the widget on it, and what went wrong there."""

    page: Any
    host: WidgetHost
    allowed: set[str]
    """Servers that the page may talk to: the blog's and the widget's."""
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()
    """Parts of complaints that a test causes on purpose."""

    def watch(self) -> None:
        page = self.page
        page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._see(request.url))
        page.add_init_script(WATCH)

    def _see(self, address: str) -> None:
        self.requests.append(address)
        if address.startswith("http") and urlsplit(address).netloc not in self.allowed:
            self.strangers.append(address)

    def find(self, selector: str) -> Any:
        return self.page.locator(f"glutebot-widget {selector}")

    def open(self) -> None:
        """Open the panel and wait until its session is open or was refused."""
        self.find(".launch").first.click()
        self.find(".frame[data-state]").first.wait_for()

    def send(self, text: str) -> None:
        self.find("textarea").fill(text)
        self.find("textarea").press("Enter")

    def ask(self, text: str, answers: int = 1) -> None:
        """Ask and wait until that many whole answers stand there."""
        self.send(text)
        self.until(lambda: self.answers() == answers and not self.busy())

    def answers(self) -> int:
        count: int = self.find(".turn.done").count()
        return count

    def busy(self) -> bool:
        label: str = self.find(".send").get_attribute("aria-label")
        return label in ("Stop", "Anhalten", "إيقاف")

    def until(self, true: Callable[[], bool], seconds: float = 10) -> None:
        """Wait for something; Playwright's own wait would need eval, which the policy forbids."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, "that never came true"
            self.page.wait_for_timeout(30)

    def focused(self) -> str:
        """Return the class or tag of what has the focus, inside the widget or outside."""
        found: str = self.page.evaluate(
            "() => { const a = document.activeElement; const e = a.shadowRoot?.activeElement ?? a;"
            " return e.className || e.localName }"
        )
        return found

    def style(self, selector: str, name: str) -> str:
        """Return what a property of an element inside the widget came out as."""
        value: str = self.find(selector).first.evaluate(f"(e) => getComputedStyle(e).{name}")
        return value

    def told(self, name: str) -> list[Any]:
        """Return what the widget told the page under a name."""
        events: list[Any] = self.page.evaluate("() => told")
        return [detail for event, detail in events if event == name]

    def check(self) -> None:
        """Fail on a console error, a policy violation or a request to another host."""
        kept = [line for line in self.complaints if not any(f in line for f in self.forgiven)]
        assert kept == []
        assert self.strangers == []
        assert self.page.evaluate("() => window.violations ?? []") == []


@dataclass(frozen=True)
class Place:
    """The two servers that the tests run against."""

    host: WidgetHost
    address: str
    blog: Blog

    def tag(self, **data: str) -> str:
        """Return the tag that a blogger pastes."""
        attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
        return f'<script async src="{self.address}/w/glutebot.js"{attributes}></script>'

    def policy(self, *more: str) -> str:
        """Return the strictest policy under which the widget must work."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {self.address}",
                f"connect-src {self.address}",
                f"img-src {self.address} data:",
                *more,
            )
        )

    def post(self, *, body: str = ARTICLE, head: str = "", path: str = "/post", **data: str) -> str:
        """Put up a post with the widget under the strict policy; returns its address."""
        data = {"site": SITE} | data
        html = (
            '<!doctype html><html lang="en"><head><title>Hip thrust or squat?</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f"<body>{body}{self.tag(**data)}</body></html>"
        )
        trusted = "require-trusted-types-for 'script'; trusted-types 'none'"
        return self.blog.write(path, html, content_security_policy=self.policy(trusted))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """One browser for this package; why no longer is said in browser/conftest.py."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None or not Path(CHROMIUM).exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def servers() -> Iterator[Place]:
    """The widget's server on 127.0.0.1 and the blog on localhost: two sites, two origins."""
    blog, host = Blog(), WidgetHost()
    with run_server(create_blog(blog)) as blog_url:
        blog.address = blog_url.replace("127.0.0.1", "localhost")
        host.origins += [blog.address, blog_url]
        with run_server(create_widget_host(host)) as url:
            yield Place(host, url, blog)


@pytest.fixture
def place(servers: Place) -> Place:
    """The servers, with what the last test did forgotten."""
    servers.host.reset()
    servers.blog.pages.clear()
    return servers


@pytest.fixture
def visit(chromium: Any, place: Place) -> Iterator[Callable[..., Reader]]:
    """Open a page as another reader each time; complain at the end if the widget misbehaved."""
    readers: list[Reader] = []
    contexts: list[Any] = []

    def open_page(address: str | None = None, *, context: Any = None, **options: Any) -> Reader:
        if context is None:
            context = chromium.new_context(**(DESK | options))
            contexts.append(context)
        allowed = {
            urlsplit(place.address).netloc,
            urlsplit(place.blog.address).netloc,
            urlsplit(place.blog.address.replace("localhost", "127.0.0.1")).netloc,
        }
        reader = Reader(context.new_page(), place.host, allowed)
        readers.append(reader)
        reader.watch()
        reader.page.goto(address or place.post())
        reader.find(".launch").first.wait_for(state="attached")
        return reader

    yield open_page
    for reader in readers:
        reader.check()
    for context in contexts:
        context.close()


@pytest.fixture
def reader(visit: Callable[..., Reader]) -> Reader:
    """A reader at a desk, on a post with the bubble."""
    return visit()
