"""The widget's routes on the whole web app: reachable, and no way into the page's own server."""

import time

import httpx
import pytest

from support.fake_services import FakeServices
from support.widget_calls import BLOG, LAB, Widget

PUBLIC = {"host": "chat.example.com"}
PAGE_PATHS = [
    "/",
    "/theme.css",
    "/manifest.json",
    "/config",
    "/gradio_api/info",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/heartbeat/x",
    "/gradio_api/upload",
    "/own/app.css",
    "/sites/lab",
    "/embed/lab",
    "/oembed",
    "/healthz",
    "/readyz",
    "/metrics",
]


@pytest.fixture
def widget(web: httpx.Client, web_services: FakeServices) -> Widget:
    """A reader's widget, once the running app has noticed the site."""
    if not web_services.sites.all():
        web_services.sites.add(LAB)
    reader = Widget(web)
    deadline = time.monotonic() + 10
    while reader.begin().status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return reader


def test_the_widget_is_answered_beside_the_page(widget: Widget) -> None:
    reply = widget.chat("hip thrust or squat?")

    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (200, BLOG)
    assert widget.http.get("/w/glutebot.js").headers["access-control-allow-origin"] == "*"
    assert 'data-site="lab"' in widget.http.get("/embed/lab").text
    assert 'id="key"' in widget.http.get("/sites/lab").text


@pytest.mark.parametrize("path", PAGE_PATHS)
def test_a_sites_page_gets_no_permission_outside_the_api(widget: Widget, path: str) -> None:
    for host in ({}, PUBLIC):
        headers = {"origin": BLOG, **widget.headers(), **host}
        asked = {"access-control-request-method": "POST", **headers}
        for reply in (
            widget.http.get(path, headers={**headers, "accept": "text/html"}, timeout=5)
            if path not in ("/gradio_api/heartbeat/x", "/gradio_api/queue/data")
            else widget.http.post(path, json={}, headers=headers),
            widget.http.post(path, json={}, headers=headers),
            widget.http.options(path, headers=asked),
        ):
            assert "access-control-allow-origin" not in reply.headers
            assert "access-control-allow-credentials" not in reply.headers


def test_a_frame_of_our_own_never_holds_the_page(web: httpx.Client) -> None:
    page = web.get("/")

    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
