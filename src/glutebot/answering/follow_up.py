"""Make a follow-up stand alone, and offer follow-ups that the corpus can answer."""

import re
from collections.abc import Callable, Sequence

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
    r"that|this|either|both|one|ones|there)\b|"
    r"^\W*which (?:is|are|of)\b",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:is|are|was|were|do|does|did|can|could|should|shall|will|would|may|might|must|has|have)"
)
_VERB = re.compile(rf"\b{_VERBS}\b", re.IGNORECASE)
_ASKED_WHOLE = re.compile(
    rf"^\W*(?:(?:how|what|which|when|where|why|who)\b.*?\b)?{_VERBS}(?:n't)?\s+\w",
    re.IGNORECASE,
)
"""A question with its verb, not only `how often?` or `for beginners?`."""
_DEGREE = re.compile(
    r"\bhow (?!many\b|much\b)\w+|\b(?:once|twice|daily|weekly|every|each|per)\b(?: an?)?",
    re.IGNORECASE,
)
"""Words that say how, how often or how far, and never of what."""
_FRAGMENT = re.compile(
    r"^\W*(?:for|with|without|at|on|in|after|before|during|from|since|until|as)\b(?:\W+\w+){1,4}\W*$",
    re.IGNORECASE,
)
"""A few words behind a preposition: `for hip thrusts?`, `at home?`."""
_AMOUNT_ASKED = re.compile(r"^\W*(?:how (?:many|much)|what|which)\b", re.IGNORECASE)
_NEW_SUBJECT = 4
"""With this many telling words a message says itself what it is about."""
_SHORT = 8
"""Words of a message that may lean on history for lack of a subject."""
_OWN_SUBJECT = 1 / 3
"""How telling a word is at least that can be what an amount is asked of: protein, not sets."""

Weigh = Callable[[str], float]


def _telling(_stem: str) -> float:
    return 1.0


def leans_on_history(message: str, weigh: Weigh = _telling) -> bool:
    """Say whether a message needs the question before it to be understood.

    `weigh` says how telling a stem is, from 0 to 1.
    """
    told = len(subject_stems(message))
    if told >= _NEW_SUBJECT:
        return False
    if _OPENING.search(message) or (told <= 2 and _POINTING.search(message)):
        return True
    if _FRAGMENT.search(message) and not _VERB.search(message):
        return True
    short = told <= 1 and len(split_words(message)) <= _SHORT
    return short and not _is_whole(message, weigh)


def _is_whole(message: str, weigh: Weigh) -> bool:
    """Say whether a short message is a question with a subject of its own."""
    if not _ASKED_WHOLE.search(message):
        return False
    weights = [weigh(stem) for stem in subject_stems(_DEGREE.sub(" ", message))]
    least = _OWN_SUBJECT if _AMOUNT_ASKED.search(message) else 0.0
    return any(weight >= least for weight in weights)


def stand_alone(message: str, earlier: Sequence[str], weigh: Weigh = _telling) -> str:
    """Return the message with the subject of the conversation added where it leans on it.

    The words of the last question that stood alone are appended: search needs the subject, not
    grammar.
    """
    if not earlier or not leans_on_history(message, weigh):
        return message
    whole = (question for question in reversed(earlier) if not leans_on_history(question, weigh))
    subject = next(whole, earlier[-1])
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
