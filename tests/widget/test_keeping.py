"""What is kept of a conversation, for how long, and how it goes."""

from collections.abc import Callable

import pytest

from .conftest import DESK, Place, Reader

pytestmark = pytest.mark.browser

Visit = Callable[..., Reader]
KEPT = "Object.keys(localStorage).length"


def asked(reader: Reader) -> list[str]:
    questions: list[str] = reader.find(".asked > span:last-child").all_inner_texts()
    return questions


def test_a_reload_keeps_the_conversation_and_calls_nobody_before_intent(reader: Reader) -> None:
    reader.open()
    reader.ask("first")
    reader.ask("second", answers=2)
    reader.host.calls.clear()
    reader.page.reload()
    reader.find(".launch").wait_for()
    reader.page.wait_for_timeout(200)
    assert reader.host.calls == []
    reader.open()
    reader.until(lambda: reader.answers() == 2)

    assert asked(reader) == ["first", "second"]
    assert reader.host.heard("/widget/session")[0]["token"] is not None
    reader.find(".cite").last.click()
    assert "eleven studies" in reader.find(".source").inner_text()
    reader.page.keyboard.press("Escape")
    assert reader.find(".chip:has-text('glute bridges')").count() == 1
    reader.ask("third", answers=3)
    assert len(reader.host.conversations) == 1


def test_asked_by_the_page_after_a_reload_it_still_knows_the_beginning(reader: Reader) -> None:
    reader.open()
    reader.ask("first")
    reader.page.reload()
    reader.find(".launch").wait_for()
    reader.page.evaluate("Glutebot.ask('second')")
    reader.until(lambda: reader.answers() == 2)

    assert asked(reader) == ["first", "second"]
    assert reader.find(".turn").first.locator(".chip").count() == 0


def test_one_click_erases_it_here_and_there(reader: Reader) -> None:
    reader.open()
    assert not reader.find("[aria-label='Erase this conversation']").is_visible()
    reader.ask("first")
    talk = reader.host.heard("/chat")[0]["conversation"]
    reader.find("[aria-label='Erase this conversation']").click()
    reader.find(".welcome").wait_for()
    assert talk not in reader.host.conversations

    assert f"DELETE /conversation/{talk}" in reader.host.paths()
    assert reader.page.evaluate(KEPT) == 0
    assert asked(reader) == []
    reader.find("p:has-text('nothing of it is kept')").first.wait_for()
    reader.ask("afresh")
    assert reader.host.heard("/chat")[-1]["conversation"] != talk


def test_what_could_not_be_erased_is_not_called_erased(reader: Reader) -> None:
    reader.forgiven = ("Failed to load resource",)
    reader.open()
    reader.ask("first")
    reader.page.context.set_offline(True)
    reader.find("[aria-label='Erase this conversation']").click()
    reader.find(".notice p").wait_for()
    assert asked(reader) == ["first"]
    assert reader.page.evaluate(KEPT) == 1
    reader.page.context.set_offline(False)
    reader.find(".notice button").click()

    reader.find(".welcome").wait_for()
    assert reader.page.evaluate(KEPT) == 0


def test_two_tabs_see_one_conversation(visit: Visit, place: Place, chromium: object) -> None:
    first = visit()
    second = visit(context=first.page.context)
    first.open()
    second.open()
    first.ask("from the first tab")
    second.until(lambda: asked(second) == ["from the first tab"] and second.answers() == 1)
    second.ask("from the second tab", answers=2)
    first.until(lambda: first.answers() == 2)
    quiet = len(place.host.calls)
    first.page.wait_for_timeout(600)

    assert len(place.host.calls) == quiet
    assert asked(first) == ["from the first tab", "from the second tab"]
    assert len({body["conversation"] for body in place.host.heard("/chat")}) == 1
    first.find("[aria-label='Erase this conversation']").click()
    second.find(".welcome").wait_for()
    assert asked(second) == []


def test_a_page_that_allows_no_storage_still_answers(visit: Visit, place: Place) -> None:
    frame = f'<body><iframe sandbox="allow-scripts" src="{place.post()}"></iframe></body>'
    reader = visit()
    reader.forgiven = ("sandboxed",)
    reader.page.goto(place.blog.write("/sandboxed", frame))
    inner = reader.page.frame_locator("iframe")
    inner.locator("glutebot-widget .launch").wait_for(state="attached")
    place.host.origins.append("null")
    try:
        inner.locator("glutebot-widget .launch").dispatch_event("click")
        inner.locator("glutebot-widget .welcome").wait_for(state="attached")
        inner.locator("glutebot-widget textarea").fill("How often?")
        inner.locator("glutebot-widget textarea").press("Enter")
        inner.locator("glutebot-widget .turn.done").wait_for(state="attached")
    finally:
        place.host.origins.remove("null")


def test_readers_do_not_meet(visit: Visit, place: Place) -> None:
    one, other = visit(), visit(**DESK)
    one.open()
    one.ask("mine alone")
    other.open()

    assert asked(other) == []
    tokens = {call.token for call in place.host.calls if call.token}
    assert len(tokens) == 1
