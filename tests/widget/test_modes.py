"""How the widget comes onto a page: every mode, and every way in which a page loads scripts."""

from collections.abc import Callable

import pytest

from support.blog import ARTICLE
from support.widget_answers import SNIPPET
from support.widget_host import SITE

from .conftest import PHONE, Place, Reader

pytestmark = pytest.mark.browser

Visit = Callable[..., Reader]


def test_before_intent_there_is_a_button_and_nothing_else(reader: Reader, place: Place) -> None:
    page = reader.page
    page.wait_for_timeout(300)
    page.mouse.wheel(0, 400)
    page.mouse.move(1200, 790)
    page.wait_for_timeout(200)

    assert [url.rpartition("/")[2] for url in reader.requests] == ["post", "glutebot.js"]
    assert place.host.calls == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    button = page.get_by_role("button", name="Ask a question")
    assert button.get_attribute("aria-haspopup") == "dialog"
    assert page.evaluate("document.activeElement.localName") == "body"


def test_opening_keeps_nothing_and_the_first_question_one_token(reader: Reader) -> None:
    reader.open()
    assert reader.page.evaluate("localStorage.length") == 0
    reader.ask("How often?")

    assert reader.page.evaluate("Object.keys(localStorage)") == [
        f"glutebot:{reader.page.evaluate(_HOST)}:{SITE}"
    ]
    assert reader.page.context.cookies() == []
    assert reader.page.evaluate("sessionStorage.length") == 0


_HOST = "new URL(document.querySelector('script[data-site]').src).host"


def test_the_bubble_opens_and_closes_and_gives_the_focus_back(reader: Reader) -> None:
    reader.open()
    dialog = reader.page.get_by_role("dialog", name="Ask glutelab")
    assert dialog.is_visible()
    assert dialog.get_attribute("aria-modal") is None
    assert reader.focused() == "textarea"
    assert reader.find(".launch").get_attribute("aria-expanded") == "true"
    reader.find("[aria-label='Close']").click()

    assert not dialog.is_visible()
    assert reader.focused() == "launch"
    assert reader.find(".launch").get_attribute("aria-expanded") == "false"
    reader.find(".launch").click()
    assert dialog.is_visible()
    reader.find(".launch").click()
    assert not dialog.is_visible()


def test_the_bubble_stands_in_the_corner_that_was_asked_for(visit: Visit, place: Place) -> None:
    reader = visit()
    for position in ("bottom-right", "bottom-left", "top-right", "top-left"):
        reader.page.goto(place.post(position=position))
        box = reader.find(".launch").bounding_box()
        assert (box["x"] < 640) is ("left" in position)
        assert (box["y"] < 400) is ("top" in position)
        reader.open()
        frame = reader.find(".frame").bounding_box()
        assert (frame["x"] < 640) is ("left" in position)
        assert frame["y"] >= 0
        assert frame["y"] + frame["height"] <= 820


def test_the_panel_stands_at_the_side_in_full_height(visit: Visit, place: Place) -> None:
    reader = visit(place.post(mode="panel"))
    tab = reader.find(".launch").bounding_box()
    assert tab["x"] + tab["width"] == 1280
    reader.open()
    frame = reader.find(".frame").bounding_box()

    assert (frame["y"], frame["height"], frame["x"] + frame["width"]) == (0, 820, 1280)
    assert not reader.find(".launch").is_visible()
    reader.page.keyboard.press("Escape")
    assert reader.find(".launch").is_visible()


def test_inline_stands_where_its_tag_is_and_takes_no_focus(visit: Visit, place: Place) -> None:
    body = f"<h1>Post</h1>{place.tag(site=SITE, mode='inline', greeting='Ask me')}{ARTICLE}"
    address = place.blog.write("/inline", body, content_security_policy=place.policy())
    reader = visit(address)
    page = reader.page

    assert reader.find(".launch").inner_text() == "Ask me"
    assert page.evaluate("document.activeElement.localName") == "body"
    assert page.evaluate("document.querySelector('glutebot-widget').previousSibling.localName") == (
        "script"
    )
    reader.open()
    assert page.get_by_role("region", name="Ask glutelab").is_visible()
    assert page.evaluate("scrollY") == 0
    assert reader.focused() == "textarea"
    reader.ask("How often?")
    page.keyboard.press("Escape")
    assert reader.find(".frame").is_visible()
    assert page.evaluate("scrollY") == 0


def test_inline_opened_by_script_takes_no_focus(visit: Visit, place: Place) -> None:
    reader = visit(place.post(mode="inline"))
    reader.page.evaluate("Glutebot.open()")
    reader.find(".welcome").wait_for()

    assert reader.page.evaluate("document.activeElement.localName") == "body"
    assert reader.page.evaluate("scrollY") == 0


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


def test_a_phone_gives_it_the_screen_and_back_closes_it(visit: Visit, place: Place) -> None:
    reader = visit(**PHONE)
    page = reader.page
    assert reader.find(".launch").bounding_box()["height"] >= 44
    reader.open()
    box = reader.find(".frame").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert reader.style("textarea", "fontSize") == "16px"
    page.go_back()
    reader.until(lambda: not reader.find(".frame").is_visible())
    assert page.url.endswith("/post")
    reader.find(".launch").click()
    reader.find("[aria-label='Close']").click()
    page.wait_for_timeout(100)
    assert page.evaluate("history.state") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


LABELS = {
    "es": "Haz una pregunta",
    "de": "Frage stellen",
    "fr": "Poser une question",
    "pt": "Faça uma pergunta",
    "ar": "اطرح سؤالًا",
}


def test_languages_load_when_needed(visit: Visit, place: Place) -> None:
    reader = visit(place.post(lang="it"))
    assert reader.find(".launch").inner_text() == "Ask a question"
    reader.open()
    assert [url for url in reader.requests if "/words." in url] == []
    english = reader.find(".foot").inner_text()
    for language, label in LABELS.items():
        reader.requests.clear()
        reader.page.goto(place.post(lang=language))
        assert reader.find(".launch").inner_text() == label
        reader.open()
        assert [url.split("/words.")[1][:2] for url in reader.requests if "/words." in url] == [
            language
        ]
        assert reader.style(".frame", "direction") == ("rtl" if language == "ar" else "ltr")
        assert len(reader.find(".foot").inner_text()) > 1.5 * len(english)


def test_the_page_s_own_language_is_taken_where_none_is_set(visit: Visit, place: Place) -> None:
    html = f'<html lang="pt-BR"><body>{ARTICLE}{place.tag(site=SITE)}'
    reader = visit(place.blog.write("/pt", html))

    assert reader.find(".launch").inner_text() == "Faça uma pergunta"


def test_the_tag_says_more_than_the_site(visit: Visit, place: Place) -> None:
    place.host.site.update(greeting="From the site", consent="Kept for 30 days.", accent="#aa0000")
    reader = visit(place.post(greeting="From the tag"))
    reader.open()

    assert "From the tag" in reader.find(".welcome").inner_text()
    assert "Kept for 30 days." in reader.find(".foot").inner_text()
    assert reader.style(".send", "backgroundColor") == "rgb(170, 0, 0)"


def test_a_panel_that_cannot_be_fetched_is_said_and_tried_again(reader: Reader) -> None:
    reader.forgiven = ("Failed to load resource",)
    reader.page.route("**/panel.*", lambda route: route.abort())
    reader.find(".launch").click()
    reader.page.get_by_role("button", name="Offline? Ask a question").wait_for()
    reader.page.unroute("**/panel.*")
    reader.find(".launch").click()

    reader.find(".welcome").wait_for()
