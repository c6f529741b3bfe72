"""What an answer shows, and what can be done with it."""

from collections.abc import Callable

import pytest

from support.widget_answers import HOSTILE, SNIPPET

from .conftest import PHONE, Place, Reader

pytestmark = pytest.mark.browser

QUESTION = "Hip thrust or squat for a bigger butt?"


def test_an_answer_streams_and_its_citation_opens(reader: Reader) -> None:
    reader.open()
    reader.send(f"{QUESTION} slow")
    reader.find(".reply p:has-text('Nine weeks')").wait_for()
    growing = reader.find(".reply").inner_text()
    reader.until(lambda: reader.answers() == 1)

    assert len(growing) < len(reader.find(".reply").inner_text())
    assert reader.find(".cite").all_inner_texts() == ["[1]", "[2]"]
    reader.find(".cite").first.click()
    source = reader.find(".source")
    text = source.inner_text()
    assert "Hip thrust or squat for glutes" in text
    assert "What the MRI trial found" in text
    assert SNIPPET in text
    assert "Trial" in text
    link = source.get_by_role("link", name="Plotkin")
    assert link.get_attribute("href") == "https://doi.org/10.3389/fphys.2023.1279170"
    assert reader.focused() == "source"
    reader.page.keyboard.press("Escape")
    reader.until(lambda: source.count() == 0)
    assert reader.focused() == "cite"
    assert reader.told("citation")[0]["citation"]["n"] == 1


def test_a_click_beside_a_source_closes_it_and_nothing_else(reader: Reader) -> None:
    reader.open()
    reader.ask(QUESTION)
    reader.find(".sources .title").last.click()
    assert "eleven studies" in reader.find(".source").inner_text()
    reader.find(".head").click()

    reader.until(lambda: reader.find(".source").count() == 0)
    assert reader.find(".frame").is_visible()


def test_lists_and_double_markers_are_read_and_unknown_numbers_stay_text(reader: Reader) -> None:
    reader.open()
    reader.ask("the steps")

    assert reader.find(".reply > ol > li").count() == 4
    assert reader.find(".cite").all_inner_texts() == ["[1]", "[2]"]
    assert "longer. [9]" in reader.find(".reply").inner_text()


def test_a_withdrawn_beginning_is_gone(reader: Reader) -> None:
    reader.open()
    reader.ask("replaced")

    assert "withdrawn" not in reader.find(".turn").inner_text()


def test_a_passage_of_this_page_is_scrolled_to_and_marked(reader: Reader) -> None:
    page = reader.page
    reader.open()
    assert page.evaluate("scrollY") == 0
    reader.ask("this page")
    assert page.evaluate("scrollY") == 0
    reader.find(".cite").first.click()
    reader.until(lambda: page.evaluate("scrollY") > 300)
    marked = "[...CSS.highlights.get('glutebot-passage')].map(String).join()"

    assert page.evaluate(marked) == SNIPPET
    assert reader.find(".source").is_visible()
    page.evaluate("() => { Glutebot.destroy() }")
    reader.until(lambda: not page.evaluate("CSS.highlights.has('glutebot-passage')"))
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_on_a_phone_the_panel_makes_way_for_the_passage(visit: Callable[..., Reader]) -> None:
    reader = visit(**PHONE)
    reader.open()
    reader.ask("this page")
    reader.find(".cite").first.click()
    assert reader.page.evaluate("scrollY") == 0
    reader.find(".source").get_by_role("button", name="Show it on this page").click()
    reader.until(lambda: reader.page.evaluate("scrollY") > 300)

    assert not reader.find(".frame").is_visible()


def test_a_passage_that_left_the_page_is_said_so(
    visit: Callable[..., Reader], place: Place
) -> None:
    reader = visit(place.post(body="<main><h1>Rewritten</h1></main>"))
    reader.open()
    reader.ask("this page")
    reader.find(".cite").first.click()
    reader.find(".source").get_by_role("button", name="Show it on this page").click()

    assert "no longer on the page" in reader.find(".source").inner_text()


def test_the_page_is_named_without_what_says_how_the_reader_came(
    visit: Callable[..., Reader], place: Place
) -> None:
    address = place.post()
    reader = visit(f"{address}?p=7&utm_source=letter&fbclid=x#comments")
    reader.open()
    reader.ask(QUESTION)

    (body,) = place.host.heard("/chat")
    assert (body["message"], body["page_url"]) == (QUESTION, f"{address}?p=7")
    assert body["conversation"] in place.host.conversations


def test_follow_ups_ask_with_one_tap_and_age(reader: Reader) -> None:
    reader.open()
    reader.ask(QUESTION)
    reader.find(".chip:has-text('glute bridges')").click()
    reader.until(lambda: reader.answers() == 2)

    assert [body["message"] for body in reader.host.heard("/chat")] == [
        QUESTION,
        "Do glute bridges count?",
    ]
    assert reader.find(".chip:has-text('glute bridges')").count() == 1
    assert reader.find(".turn").first.locator(".chip").count() == 0


def test_intake_chips_can_be_changed_and_choices_picked(reader: Reader) -> None:
    reader.open()
    reader.ask("plan")
    days = reader.find("summary.chip")
    assert days.inner_text().startswith("Days: 3 days a week")
    assert "assumed" in reader.find("span.chip").inner_text()
    days.click()
    reader.find("details .chip:has-text('2 days a week')").click()
    reader.until(lambda: reader.answers() == 2)
    reader.ask("plan", answers=3)
    reader.find(".chip:has-text('Dumbbells')").click()
    reader.until(lambda: reader.answers() == 4)

    asked = [body["message"] for body in reader.host.heard("/chat")]
    assert asked == ["plan", "2 days a week", "plan", "I have dumbbells"]


def test_a_program_is_compact_and_leads_to_the_whole(reader: Reader, place: Place) -> None:
    reader.open()
    reader.ask("build")
    card = reader.find(".card")
    text = card.inner_text()

    assert "6 weeks" in text
    assert "Barbell hip thrust" in text
    assert "3 × 6–10 · RIR 3" in text
    assert "3 × 20–40 s" in text
    assert "82.5 kg" in text
    assert "RIR: how many good reps" in text
    assert "The pain is sharp" in text
    link = card.get_by_role("link", name="Open the whole program")
    assert link.get_attribute("href") == f"{place.address}/programs/p1"
    assert reader.told("program")[0]["program"]["schema"] == "glutebot.program/1"


@pytest.mark.parametrize(("label", "said"), [("Yes, change it", "yes"), ("No, leave it", "no")])
def test_a_change_waits_for_a_yes_or_a_no(reader: Reader, label: str, said: str) -> None:
    reader.open()
    reader.ask("Only Tuesday and Friday")
    assert "Days 1, 4 → 2, 5" in reader.find(".card").inner_text()
    reader.find(".card").get_by_role("button", name=label).click()
    reader.until(lambda: reader.answers() == 2)

    assert reader.host.heard("/chat")[-1]["message"] == said
    assert reader.find(".card").count() == 0


def test_votes_carry_a_reason_and_can_be_taken_back(reader: Reader) -> None:
    reader.open()
    reader.ask(QUESTION)
    down = reader.find("[aria-label='Not helpful']")
    down.click()
    reader.find(".reasons .chip:has-text('Too long')").click()
    reader.find(".actions:has-text('Noted')").wait_for()
    assert down.get_attribute("aria-pressed") == "true"
    reader.find("[aria-label='Helpful']").click()
    reader.until(lambda: len(reader.host.heard("/feedback")) == 3)
    reader.find("[aria-label='Helpful']").click()
    reader.until(lambda: len(reader.host.heard("/feedback")) == 4)

    votes = [(vote["vote"], vote["reason"]) for vote in reader.host.heard("/feedback")]
    assert votes == [("down", ""), ("down", "Too long"), ("up", ""), (None, "")]
    assert reader.host.heard("/feedback")[0]["answer"].endswith(":1")


def test_a_reason_can_be_written(reader: Reader) -> None:
    reader.open()
    reader.ask(QUESTION)
    reader.find("[aria-label='Not helpful']").click()
    reader.find(".reasons input").fill("two lines would do")
    reader.find(".reasons input").press("Enter")
    reader.until(lambda: len(reader.host.heard("/feedback")) == 2)

    assert reader.host.heard("/feedback")[1]["reason"] == "two lines would do"
    assert reader.find(".reasons").count() == 0


def test_an_answer_is_copied_with_its_sources(visit: Callable[..., Reader], place: Place) -> None:
    reader = visit(permissions=["clipboard-read", "clipboard-write"])
    reader.open()
    reader.ask(QUESTION)
    reader.find("[aria-label='Copy']").click()
    reader.find(".actions:has-text('Copied.')").wait_for()

    text = reader.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(SNIPPET)
    assert text.endswith(
        "[1] Hip thrust or squat for glutes https://example.org/hip-thrust-or-squat\n"
        "[2] Hip thrust or squat for glutes"
    )


def test_referrals_stand_out_and_refusals_say_so(reader: Reader) -> None:
    reader.open()
    reader.ask("numb")
    emergency = reader.find(".reply").last
    assert "referred emergency" in emergency.get_attribute("class")
    assert emergency.inner_text().startswith("Get help now\n")
    assert emergency.locator("button").count() == 0
    reader.ask("knee", answers=2)
    assert reader.find(".reply").last.inner_text().startswith("Worth having looked at")
    reader.ask("trampoline", answers=3)
    assert reader.find(".reply").last.inner_text().startswith("Not in the articles")
    reader.ask("degraded", answers=4)
    assert "the articles answer alone" in reader.find(".reply").last.inner_text()


def test_nothing_that_the_server_sends_is_markup(reader: Reader, place: Place) -> None:
    place.host.site.update(name=HOSTILE, greeting=HOSTILE, consent=HOSTILE, accent=HOSTILE)
    place.host.site.update(language="en-<b>", examples=[HOSTILE])
    reader.open()
    assert HOSTILE in reader.find(".welcome").inner_text()
    reader.ask("hostile")
    reader.find(".cite").first.click()
    reader.find(".source").wait_for()
    shadow = "document.querySelector('glutebot-widget').shadowRoot"

    assert reader.page.evaluate(f"{shadow}.querySelectorAll('img, script, iframe').length") == 0
    links = reader.page.evaluate(f"[...{shadow}.querySelectorAll('a')].map((a) => a.href)")
    assert links == []
    assert reader.page.evaluate("window.hacked") is None
    assert reader.find(".turn").inner_text().count("window.hacked=1") > 10


def test_what_the_reader_types_is_text_too(reader: Reader) -> None:
    reader.open()
    reader.ask(HOSTILE)

    assert reader.find(".asked").inner_text().endswith(HOSTILE)
    assert reader.page.evaluate("window.hacked") is None
