"""Pain: where, how much, and that it is gone; a named symptom is never dropped."""

import re

from glutebot.coaching.pain_places import (
    Place,
    find_places,
    join_places,
    settle_place,
    without_exercises,
)
from glutebot.coaching.read_notes import Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

FIELD = "pain"
_SCALE = re.compile(
    r"(?<!\S)(\d+(?:\.\d+)?)(?: to \d+)? ?(?:/|out of|of|on|over) ?(?:a )?(?:scale of )?10(?!\S)"
)
_FROM_TO = re.compile(
    r"(?<!\S)(?:from|was) (?:a )?\d+(?: of 10)? (?:to|now|down to|and now"
    r"|, now) (?:an? )?(\d+)(?!\S)"
)
_LEVEL = re.compile(r"(?<!\S)(?:a|level|pain level|severity|scale|pain) :? ?(\d)(?!\S)")
_NO = re.compile(
    r"(?<!\S)(?:no|without|never|not|zero|0|nor|neither|dont have|no more|havent got|free of|aint"
    r"|dont get)(?!\S)"
)
_EXCEPTION = re.compile(
    r"(?<!\S)(?:but|except|apart from|other than|besides|just|only|aside from|save for)(?!\S)"
)
_WAS = re.compile(r"(?<!\S)(?:was|used to|had|were)(?!\S)")
_NOT_GONE = re.compile(
    r"(?<!\S)(?:not|isnt|never) (?:\w+ )?(?:gone|100|healed|right|perfect|there yet)(?!\S)"
)
_NUMBER_AFTER = re.compile(
    r" (?:is |at |about |: |= |\( )?(\d)(?! ?(?:\d|x|days?|min|h|weeks?|months?|years?|kg"
    r"|lb|sets?|reps?|times?|to)(?!\S))(?!\S)"
)
_AGAIN = re.compile(r"(?<!\S)(?:when|if|after|during|but|except|unless|only|until|not|isnt)(?!\S)")
_UNPLACED = re.compile(
    r"(?<!\S)(?:pains?|painful|hurts?|hurting|injury|injuries|injured|aches?|aching"
    r"|niggles?|twinges?)(?!\S)"
)
_LASTING = re.compile(
    r"(?<!\S)(?:for|over|since|past|last)(?: (?:about|the|last|past|over|almost|nearly"
    r"|like|more than))*"
    r" (\d+) (week|month|year)s?(?!\S)"
)
_NO_NEAR = 24
"""How many letters before a hurt a "no" still denies it."""
_PERSISTENT_WEEKS = 3
_SAME_BREATH = 5
"""Words that may stand between a pain and how long it has lasted."""
_NEXT_WORDS = 4
"""How long a clause may be that only says how much the last one hurts: ", about a 3"."""


def read_pain(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read every pain that is named, with its severity, or that it is gone."""
    text = without_exercises(notes.left, vocabulary)
    places = join_places(find_places(text, vocabulary), text)
    nothing = vocabulary.terms("hurt.nothing").within(notes.left)
    if nothing:
        places = _read_nothing(notes, vocabulary, nothing, places)
    found = [place for place in places if _is_about_pain(notes, vocabulary, place)]
    for place in found:
        _read_place(notes, vocabulary, place)
    if not found and not nothing:
        _read_unplaced(notes)


def _read_nothing(
    notes: Notes, vocabulary: Vocabulary, nothing: Term, places: list[Place]
) -> list[Place]:
    """Read "no pain", of a place or of all but one; return the places it says nothing of."""
    end = notes.sentence(*nothing.span)[1]
    spared = _EXCEPTION.search(notes.left, nothing.end, end)
    bound = spared.start() if spared else notes.clause(*nothing.span)[1]
    denied = [place for place in places if nothing.start <= place.start < bound]
    hurting = [place for place in places if spared and spared.start() < place.start < end]
    for place in denied:
        for area in place.areas:
            notes.remove(FIELD, area, (nothing.start, place.end))
        notes.take(place.start, place.end)
    for place in hurting:
        _add(notes, place, vocabulary.words.hurt.usual, (place.start, place.end))
    if not denied and not hurting:
        notes.tell(FIELD, (), nothing.span)
    notes.take(*nothing.span)
    return [place for place in places if place not in denied and place not in hurting]


def _is_about_pain(notes: Notes, vocabulary: Vocabulary, place: Place) -> bool:
    if vocabulary.terms("hurt.named").within(notes.left, place.start, place.end):
        return True
    start, end = notes.clause(place.start, place.end)
    if vocabulary.terms("hurt.hurting").within(notes.left, start, end):
        return True
    last = notes.sentence(place.start, place.end)[1]
    if _SCALE.search(notes.left, place.end, min(last, place.end + 24)):
        return True
    return _denied(notes, vocabulary, place) is not None


def _read_place(notes: Notes, vocabulary: Vocabulary, place: Place) -> None:
    denied = _denied(notes, vocabulary, place)
    if denied is not None:
        for area in place.areas:
            notes.remove(FIELD, area, denied)
        notes.take(*denied)
        return
    span = _span(notes, vocabulary, place)
    _add(notes, settle_place(notes, vocabulary, place), _severity(notes, vocabulary, place), span)
    _read_length(notes, span)


def _add(notes: Notes, place: Place, severity: int, span: tuple[int, int]) -> None:
    if severity > 10:
        notes.fault(FIELD, FIELD, str(severity), span)
        severity = 10
    for area in place.areas:
        notes.add(FIELD, {"area": area, "severity": severity}, span)
    if not place.sure:
        notes.doubt(FIELD, span)
    notes.take(*span)


def _read_length(notes: Notes, span: tuple[int, int]) -> None:
    """Note pain that has lasted for weeks, and keep its length from being the program's."""
    start, end = notes.sentence(*span)
    for match in _LASTING.finditer(notes.left, start, end):
        words = notes.plain.text[span[1] : match.start()].split()
        if match.start() < span[1] or (len(words) <= _SAME_BREATH and "," not in words):
            if match[2] != "week" or float(match[1]) >= _PERSISTENT_WEEKS:
                notes.add("red_flags", "persistent", match.span())
            notes.take(*match.span())


def _denied(notes: Notes, vocabulary: Vocabulary, place: Place) -> tuple[int, int] | None:
    """Return the words that say that this place does not hurt, or None."""
    text = notes.left
    start, end = notes.clause(place.start, place.end)
    rest = _rest_of_sentence(notes, vocabulary, place)
    if _SCALE.search(text, place.end, rest) or _still_hurts(notes, vocabulary, end, rest):
        return None
    was = _WAS.search(text, start, end)
    fine = vocabulary.terms("hurt.fine").within(text, place.end, rest if was else end)
    between = text[place.end : fine.start] if fine else ""
    if fine and (was or not _AGAIN.search(between)) and not between.endswith("not "):
        return place.start, fine.end
    before = list(_NO.finditer(text, start, place.start))
    if before and len(text[before[-1].end() : place.start].split()) <= 5:
        for path in ("hurt.hurting", "hurt.named"):
            hurting = vocabulary.terms(path).within(text, before[-1].end(), end)
            if hurting:
                return before[-1].start(), max(place.end, hurting.end)
    return None


def _rest_of_sentence(notes: Notes, vocabulary: Vocabulary, place: Place) -> int:
    """Return where the sentence ends, or the next place in it begins."""
    end = notes.sentence(place.start, place.end)[1]
    others = [other.start for other in find_places(notes.left, vocabulary)
              if place.end <= other.start < end]  # fmt: skip
    return min([end, *others])


def _still_hurts(notes: Notes, vocabulary: Vocabulary, start: int, end: int) -> bool:
    """Tell whether the rest of a sentence takes a denial back: "but hurts when I squat"."""
    hurting = vocabulary.terms("hurt.hurting").within(notes.left, start, end)
    denied = hurting and _NO.search(notes.left, start, hurting.start)
    return bool(hurting and not denied) or bool(_NOT_GONE.search(notes.left, start, end))


def _severity(notes: Notes, vocabulary: Vocabulary, place: Place) -> int:
    text = notes.plain.text
    start, end = notes.sentence(place.start, place.end)
    number = _NUMBER_AFTER.match(text, place.end)
    if number:
        return int(number[1])
    rest = _rest_of_sentence(notes, vocabulary, place)
    for first, last in ((place.end, rest), (start, end)):
        for pattern in (_FROM_TO, _SCALE, _LEVEL):
            found = pattern.search(text, first, last)
            if found:
                return int(float(found[1]))
    start, end = notes.clause(place.start, place.end)
    levels = {found.key for found in vocabulary.terms("hurt.severity").find(text, start, end)}
    levels = levels or _levels_after(notes, vocabulary, end)
    if 7 in levels and 2 in levels:
        return vocabulary.words.hurt.usual
    return max(levels, default=vocabulary.words.hurt.usual)


def _levels_after(notes: Notes, vocabulary: Vocabulary, end: int) -> set[int]:
    """Return how much it hurts where the next clause says nothing else."""
    last = notes.clause(end + 1, end + 2)[1]
    words = notes.left[end:last].split()
    if end + 2 >= len(notes.left) or not 0 < len(words) <= _NEXT_WORDS:
        return set()
    return {found.key for found in vocabulary.terms("hurt.severity").find(notes.left, end, last)}


def _span(notes: Notes, vocabulary: Vocabulary, place: Place) -> tuple[int, int]:
    start, end = notes.clause(place.start, place.end)
    terms = [*vocabulary.terms("hurt.hurting").find(notes.left, start, end),
             *vocabulary.terms("hurt.severity").find(notes.left, start, end)]  # fmt: skip
    return min([place.start, *(t.start for t in terms)]), max([place.end, *(t.end for t in terms)])


def _read_unplaced(notes: Notes) -> None:
    """Note that something hurts when nobody said where."""
    for match in notes.find(_UNPLACED):
        if not _NO.search(notes.left, max(0, match.start() - _NO_NEAR), match.start()):
            notes.doubt(FIELD, match.span())
            notes.take(*match.span())
