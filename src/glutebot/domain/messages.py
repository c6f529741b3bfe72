"""What a visitor may send as a message, the same at every door."""

import unicodedata

from glutebot.errors import InputError

MAX_MESSAGE_CHARACTERS = 2000
_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d"
"""Zero-width joiners that Persian, Indic scripts and emoji are written with."""


def check_message(message: object, *, field: str = "message") -> str:
    """Return a message without control and invisible characters, trimmed.

    Raises:
        InputError: it is not text, is empty, or has over 2,000 characters.
    """
    if not isinstance(message, str):
        raise InputError("The message is not text.", field=field, remedy="Send a string.")
    if len(message) > MAX_MESSAGE_CHARACTERS:
        raise InputError(
            f"It has {len(message):,} characters; {MAX_MESSAGE_CHARACTERS:,} is the limit.",
            field=field,
            remedy="Shorten it to the question itself.",
        )
    text = clean_text(message).strip()
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        raise InputError("The message is empty.", field=field, remedy="Type a question.")
    return text


def clean_text(text: str) -> str:
    """Return a text without control, format, private and unassigned characters.

    Bidirectional overrides, zero-width and tag characters can hide or reorder what a reader
    sees, so they go; line ends, tabs and joiners stay.
    """
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if unicodedata.category(character)[0] != "C" or character in _KEPT_CONTROLS + _JOINERS
    )
