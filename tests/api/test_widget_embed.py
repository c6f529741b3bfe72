"""The page for frames and links, what finds it, and the scripts under /w/."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from glutebot.api.app import create_api
from glutebot.api.widget_tokens import WidgetTokens
from support.fake_services import FakeServices
from support.live_server import run_server
from support.widget_calls import BLOG, LAB, Widget, make_site

KEY = b"k" * 32
HOSTILE = make_site("hostile", "https://h.example", greeting='"><script>', consent="</script>")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = FakeServices(tmp_path)
    made.sites.add(LAB)
    made.sites.add(HOSTILE.model_copy(update={"name": '<img src=x onerror="1">'}))
    return made


@pytest.fixture
def http(services: FakeServices) -> Iterator[httpx.Client]:
    api = create_api(services, visitor_key=KEY)
    with run_server(api.app) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


def own(http: httpx.Client) -> str:
    return str(http.base_url).rstrip("/")


def token_in(page: str) -> str:
    found = re.search(r'data-token="([^"]+)"', page)
    assert found
    return found[1]


def test_only_the_sites_pages_may_frame_the_page(http: httpx.Client) -> None:
    reply = http.get("/embed/lab")

    policy = reply.headers["content-security-policy"]
    ancestors = policy.partition("frame-ancestors ")[2]
    assert ancestors == " ".join(["'self'", *LAB.origins])
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in reply.headers
    assert "access-control-allow-origin" not in reply.headers


def test_every_other_page_stays_unframed(http: httpx.Client) -> None:
    for path in ("/embed/nobody", "/oembed?url=x", "/healthz", "/api/conversations"):
        reply = http.get(path)
        assert reply.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]


def test_the_pages_token_opens_a_session_of_its_own(http: httpx.Client) -> None:
    tokens = [token_in(http.get("/embed/lab").text) for _ in range(2)]
    readers = [Widget(http, origin=own(http)) for _ in tokens]
    for reader, token in zip(readers, tokens, strict=True):
        assert reader.begin(token).status_code == 200

    assert readers[0].conversation != readers[1].conversation
    assert Widget(http, origin=BLOG).begin(tokens[0]).json()["conversation"] not in {
        reader.conversation for reader in readers
    }


def test_what_an_owner_wrote_is_text_on_the_page(http: httpx.Client) -> None:
    page = http.get("/embed/hostile").text

    assert "<img" not in page
    assert "&lt;img src=x onerror=" in page


def test_a_host_that_nobody_has_is_text_on_the_page(http: httpx.Client) -> None:
    for host in ('x"><script>alert(1)</script>', "evil.example"):
        page = http.get("/embed/lab", headers={"host": host})
        assert "<script>" not in page.text
        found = http.get(
            "/oembed", params={"url": "http://evil.example/embed/lab"}, headers={"host": host}
        )
        assert "<script>" not in found.text


def test_platforms_find_the_frame(http: httpx.Client) -> None:
    page = http.get("/embed/lab").text
    found = re.search(r'application/json\+oembed"[^>]* href="([^"]+)"', page)
    assert found

    body = http.get(found[1]).json()
    assert (body["version"], body["type"], body["width"], body["height"]) == (
        "1.0",
        "rich",
        480,
        640,
    )
    assert f'src="{own(http)}/embed/lab"' in body["html"]
    small = http.get("/oembed", params={"url": f"{own(http)}/embed/lab", "maxwidth": 300}).json()
    assert small["width"] == 300
    hostile = http.get("/oembed", params={"url": f"{own(http)}/embed/hostile"}).json()
    assert "<img" not in hostile["html"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/embed/lab",
        "x",
        "",
        "//embed/lab",
        "/embed/lab",
        "file:///embed/lab",
        "http://[",
    ],
)
def test_an_address_that_is_not_ours_is_not_found(http: httpx.Client, url: str) -> None:
    assert http.get("/oembed", params={"url": url}).status_code == 404


def test_other_forms_are_said_not_to_be_there(http: httpx.Client) -> None:
    url = f"{own(http)}/embed/lab"

    assert http.get("/oembed", params={"url": url, "format": "xml"}).status_code == 501
    assert http.get("/oembed", params={"url": url, "maxwidth": "wide"}).status_code == 422
    assert http.get("/oembed").status_code == 422


def test_a_programs_page_opens_by_its_link_only(http: httpx.Client) -> None:
    reader = Widget(http)
    reader.begin()
    answer = reader.chat("build me one").json()
    link = answer["program_url"]

    page = http.get(link)
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
    assert "Week 1" in page.text
    turns = reader.call("GET", f"/api/conversation/{reader.conversation}").json()["turns"]
    assert turns[0]["answer"]["program_url"].startswith("/embed/program/p1.")
    assert http.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    assert http.get(f"/embed/program/{reader.token}").status_code == 404
    late = WidgetTokens(KEY, now=lambda: 1_000.0).sign_page("w:lab:x", "abc", 1)
    assert http.get(f"/embed/program/{late}").status_code == 404
    reader.call("DELETE", f"/api/conversation/{reader.conversation}")
    assert http.get(link).status_code == 404


def built() -> dict[str, str]:
    folder = Path(__file__).parents[2] / "src" / "glutebot" / "widget" / "built"
    manifest = json.loads((folder / "manifest.json").read_text())
    return {"loader": manifest["loader"]["file"], "panel": manifest["panel"]["file"]}


def test_scripts_are_for_any_page_and_keep_for_ever_under_their_hash(http: httpx.Client) -> None:
    for name in ("glutebot.js", *built().values()):
        reply = http.get(f"/w/{name}", headers={"origin": "https://anywhere.example"})
        assert reply.status_code == 200
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
        assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-encoding"] == "gzip"
        assert ("immutable" in reply.headers["cache-control"]) == (name != "glutebot.js")
        again = http.get(f"/w/{name}", headers={"if-none-match": reply.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "name", ["manifest.json", "", "..%2f..%2fpackage.json", "panel.000000000000.js", "x.js"]
)
def test_nothing_else_is_under_w(http: httpx.Client, name: str) -> None:
    reply = http.get(f"/w/{name}")

    assert reply.status_code == 404
    assert str(Path(__file__).parents[2]) not in reply.text
