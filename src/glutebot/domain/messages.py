"""What a visitor may send as a message, the same at every door."""

import re
import unicodedata

from glutebot.errors import InputError

MAX_MESSAGE_CHARACTERS = 2_000
"""Characters of a message after cleaning, so that nobody is charged for what nobody sees."""
MAX_RAW_CHARACTERS = 20_000
"""Characters before cleaning; what is longer is not even cleaned."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d"
_STYLES = "\ufe0e\ufe0f"
"""Variation selectors that show a symbol as text or as an emoji."""
_KEYCAPS = "#*0123456789"
_BLANKS = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0])
) | frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""Letters and marks that show nothing, though their category is not that of a control."""
_NEVER_JOINED = (
    *("LATIN ", "GREEK ", "CYRILLIC ", "HEBREW ", "CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL "),
    *("COMBINING ", "FULLWIDTH ", "HALFWIDTH ", "MATHEMATICAL ", "MODIFIER LETTER "),
)
"""Openings of the names of letters between which a joiner only hides a word."""


def check_message(message: object, *, field: str = "message") -> str:
    """Return a message without control and invisible characters, trimmed.

    Raises:
        InputError: it is not text, holds no word, or has over 2,000 characters.
    """
    if not isinstance(message, str):
        raise InputError("The message is not text.", field=field, remedy="Send a string.")
    text = message if len(message) > MAX_RAW_CHARACTERS else clean_text(message)
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise InputError(
            f"It has {len(text):,} characters; {MAX_MESSAGE_CHARACTERS:,} fit in one message.",
            field=field,
            remedy="Shorten it to the one thing that you want to know, and send it again.",
        )
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        raise InputError("There is no question in it.", field=field, remedy="Type one.")
    return text


def clean_text(text: str) -> str:
    """Return a text in one form, trimmed, without characters that nobody can see.

    Controls, bidirectional overrides, zero-width and tag characters can hide or reorder what a
    reader sees, so they go. Joiners and emoji styles stay where writing needs them.
    """
    lines = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    seen = [character for character in lines if _may_stay(character)]
    kept: list[str] = []
    for character, following in zip(seen, [*seen[1:], ""], strict=False):
        if _has_place(character, kept[-1] if kept else "", following):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _may_stay(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _JOINERS or character in _STYLES:
        return True
    return unicodedata.category(character)[0] != "C" and character not in _BLANKS


def _has_place(character: str, before: str, after: str) -> bool:
    """Say whether a joiner stands between what it joins, and a style behind what it styles."""
    if character in _STYLES:
        return before != "" and (before in _KEYCAPS or _is_symbol(before))
    if character in _JOINERS:
        return (before in _STYLES or _is_joined(before)) and _is_joined(after)
    return True


def _is_symbol(character: str) -> bool:
    pictured = unicodedata.category(character) in ("So", "Sk", "Sm", "Po", "Pd")
    return pictured and not character.isascii()


def _is_joined(character: str) -> bool:
    if character == "" or character in _STYLES:
        return False
    if unicodedata.category(character)[0] not in "LMS":
        return False
    return not unicodedata.name(character, "LATIN ").startswith(_NEVER_JOINED)
