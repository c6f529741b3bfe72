"""The owner's page: the key, the cookie, what readers asked, and whose domain is tested."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from support.fake_services import FakeServices
from support.live_server import run_server
from support.widget_calls import BLOG, LAB, OTHER, RUNNER, Widget

GENEROUS = Limits(per_visitor="999/minute", sessions="999/minute", keys="999/minute")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def key(services: FakeServices) -> str:
    services.sites.add(RUNNER)
    return services.sites.add(LAB)


@pytest.fixture
def http(services: FakeServices, key: str) -> Iterator[httpx.Client]:
    api = create_api(services, visitor_key=b"k" * 32, limits=GENEROUS)
    with run_server(api.app) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


def enter(http: httpx.Client, key: str, site: str = "lab") -> httpx.Response:
    return http.post(f"/sites/{site}/key", json={"key": key})


def test_the_page_asks_for_the_key_and_shows_nothing(http: httpx.Client) -> None:
    Widget(http).begin()
    page = http.get("/sites/lab")

    assert page.status_code == 200
    assert 'id="key"' in page.text
    assert "What readers asked" not in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert http.get("/sites/nobody").status_code == 404


def test_the_key_opens_this_page_for_an_hour_and_no_other(http: httpx.Client, key: str) -> None:
    reply = enter(http, key)

    cookie = reply.headers["set-cookie"]
    assert reply.status_code == 204
    assert key not in cookie
    for part in ("Path=/sites/lab;", "HttpOnly", "SameSite=Strict", "Max-Age=3600"):
        assert part in cookie
    assert "What readers asked" in http.get("/sites/lab").text
    value = cookie.partition(";")[0]
    other = httpx.get(f"{http.base_url}/sites/runner", headers={"cookie": value})
    assert "What readers asked" not in other.text
    http.delete("/sites/lab/key")
    assert 'id="key"' in http.get("/sites/lab").text


def test_wrong_keys_are_refused_and_counted(services: FakeServices, key: str) -> None:
    api = create_api(services, visitor_key=b"k" * 32, limits=Limits(keys="3/minute"))
    with run_server(api.app) as address, httpx.Client(base_url=address) as http:
        found = [enter(http, wrong).status_code for wrong in ("", key + "x", key[:-1])]
        assert found == [403, 403, 403]
        assert enter(http, key).status_code == 429
        assert enter(http, key, "runner").status_code == 429
        assert 'id="key"' in http.get("/sites/lab").text


def test_another_page_cannot_enter_or_leave(http: httpx.Client, key: str) -> None:
    for origin in (BLOG, "https://evil.example", "null"):
        headers = {"origin": origin}
        reply = http.post("/sites/lab/key", json={"key": key}, headers=headers)
        assert reply.status_code == 403
        assert "set-cookie" not in reply.headers
        assert http.delete("/sites/lab/key", headers=headers).status_code == 403


def test_readers_questions_are_grouped_and_those_of_other_sites_are_not_there(
    http: httpx.Client, key: str, services: FakeServices
) -> None:
    for message in ("Trampoline for glutes?", "trampoline, for glutes", "<b>sets</b> a week"):
        reader = Widget(http)
        reader.begin()
        reader.chat(message)
    vote = {"answer": f"{reader.conversation}:1", "vote": "down", "reason": "too short"}
    reader.call("POST", "/api/feedback", json=vote)
    runner = Widget(http, site="runner", origin=OTHER)
    runner.begin()
    runner.chat("a runner's secret")
    distressed = Widget(http)
    distressed.begin()
    distressed.chat("my leg went numb")
    enter(http, key)

    report = services.readers.report(LAB)
    page = http.get("/sites/lab").text
    assert [(row.question, row.count) for row in report.unanswered] == [
        ("trampoline, for glutes", 2)
    ]
    assert (report.questions, report.conversations, report.down) == (3, 3, 1)
    assert "&lt;b&gt;sets" in page
    assert "<b>sets" not in page
    assert "too short" in page
    assert "secret" not in page
    assert "went numb" not in page


def test_what_a_reader_erases_is_gone_from_the_page(
    http: httpx.Client, services: FakeServices
) -> None:
    reader = Widget(http)
    reader.begin()
    reader.chat("a question to forget")
    assert services.readers.report(LAB).questions == 1

    assert reader.call("DELETE", "/api/widget/data").status_code == 204
    assert services.readers.report(LAB).questions == 0


@pytest.mark.parametrize(
    ("address", "allowed", "says"),
    [
        (BLOG, True, "works"),
        (f"{BLOG}/2026/a-post?x=1#y", True, "works"),
        ("lab.example/post", True, "works"),
        ("http://lab.example", False, "https://lab.example"),
        ("https://evil.example", False, "glutebot site allow lab https://evil.example"),
        ("not an address", False, "not the address"),
        ("", False, "not the address"),
    ],
)
def test_a_domain_is_tested_in_words(
    http: httpx.Client, key: str, address: str, allowed: bool, says: str
) -> None:
    asked = {"address": address}
    assert http.post("/sites/lab/domain", json=asked).status_code == 403
    enter(http, key)
    verdict = http.post("/sites/lab/domain", json=asked).json()

    assert verdict["allowed"] is allowed
    assert says in verdict["says"]
