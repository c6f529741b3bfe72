"""Every way in which a page loads scripts, keeps them and loses them, and what it can tell them."""

from collections.abc import Callable

import pytest

from support.blog import ARTICLE
from support.widget_answers import SNIPPET
from support.widget_host import SITE

from .conftest import Place, Reader

pytestmark = pytest.mark.browser

Visit = Callable[..., Reader]


def test_inline_waits_for_the_place_that_it_was_given(visit: Visit, place: Place) -> None:
    head = place.tag(site=SITE, mode="inline", target="#here")
    address = place.blog.write("/target", f"<html><head>{head}</head><body><h1>Post</h1></body>")
    page = visit_bare(visit, address)
    page.wait_for_timeout(200)
    assert page.locator("glutebot-widget").count() == 0
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {id: 'here'}))")

    page.locator("#here > glutebot-widget .launch").wait_for()


def visit_bare(visit: Visit, address: str) -> object:
    """Open a page on which the widget does not stand yet."""
    reader = visit()
    reader.page.goto(address)
    return reader.page


def test_a_tag_in_the_head_of_an_empty_page_waits_for_the_body(visit: Visit, place: Place) -> None:
    head = place.tag(site=SITE, mode="inline")
    reader = visit(place.blog.write("/head", f"<html><head>{head}</head>{ARTICLE}"))

    assert reader.find(".bubble").count() == 1


def test_loaded_twice_re_injected_or_delayed_there_is_one(visit: Visit, place: Place) -> None:
    reader = visit(place.post(body=ARTICLE + place.tag(site=SITE)))
    assert reader.page.locator("glutebot-widget").count() == 1
    inject = """([src, type]) => { const script = document.createElement('script');
      script.dataset.site = 'glutelab'; script.src = src; script.type = type;
      document.head.append(script);
      return new Promise((done) => script.onload = () => done()) }"""
    source = f"{place.address}/w/glutebot.js"
    reader.page.goto(place.blog.write("/free", f"<body>{ARTICLE}"))
    assert reader.page.locator("glutebot-widget").count() == 0
    reader.page.evaluate(inject, [source, "module"])
    reader.page.evaluate(inject, [f"{source}?again", ""])
    reader.open()
    reader.page.evaluate(inject, [f"{source}?later", "module"])

    assert reader.page.locator("glutebot-widget").count() == 1
    assert reader.find(".frame").is_visible()


def test_a_page_that_names_things_alike_does_not_mislead(visit: Visit, place: Place) -> None:
    body = '<img name="currentScript"><a id="Glutebot"></a><p data-site="x">x</p>'
    reader = visit(place.post(body=body))
    reader.open()

    assert place.host.heard("/widget/session")[0]["site"] == SITE


def test_a_replaced_body_keeps_widget_and_conversation(reader: Reader) -> None:
    reader.open()
    reader.ask("How often?")
    reader.page.evaluate("document.body.replaceWith(document.createElement('body'))")
    reader.find(".turn").wait_for()

    assert reader.page.locator("glutebot-widget").count() == 1
    assert reader.page.evaluate(
        "document.querySelector('glutebot-widget').matches(':popover-open')"
    )
    reader.page.evaluate("history.pushState(null, '', '/next-post')")
    reader.ask("And then?", answers=2)
    assert reader.host.heard("/chat")[-1]["page_url"].endswith("/next-post")


def test_two_widgets_stand_apart_and_keep_apart(visit: Visit, place: Place) -> None:
    reader = visit(place.post(body=ARTICLE + place.tag(site="other")))
    reader.until(lambda: reader.page.locator("glutebot-widget").count() == 2)
    first, second = (reader.find(".launch").nth(n).bounding_box() for n in (0, 1))
    assert abs(first["y"] - second["y"]) >= 56
    assert first["y"] + first["height"] == 804
    for site in ("other", "glutelab"):
        reader.page.evaluate(f"Glutebot.open('{site}')")
        frame = reader.find(".open .frame")
        frame.wait_for()
        box = frame.bounding_box()
        assert box["y"] >= 0
        corner = f"{box['x'] + box['width'] - 20}, {box['y'] + box['height'] - 20}"
        assert reader.page.evaluate(
            f"document.elementFromPoint({corner}).shadowRoot.querySelector('.open') !== null"
        )
        reader.page.evaluate(f"Glutebot.close('{site}')")
        reader.until(lambda: reader.find(".open").count() == 0)
    reader.page.evaluate("Glutebot.ask('about squats', 'other')")
    reader.until(lambda: reader.answers() == 1)
    reader.page.evaluate("Glutebot.ask('about bands', 'glutelab')")
    reader.until(lambda: reader.answers() == 2)
    keys = reader.page.evaluate("Object.keys(localStorage).sort()")

    assert [key.rpartition(":")[2] for key in keys] == ["glutelab", "other"]
    assert {body["site"] for body in place.host.heard("/widget/session")} == {"glutelab", "other"}
    assert len({body["conversation"] for body in place.host.heard("/chat")}) == 2


def test_a_page_can_open_ask_close_and_destroy(reader: Reader) -> None:
    page = reader.page
    assert reader.told("ready") == [{"site": SITE}]
    page.evaluate("Glutebot.open()")
    reader.find(".frame").wait_for()
    page.evaluate("Glutebot.ask('How often?')")
    reader.until(lambda: reader.answers() == 1)
    asked, told = reader.told("message")
    assert asked == {"site": SITE, "role": "reader", "text": "How often?"}
    assert (told["role"], told["status"]) == ("assistant", "answered")
    assert SNIPPET in told["text"]
    page.evaluate("Glutebot.close()")
    reader.until(lambda: not reader.find(".frame").is_visible())
    page.evaluate("Glutebot.destroy()")

    assert page.locator("glutebot-widget").count() == 0
    page.evaluate("document.body.append('more')")
    page.wait_for_timeout(100)
    assert page.locator("glutebot-widget").count() == 0


def test_the_page_stays_as_it_was(reader: Reader) -> None:
    before = reader.page.title()
    kept = "[document.title, document.body.style.cssText, document.styleSheets.length].join()"
    state = reader.page.evaluate(kept)
    reader.open()
    reader.send("How often? slow")
    reader.page.mouse.wheel(0, 0)
    reader.until(lambda: reader.answers() == 1)

    assert reader.page.title() == before
    assert reader.page.evaluate(kept) == state
    assert reader.page.evaluate("scrollY") == 0
