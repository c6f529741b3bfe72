"""How the widget comes onto a page: every mode, and every way in which a page loads scripts."""

from collections.abc import Callable

import pytest

from support.blog import ARTICLE
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
