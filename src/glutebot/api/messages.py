"""What a visitor wrote: bounded, and free of characters that nobody can see."""

import unicodedata

from glutebot.errors import InputError

MESSAGE_LENGTH = 2_000
"""Characters in one message."""

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_KEPT = "\n\t"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def clean_text(text: str) -> str:
    """Drop control, format, private and unpaired characters; they hide words or break displays."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(character for character in lines if _is_seen(character))
    return unicodedata.normalize("NFC", seen).strip()


def _is_seen(character: str) -> bool:
    if character in _KEPT:
        return True
    if ord(character) in _VARIATION_SELECTORS:
        return False
    return unicodedata.category(character) not in _UNSEEN


def read_message(text: str) -> str:
    """Return a message that can be answered.

    Raises:
        InputError: nothing is left to answer, or the message is too long.
    """
    message = clean_text(text)
    if not message:
        raise InputError("There is no question in it.", field="message", remedy="Type one.")
    if len(message) > MESSAGE_LENGTH:
        raise InputError(
            f"That is {len(message):,} characters; {MESSAGE_LENGTH:,} fit in one message.",
            field="message",
            remedy="Shorten it to the one thing that you want to know, and send it again.",
        )
    return message
