"""Programs as people get them, over the real services: by form, by chat, on paper, on a phone."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Watched, open_visits

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WISH = "Build me a program: 3 days, 45 min, dumbbells and a bench, my knee hurts 3 out of 10"


class Tab(Watched):
    """The Program tab."""

    def show(self) -> None:
        self.page.click("#gb-bar >> text=Program")
        self.page.wait_for_selector("#gp-form")

    def pick(self, name: str, value: str) -> None:
        self.page.click(f"#gp-form label:has([name='{name}'][value='{value}'])")

    def build(self) -> None:
        self.page.click("#gp-form [type=submit]")
        self.until("!document.querySelector('#gp-form [type=submit]').disabled")

    def build_first(self) -> None:
        """Answer what is asked first."""
        self.show()
        for name, value in (("days_per_week", "2"), ("experience", "beginner")):
            self.pick(name, value)
        self.pick("minutes_per_session", "45")
        self.pick("preset", "full-gym")
        self.pick("health", "none")
        self.build()
        self.page.wait_for_selector(".gs-sheet")

    def forgive(self, *known: str) -> None:
        """Drop complaints about replies that the test asked for."""
        self.complaints = [c for c in self.complaints if not any(k in c for k in known)]


@pytest.fixture
def open_tab(chromium: Any, real_address: str) -> Iterator[Callable[..., Tab]]:
    with open_visits(chromium, real_address) as visit:

        def as_tab(**options: Any) -> Tab:
            watched = visit(**options)
            watched.__class__ = Tab
            return watched  # type: ignore[return-value]

        yield as_tab


def test_by_form_from_four_answers_to_a_file(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    page = tab.page
    tab.build_first()
    assert page.inner_text(".gs-person").startswith("A beginner: 2 days a week, 45 minutes")
    assert page.locator(".gs-care").count() == 0

    page.click(".gs-goto[data-field=goal]")
    assert page.evaluate("document.activeElement.name") == "goal"
    tab.pick("goal", "strength")
    tab.build()
    page.wait_for_selector(".gp-changed")
    changed = page.inner_text(".gp-changed").splitlines()
    assert "Goal\tto grow\tto get stronger" in changed
    assert page.locator("#gp-saved li").count() == 2

    with page.expect_download() as download:
        page.click(".gp-actions >> text=CSV")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    shown = page.locator("#gs-week-1 .gs-name").all_inner_texts()
    listed = [row["exercise"] for row in rows if row["week"] == "1"]
    assert {name.removesuffix(" ›") for name in shown} == set(listed)
    assert download.value.suggested_filename.endswith(".csv")
    page.click("#gp-calendar")
    page.fill("#gp-start", "2027-01-04")
    with page.expect_download() as calendar:
        page.click("#gp-calendar-form [type=submit]")
    events = Path(calendar.value.path()).read_text(encoding="utf-8")
    assert events.count("BEGIN:VEVENT") == 4 * 2


def test_weeks_reasons_and_sources_open_by_keyboard(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    page = tab.page
    tab.build_first()
    page.focus("#gs-tab-1")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#gs-tab-2", "aria-selected") == "true"
    assert page.is_visible("#gs-week-2")
    assert not page.is_visible("#gs-week-1")
    page.keyboard.press("End")
    last = page.locator(".gs-tabs [role=tab]").count()
    assert page.is_visible(f"#gs-week-{last}")
    page.keyboard.press("Home")

    page.focus("#gs-week-1 .gs-item summary >> nth=0")
    page.keyboard.press("Enter")
    how = page.inner_text(".gs-item[open] .gs-how")
    assert "Why:" in how
    assert "Swap for:" in how
    page.click(".gs-item[open] .gb-cite")
    dialog = page.wait_for_selector("dialog[open]")
    assert "changed or gone" not in dialog.inner_text()
    assert page.locator("dialog .gb-grade").count() >= 1
    page.keyboard.press("Escape")
    page.click(".gs-item[open] >> text=read how it is done")
    page.wait_for_selector("dialog[open]")


def test_programs_are_kept_renamed_opened_again_and_deleted(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    page = tab.page
    tab.build_first()
    page.click("#gp-rename")
    page.fill("#gp-title-box", "Spring <b>")
    page.keyboard.press("Enter")
    page.wait_for_selector("#gs-title:has-text('Spring <b>')")
    tab.open()
    page.goto(tab.address)
    page.wait_for_selector("#gb-bar")
    tab.show()
    page.click("#gp-saved >> text=Spring")
    page.wait_for_selector("#gs-title:has-text('Spring <b>')")
    assert page.is_checked("[name=days_per_week][value='2']")
    assert page.is_checked("[name=health][value=none]")

    page.click("#gp-delete")
    page.click("[data-close=gp-delete-row] >> visible=true")
    assert page.locator(".gs-sheet").count() == 1
    page.click("#gp-delete")
    page.click("#gp-delete-yes")
    page.wait_for_selector(".gp-empty")
    assert page.locator("#gp-saved li").count() == 0


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    open_tab: Callable[..., Tab],
) -> None:
    tab = open_tab()
    page = tab.page
    tab.build_first()
    page.click("summary:has-text('Loads')")
    page.fill("[name='one_rep_max.value']", "a lot")
    page.select_option("[name='one_rep_max.lift']", "back-squat")
    tab.build()
    error = page.locator("[data-field=one_rep_max_kg] > .gf-error")
    assert "usable number" in error.inner_text()
    assert page.input_value("[name='one_rep_max.value'] >> nth=0") == "a lot"
    page.fill("[name='one_rep_max.value']", "100")
    tab.build()
    page.wait_for_selector(".gp-changed:has-text('back squat 100 kg')")

    tab.pick("health", "heart")
    tab.build()
    assert "Which of these" in page.inner_text(".gf-when-heart > .gf-error")
    tab.pick("par_q", "2")
    tab.build()
    refusal = page.wait_for_selector(".gs-refusal")
    assert refusal.get_attribute("role") == "alert"
    assert refusal.inner_text().startswith("See someone today")
    assert page.locator("#gp-saved li").count() == 2
    tab.forgive("/program/build", "422")


def test_by_chat_from_a_sentence_to_a_sheet(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    page = tab.page
    tab.ask(WISH)
    said = page.locator(".gc-said summary").all_inner_texts()
    assert any("3 days a week" in chip for chip in said)
    assert page.locator(".gc-assumed").count() >= 2
    page.click(".gc-chip:has-text('45 minutes') > summary")
    page.click(".gc-choice:has-text('60 minutes')")
    tab.wait_for_answers(2)
    assert "60 minutes a session" in page.inner_text(".bot-row:last-of-type .gc-chips")
    page.click(".gc-choice:has-text('Just build it')")
    tab.wait_for_answers(3)
    page.wait_for_selector(".gc-week")
    assert "knee 3 of 10" in page.inner_text(".gc-week")

    tab.ask("only Tuesday and Friday", answers=4)
    assert "Friday" in page.inner_text(".gc-diff")
    page.click(".gc-yes")
    tab.wait_for_answers(5)
    page.locator(".gc-link").last.click()
    page.wait_for_selector(".gs-sheet")
    assert "2 days a week" in page.inner_text(".gs-person")
    assert page.is_visible(".gs-stop")
    assert page.locator("#gp-saved li").count() == 2


def test_the_print_view_is_black_on_white_without_navigation(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    page = tab.page
    tab.build_first()
    page.goto(tab.address + page.get_attribute(".gp-actions a", "href"))
    page.emulate_media(media="print", color_scheme="dark")

    assert page.locator("nav, form, #gb-bar").count() == 0
    assert not page.is_visible("#gs-print")
    look = "(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
    root = page.evaluate(f"{look}(document.documentElement)")
    assert root == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    breaks = "[...document.querySelectorAll('table')].map(t => getComputedStyle(t).breakInside)"
    assert set(page.evaluate(breaks)) == {"avoid"}
    weeks = page.locator(".gs-week").count()
    assert page.locator(".gs-week .gs-table").count() == 2 * weeks == 8
    assert len(page.pdf(format="A4")) > 10_000


def test_a_phone_and_the_dark_hold_it_without_sideways_scroll(
    open_tab: Callable[..., Tab],
) -> None:
    tab = open_tab(**PHONE, color_scheme="dark")
    page = tab.page
    tab.build_first()
    page.click(".gs-item summary >> nth=0")
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('#gb-program').scrollWidth)"  # noqa: E501
    small = page.evaluate(
        """() => [...document.querySelectorAll('#gb-bar a, #gb-bar button, #gb-program button, #gb-program summary, #gb-program label > span')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5 && !e.closest('.gf-text'))
        .map(e => e.outerHTML.slice(0, 200))"""  # noqa: E501
    )

    assert page.evaluate(wide) == 390
    assert small == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 19)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_way(open_tab: Callable[..., Tab], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = open_tab(color_scheme=scheme)
    page = tab.page

    def check(state: str) -> None:
        page.wait_for_timeout(250)
        found = axe.Axe().run(page).response["violations"]
        serious = [
            (state, item["id"], [node["html"][:160] for node in item["nodes"]])
            for item in found
            if item["impact"] in ("serious", "critical")
        ]
        assert serious == []

    if scheme == "light":
        tab.ask(WISH)
        check("chips")
    tab.show()
    page.evaluate("document.querySelectorAll('.gf details').forEach(e => { e.open = true; })")
    for chip in ("heart", "other", "pregnancy", "pain"):
        tab.pick("health", chip)
    check("form")
    tab.pick("health", "none")
    page.click(".gp-example >> nth=1")
    page.wait_for_selector(".gs-sheet")
    page.click(".gs-item summary >> nth=0")
    check("sheet")
    if scheme == "dark":
        return
    tab.pick("health", "surgery")
    tab.build()
    page.wait_for_selector(".gs-refusal")
    check("refusal")
