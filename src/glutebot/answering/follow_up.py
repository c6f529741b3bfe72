"""Make a follow-up stand alone, and offer follow-ups that the corpus can answer."""

import re
from collections.abc import Sequence

from glutebot.answering.words import subject_stems
from glutebot.domain.articles import Hit, Passage
from glutebot.retrieval.words import split_words

CHIPS = 3
"""Follow-up questions offered under an answer."""

_OPENING = re.compile(
    r"^\s*(?:and|but|so|or|ok(?:ay)?|then|also|what about|how about|what if|"
    r"any(?:thing)? else|instead|same for|is that|are those|does that|do those|tell me more|"
    r"more)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|them|they|their|those|these|that one|this one|the first|the second|the other|"
    r"that|this|either|both|one|ones|there)\b",
    re.IGNORECASE,
)
_NEW_SUBJECT = 4
"""With this many telling words a message says itself what it is about."""


def leans_on_history(message: str) -> bool:
    """Say whether a message needs the question before it to be understood."""
    told = len(subject_stems(message))
    if told >= _NEW_SUBJECT:
        return False
    if told <= 1 and len(split_words(message)) <= 8:
        return True
    return bool(_OPENING.search(message)) or (told <= 2 and bool(_POINTING.search(message)))


def stand_alone(message: str, earlier: Sequence[str]) -> str:
    """Return the message with the subject of the conversation added where it leans on it.

    The words of the last question that stood alone are appended: search needs the subject, not
    grammar.
    """
    if not earlier or not leans_on_history(message):
        return message
    subject = next((q for q in reversed(earlier) if not leans_on_history(q)), earlier[-1])
    return f"{message.rstrip(' ?.!')} ({subject.strip()})"


def suggest(question: str, hits: Sequence[Hit], used: Sequence[str]) -> tuple[str, ...]:
    """Return up to three questions of passages that were found but not used in the answer."""
    asked = subject_stems(question)
    chips: dict[str, None] = {}
    for hit in hits:
        chip = _question_of(hit.passage)
        if hit.passage.id not in used and chip and subject_stems(chip) != asked:
            chips[chip] = None
    return tuple(chips)[:CHIPS]


def _question_of(passage: Passage) -> str | None:
    if passage.section and passage.section.endswith("?"):
        return passage.section.split(" › ")[-1]
    if passage.kind == "exercise" and passage.section:
        return passage.section.split(" › ")[-1] + "?"
    return None
