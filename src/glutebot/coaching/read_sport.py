"""Other training with a fixed weekday, so that the legs are fresh when it counts."""

import re

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

_LINK = re.compile(
    r" ?(?:(?:on|every|each|and|,|my|i|a|the|class|practice|practise|training|game|"
    r"session|sessions|match|matches|games|"
    r"a lot|usually|\(|league|night|nights|morning|mornings|evening|evenings|also|with"
    r"|for|of|is|are|"
    r"go|play|do|long|easy|tempo|hard|key|"
    r"\d+ ?k|km|in|at|both|to|/|fast|days|day|:|have|team) ?)*"
)

_STOP = re.compile(r"(?<!\S)[.!?;](?!\S)")
_KEY_WORDS = 16
"""How many letters before a sport may say that it counts: "an important run"."""


def read_sport(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read each sport that stands beside a weekday, and take those weekdays out of the plan's."""
    weekdays = list(vocabulary.names("weekdays").find(notes.left))
    sports = list(vocabulary.terms("sports").find(notes.left))
    taken: set[int] = set()
    for sport in _widest(sports):
        for day in _days_of(notes.left, sport, weekdays, sports):
            if day.start not in taken:
                taken.add(day.start)
                _tell(notes, vocabulary, sport, day)
    for sport in sports:
        if taken:
            notes.take(*sport.span)


def _widest(sports: list[Term]) -> list[Term]:
    return sorted(sports, key=lambda term: term.start)


def _days_of(text: str, sport: Term, days: list[Term], sports: list[Term]) -> list[Term]:
    """Return the weekdays that follow the sport in a list, or else stand just before it."""
    found: list[Term] = []
    at = sport.end
    for day in (day for day in days if day.start >= sport.end):
        if not _LINK.fullmatch(text[at : day.start]):
            break
        if any(at <= other.start < day.start and other.key != sport.key for other in sports):
            break
        if _belongs_to_next(text, day, sports):
            break
        found.append(day)
        at = day.end
    if found:
        return found
    before = [day for day in days if day.end <= sport.start]
    return before[-1:] if before and _LINK.fullmatch(text[before[-1].end : sport.start]) else []


def _belongs_to_next(text: str, day: Term, sports: list[Term]) -> bool:
    """Tell whether another sport follows the weekday at once: "run Monday, Tuesday soccer"."""
    following = [sport for sport in sports if 0 <= sport.start - day.end <= 2]
    return bool(following) and "and" not in text[day.end : following[0].start]


def _tell(notes: Notes, vocabulary: Vocabulary, sport: Term, day: Term) -> None:
    span = min(sport.start, day.start), max(sport.end, day.end)
    weekday = vocabulary.words.weekdays[day.key]
    key = _is_key(notes.plain.text, vocabulary, sport, day)
    notes.add("other_training", {"weekday": weekday, "kind": sport.key, "key": key}, span)
    notes.take(*day.span)


def _is_key(text: str, vocabulary: Vocabulary, sport: Term, day: Term) -> bool:
    """Tell whether the words around a weekday call for fresh legs, up to the next weekday."""
    weekdays = list(vocabulary.names("weekdays").find(text))
    before = [other.end for other in weekdays if other.end <= day.start]
    after = [other.start for other in weekdays if other.start >= day.end]
    ends = [match.start() for match in _STOP.finditer(text, day.end)]
    first = max([0, *before, sport.start - _KEY_WORDS])
    last = min([len(text), *ends]) if not after or (ends and ends[0] < after[0]) else day.end
    return vocabulary.terms("key_sessions").within(text, first, last) is not None
