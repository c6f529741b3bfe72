"""The widget on a blog, answered by the real application: sessions, tokens, permission, limits."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from support.blog import Blog, create_blog
from support.fake_services import FakeServices
from support.live_server import run_server
from support.widget_calls import make_site
from support.widget_host import SITE, WidgetHost
from widget.conftest import Place, Reader

pytestmark = pytest.mark.browser
QUESTION = "hip thrust or squat?"
LIMITS = Limits(per_visitor="999/minute", per_address="999/minute", sessions="999/minute")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def place(services: FakeServices) -> Iterator[Place]:
    """The blog, and the real application in place of the scripted one."""
    blog = Blog()
    with run_server(create_blog(blog)) as blog_url:
        blog.address = blog_url.replace("127.0.0.1", "localhost")
        consent = "Questions are kept for 30 days."
        services.sites.add(make_site(SITE, blog.address, consent=consent, greeting="Ask away."))
        api = create_api(services, visitor_key=b"k" * 32, limits=LIMITS)
        with run_server(api.app) as url:
            yield Place(WidgetHost(), url, blog)


def asked(services: FakeServices) -> list[str]:
    """Return the questions that are kept."""
    with services.conversations._database.read() as connection:
        rows = connection.exec_driver_sql("SELECT question FROM turns ORDER BY asked").all()
    return [row[0] for row in rows]


def test_a_reader_asks_and_sees_the_sources(reader: Reader, services: FakeServices) -> None:
    assert not [address for address in reader.requests if "/api/" in address]
    reader.open()
    assert "Ask away." in reader.find(".welcome").inner_text()
    assert "30 days" in reader.find(".foot").inner_text()

    reader.ask(QUESTION)

    assert reader.find(".turn.done .cite").count() > 0
    assert asked(services) == [QUESTION]
    reader.find(".turn.done .cite").first.click()
    reader.until(lambda: bool(reader.told("citation")))


def test_the_conversation_outlives_a_reload_and_is_erased_for_good(
    reader: Reader, services: FakeServices
) -> None:
    reader.open()
    reader.ask(QUESTION)
    reader.page.reload()
    reader.open()
    reader.until(lambda: reader.answers() == 1)
    assert "turn" in (reader.find(".turn").first.get_attribute("class") or "")

    reader.ask("and for beginners?", answers=2)
    assert services.heard[-1] == [QUESTION]
    kept = reader.page.evaluate("() => JSON.stringify(localStorage)")
    assert QUESTION not in kept
    assert reader.page.context.cookies() == []


def test_a_spent_token_is_renewed_without_a_word(
    reader: Reader, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.forgiven = ("401",)
    reader.open()
    reader.ask(QUESTION)
    monkeypatch.setattr("glutebot.api.widget_tokens.TOKEN_SECONDS", -1)
    reader.page.reload()
    reader.open()
    monkeypatch.undo()
    reader.ask("and then?", answers=2)

    assert asked(services) == [QUESTION, "and then?"]
    assert services.heard[-1] == [QUESTION]


def test_a_page_of_a_blog_that_is_not_listed_is_told_so(
    visit: Callable[..., Reader], place: Place, services: FakeServices
) -> None:
    address = place.post().replace("localhost", "127.0.0.1")
    reader = visit(address)
    reader.forgiven = ("CORS", "ERR_FAILED", "403")
    reader.find(".launch").first.click()
    reader.until(lambda: bool(re.search("not allowed|may not|blog", panel(reader))))

    assert asked(services) == []


def panel(reader: Reader) -> str:
    text: str = reader.find("[role=dialog]").inner_text()
    return text


def test_a_limit_says_when_to_come_back(reader: Reader, services: FakeServices) -> None:
    reader.forgiven = ("429",)
    services.sites.charge(SITE, 10_000_000)
    reader.open()
    reader.send(QUESTION)
    reader.until(lambda: "hour" in panel(reader) or "minute" in panel(reader))


def test_stopping_stops_the_server(reader: Reader, services: FakeServices) -> None:
    services.pause = 0.05
    reader.open()
    reader.send("slow please")
    reader.until(lambda: "begun slow please" in services.events)
    reader.until(reader.busy)
    reader.find(".send").click()
    reader.until(lambda: "closed slow please" in services.events)


def test_a_vote_and_a_program_reach_the_server(reader: Reader, services: FakeServices) -> None:
    reader.open()
    reader.ask("build me one")
    with reader.page.context.expect_page() as opened:
        reader.find(".turn.done a[href*='/embed/program/']").click()
    page: Any = opened.value
    page.wait_for_load_state()

    assert "Week 1" in page.locator("body").inner_text()
    page.close()


def framed(place: Place, attributes: str = "") -> str:
    """Put up a page that frames the widget's page, and return its address."""
    frame = f'<iframe src="{place.address}/embed/{SITE}" title="Ask" {attributes}></iframe>'
    return place.blog.write("/framed", f"<!doctype html><title>Post</title><h1>Post</h1>{frame}")


def test_a_frame_on_a_listed_blog_answers(
    chromium: Any, place: Place, services: FakeServices
) -> None:
    page = chromium.new_page()
    page.goto(framed(place, 'width="480" height="640"'))
    frame = page.frame_locator("iframe")
    frame.locator("glutebot-widget textarea").fill(QUESTION)
    frame.locator("glutebot-widget textarea").press("Enter")
    frame.locator("glutebot-widget .turn.done .cite").first.wait_for()

    assert asked(services) == [QUESTION]
    assert not frame.locator("#elsewhere").is_visible()
    assert page.context.cookies() == []
    page.close()


def test_a_frame_without_its_own_origin_shows_a_link(chromium: Any, place: Place) -> None:
    page = chromium.new_page()
    page.goto(framed(place, 'sandbox="allow-scripts"'))
    link = page.frame_locator("iframe").locator("#elsewhere a")
    link.wait_for()

    assert link.get_attribute("href") == f"/embed/{SITE}"
    page.close()


def test_a_frame_on_another_blog_stays_empty(chromium: Any, place: Place) -> None:
    page = chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(framed(place).replace("localhost", "127.0.0.1"))
    page.wait_for_timeout(500)

    assert any("frame-ancestors" in error for error in errors)
    assert page.frame_locator("iframe").locator("#place").count() == 0
    page.close()


def test_the_page_by_itself_is_a_place_to_ask(
    chromium: Any, place: Place, services: FakeServices
) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.goto(f"{place.address}/embed/{SITE}")
    page.locator("glutebot-widget textarea").fill(QUESTION)
    page.locator("glutebot-widget textarea").press("Enter")
    page.locator("glutebot-widget .turn.done .cite").first.wait_for()
    page.reload()
    page.locator("glutebot-widget .turn.done .cite").first.wait_for()

    assert asked(services) == [QUESTION]
    assert complaints == []
    assert page.context.cookies() == []
    page.close()
