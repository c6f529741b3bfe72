"""Clean characters: what a reader cannot see, and what nobody can quote, goes."""

import re
import unicodedata

LONGEST_WORD = 500
"""A longer run without a space is data, not a word."""

_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\ud800-\udfff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = re.compile("(?<![\u0600-\u0dff\u1000-\u109f\u2600-\U0001faff\ufe0f])[\u200c\u200d]")
"""Joiners mean something in Arabic and Indic scripts and between emoji, and hide elsewhere."""
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_RUN = re.compile(rf"[^\s<>]{{{LONGEST_WORD},}}")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\U00020000-\U0003ffff]"
)


def has_hidden_tags(text: str) -> bool:
    """Say whether text holds tag characters: a message that only machines can see."""
    return _TAGS.search(text) is not None


def clean_characters(text: str) -> str:
    """Return text with `\\n` line ends, without controls and without what nobody can see."""
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", _JOINERS.sub("", text).translate(_LIGATURES))


def drop_runs(text: str) -> tuple[str, int]:
    """Take out runs of characters that are no words; return the text and how long they were.

    Scripts that write without spaces keep theirs.
    """
    dropped = 0

    def drop(found: re.Match[str]) -> str:
        nonlocal dropped
        if len(_UNSPACED.findall(found[0])) * 2 > len(found[0]):
            return found[0]
        dropped += len(found[0])
        return " "

    return _RUN.sub(drop, text), dropped


def is_readable(text: str) -> bool:
    """Say whether text is words at all: hardly any controls or replacement characters."""
    odd = len(_CONTROLS.findall(text)) + text.count("\ufffd")
    return odd * 100 <= len(text)
