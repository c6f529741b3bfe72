"""Whether a message wishes for a program, agrees, declines or wants to go on."""

import re

from glutebot.coaching.read_notes import TAKEN, Notes
from glutebot.coaching.reading import Intent
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

_SENTENCES = re.compile(r"(?<!\S)[.!?;](?!\S)")
_CORE = ("days_per_week", "minutes_per_session", "equipment", "experience", "weeks")
_SHORT: dict[str, Intent] = {"skip": "skip", "decline": "no", "agree": "yes"}
_CLAUSES = re.compile(r"(?<!\S)(?:[.!?;,:]|and|but|so)(?!\S)")
_SHORT_NAME = 12
"""How many words a bare name of a program may have."""
_SOON = 24
"""How many letters may stand before "can you" in a polite wish."""
_OF_A_REPORT = 3
"""How many core fields make a wish of what only reports: "I train 3 days with dumbbells"."""
_FARTHEST = 9
"""How many words may stand between a wish's verb and the program."""
_INVERTED = re.compile(
    r"(?<!\S)(?:(?:can|should|could|would|will|shall|do) i|(?:is|does|will|would) (?:it"
    r"|that|this)|vs)"
    r"(?!\S)"
)
"""A question in the middle of a sentence: "with dumbbells only can I grow"."""
_DO_SO_MANY = re.compile(r"do \d")
"""An order, where "do I" asks."""
_BROUGHT = re.compile(
    r"(?<!\S)(?:per|each|every|my|this|that|your|his|her|the|current|these|in|on|of|from|"
    r"with) (?:current |new |old |last |own )?$"
)


def find_intent(notes: Notes, vocabulary: Vocabulary, *, asked: str | None) -> Intent | None:
    """Return what the message wants, or None where it only tells or asks something."""
    short = _short_intent(notes, vocabulary)
    if short and not notes.fields() - {asked}:
        return short
    if _is_wish(notes, vocabulary):
        return "program"
    if asked is None and (_is_specification(notes, vocabulary) or _is_bare_name(notes, vocabulary)):
        return "program"
    return None


def _short_intent(notes: Notes, vocabulary: Vocabulary) -> Intent | None:
    """Read a yes, a no or a skip that is the whole message, or nearly."""
    text = notes.plain.text
    if not text.startswith("do ") and _is_question(text, vocabulary):
        return None
    for path, intent in _SHORT.items():
        words = _content(text, vocabulary, f"wishing.{path}")
        refused = intent == "yes" and vocabulary.terms("wishing.decline").within(text)
        if words is not None and not refused and not words:
            return intent
    return None


def _content(text: str, vocabulary: Vocabulary, path: str) -> list[str] | None:
    terms = list(vocabulary.terms(path).find(text))
    if not terms:
        return None
    for term in terms:
        text = text[: term.start] + " " * (term.end - term.start) + text[term.end :]
    return [word for word in text.split() if word.isalnum() and word not in vocabulary.fillers]


def _is_wish(notes: Notes, vocabulary: Vocabulary) -> bool:
    return any(
        _sentence_wishes(notes, vocabulary, start, end)
        for start, end in _sentences(notes.plain.text)
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCES.finditer(text)] + [len(text)]
    return [(start, end) for start, end in zip([0, *ends], ends, strict=False) if end > start]


def _sentence_wishes(notes: Notes, vocabulary: Vocabulary, start: int, end: int) -> bool:
    text = notes.plain.text
    seeks = vocabulary.terms("wishing.seeking").within(text, start, end)
    if seeks and _core(notes):
        return True
    if _is_question(text[start:end], vocabulary):
        return False
    return any(
        _wishes_for(text, verb, thing, vocabulary)
        for thing in _things(text, vocabulary, start, end)
        for verb in vocabulary.terms("wishing.verbs").find(text, start, thing.start)
    )


def _wishes_for(text: str, verb: Term, thing: Term, vocabulary: Vocabulary) -> bool:
    between = text[verb.end : thing.start]
    if len(between.split()) > _FARTHEST or _is_other(text, verb.end, thing.end, vocabulary):
        return False
    if vocabulary.terms("wishing.knowing").within(between):
        return False
    if between.strip() in ("my", "me my"):
        return vocabulary.terms("wishing.making").within(text, verb.start, verb.end) is not None
    return not _BROUGHT.search(text[: thing.start])


def _things(
    text: str, vocabulary: Vocabulary, start: int = 0, end: int | None = None
) -> list[Term]:
    """Return the words for a program; the split of a split squat is none."""
    return [thing for thing in vocabulary.terms("wishing.things").find(text, start, end)
            if not text.startswith(" squat", thing.end)]  # fmt: skip


def _is_question(sentence: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a sentence asks for knowledge; "can you build me" does not."""
    polite = vocabulary.terms("wishing.polite").within(sentence)
    if polite and polite.start <= _SOON:
        return False
    if any(_starts_asking(clause, vocabulary) for clause in _CLAUSES.split(sentence)):
        return True
    if _INVERTED.search(sentence):
        return True
    asking = vocabulary.terms("wishing.asking").within(sentence)
    return sentence.split()[-1:] == ["?"] and asking is not None


def _starts_asking(clause: str, vocabulary: Vocabulary) -> bool:
    asking = vocabulary.terms("wishing.asking").within(clause)
    if asking is None or _DO_SO_MANY.match(clause, asking.start):
        return False
    return all(word in vocabulary.openers for word in clause[: asking.start].split())


def leave_out_questions(notes: Notes, vocabulary: Vocabulary) -> None:
    """Leave out what only asks for knowledge: "is 3 days enough?" tells no days."""
    text = notes.plain.text
    for start, end in _sentences(text):
        seeks = vocabulary.terms("wishing.seeking").within(text, start, end)
        if not seeks and _is_question(text[start:end], vocabulary):
            notes.skip(start, end)


def _is_other(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Tell whether the thing wished for is a meal plan, or a program for other muscles."""
    first, last = max(0, start - 8), min(len(text), end + 30)
    if vocabulary.terms("wishing.other_things").within(text, start, min(len(text), end + 24)):
        return True
    other = vocabulary.terms("wishing.other_parts").within(text, first, last)
    own = vocabulary.terms("wishing.own_parts").within(text)
    return bool(other) and not own


def _core(notes: Notes) -> int:
    fields = notes.fields()
    return sum(field in fields for field in _CORE)


def _is_specification(notes: Notes, vocabulary: Vocabulary) -> bool:
    """Tell whether a message does little else than name days, minutes, gear and so on."""
    text = notes.plain.text
    if any(_is_question(text[start:end], vocabulary) for start, end in _sentences(text)):
        return False
    if text.endswith("?") and not vocabulary.terms("wishing.polite").within(text):
        return False
    reports = vocabulary.terms("wishing.habits").within(text)
    named = any(not _BROUGHT.search(text[: thing.start]) for thing in _things(text, vocabulary))
    least = _OF_A_REPORT if reports else 1 if named else 2
    if _core(notes) < least or not notes.fields() & {
        "days_per_week",
        "minutes_per_session",
        "weeks",
    }:
        return False
    aims = vocabulary.terms("wishing.aims").within(text) is not None
    if _core(notes) >= _OF_A_REPORT or (aims and not reports):
        return _core(notes) > 1
    taken = sum(TAKEN in word for word in notes.left.split())
    return len(_left_words(notes, vocabulary)) <= max(3, taken)


def _is_bare_name(notes: Notes, vocabulary: Vocabulary) -> bool:
    """Tell whether a message is just "glute program for beginners" or "plan please"."""
    text = notes.plain.text
    thing = next(iter(_things(text, vocabulary)), None)
    if thing is None or "?" in text.split() or _is_question(text, vocabulary):
        return False
    if _BROUGHT.search(text[: thing.start]) or _is_other(text, 0, thing.end, vocabulary):
        return False
    named = len(text[thing.start : thing.end].split())
    return len(_left_words(notes, vocabulary)) <= named and len(text.split()) <= _SHORT_NAME


def _left_words(notes: Notes, vocabulary: Vocabulary) -> list[str]:
    return [word for word in notes.left.split()
            if word.isalnum() and word not in vocabulary.fillers]  # fmt: skip
