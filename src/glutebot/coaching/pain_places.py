"""Places that can hurt, found in plain text."""

import re
from dataclasses import dataclass

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.vocabulary import Vocabulary

_TOGETHER = re.compile(
    r"(?: |and|or|,|/|my|the|his|her|left|right|both|sometimes|also|in|nor|pain|a|lower)*"
)
_TIRED = re.compile(
    r"(?<!\S)(?:weak|tight|sore|burn|burning|problem|issue|out|bad|dead|kill)(?!\S)"
)
"""What glutes are after training, or said to be for lack of it; no pain by itself."""
_PAINFUL = re.compile(
    r"(?<!\S)(?:pain|pains|painful|hurt|hurts|ache|aches|sharp|stab\w*|tear|torn|pulled|strained)(?!\S)"
)


@dataclass(frozen=True)
class Place:
    """One place, or several that are named together, such as "knee and shoulder"."""

    areas: tuple[str, ...]
    start: int
    end: int
    sure: bool
    """False where the Profile has no single area for the word."""


def without_exercises(text: str, vocabulary: Vocabulary) -> str:
    """Hide exercises, so that neither a hip thrust nor a back squat is a place."""
    for named in vocabulary.exercises.find(text):
        text = text[: named.start] + "·" * (named.end - named.start) + text[named.end :]
    return text


def find_places(text: str, vocabulary: Vocabulary) -> list[Place]:
    """Return named complaints, areas and vaguer places, in the order in which they stand."""
    found: list[Place] = []
    for path in ("hurt.named", "hurt.areas"):
        terms = list(vocabulary.terms(path).find(text))
        found += [Place((term.key,), term.start, term.end, sure=True) for term in terms]
        for term in terms:
            text = text[: term.start] + "·" * (term.end - term.start) + text[term.end :]
    for term in vocabulary.names("hurt.vague").find(text):
        areas = vocabulary.words.hurt.vague[term.key]
        tired = term.key in ("glute", "butt") and _TIRED.search(text) and not _PAINFUL.search(text)
        if not tired:
            found.append(Place(tuple(areas), term.start, term.end, sure=False))
    return sorted(found, key=lambda place: place.start)


def join_places(places: list[Place], text: str) -> list[Place]:
    """Put places together that are named in one breath."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        if last and _TOGETHER.fullmatch(text[last.end : place.start]):
            joined[-1] = _together(last, place)
        else:
            joined.append(place)
    return joined


def _together(one: Place, other: Place) -> Place:
    """Join two places; of a sure one and a vague one, such as "FAI in my hip", the sure one."""
    parts = [place for place in (one, other) if place.sure] or [one, other]
    areas = tuple(dict.fromkeys(area for place in parts for area in place.areas))
    return Place(areas, one.start, other.end, sure=parts[0].sure)


def settle_place(notes: Notes, vocabulary: Vocabulary, place: Place) -> Place:
    """Return the one area that the words around a vaguer place settle on, if they do."""
    if place.sure:
        return place
    start, end = notes.clause(place.start, place.end)
    hints = {term.key for term in vocabulary.terms("hurt.hints").find(notes.plain.text, start, end)}
    meant = tuple(area for area in place.areas if area in hints)
    return Place(meant, place.start, place.end, sure=True) if len(meant) == 1 else place
