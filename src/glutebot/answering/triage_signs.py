"""Decides which signs a message raises: what is said of a body now, not denied, not asked about."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glutebot.answering.triage_lexicon import Found
from glutebot.answering.triage_rules import Combination, Level, SafetyRules
from glutebot.answering.triage_text import Words

NEGATION_REACH = 9
"""How many words after a negation it still denies."""
OWNER_BEFORE, OWNER_AFTER = 8, 5
"""Within how many words of a sign an `I` or `my wife` makes it somebody's own."""
OPENER_REACH = 4
"""How many words after `what is` are still what is asked about."""

Places = Mapping[str, list[Found]]


@dataclass(frozen=True)
class Reading:
    """A message with its concepts, and what the grammar around each of them says."""

    words: Words
    concepts: Places
    denied: frozenset[int]
    """Words that a negation reaches."""
    asked: frozenset[int]
    """Words of a question about a sign that nobody in the message has."""
    past: frozenset[int]
    """Words of a clause about last year or before."""
    faded: frozenset[int]
    """Words of a clause about so long ago that even a slow sign is over."""

    def said(self, names: str, *, level: Level, fades: bool = False) -> list[Found]:
        """Return where one of the concepts `a|b` counts as said, for a sign of this level."""
        hits = [hit for name in names.split("|") for hit in self.concepts.get(name, ())]
        return sorted(
            hit
            for hit in hits
            if self._counts(hit, level) and not (fades and hit.start in self.faded)
        )

    def _counts(self, hit: Found, level: Level) -> bool:
        if hit.start in self.denied:
            return False
        if level in ("unsafe", "off-topic", "small-talk"):
            return True
        old = hit.start in self.past and level in ("emergency", "same-day")
        return not old and hit.start not in self.asked


def read_message(message: str, rules: SafetyRules) -> Reading:
    """Find the concepts of a message and the grammar around them."""
    words, found = rules.lexicon.read(message)
    concepts: dict[str, list[Found]] = defaultdict(list)
    for hit in found:
        concepts[hit.concept].append(hit)
    return Reading(
        words=words,
        concepts=concepts,
        denied=frozenset(_denied(words, concepts)),
        asked=frozenset(_asked(words, concepts)),
        past=frozenset(_past(words, concepts, "history")),
        faded=frozenset(_past(words, concepts, "long-past")),
    )


def raised_flags(reading: Reading, rules: SafetyRules) -> list[tuple[Level, str]]:
    """Return the flags that the message raises, in order of precedence."""
    return [
        (level, flag)
        for level, flag, sign in rules.flags()
        if any(_holds(one, reading, level, fades=sign.fades) for one in sign.when)
    ]


def _holds(combination: Combination, reading: Reading, level: Level, *, fades: bool) -> bool:
    if combination.at_most_words and len(reading.words.texts) > combination.at_most_words:
        return False
    groups = [reading.said(names, level=level, fades=fades) for names in combination.all]
    if not all(groups):
        return False
    if any(reading.said(names, level=level) for names in combination.without):
        return False
    places = reading.words.places
    return any(
        all(
            _is_near(anchor, group, places, within)
            for group, within in zip(groups[1:], combination.reaches(), strict=True)
        )
        for anchor in groups[0]
    )


def _is_near(anchor: Found, group: list[Found], places: list[int], within: int) -> bool:
    after = bisect_left(group, anchor)
    return any(
        _distance(anchor, hit, places) <= within for hit in group[max(0, after - 2) : after + 2]
    )


def _distance(one: Found, other: Found, places: list[int]) -> int:
    first, second = sorted((one, other))
    return max(0, places[second.start] - places[first.end - 1])


def _denied(words: Words, concepts: Places) -> Iterable[int]:
    """Yield the words that a negation reaches: to the clause's end, or along a list with `or`."""
    breaks = {hit.start for hit in concepts.get("negation-break", ())}
    swallowed = _inside_signs(concepts)
    for hit in concepts.get("negation", ()):
        if hit.start in swallowed:
            continue
        yield from _reach(words, hit.end, breaks)


def _inside_signs(concepts: Places) -> set[int]:
    """Return the words of phrases that carry their own negation, such as `can't pee`."""
    return {
        place
        for name, hits in concepts.items()
        if name not in ("negation", "negation-break")
        for hit in hits
        if hit.end - hit.start > 1
        for place in range(hit.start, hit.end)
    }


def _reach(words: Words, start: int, breaks: set[int]) -> Iterable[int]:
    last = min(len(words.texts), start + NEGATION_REACH)
    list_end = _list_end(words, start, last, breaks)
    for place in range(start, last):
        if place in breaks or words.sentences[place] != words.sentences[start - 1]:
            return
        if words.clauses[place] != words.clauses[start - 1] and place >= list_end:
            return
        yield place


def _list_end(words: Words, start: int, last: int, breaks: set[int]) -> int:
    """Return where a list such as `no pain, numbness or weakness` ends; `start` when none is."""
    end = start
    for place in range(start, last):
        if place in breaks or words.sentences[place] != words.sentences[start - 1]:
            break
        if words.texts[place] in ("or", "nor"):
            end = last
    return end


def _asked(words: Words, concepts: Places) -> Iterable[int]:
    """Yield the words of questions about signs, unless an owner stands near them."""
    framed = {words.sentences[hit.start] for hit in concepts.get("information", ())}
    opened = {
        place
        for hit in concepts.get("opener", ())
        for place in range(hit.start, min(len(words.texts), hit.end + OPENER_REACH))
        if words.sentences[place] == words.sentences[hit.start]
    }
    owners = [hit.start for hit in concepts.get("personal", ())]
    for place, sentence in enumerate(words.sentences):
        if (sentence in framed or place in opened) and not _is_owned(place, owners, words):
            yield place


def _is_owned(place: int, owners: list[int], words: Words) -> bool:
    near = bisect_left(owners, place - OWNER_BEFORE)
    for owner in owners[near : near + OWNER_BEFORE + OWNER_AFTER + 1]:
        if owner > place + OWNER_AFTER:
            return False
        if words.sentences[owner] == words.sentences[place]:
            return True
    return False


def _past(words: Words, concepts: Places, name: str) -> Iterable[int]:
    """Yield the words of clauses about the past, unless the sentence says that it goes on."""
    current = {words.sentences[hit.start] for hit in concepts.get("current", ())}
    clauses = {
        words.clauses[hit.start]
        for hit in concepts.get(name, ())
        if words.sentences[hit.start] not in current
    }
    return (place for place, clause in enumerate(words.clauses) if clause in clauses)
