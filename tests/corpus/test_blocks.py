"""Markdown becomes plain blocks under heading paths."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutebot.corpus.blocks import defuse, read_sections


def blocks(markdown: str) -> list[str]:
    return [block for section in read_sections(markdown) for block in section.blocks]


def test_headings_form_paths() -> None:
    sections = read_sections(
        "Top.\n\n# A\n\nOne.\n\n## B\n\nTwo.\n\n### C\n\nThree.\n\n## D\n\nFour."
    )

    assert [(section.path, section.blocks) for section in sections] == [
        ((), ["Top."]),
        (("A",), ["One."]),
        (("A", "B"), ["Two."]),
        (("A", "B", "C"), ["Three."]),
        (("A", "D"), ["Four."]),
    ]


def test_skipped_heading_levels_keep_the_path_right() -> None:
    sections = read_sections("### Deep\n\nOne.\n\n## Less\n\nTwo.")

    assert [section.path for section in sections] == [("Deep",), ("Less",)]


def test_an_empty_section_is_left_out() -> None:
    assert [section.path for section in read_sections("## A\n\n## B\n\nText.")] == [("B",)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Some *soft* and **loud** `code`.", ["Some soft and loud code."]),
        ("A [link](https://a.example) stays as words.", ["A link stays as words."]),
        ("Two\nlines  \nare one.", ["Two lines are one."]),
        ("- one\n- two\n  - three", ["one", "two", "three"]),
        ("1. first\n2. second", ["first", "second"]),
        ("> Said by someone.", ["Said by someone."]),
        ("Entities &amp; escapes \\*.", ["Entities & escapes *."]),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, expected: list[str]) -> None:
    assert blocks(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "```\ncode\n```",
        "    indented code",
        "<div>block</div>",
        "<script>alert(1)</script>",
        "![alt](https://a.example/x.png)",
        "---",
        "",
        "[label]: https://a.example",
    ],
)
def test_what_cannot_be_read_aloud_is_left_out(markdown: str) -> None:
    assert blocks(markdown) == []


def test_inline_html_and_images_leave_the_words_around_them() -> None:
    assert blocks("Before <b onclick=x>bold</b> ![alt](x.png) after.") == ["Before bold after."]


def test_table_rows_carry_their_column_names() -> None:
    table = "| Goal | Reps |\n|---|---|\n| growth | 6–12 |\n| strength | |\n"

    assert blocks(table) == ["Goal: growth; Reps: 6–12.", "Goal: strength."]


def test_each_table_has_its_own_columns() -> None:
    tables = "| A |\n|---|\n| 1 |\n\nBetween.\n\n| B |\n|---|\n| 2 |\n"

    assert blocks(tables) == ["A: 1.", "Between.", "B: 2."]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("A &lt;img src=x onerror=alert(1)&gt; tag.", "A tag."),
        ("Nested &lt;&lt;b&gt;script&gt; tags.", "Nested tags."),
        ("In `<script>code</script>` too.", "In code too."),
        ("One that never ends &lt;svg onload=x", "One that never ends"),
        (r"An \!\[image\](x.png) here.", "An [image] (x.png) here."),
        (r"A \[link\](https://a.example/b) here.", "A [link] ( here."),
        ("See https://a.example/b?c and www.a.example for more.", "See and for more."),
        ("Run javascript:alert(1) now.", "Run now."),
        (
            "Loads < 60 % and reps <5, p <0.05 and a > b.",
            "Loads < 60 % and reps <5, p <0.05 and a > b.",
        ),
        ("A 2-0-1 tempo: fast! [B19] Then rest.", "A 2-0-1 tempo: fast! [B19] Then rest."),
    ],
)
def test_nothing_that_a_page_could_act_on_is_left(markdown: str, shown: str) -> None:
    assert blocks(markdown) == [shown]


@given(st.text("<>ab/!?[](): hw.tps", max_size=40))
def test_defusing_twice_changes_nothing_more(text: str) -> None:
    once = defuse(text)

    assert defuse(once) == once
    assert not re.search(r"<[a-z/!?]|!\[|\]\(|://|www\.\S", once)
