"""Pain: where, how much, and that it is gone; a named symptom is never dropped."""

import re

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.vocabulary import Term, Vocabulary

FIELD = "pain"
_SCALE = re.compile(r"(?<!\S)(\d+(?:\.\d+)?)(?: to \d+)? ?(?:/|out of|of|on) ?(?:a )?10(?!\S)")
_LEVEL = re.compile(r"(?<!\S)(?:about |like )?(?:a|level|pain level|severity|scale) :? ?(\d)(?!\S)")
_NO = re.compile(
    r"(?<!\S)(?:no|without|never|not|zero|0|nor|neither|dont have|dont have any|"
    r"no more|havent got|free of|aint)(?!\S)"
)
_AGAIN = re.compile(r"(?<!\S)(?:when|if|after|during|but|except|unless|only|on|until)(?!\S)")
_LIST = re.compile(r"(?:[a-z0-9]+ (?:or|and|,|/) )*(?:[a-z]+ )?$")


def read_pain(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read every pain that is named, with its severity, or that it is gone."""
    nothing = vocabulary.terms("hurt.nothing").within(notes.left)
    found = _places(notes, vocabulary)
    if nothing and not any(_denied(notes, vocabulary, term) is None for term in found):
        if not found:
            notes.tell(FIELD, (), nothing.span)
        notes.take(*nothing.span)
    for term in found:
        _read_place(notes, vocabulary, term)
    if not found and not nothing:
        _read_unplaced(notes)


def _places(notes: Notes, vocabulary: Vocabulary) -> list[Term]:
    """Return the painful places: named complaints, then areas and vaguer places with a hurt."""
    found: list[Term] = []
    text = notes.left
    for path in ("hurt.named", "hurt.areas"):
        for term in vocabulary.terms(path).find(text):
            if path == "hurt.named" or _is_about_pain(notes, vocabulary, term):
                found.append(Term((term.key,), *term.span))
        for term in found:
            text = text[: term.start] + "·" * (term.end - term.start) + text[term.end :]
    for term in vocabulary.names("hurt.vague").find(text):
        if _is_about_pain(notes, vocabulary, term):
            areas = vocabulary.words.hurt.vague[term.key]
            if term.key not in ("glute", "butt") or not _is_after_training(notes, term):
                found.append(Term(tuple(areas), *term.span))
    return found


def _is_about_pain(notes: Notes, vocabulary: Vocabulary, term: Term) -> bool:
    start, end = notes.clause(term.start, term.end)
    return any(
        vocabulary.terms(path).within(notes.left, start, end)
        for path in ("hurt.hurting", "hurt.fine")
    )


def _is_after_training(notes: Notes, term: Term) -> bool:
    start, end = notes.sentence(term.start, term.end)
    words = notes.plain.text[start:end]
    return bool(
        re.search(r"(?<!\S)(?:weak|tight|sore|burn|burning|problem|issue|out|bad)(?!\S)", words)
    )


def _read_place(notes: Notes, vocabulary: Vocabulary, term: Term) -> None:
    start, end = notes.clause(term.start, term.end)
    denied = _denied(notes, vocabulary, term)
    if denied is not None:
        for area in term.key:
            notes.remove(FIELD, area, denied)
        notes.take(start, end)
        return
    severity = _severity(notes, vocabulary, term)
    if severity > 10:
        notes.fault(FIELD, FIELD, str(severity), term.span)
        severity = 10
    span = _span(notes, vocabulary, term)
    for area in term.key:
        notes.add(FIELD, {"area": area, "severity": severity}, span)
    if len(term.key) != 1:
        notes.doubt(FIELD, span)
    notes.take(*span)


def _denied(notes: Notes, vocabulary: Vocabulary, term: Term) -> tuple[int, int] | None:
    """Return the words that say that this place does not hurt, or None."""
    text = notes.left
    start, end = notes.clause(term.start, term.end)
    fine = vocabulary.terms("hurt.fine").within(text, term.end, end)
    if (
        fine
        and not _AGAIN.search(text[term.end : fine.start])
        and not re.search(r"(?<!\S)not(?!\S)", text[term.end : fine.start])
    ):
        return term.start, fine.end
    before = list(_NO.finditer(text, start, term.start))
    if before and len(text[before[-1].end() : term.start].split()) <= 5:
        after = text[before[-1].end() : end]
        if vocabulary.terms("hurt.hurting").within(after) or vocabulary.terms("hurt.named").within(
            after
        ):
            return before[-1].start(), term.end
    return None


def _severity(notes: Notes, vocabulary: Vocabulary, term: Term) -> int:
    start, end = notes.sentence(term.start, term.end)
    text = notes.plain.text
    for pattern in (_SCALE, _LEVEL):
        matches = sorted(
            pattern.finditer(text, start, end), key=lambda m: abs(m.start() - term.start)
        )
        if matches:
            return int(float(matches[0][1]))
    start, end = notes.clause(term.start, term.end)
    levels = [found.key for found in vocabulary.terms("hurt.severity").find(text, start, end)]
    if 7 in levels and 2 in levels:
        return vocabulary.words.hurt.usual
    return max(levels, default=vocabulary.words.hurt.usual)


def _span(notes: Notes, vocabulary: Vocabulary, term: Term) -> tuple[int, int]:
    start, end = notes.clause(term.start, term.end)
    terms = [*vocabulary.terms("hurt.hurting").find(notes.left, start, end),
             *vocabulary.terms("hurt.severity").find(notes.left, start, end)]  # fmt: skip
    return min([term.start, *(t.start for t in terms)]), max([term.end, *(t.end for t in terms)])


def _read_unplaced(notes: Notes) -> None:
    """Note that something hurts when nobody said where."""
    pattern = re.compile(
        r"(?<!\S)(?:(?:some|bit of|little|in|chronic|my|have|got|everything|it|something|"
        r"joint|old) )(?:pain|pains|hurts|injury|injuries|ache|aches|niggle|niggles)(?!\S)"
    )
    for match in pattern.finditer(notes.left):
        if not _NO.search(notes.left, max(0, match.start() - 12), match.start()):
            notes.doubt(FIELD, match.span())
            notes.take(*match.span())
