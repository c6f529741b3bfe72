"""Finds the concepts of the safety lexicon in a message: a trie of words, not a pile of regexes."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import Field

from glutebot.answering.triage_text import Speller, Words, fold, read_words, split_term
from glutebot.domain.model import Model

MOST_FILLERS = 2
"""How many filler words may stand between two words of a phrase."""
_SLOT = re.compile(r"\{([a-z-]+)\}")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")
_STEM = 3
_PLURAL = 4
"""Longer words also match without their last s: a plural, or `back's` with the mark dropped."""
_ARABIC_PREFIXES = "وفبل"


class Quantity(Model):
    """A number with a unit that means something between two bounds, such as 800 kcal."""

    units: tuple[str, ...] = ()
    """Phrases of which one follows the number."""
    leads: tuple[str, ...] = ()
    """Phrases of which one goes before it; used when there is no unit."""
    not_before: tuple[str, ...] = ()
    """Words that, following the number, make it mean something else."""
    at_least: float = Field(ge=0)
    at_most: float = Field(ge=0)


class Found(NamedTuple):
    """A concept in a message: the words from `start` up to, not including, `end`."""

    start: int
    end: int
    concept: str


@dataclass
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, "_Node"]]] = field(default_factory=lambda: defaultdict(list))
    concepts: list[str] = field(default_factory=list)

    def grow(self, word: str) -> "_Node":
        if not word.endswith("*"):
            return self.children.setdefault(word, _Node())
        stem = word[:-1]
        for known, child in self.stems[stem[:_STEM]]:
            if known == stem:
                return child
        child = _Node()
        self.stems[stem[:_STEM]].append((stem, child))
        return child

    def after(self, word: str) -> Iterator["_Node"]:
        if word in self.children:
            yield self.children[word]
        elif word[0] in _ARABIC_PREFIXES and word[1:] in self.children:
            yield self.children[word[1:]]
        elif len(word) > _PLURAL and word[-1] == "s" and word[:-1] in self.children:
            yield self.children[word[:-1]]
        for stem, child in self.stems.get(word[:_STEM], ()):
            if word.startswith(stem):
                yield child


class Lexicon:
    """The compiled words of the safety rules."""

    def __init__(
        self,
        *,
        terms: Mapping[str, Iterable[str]],
        correctable: Mapping[str, Iterable[str]],
        hiding: frozenset[str],
        quantities: Mapping[str, Quantity],
        fillers: frozenset[str],
        rewrites: Mapping[str, str],
        numbers: Mapping[str, float],
        left_alone: frozenset[str],
    ) -> None:
        self._root = _Node()
        self._hiding = hiding
        self._measures = _Measures(_split_quantities(quantities))
        self._fillers = fillers
        self._numbers = numbers
        self._rewrites = {split_term(old): split_term(new) for old, new in rewrites.items()}
        words = set(itertools.chain(fillers, numbers))
        for concept, phrases in terms.items():
            for phrase in itertools.chain.from_iterable(_fill(term, terms) for term in phrases):
                words.update(self._plant(concept, phrase))
        known = {word for phrases in correctable.values() for word in _plain_words(phrases)}
        self._speller = Speller(known, left_alone=left_alone | words)

    def read(self, message: str) -> tuple[Words, list[Found]]:
        """Split a message into words and find every concept in it, hidden ones left out."""
        words = read_words(message, rewrites=self._rewrites)
        words = Words(
            self._speller.correct(words.texts), words.places, words.clauses, words.sentences
        )
        found = [hit for start in range(len(words.texts)) for hit in self._at(words, start)]
        found.extend(self._quantities(words.texts))
        return words, self._without_hidden(found, len(words.texts))

    def vocabulary(self) -> frozenset[str]:
        """Return the words whose typos are put right."""
        return self._speller.known

    def _plant(self, concept: str, phrase: str) -> Iterator[str]:
        node = self._root
        for word in split_term(phrase):
            node = node.grow(word)
            yield word.rstrip("*")
        if concept not in node.concepts:
            node.concepts.append(concept)

    def _at(self, words: Words, start: int) -> Iterator[Found]:
        paths: list[tuple[_Node, int]] = [(self._root, start)]
        while paths:
            node, position = paths.pop()
            for child, end in self._steps(node, words, position, may_skip=node is not self._root):
                yield from (Found(start, end, concept) for concept in child.concepts)
                if child.children or child.stems:
                    paths.append((child, end))

    def _steps(
        self, node: _Node, words: Words, position: int, *, may_skip: bool
    ) -> Iterator[tuple[_Node, int]]:
        last = min(len(words.texts), position + 1 + (MOST_FILLERS if may_skip else 0))
        for place in range(position, last):
            word = words.texts[place]
            if may_skip and words.clauses[place] != words.clauses[position - 1]:
                return
            for child in node.after(word):
                yield child, place + 1
            if word not in self._fillers:
                return

    def _quantities(self, texts: list[str]) -> Iterator[Found]:
        for place, text in enumerate(texts):
            value = _number(text) if text[0].isdigit() else self._numbers.get(text)
            if value is not None:
                yield from self._measures.find(value, texts, place)

    def _without_hidden(self, found: list[Found], size: int) -> list[Found]:
        reach = list(range(size))
        for hit in found:
            if hit.concept in self._hiding:
                reach[hit.start] = max(reach[hit.start], hit.end)
        covers = list(itertools.accumulate(reach, max))
        return sorted(hit for hit in found if not _is_covered(hit, covers))


@dataclass(frozen=True)
class _Measure:
    lowest: float
    highest: float
    units: tuple[tuple[str, ...], ...]
    leads: tuple[tuple[str, ...], ...]
    not_before: frozenset[str]

    def find(self, concept: str, texts: list[str], place: int) -> Iterator[Found]:
        """Yield the quantity when a unit follows the number, or a lead goes before it."""
        for unit in self.units:
            if tuple(texts[place + 1 : place + 1 + len(unit)]) == unit:
                yield Found(place, place + 1 + len(unit), concept)
        if place + 1 < len(texts) and texts[place + 1] in self.not_before:
            return
        for lead in self.leads:
            if tuple(texts[max(0, place - len(lead)) : place]) == lead:
                yield Found(place - len(lead), place + 1, concept)


class _Measures:
    """The quantities, found by the word after a number or the word before it."""

    def __init__(self, measures: Mapping[str, _Measure]) -> None:
        self._by_neighbour: dict[str, list[tuple[str, _Measure]]] = defaultdict(list)
        for concept, measure in measures.items():
            neighbours = {unit[0] for unit in measure.units} | {lead[-1] for lead in measure.leads}
            for word in neighbours:
                self._by_neighbour[word].append((concept, measure))

    def find(self, value: float, texts: list[str], place: int) -> Iterator[Found]:
        """Yield every quantity that this number is part of."""
        around = {*texts[place + 1 : place + 2], *texts[max(0, place - 1) : place]}
        for word in around:
            for concept, measure in self._by_neighbour.get(word, ()):
                if measure.lowest <= value <= measure.highest:
                    yield from measure.find(concept, texts, place)


def _is_covered(hit: Found, covers: list[int]) -> bool:
    """Say whether a longer hiding match contains this one; `covers` is how far matches reach."""
    earlier = covers[hit.start - 1] if hit.start else 0
    return covers[hit.start] > hit.end or earlier >= hit.end


def _split_quantities(quantities: Mapping[str, Quantity]) -> dict[str, _Measure]:
    return {
        name: _Measure(
            lowest=quantity.at_least,
            highest=quantity.at_most,
            units=tuple(split_term(unit) for unit in quantity.units),
            leads=tuple(split_term(lead) for lead in quantity.leads),
            not_before=frozenset(fold(word) for word in quantity.not_before),
        )
        for name, quantity in quantities.items()
    }


def _number(text: str) -> float | None:
    plain = re.sub("[.,]", "", text) if _GROUPED.match(text) else text.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _fill(term: str, terms: Mapping[str, Iterable[str]]) -> Iterator[str]:
    slot = _SLOT.search(term)
    if not slot:
        yield term
        return
    for value in terms[slot[1]]:
        yield from _fill(term.replace(slot[0], value, 1), terms)


def _plain_words(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        for word in split_term(_SLOT.sub("", phrase)):
            if not word.endswith("*"):
                yield word
