"""What a visitor may send: the same check at every door."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glutebot.domain.messages import (
    MAX_MESSAGE_CHARACTERS,
    MAX_RAW_CHARACTERS,
    check_message,
    clean_text,
)
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
    with pytest.raises(InputError, match="50,000 characters; 2,000 fit in one message"):
        check_message("x" * 50_000)


def test_only_what_stays_counts_up_to_a_cheap_bound() -> None:
    padded = "squats?" + "\u200b" * (MAX_RAW_CHARACTERS - 7)

    assert check_message(padded) == "squats?"
    with pytest.raises(InputError, match="20,001 characters"):
        check_message(padded + "\u200b")


def test_hidden_and_reordering_characters_go() -> None:
    assert check_message("squ\u200bats \u202eor\u202c thrusts\x00\U000e0041") == "squats or thrusts"


@pytest.mark.parametrize("hidden", ["\u034f", "\u115f", "\u3164", "\ufe01", "\U000e0100", "\u00ad"])
def test_letters_and_marks_that_show_nothing_go(hidden: str) -> None:
    assert check_message(f"chest{hidden} pain") == "chest pain"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\ufe0f", "\u200d\u200d", "\ufe0f\u200d"])
@pytest.mark.parametrize("word", ["ch{}est", "гру{}дь", "{}chest", "chest{}", "e{}\u0301"])
def test_a_joiner_never_splits_a_word_that_is_written_without_it(word: str, joiner: str) -> None:
    whole = unicodedata.normalize("NFC", word.format(""))

    assert clean_text(word.format(joiner)) == whole


@pytest.mark.parametrize(
    "text",
    [
        "🍑",
        "كيف",
        "膝盖疼",
        "नमस्ते",
        "👩🏽\u200d🦱 squat",
        "👩\u200d❤\ufe0f\u200d👨",
        "1\ufe0f\u20e3 set",
        "می\u200cخواهم",
        "क्\u200dष",
    ],
)
def test_other_scripts_and_emoji_stay(text: str) -> None:
    assert check_message(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one_and_parts_words(end: str) -> None:
    assert check_message(f"hip{end}thrust ") == "hip\nthrust"


@pytest.mark.parametrize("text", ["", " \n", "\u202e\u200b", "?!…", "\u200d\ufe0f", "\u3164"])
def test_a_message_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no question"):
        check_message(text)


@pytest.mark.parametrize("sent", [None, 7, ["squat"], {"text": "squat"}, b"squat"])
def test_what_is_no_text_is_refused(sent: object) -> None:
    with pytest.raises(InputError, match="not text"):
        check_message(sent, field="turns[0]")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a\r\nb", "a\nb"),
        ("e\u0301", "é"),
        ("\ufeffhip\ufe0f", "hip"),
        ("tab\tstays", "tab\tstays"),
        ("Größe 東京 ü", "Größe 東京 ü"),
    ],
)
def test_text_keeps_what_can_be_seen(sent: str, read: str) -> None:
    assert clean_text(sent) == read
