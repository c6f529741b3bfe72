"""The owner's page in a browser: the key, the snippet, the preview, the test of a domain."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from support.fake_services import FakeServices
from support.live_server import run_server
from support.widget_calls import LAB, Widget

pytestmark = pytest.mark.browser


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def key(services: FakeServices) -> str:
    return services.sites.add(LAB)


@pytest.fixture
def address(services: FakeServices, key: str) -> Iterator[str]:
    api = create_api(services, visitor_key=b"k" * 32, limits=Limits(keys="99/minute"))
    with run_server(api.app) as url:
        with httpx.Client(base_url=url) as http:
            for message in ("a trampoline?", "A trampoline", "hip thrust or squat?"):
                reader = Widget(http)
                reader.begin()
                reader.chat(message)
        yield url


@pytest.fixture
def page(chromium: Any, address: str, key: str) -> Iterator[Any]:
    """The page, opened with the key; it must not complain."""
    complaints: list[str] = []
    opened = chromium.new_page()
    opened.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{address}/sites/lab")
    opened.fill("#key", key)
    opened.press("#key", "Enter")
    opened.wait_for_selector("#tag")
    yield opened
    assert complaints == []
    opened.close()


def test_a_wrong_key_is_said(chromium: Any, address: str) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/sites/lab")
    page.fill("#key", "wrong")
    page.click("#enter")
    page.locator("#said:has-text('not the key')").wait_for()

    assert page.locator("#tag").count() == 0
    page.close()


def test_questions_stand_there_grouped(page: Any) -> None:
    row = page.locator("section[aria-labelledby=write] tbody tr")

    assert row.count() == 1
    assert row.locator("td").nth(1).inner_text() == "2"


def test_the_snippet_follows_what_is_chosen(page: Any, address: str) -> None:
    assert page.inner_text("#tag") == (
        f'<script async src="{address}/w/glutebot.js" data-site="lab"></script>'
    )
    page.select_option("#mode", "panel")
    page.select_option("#lang", "de")
    page.fill("#accent", "#aa0033")
    page.dispatch_event("#accent", "change")

    assert page.inner_text("#tag") == (
        f'<script async src="{address}/w/glutebot.js" data-site="lab" data-mode="panel"'
        ' data-lang="de" data-accent="#aa0033"></script>'
    )
    assert page.locator("#preview .launch").inner_text() == "Frage stellen"


def test_the_preview_answers(page: Any) -> None:
    page.locator("#preview .launch").click()
    page.locator("#preview textarea").fill("hip thrust or squat?")
    page.locator("#preview textarea").press("Enter")
    page.locator("#preview .turn.done .cite").first.wait_for()


def test_a_domain_is_tested(page: Any) -> None:
    page.fill("#address", "https://lab.example/post")
    page.press("#address", "Enter")
    page.locator("#said:has-text('works')").wait_for()
    page.fill("#address", "https://evil.example")
    page.click("#judge")
    page.locator("#said:has-text('glutebot site allow lab')").wait_for()


def test_the_page_can_be_closed_for_others(page: Any) -> None:
    page.click("#leave")
    page.locator("#key").wait_for()

    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_everybody_can_use_it(page: Any, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = Axe().run(page).response["violations"]

    assert [(fault["id"], fault["nodes"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
