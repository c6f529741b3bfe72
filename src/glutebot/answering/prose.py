"""Reduce what a model wrote to plain prose: no markup, no addresses, no roles.

A reader's page renders Markdown and fetches images, so nothing that a page could act on may get
through, however it is nested or spelt.
"""

import html
import re

from glutebot.answering.context import strip_unseen

_PASSES = 8
"""Rounds of removal, since taking one thing out can put another together."""

_REMOVED = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"<\|[^|>]*\|>|<</?sys>>|\[/?inst\]", " "),  # role tokens of chat templates
        (r"<[a-z/!?|][^>]*(?:>|$)", " "),  # tags, also such as never end
        (r"!\s*\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\])?", " "),  # images, inline and by reference
        (r"\[([^\]]*)\]\([^)]*\)?", r"\1"),  # links keep their words
        (r"\[([^\]]*)\]\[[^\]]*\]", r"\1"),
        (r"(?:https?|ftps?|javascript|vbscript|mailto):\S*|wss?://\S*", " "),
        (r"\b(?:file|data|tel|blob):\S+", " "),
        (r"www\.\S*|[\w.+-]+@[\w.-]+", " "),
        (r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", " "),
        (r"\b[a-z0-9-]+\.(?:com|net|org|io|info|biz|co|ru|cn|xyz|app|dev|link|site|top|ai)\b", " "),
        (r"(?<!\w)(?:system|assistant|user|answer|response)\s*:\s*(?=\S)", " "),
        (r"^\s*(?:#{1,6}|>+|[-*+•]|\d{1,2}[.)])\s+", " "),  # headings, quotes and list items
        (r"[`*|\\~]|__+|(?<!\w)_|_(?!\w)", ""),  # emphasis, code, tables, escapes
        (r"<(?!\s*\d)|(?<![\d\s])>|>(?!\s*\d)", " "),  # brackets that do not compare numbers
    )
)


def plain_prose(text: str) -> str:
    """Return a sentence as plain text, or nothing when markup would not stop unfolding."""
    for _ in range(_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            return _replace_brackets(text)
        text = cleaned
    return ""


def _clean_once(text: str) -> str:
    text = strip_unseen(html.unescape(text))
    for pattern, replacement in _REMOVED:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _replace_brackets(text: str) -> str:
    """Turn square brackets round: only citations, which code puts in, have them."""
    text = re.sub(r"\(\s*\)", "", text.replace("[", "(").replace("]", ")"))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))


_ABOUT_ITSELF = re.compile(
    r"\b(?:passages?|not_in_sources|the (?:question|answer|prompt|text|source|instruction)s?)\b",
    re.IGNORECASE,
)


def end_sentence(text: str) -> str:
    """Return a sentence with a full stop where it has no end of its own."""
    return f"{text}." if re.search(r"[\w%)]$", text) else text


def is_well_formed(sentence: str) -> bool:
    """Say whether a sentence is fit to be read: whole, and about the matter.

    Small models talk about the passages instead of about what stands in them, open quotation
    marks that they never close, and announce lists that do not come.
    """
    whole = sentence.endswith((".", "!", "?", "…", '"', "”")) and sentence.count('"') % 2 == 0
    return whole and not _ABOUT_ITSELF.search(sentence)
