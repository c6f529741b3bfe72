"""A program as HTML: all of it is there, none of it can act, and the same goes in as comes out."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from glutebot.domain.programs import Program, Refusal
from glutebot.program import Catalogue, build_program, read_profile
from glutebot.program.export.changes import compare_programs
from glutebot.program.export.chart import draw_volume
from glutebot.program.export.sheet import (
    Passages,
    render_print_page,
    render_refusal,
    render_sheet,
    render_week,
)
from glutebot.program.export.wording import describe_load, describe_rest, field_of
from program.shelf import shipped_catalogue
from program.strategies import profile_data

HOME: dict[str, Any] = {
    "days_per_week": 3,
    "minutes_per_session": 45,
    "experience": "intermediate",
    "equipment": ["dumbbell", "bench", "mini-band"],
    "par_q_yes": [],
}
VOID = ("rect", "link", "meta", "input", "br")


def build(**more: Any) -> Program:
    program = build_program(read_profile(HOME | more), shipped_catalogue())
    assert isinstance(program, Program)
    return program


class Reader(HTMLParser):
    """Reads markup, and complains where its tags do not close."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@settings(max_examples=60, deadline=None)
@given(profile_data())
def test_every_program_has_a_whole_sheet(data: dict[str, Any]) -> None:
    catalogue = shipped_catalogue()
    program = build_program(read_profile(data), catalogue)
    if isinstance(program, Refusal):
        assert program.text in Reader(render_refusal(program)).text
        return
    sheet = Reader(render_sheet(program, catalogue))
    page = Reader(render_print_page(program, catalogue))
    squeezed = " ".join

    for reader in (sheet, page):
        for line in (*program.warnings, *program.assumptions, *program.stop_signs):
            assert squeezed(line.split()) in reader.text
        for session in (s for week in program.weeks for s in week.sessions):
            assert session.name in reader.text
            assert all(item.name in reader.text for item in session.items)
    assert not any(name.startswith("on") or name == "style" for name, _ in sheet.attributes)
    assert "script" not in sheet.names


def test_a_week_in_short_is_one_line_that_names_every_exercise() -> None:
    program = build(pain=[{"area": "knee", "severity": 4}])
    week = render_week(program, href="#program-of-x")

    assert "\n" not in week
    assert all(item.name in week for s in program.weeks[0].sessions for item in s.items)
    assert all(line in Reader(week).text for line in program.warnings)
    assert 'href="#program-of-x"' in week


def test_hostile_words_are_only_words() -> None:
    evil = "<img src=x onerror=alert(1)>\"'`"
    program = build(other_training=[{"weekday": 2, "kind": evil}])
    program = program.model_copy(update={"warnings": (evil,), "assumptions": (evil,)})
    catalogue = shipped_catalogue()

    for markup in (
        render_sheet(program, catalogue, title=evil, identity=evil),
        render_print_page(program, catalogue, title=evil),
        render_week(program, href=evil),
    ):
        reader = Reader(markup)
        assert "img" not in reader.names
        assert not any(name.startswith("on") for name, _ in reader.attributes)
    assert evil in Reader(render_print_page(program, catalogue, title=evil)).text


def test_every_assumption_and_change_leads_to_a_field_of_the_profile(catalogue: Catalogue) -> None:
    texts = catalogue.book.texts
    named = [*texts.assumptions.items(), *texts.what_would_change.items()]
    found = {name: field_of(text, {name: text}) for name, text in named}

    assert None not in found.values()
    shown = render_sheet(build(), catalogue)
    program = build()
    assert shown.count('class="gs-goto') == len(program.assumptions) + len(
        program.what_would_change
    )


def test_the_chart_draws_what_the_table_says(catalogue: Catalogue) -> None:
    program = build(experience="beginner", weeks=8)
    panels = draw_volume(program, catalogue)

    glutes = panels[0]
    assert [bar.sets for bar in glutes.bars] == [row.glute_max for row in program.volume]
    assert (glutes.band.low, glutes.band.high) == (6, 12)
    assert all(bar.y >= 0 and bar.y + bar.height <= 127 for panel in panels for bar in panel.bars)
    heights = [bar.height / bar.sets for bar in glutes.bars]
    assert max(heights) == pytest.approx(min(heights), rel=0.02)
    assert draw_volume(build(goal="maintenance"), catalogue)[0].band.text == "4\u20138"


def test_loads_are_shown_in_the_readers_unit(catalogue: Catalogue) -> None:
    maxes = {"back-squat": 100.0, "barbell-hip-thrust": 120.0}
    gym: dict[str, Any] = {"equipment": ["full-gym"], "one_rep_max_kg": maxes, "days_per_week": 2}
    kilograms = Reader(render_sheet(build(**gym), catalogue)).text
    pounds = Reader(render_sheet(build(**gym, units="lb"), catalogue)).text

    assert re.search(r"\d kg ", kilograms)
    assert not re.search(r"\d lb ", kilograms)
    assert re.search(r"\d lb ", pounds)
    assert describe_load(61.23496, "lb") == "135 lb"
    assert [describe_rest(seconds) for seconds in (45, 60, 150)] == ["45 s", "1 min", "2:30 min"]


def test_citations_and_swaps_lead_to_their_passages(catalogue: Catalogue) -> None:
    program = build()
    swap = program.weeks[0].sessions[0].items[0].substitutes[0]
    sheet = render_sheet(
        program, catalogue, passages=Passages(cited={1: "abc"}, guides={swap: "def"})
    )

    assert 'href="#cite-1-abc"' in sheet
    assert 'href="#cite-2-none"' in sheet
    assert 'href="#cite-0-def"' in sheet


def test_stop_signs_come_first_when_health_was_named(catalogue: Catalogue) -> None:
    well, sore = build(), build(pain=[{"area": "low-back", "severity": 5}])
    place = [
        markup.index("Stop signs") < markup.index("gs-weeks")
        for markup in (render_sheet(well, catalogue), render_sheet(sore, catalogue))
    ]

    assert place == [False, True]


def test_what_changed_names_the_cause_and_what_follows() -> None:
    before, after = build(), build(days_per_week=2, minutes_per_session=30)
    changes = {
        change.what: (change.before, change.after) for change in compare_programs(before, after)
    }

    assert changes["Days a week"] == ("3", "2")
    assert changes["Sessions a week"] == ("3", "2")
    assert changes["Minutes a session"] == ("45", "30")
    assert "Gear" not in changes
    assert compare_programs(before, before) == ()


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({"par_q_yes": [2]}, "See someone today"),
        ({"red_flags": ["chest"]}, "Get help now"),
        ({"age": 11}, "No program yet"),
    ],
)
def test_a_refusal_cannot_be_missed(more: dict[str, Any], label: str) -> None:
    refusal = build_program(read_profile(HOME | more), shipped_catalogue())
    assert isinstance(refusal, Refusal)
    markup = render_refusal(refusal)

    assert 'role="alert"' in markup
    assert label in markup
    assert refusal.text in Reader(markup).text
