"""Neither the page can break the widget nor the widget the page, and everyone can use it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from support.blog import ARTICLE
from support.widget_host import BUILT, SITE

from .conftest import DESK, PHONE, Place, Reader

pytestmark = pytest.mark.browser

Visit = Callable[..., Reader]
HOSTILE_CSS = """
* { all: unset !important; display: none !important; }
html, body { all: revert !important; display: block !important; transform: scale(.5) !important;
  filter: blur(2px); contain: strict; overflow: hidden !important; direction: rtl; zoom: 1.2;
  --accent: red; --paper: red; --text: red; font-size: 62.5% !important; line-height: 9; }
glutebot-widget { display: none !important; position: static !important; opacity: 1; left: -9999px;
  width: 1px !important; height: 1px !important; transform: none; }
button, textarea, div { color: red !important; background: red !important; font: 99px cursive; }
div { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; }
"""


def test_hostile_css_does_not_reach_it(visit: Visit, place: Place) -> None:
    html = f"<style>{HOSTILE_CSS}</style><body><div>{ARTICLE}</div>{place.tag(site=SITE)}"
    reader = visit(place.blog.write("/hostile", html))
    box = reader.find(".launch").bounding_box()
    assert box["x"] + box["width"] == pytest.approx(1264, abs=2)
    assert box["y"] + box["height"] == pytest.approx(804, abs=2)
    reader.open()
    reader.ask("How often?")

    assert reader.style(".frame", "backgroundColor") == "rgb(255, 255, 255)"
    assert reader.style(".frame", "color") == "rgb(27, 31, 28)"
    assert reader.style(".reply p", "fontSize") == "16px"
    assert reader.style(".reply p", "lineHeight") == "24px"
    assert reader.style(".frame", "direction") == "ltr"
    assert reader.style(".send", "backgroundColor") == "rgb(15, 107, 79)"


def test_a_page_can_still_hide_it(visit: Visit, place: Place) -> None:
    reader = visit()
    reader.page.evaluate("document.querySelector('glutebot-widget').hidden = true")

    assert not reader.find(".launch").is_visible()


def test_the_page_s_keys_and_styles_are_its_own(reader: Reader) -> None:
    page = reader.page
    page.evaluate(
        "() => { window.keys = []; addEventListener('keydown', (e) => keys.push(e.key)) }"
    )
    before = page.evaluate("getComputedStyle(document.querySelector('h1')).cssText")
    reader.open()
    reader.find("textarea").press_sequentially("j/k")

    assert page.evaluate("keys") == []
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).cssText") == before
    assert page.evaluate("Object.keys(window).filter((k) => /glute/i.test(k))") == ["Glutebot"]


def test_it_works_under_the_policy_that_is_documented(reader: Reader, place: Place) -> None:
    """What `Reader.check` watches: no violation, no console error, no other host."""
    reader.open()
    reader.ask("How often?")
    reader.find(".cite").first.click()
    reader.page.keyboard.press("Escape")
    reader.find("[aria-label='Not helpful']").click()
    reader.ask("build", answers=2)
    reader.page.evaluate("document.body.append('still alive')")
    hosts = {url.split("/")[2] for url in reader.requests}

    assert hosts == {place.address.split("/")[2], place.blog.address.split("/")[2]}


def test_it_works_under_other_policies_that_pages_have(visit: Visit, place: Place) -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text())["loader"]
    source = f"{place.address}/w/{manifest['file']}"
    nonce = f'<script nonce="n1" src="{source}" data-site="{SITE}"></script>'
    pinned = f'<script crossorigin src="{source}" integrity="{manifest["integrity"]}"'
    connect = f"default-src 'none'; connect-src {place.address}; script-src"
    pages = {
        "/nonce": (nonce, {"content_security_policy": f"{connect} 'nonce-n1'"}),
        "/dynamic": (
            nonce,
            {"content_security_policy": f"{connect} 'nonce-n1' 'strict-dynamic'"},
        ),
        "/pinned": (
            f'{pinned} data-site="{SITE}"></script>',
            {"cross_origin_embedder_policy": "require-corp"},
        ),
    }
    reader = visit()
    for path, (tag, headers) in pages.items():
        reader.page.goto(place.blog.write(path, f"<body>{ARTICLE}{tag}", **headers))
        reader.open()
        reader.find(".turn, .welcome").first.wait_for()
        reader.ask("How often?", answers=reader.answers() + 1)
        reader.check()


def test_escape_closes_the_source_before_the_panel(reader: Reader) -> None:
    reader.open()
    reader.ask("How often?")
    reader.find(".cite").first.click()
    reader.find(".cite").last.focus()
    reader.page.keyboard.press("Escape")
    reader.until(lambda: reader.find(".source").count() == 0)

    assert reader.find(".frame").is_visible()


def test_the_keyboard_alone_is_enough(reader: Reader) -> None:
    page = reader.page
    page.keyboard.press("Tab")
    assert reader.focused() == "launch"
    page.keyboard.press("Enter")
    reader.find(".welcome").wait_for()
    reader.until(lambda: reader.focused() == "textarea")
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    reader.until(lambda: reader.answers() == 1)
    assert reader.host.heard("/chat")[0]["message"] == "first line\nsecond line"
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if reader.focused() == "cite":
            break
    page.keyboard.press("Enter")
    reader.find(".source").wait_for()
    page.keyboard.press("Escape")
    reader.until(lambda: reader.find(".source").count() == 0)
    assert reader.find(".frame").is_visible()
    page.keyboard.press("Escape")

    assert not reader.find(".frame").is_visible()
    assert reader.focused() == "launch"


def test_a_screen_reader_hears_the_answer_once_it_is_whole(reader: Reader) -> None:
    page = reader.page
    reader.open()
    page.evaluate(
        "() => { window.said = []; const s = document.querySelector('glutebot-widget').shadowRoot;"
        " for (const live of s.querySelectorAll('[role=status], [role=alert]'))"
        " new MutationObserver(() => said.push(live.textContent)).observe(live,"
        " {childList: true, subtree: true, characterData: true}) }"
    )
    reader.ask("How often? slow")
    log = page.get_by_role("log", name="Conversation")

    assert log.get_attribute("aria-live") == "off"
    said = page.evaluate("said")
    assert said[0] == "Looking up…"
    assert len(said) == 2
    assert said[1].startswith("Nine weeks")
    assert "[1]" not in said[1]
    tree = page.get_by_role("dialog").aria_snapshot()
    for role in ('heading "Ask glutelab"', 'textbox "Your question"', 'button "Send"', "log"):
        assert role in tree
    assert 'button "Source 1: Hip thrust or squat for glutes"' in tree


def test_everything_that_is_touched_is_large_enough(visit: Visit) -> None:
    reader = visit(**PHONE)
    reader.open()
    reader.ask("plan")
    reader.ask("How often?", answers=2)
    sizes = reader.page.evaluate(
        "[...document.querySelector('glutebot-widget').shadowRoot.querySelectorAll("
        "'button:not(.cite):not(.title), textarea, summary')].filter((e) => e.offsetParent)"
        ".map((e) => [e.className, e.offsetWidth, e.offsetHeight])"
    )

    assert len(sizes) > 6
    assert [size for size in sizes if min(size[1:]) < 44] == []
    numbers = reader.find(".cite").first.bounding_box()
    assert min(numbers["width"], numbers["height"]) >= 24


def test_motion_stops_where_it_is_not_wanted(visit: Visit) -> None:
    still, moving = visit(), visit(reduced_motion="no-preference")
    still.open()
    moving.open()

    assert still.style(".frame", "animationName") == "none"
    assert moving.style(".frame", "animationName") == "rise"


@pytest.mark.parametrize(
    ("options", "data", "paper"),
    [
        ({"color_scheme": "dark"}, {}, "rgb(26, 30, 27)"),
        ({"color_scheme": "dark"}, {"theme": "light"}, "rgb(255, 255, 255)"),
        ({"color_scheme": "light"}, {"theme": "dark"}, "rgb(26, 30, 27)"),
    ],
)
def test_dark_follows_the_reader_unless_the_blog_says_otherwise(
    visit: Visit, place: Place, options: dict[str, str], data: dict[str, str], paper: str
) -> None:
    reader = visit(place.post(**data), **options)
    reader.open()

    assert reader.style(".frame", "backgroundColor") == paper


def test_forced_colours_keep_every_edge(visit: Visit) -> None:
    reader = visit(forced_colors="active")
    reader.open()
    reader.ask("How often?")
    edge = reader.style(".send", "borderTopColor")

    assert reader.style(".send", "borderTopStyle") == "solid"
    assert edge != reader.style(".send", "backgroundColor")


def violations(axe: Any, page: Any) -> list[str]:
    """Return what axe finds in the widget; the page around it is not ours."""
    page.evaluate(axe)
    found = page.evaluate("axe.run({include: ['glutebot-widget']})")
    return [
        f"{item['id']}: {node['target']} {node['any'][:1]}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe; evaluated, since the policy lets no other script in."""
    module = pytest.importorskip("axe_playwright_python.base", reason="axe is not installed")
    return str(module.AXE_FILE_PATH.read_text())


@pytest.mark.parametrize(
    ("options", "data"),
    [
        (DESK, {"mode": "inline", "accent": "gold"}),
        (DESK | {"color_scheme": "dark"}, {"mode": "bubble", "accent": "navy"}),
        (PHONE, {"mode": "panel", "lang": "ar", "accent": "rgb(255 120 90)"}),
    ],
    ids=["inline", "dark", "phone"],
)
def test_axe_finds_nothing_in_any_state(
    visit: Visit, place: Place, axe: str, options: Any, data: dict[str, str]
) -> None:
    reader = visit(place.post(**data), **options)
    reader.forgiven = ("Failed to load resource",)
    place.host.site.update(examples=["How many sets?"])
    found = {"closed": violations(axe, reader.page)}
    reader.open()
    found["empty"] = violations(axe, reader.page)
    for number, message in enumerate(("Tuesday", "build", "numb", "plan"), 1):
        reader.ask(message, answers=number)
    found["answers"] = violations(axe, reader.page)
    reader.ask("How often?", answers=5)
    reader.find("[aria-pressed]").last.click()
    reader.find(".cite").last.click()
    found["source and reasons"] = violations(axe, reader.page)
    reader.page.keyboard.press("Escape")
    reader.send("limit")
    reader.find(".trouble").wait_for()
    found["trouble"] = violations(axe, reader.page)

    assert {state: faults for state, faults in found.items() if faults} == {}
