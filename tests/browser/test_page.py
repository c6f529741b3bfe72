"""The page as people use it. Every test also fails on a console error, a policy violation, a
failed request or a request to another host (see conftest)."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from support.fake_services import FakeServices
from support.scripted_answers import PASSAGES

from .conftest import Watched

pytestmark = pytest.mark.browser

QUESTION = "Hip thrust or squat for a bigger butt?"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def test_an_answer_streams_and_its_citation_opens(desk: Watched) -> None:
    page = desk.page
    desk.send(f"{QUESTION} slow")
    page.wait_for_selector(".gb-now:has-text('Writing')")
    page.wait_for_selector(".gb-writing p:has-text('Nine weeks')")
    growing = page.inner_text(".gb-writing")
    desk.wait_for_answers(1)

    assert len(growing) < len(page.inner_text(".gb-answer"))
    page.click(".gb-cite >> nth=0")
    dialog = page.wait_for_selector("dialog[open]")
    text = dialog.inner_text()
    assert "What the MRI trial found" in text
    assert "Nobody in the trial had trained before" in text
    assert page.locator("dialog mark").all_inner_texts() == [PASSAGES[0].lines[0].text]
    assert page.inner_text("dialog .gb-grade") == "Trial"
    assert page.get_attribute("dialog li a", "href").startswith("https://doi.org/10.3389/")
    assert page.evaluate("document.activeElement.className") == "gb-dialog-close"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "gb-cite"


def test_the_keyboard_alone_is_enough(desk: Watched) -> None:
    page = desk.page
    page.focus("#gb-box textarea")
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    assert page.input_value("#gb-box textarea") == "first line\nsecond line"
    page.keyboard.press("Enter")
    desk.wait_for_answers(1)
    page.focus(".gb-cite")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Enter")

    assert page.locator("dialog[open]").count() == 0
    assert desk.questions() == ["first line\nsecond line"]


def test_votes_reasons_and_the_conversation_survive_a_reload(
    desk: Watched, page_services: FakeServices
) -> None:
    page = desk.page
    desk.ask(QUESTION)
    before = page_services.feedback.counts()["down"]
    page.click("[aria-label='Dislike']")
    page.click("#gb-reason label:has-text('Too long')")
    page.fill("#gb-comment textarea", "two lines would do")
    page.click("#gb-reason-send")
    page.wait_for_selector("#gb-notice:has-text('Noted')")
    desk.open()
    desk.wait_for_answers(1)

    assert page_services.feedback.counts()["down"] == before + 1
    assert desk.questions() == [QUESTION]
    assert page.inner_text("#gb-list label.selected").splitlines() == [QUESTION, "Today"]
    page.wait_for_selector("[aria-label='Disliked']")


def heard(services: FakeServices, *expected: str, since: int | None = None) -> None:
    """Wait for the latest events of the services; the page may show a stop before they hear it."""
    start = len(services.events) - len(expected) if since is None else since
    deadline = time.monotonic() + 10
    while services.events[start:] != list(expected) and time.monotonic() < deadline:
        time.sleep(0.05)
        start = len(services.events) - len(expected) if since is None else since
    assert services.events[start:] == list(expected)


def test_stop_stops_the_writing_and_retry_asks_again(
    desk: Watched, page_services: FakeServices
) -> None:
    page = desk.page
    desk.send("a slow question")
    page.wait_for_selector(".gb-writing p:has-text('Nine')")
    page.click("#gb-box .stop-button")
    page.wait_for_selector(".gb-stopped")
    heard(page_services, "begun a slow question", "closed a slow question")
    asked = len(page_services.events)
    page.click("[aria-label='Retry']")
    page.wait_for_selector(".gb-writing p:has-text('Nine')")
    page.click("#gb-box .stop-button")
    page.wait_for_selector(".gb-stopped")

    heard(page_services, "begun a slow question", "closed a slow question", since=asked)
    assert desk.questions() == ["a slow question"]


def test_editing_replaces_the_turn_and_all_after_it(
    desk: Watched, page_services: FakeServices
) -> None:
    page = desk.page
    desk.ask("one")
    desk.ask("two <b>", answers=2)
    page.click("[aria-label='Edit'] >> nth=0")
    page.fill(".user-row textarea", "one, changed")
    page.click("[aria-label='Submit'], [title='Submit']")
    desk.until("document.querySelectorAll('.user-row').length === 1")
    desk.wait_for_answers(1)

    assert desk.questions() == ["one, changed"]
    assert page_services.heard[-1] == []


def test_conversations_can_be_found_renamed_and_deleted(desk: Watched) -> None:
    page = desk.page
    desk.ask("about squats")
    page.click("#gb-new")
    page.wait_for_selector(".gb-welcome")
    desk.ask("about bands")
    page.click("#gb-list label:has-text('about squats')")
    page.wait_for_selector("#gb-title:has-text('about squats')")
    assert desk.questions() == ["about squats"]
    page.click("#gb-rename")
    page.fill("#gb-name textarea", "Squat notes")
    page.click("#gb-name-save")
    page.wait_for_selector("#gb-list label:has-text('Squat notes')")
    page.click("#gb-delete")
    page.click("#gb-delete-yes")
    page.wait_for_selector(".gb-welcome")

    assert page.locator("#gb-list label").count() == 1
    desk.open()
    page.wait_for_selector("#gb-title:has-text('about bands')")
    page.click("#gb-erase")
    page.click("#gb-erase-yes")
    page.wait_for_selector(".gb-welcome")
    assert page.locator("#gb-list label").count() == 0


def test_examples_and_follow_ups_ask_with_one_tap(desk: Watched) -> None:
    page = desk.page
    page.click(".example >> nth=1")
    desk.wait_for_answers(1)
    page.click(".option:has-text('glute bridges')")
    desk.wait_for_answers(2)

    assert desk.questions() == ["How many sets a week do glutes need?", "Do glute bridges count?"]


def test_two_visitors_at_once_see_nothing_of_each_other(visit: Callable[..., Watched]) -> None:
    ann, ben = visit(), visit()
    ann.send("slow question of ann")
    ben.send("slow question of ben")
    ann.wait_for_answers(1)
    ben.wait_for_answers(1)

    assert ann.questions() == ["slow question of ann"]
    assert ben.questions() == ["slow question of ben"]
    for visitor, other in ((ann, "ben"), (ben, "ann")):
        visitor.open()
        visitor.wait_for_answers(1)
        assert f"of {other}" not in visitor.page.inner_text("body")


def test_a_long_text_is_counted_refused_and_kept(desk: Watched) -> None:
    page = desk.page
    long_text = "x" * 2_500
    desk.send(long_text)
    page.wait_for_selector("#gb-notice:has-text('2,500 characters; 2,000 fit')")

    assert page.input_value("#gb-box textarea") == long_text
    assert page.inner_text("#gb-count") == "2,500 of 2,000 characters"


@pytest.mark.parametrize(
    "message", ["crash", "down"], ids=["a fault of ours", "something out of reach"]
)
def test_an_error_keeps_the_question(desk: Watched, message: str) -> None:
    desk.send(message)
    desk.page.wait_for_selector("#gb-notice p")

    assert desk.page.input_value("#gb-box textarea") == message
    assert "secret" not in desk.page.inner_text("body")


def test_hostile_text_does_nothing_and_fetches_nothing(desk: Watched) -> None:
    page = desk.page
    desk.ask("hostile <img src=x onerror=alert(1)> ![x](https://evil.example/x.png)")

    assert page.locator("#gb-chat img").count() == 0
    assert page.locator("#gb-chat a:not([href^='#cite-'])").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.inner_text(".gb-answer")


def test_an_emergency_cannot_be_missed(desk: Watched) -> None:
    desk.ask(QUESTION)
    desk.ask("my saddle area is numb", answers=2)
    top = "document.querySelectorAll('.user-row')[1].getBoundingClientRect().top"
    desk.until(f"{top} < 150")
    box = desk.page.locator(".gb-emergency")

    assert box.inner_text().splitlines()[0] == "Get help now"
    style = box.evaluate("e => getComputedStyle(e).borderLeftWidth")
    size = desk.page.locator(".gb-emergency .gb-label + p").evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    visible = "document.querySelector('.gb-emergency').getBoundingClientRect().bottom"
    assert desk.page.evaluate(visible) < 700
    assert style == "10px"
    assert size > 20


def test_copying_gives_words_not_markup(visit: Callable[..., Watched]) -> None:
    desk = visit(permissions=["clipboard-read", "clipboard-write"])
    desk.ask(QUESTION)
    desk.page.click(".gb-copy")
    desk.page.wait_for_selector(".gb-copy:has-text('Copied')")
    copied = desk.page.evaluate("navigator.clipboard.readText()")

    assert copied.splitlines()[0].startswith("Nine weeks of hip thrusts")
    assert "[1] What the MRI trial found" in copied
    assert "<" not in copied


def test_dark_follows_the_system_until_somebody_chooses(visit: Callable[..., Watched]) -> None:
    desk = visit(color_scheme="dark")
    page = desk.page
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.click("#gb-theme")
    light = page.evaluate(background)
    desk.open()

    assert (dark, light) == ("rgb(18, 21, 19)", "rgb(250, 248, 244)")
    desk.until(f"{background} === '{light}'")
    assert page.inner_text("#gb-theme") == "Dark"


def test_a_phone_needs_no_sideways_scroll_and_has_a_drawer(visit: Callable[..., Watched]) -> None:
    desk = visit(**PHONE)
    page = desk.page
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) == 390
    desk.ask(QUESTION)
    assert page.evaluate(wide) == 390
    page.click("#gb-menu")
    page.wait_for_selector(".gb-drawer #gb-list label")
    page.keyboard.press("Escape")
    desk.until("!document.body.classList.contains('gb-drawer')")
    page.click(".gb-cite >> nth=0")
    page.wait_for_selector("dialog[open]")

    assert page.evaluate(wide) == 390
    small = page.evaluate(
        """() => [...document.querySelectorAll('#gb-app button, dialog[open] button')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["empty", "answer", "dialog", "emergency", "phone"])
def test_axe_finds_nothing_serious(visit: Callable[..., Watched], scheme: str, state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    options: dict[str, Any] = PHONE if state == "phone" else {}
    desk = visit(color_scheme=scheme, **options)
    if state != "empty":
        desk.ask("my saddle area is numb" if state == "emergency" else QUESTION)
    if state == "dialog":
        desk.page.click(".gb-cite >> nth=0")
        desk.page.wait_for_selector("dialog[open]")
    desk.page.wait_for_timeout(300)
    found = axe.Axe().run(desk.page).response["violations"]
    serious = [
        (item["id"], [node["html"][:160] for node in item["nodes"]])
        for item in found
        if item["impact"] in ("serious", "critical")
    ]

    assert serious == []
