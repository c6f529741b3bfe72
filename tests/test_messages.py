"""What a visitor may send: the same check at every door."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glutebot.domain.messages import MAX_MESSAGE_CHARACTERS, check_message, clean_text
from glutebot.errors import InputError

anything = st.text(st.characters(exclude_categories=()), max_size=200)


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once


@given(anything)
def test_a_cleaned_text_hides_nothing(text: str) -> None:
    kept = [c for c in clean_text(text) if unicodedata.category(c)[0] == "C"]

    assert set(kept) <= {"\n", "\t", "\u200c", "\u200d"}
    clean_text(text).encode("utf-8")


@given(anything)
def test_a_checked_message_passes_the_check_unchanged(text: str) -> None:
    try:
        once = check_message(text)
    except InputError:
        assume(False)

    assert check_message(once) == once
    assert once == once.strip() != ""


def test_the_limit_is_told_in_characters() -> None:
    assert check_message("x" * MAX_MESSAGE_CHARACTERS) == "x" * MAX_MESSAGE_CHARACTERS
    with pytest.raises(InputError, match="50,000 characters; 2,000 is the limit"):
        check_message("x" * 50_000)


def test_hidden_and_reordering_characters_go() -> None:
    assert check_message("squ\u200bats \u202eor\u202c thrusts\x00\U000e0041") == "squats or thrusts"


@pytest.mark.parametrize("text", ["🍑", "كيف", "膝盖疼", "नमस्ते", "👩🏽\u200d🦱 squat"])
def test_other_scripts_and_emoji_stay(text: str) -> None:
    assert check_message(text) == text
