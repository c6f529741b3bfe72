"""What words the corpus knows, how telling each is, and what a misspelt one was meant to be."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from glutebot.answering.words import stem
from glutebot.domain.articles import Passage
from glutebot.retrieval.words import index_terms, split_words

SHORTEST_CORRECTED = 5
"""Shorter words have too many neighbours to be corrected safely."""


@dataclass(frozen=True)
class Vocabulary:
    """The words and stems of a corpus."""

    passages: int
    frequency: dict[str, int]
    """Stem → number of passages that hold it."""
    words: frozenset[str]
    """Every word as it is written."""

    def weight(self, stem_: str) -> float:
        """Return how telling a stem is, from near 0 (in every passage) to 1 (in none or one)."""
        seen = self.frequency.get(stem_, 0)
        return math.log((self.passages + 1) / (seen + 1)) / math.log(self.passages + 1)

    def knows(self, stem_: str) -> bool:
        """Say whether any passage holds the stem."""
        return stem_ in self.frequency

    def correct(self, question: str) -> str:
        """Return the question with misspelt words replaced by the nearest words of the corpus."""
        meant = {word: self._meant(word) for word in split_words(question)}
        return " ".join(meant[word] for word in split_words(question))

    def _meant(self, word: str) -> str:
        if len(word) < SHORTEST_CORRECTED or word in self.words or self.knows(stem(word)):
            return word
        return _nearest(word, self.words)


@lru_cache(maxsize=4096)
def _nearest(word: str, words: frozenset[str]) -> str:
    allowed = 1 if len(word) < 8 else 2
    near = [
        other for other in words if other[0] == word[0] and abs(len(other) - len(word)) <= allowed
    ]
    found = extractOne(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
    return found[0] if found else word


def read_vocabulary(passages: Sequence[Passage]) -> Vocabulary:
    """Collect the vocabulary of a corpus: texts, headings and the questions they answer."""
    frequency: Counter[str] = Counter()
    words: set[str] = set()
    for passage in passages:
        written = split_words(passage_words(passage))
        frequency.update(set(index_terms(written)))
        words.update(_long(written))
    return Vocabulary(max(len(passages), 1), dict(frequency), frozenset(words))


def passage_words(passage: Passage) -> str:
    """Return all words by which a passage can be found."""
    return " ".join([passage.heading, passage.text, *passage.questions, *passage.topics])


def _long(words: Iterable[str]) -> Iterable[str]:
    return (word for word in words if len(word) >= SHORTEST_CORRECTED - 1)
