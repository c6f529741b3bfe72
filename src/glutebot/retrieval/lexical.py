"""Search by words: BM25 over stems, where heading and questions weigh more than the text."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glutebot.domain.articles import Passage
from glutebot.retrieval.words import index_terms, is_stop_word, split_words

Scores = NDArray[np.float32]
_HEADING_WEIGHT = 2
_QUESTION_WEIGHT = 1
_SHORTEST_CORRECTED = 4
"""Letters; shorter words have too many neighbours to guess which was meant."""


class LexicalIndex:
    """An immutable BM25 index over passages, in their order."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        words = [list(_weighted_words(passage)) for passage in passages]
        self._frequency = Counter(word for document in words for word in document)
        self._known_words = tuple(self._frequency)
        self._size = len(passages)
        self._bm25 = _build([index_terms(document) for document in words])

    def score(self, question: str) -> Scores:
        """Return the BM25 score of every passage; 0 where no word matches."""
        terms = index_terms(split_words(self.correct(question)))
        known = [term for term in terms if self._bm25 and term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = self._bm25.get_scores(known)
        return scores

    def correct(self, question: str) -> str:
        """Replace words that no passage knows by the nearest word that one does."""
        words = split_words(question)
        return " ".join(self._correct_word(word) for word in words)

    def _correct_word(self, word: str) -> str:
        if self._knows(word) or not word.isalpha() or len(word) < _SHORTEST_CORRECTED:
            return word
        return min(self._neighbours(word), default=(0, 0, word))[-1]

    def _knows(self, word: str) -> bool:
        if word in self._frequency or is_stop_word(word) or self._bm25 is None:
            return True
        return all(term in self._bm25.vocab_dict for term in index_terms([word]))

    def _neighbours(self, word: str) -> Iterator[tuple[int, int, str]]:
        """Yield (typing errors, minus frequency, word) of words that may have been meant."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) <= 6 else 2
        found = process.extract_iter(
            word, self._known_words, scorer=OSA.distance, score_cutoff=allowed
        )
        for neighbour, distance, _ in found:
            if neighbour[0] == word[0] and neighbour.isalpha():
                yield int(distance), -self._frequency[neighbour], neighbour


def _weighted_words(passage: Passage) -> Iterator[str]:
    """Yield the words of a passage; repeating a field is BM25F's weight for it."""
    yield from split_words(passage.heading) * _HEADING_WEIGHT
    yield from split_words(passage.text)
    for question in passage.questions:
        yield from split_words(question) * _QUESTION_WEIGHT


def _build(documents: list[list[str]]) -> Any:
    """Index the documents; None when they hold no word, which bm25s refuses."""
    if not any(documents):
        return None
    from bm25s import BM25

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs at DEBUG unasked
    index = BM25(method="lucene", k1=1.5, b=0.75)
    index.index(documents, show_progress=False)
    return index
