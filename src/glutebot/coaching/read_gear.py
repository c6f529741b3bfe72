"""What there is to train with, as people say it."""

import re
from dataclasses import dataclass

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary
from glutebot.domain.profiles import ALL_GEAR

FIELD = "equipment"
_LINK = re.compile(
    r"(?:[\s,/]|and|or|nor|a|an|any|the|my|other|of|also|more|use|access|to|with|it|"
    r"got|have|kind|real|heavy|·)*"
)
_NOWHERE = Term(None, 0, 0)
_NEAR = 6
"""How many words may stand between a gym and the list of what it has."""
_HAVING = re.compile(r"(?<!\S)(?:have|has|got|access to|with|use|own|including|,|:) (?:to )?$")
_LEFT_OUT = re.compile(r" (?:except|but|available|apart|minus|else|there|you need|besides)(?!\S)")
_ENDS = (" ,", " .", " ;", " !")
_AS_EXERCISE = re.compile(r"(?<!\S)(?:for|do|doing|like|love|prefer|during|into|on|in) (?:the )?$")
_EXERCISES = ("leg-press", "hack-squat", "leg-curl")
"""Machines whose names are exercises too: "swap squats for leg press"."""
_BOTH = {"free weight": ("barbell", "dumbbell"), "resistance band": ("mini-band", "long-band")}


@dataclass
class _Heard:
    have: dict[str, Term]
    lack: dict[str, Term]
    full: Term | None = None
    everything: Term | None = None
    home: Term | None = None
    none: Term | None = None
    no_gym: Term | None = None


def read_gear(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read the equipment: what there is, what there is not, a whole gym, or nothing."""
    heard = _hear(notes, vocabulary)
    text = notes.left
    for term in (*heard.have.values(), *heard.lack.values(), heard.full, heard.everything,
                 heard.home, heard.none):  # fmt: skip
        if term:
            notes.take(*term.span)
    _conclude(notes, heard, text, vocabulary)


def _hear(notes: Notes, vocabulary: Vocabulary) -> _Heard:
    text = notes.left
    heard = _Heard({}, {})
    heard.no_gym = vocabulary.terms("gear.no_gym").within(text)
    text = _mask(text, heard.no_gym)
    none = vocabulary.terms("gear.none").within(text)
    masked = _mask(text, none)
    lacks = list(vocabulary.terms("gear.lacking").find(masked))
    previous: tuple[int, bool] | None = None
    for term in _pieces(masked, vocabulary):
        lacking = _is_lacking(masked, term, lacks, previous)
        previous = (term.end, lacking)
        for piece in _names(term):
            (heard.lack if lacking else heard.have)[piece] = term
    masked = _mask(masked, *heard.have.values(), *heard.lack.values())
    heard.none = none
    heard.home = vocabulary.terms("gear.home").within(masked)
    masked = _mask(masked, heard.home)
    heard.full = _affirmed(masked, "gear.full", lacks, vocabulary)
    heard.everything = _all_gear(masked, vocabulary)
    return heard


def _pieces(text: str, vocabulary: Vocabulary) -> list[Term]:
    found = [
        Term(tuple(vocabulary.words.gear.sets[term.key]), *term.span)
        for term in vocabulary.names("gear.sets").find(text)
    ]
    masked = _mask(text, *found)
    for term in vocabulary.terms("gear.pieces").find(masked):
        if term.key in _EXERCISES and _AS_EXERCISE.search(masked[: term.start]):
            continue
        phrase = masked[term.start : term.end].rstrip("s")
        found.append(Term(_BOTH.get(phrase, (term.key,)), term.start, term.end))
    return sorted(found, key=lambda term: term.start)


def _names(term: Term) -> tuple[str, ...]:
    return tuple(term.key)


def _is_lacking(
    text: str, term: Term, lacks: list[Term], previous: tuple[int, bool] | None,
) -> bool:  # fmt: skip
    """Tell whether a "no" stands before the piece, or before the list that it is in."""
    near = [lack for lack in lacks if lack.end <= term.start]
    if near and _LINK.fullmatch(text[near[-1].end : term.start]):
        return not _is_double(text, near[-1])
    after = [lack for lack in lacks if term.end <= lack.start <= term.end + 14]
    if after and re.match(
        r"(?: (?:is|are|machine|s))? (?:taken|always busy|broken|broke|is gone)", text[term.end :]
    ):
        return True
    return bool(
        previous and previous[1] and _LINK.fullmatch(text[previous[0] : term.start])
        and "with" not in text[previous[0] : term.start].split()
    )  # fmt: skip


def _is_double(text: str, lack: Term) -> bool:
    """Tell whether the "no" stands inside "nothing but", which affirms."""
    return bool(re.search(r"nothing $", text[: lack.start]))


def _affirmed(
    text: str, path: str, lacks: tuple[Term, ...] | list[Term], vocabulary: Vocabulary
) -> Term | None:
    for term in vocabulary.terms(path).find(text):
        denied = any(lack.end <= term.start and _LINK.fullmatch(text[lack.end : term.start])
                     for lack in lacks)  # fmt: skip
        if not denied:
            return term
    return None


def _all_gear(text: str, vocabulary: Vocabulary) -> Term | None:
    """Return "everything" where gear is meant: "I have everything", "everything but cables"."""
    for term in vocabulary.terms("gear.everything").find(text):
        before, after = text[: term.start], text[term.end :]
        begins = not before.strip(" ,.") or _HAVING.search(before)
        if _LEFT_OUT.match(after) or (begins and (not after or after[:2] in _ENDS)):
            return term
    return None


def _mask(text: str, *terms: Term | None) -> str:
    for term in terms:
        if term:
            text = text[: term.start] + "·" * (term.end - term.start) + text[term.end :]
    return text


def _conclude(notes: Notes, heard: _Heard, text: str, vocabulary: Vocabulary) -> None:
    have = [piece for piece in heard.have if piece not in heard.lack]
    only = vocabulary.terms("gear.only").within(text) is not None
    whole = None if have and (only or heard.home or _lists(text, heard)) else heard.full
    everything = heard.everything and (heard.lack or heard.full or not have)
    if whole or everything:
        term = whole or heard.everything
        if term:
            _tell_whole(notes, heard, term)
    elif have:
        _tell_pieces(notes, heard, have, text, vocabulary)
    elif heard.none:
        notes.tell(FIELD, (), heard.none.span)
    elif heard.lack:
        for piece, term in heard.lack.items():
            notes.remove(FIELD, piece, term.span)
    elif heard.home or heard.no_gym:
        notes.doubt(FIELD, (heard.home or heard.no_gym or _NOWHERE).span)


def _lists(text: str, heard: _Heard) -> bool:
    """Tell whether a plain gym is followed by what it has: "the gym at work has dumbbells"."""
    if not heard.full or " " in text[heard.full.start : heard.full.end]:
        return False
    later = [term.start for term in heard.have.values() if term.start >= heard.full.end]
    between = text[heard.full.end : min(later)].split() if later else []
    return len(between) <= _NEAR and bool({"has", "with", "have", "got", ":"} & set(between))


def _tell_whole(notes: Notes, heard: _Heard, term: Term) -> None:
    left = tuple(piece for piece in ALL_GEAR if piece not in heard.lack)
    notes.tell(FIELD, left if heard.lack else ("full-gym",), term.span)
    for lacking in heard.lack.values():
        notes.tell(FIELD, left, lacking.span)


def _tell_pieces(
    notes: Notes, heard: _Heard, have: list[str], text: str, vocabulary: Vocabulary
) -> None:
    first = min(heard.have[piece].start for piece in have)
    more = [t for t in vocabulary.terms("gear.more").find(text) if t.end <= first]
    if more and len(text[more[-1].end : first].split()) <= 3:
        for piece in have:
            notes.add(FIELD, piece, heard.have[piece].span)
    else:
        for piece in have:
            notes.tell(FIELD, tuple(sorted(have)), heard.have[piece].span)
