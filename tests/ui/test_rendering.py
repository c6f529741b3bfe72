"""What leaves for the page: our markup, their text, and never the other way round."""

import re

import pytest

from glutebot.domain.answers import Sentence, Support
from glutebot.ui.rendering import defuse, describe_date, render_answer, render_line, render_text
from support.scripted_answers import CITATIONS, EMERGENCY, REFUSED, answered

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(1)</script> ![a](https://evil.example/a.png) "
    '[click](javascript:alert(1)) "quoted" <form action=//evil.example> https://evil.example'
)
TAG = re.compile(r"<(/?[a-z0-9]+)")
OURS = {"div", "p", "a", "ol", "ul", "li", "span", "button"}


@pytest.mark.parametrize("field", ["text", "notice", "snippet", "title", "unsupported"])
def test_nothing_that_others_wrote_becomes_markup(field: str) -> None:
    hostile = f"{HOSTILE} [1]"
    bad = CITATIONS[0].model_copy(update={"snippet": HOSTILE[:300], "title": HOSTILE})
    sentences = (Sentence(text=HOSTILE, support=Support.UNSUPPORTED),)
    cases = {
        "text": answered(text=hostile),
        "notice": answered(notice=hostile),
        "snippet": answered(citations=(bad,)),
        "title": answered(citations=(bad.model_copy(update={"section": None}),)),
        "unsupported": answered(text=hostile, sentences=sentences),
    }
    markup = render_answer(cases[field])

    assert {tag.lstrip("/") for tag in TAG.findall(markup)} <= OURS
    assert "onerror=alert(1)&gt;" in markup
    assert set(re.findall(r'href="([^"]*)"', markup)) <= {
        f"#cite-{citation.n}-{citation.passage_id}" for citation in CITATIONS
    }
    assert "\n\n" not in markup


def test_markers_become_links_to_citations_that_exist() -> None:
    markup = render_text("About equal. [1, 2] Nobody knows. [7]", CITATIONS)

    assert markup == (
        '<p class="gb-lead">About equal. <a class="gb-cite" href="#cite-1-a1b2c3d4e5f60718">[1]</a>'
        ' <a class="gb-cite" href="#cite-2-0f1e2d3c4b5a6978">[2]</a></p><p>Nobody knows. [7]</p>'
    )


def test_lists_and_paragraphs_keep_their_shape() -> None:
    markup = render_text("Do this:\n- bridge\n- thrust\n\n1. rest\n2. repeat\nDone.", ())

    assert markup == (
        "<p>Do this:</p><ul><li>bridge</li><li>thrust</li></ul>"
        "<ol><li>rest</li><li>repeat</li></ol><p>Done.</p>"
    )


def test_an_emergency_says_so_first_and_offers_no_copy() -> None:
    markup = render_answer(EMERGENCY)

    assert markup.startswith(
        '<div class="gb-answer gb-referred gb-emergency"><p class="gb-label">Get help now</p>'
        "<p>Call your local emergency number now"
    )
    assert markup.count("<p>") == len(EMERGENCY.sentences)
    assert "gb-copy" not in markup
    assert "gb-sources" not in markup


def test_a_refusal_is_told_apart_from_an_answer() -> None:
    assert '<p class="gb-label">Not in the articles</p>' in render_answer(REFUSED)
    unsafe = REFUSED.model_copy(update={"uncovered": False})
    assert '<p class="gb-label">Not something to answer here</p>' in render_answer(unsafe)
    assert "gb-label" not in render_answer(answered())


def test_sources_carry_title_grade_and_date() -> None:
    markup = render_answer(answered())

    assert '<span class="gb-grade gb-grade-trial">Trial</span>' in markup
    assert '<span class="gb-grade gb-grade-meta-analysis">Meta-analysis</span>' in markup
    assert "Hip thrust or squat for glutes · 23 November 2026" in markup


def test_a_sentence_without_ground_is_marked() -> None:
    claim = "Kickbacks beat everything."
    sentences = (Sentence(text=claim, support=Support.UNSUPPORTED),)

    markup = render_answer(answered(text=f"{claim} [1]", sentences=sentences))

    assert '<span class="gb-unsupported">Kickbacks beat everything. (no source)</span>' in markup


def test_a_model_that_failed_is_mentioned() -> None:
    assert '<p class="gb-note">The model is out.</p>' in render_answer(
        answered(notice="The model is out.")
    )


@pytest.mark.parametrize(
    "typed",
    ["<b>x</b>", "![a](http://e/x.png)", "[a](http://e)", "www.e.com", "`c`", "a@b.c", "$x$"],
)
def test_a_visitors_own_markup_is_split_but_looks_the_same(typed: str) -> None:
    shown = defuse(typed)

    assert shown != typed
    assert shown.replace("\u200b", "") == typed
    assert not re.search(r"<b>|!\[|\]\(|://|www\.|`c`|@b", shown)


def test_a_title_or_a_notice_is_one_escaped_line() -> None:
    assert render_line("<img src=x>\n![a](b)") == "<p>&lt;img src=x&gt; ![a](b)</p>"
    assert render_line(" ") == ""


@pytest.mark.parametrize(
    ("date", "shown"), [("2026-11-23", "23 November 2026"), ("spring  2026", "spring 2026")]
)
def test_dates_are_written_out(date: str, shown: str) -> None:
    assert describe_date(date) == shown
