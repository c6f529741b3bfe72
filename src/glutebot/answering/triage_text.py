"""A message as plain words: folded, split into clauses, with typos of known words put right."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

MAX_CHARACTERS = 50_000
"""Of a longer message the head and the tail are read, so that the work stays bounded."""
MOST_WORDS = 10_000
"""The same bound in words and marks: ordinary text of that many characters stays below it."""
SENTENCE_GAP = 4
"""How many words of distance the end of a sentence counts for."""
MOST_CORRECTIONS = 1_500
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[.!?;:,\n%/()…–—؟،|]| - ")
_APOSTROPHES = re.compile("['’‘`´ʼ′]")
_SENTENCE_ENDS = frozenset(".!?;\n…؟|")
_CLAUSE_ENDS = frozenset({",", ":", "(", ")", "–", "—", " - ", "،"})
_ARABIC_PREFIX = re.compile(r"^[وف]?(?:لل|[بك]?ال)(?=.{3})")
_ARABIC_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


@dataclass(frozen=True)
class Words:
    """The words of a message, and for each its place, clause and sentence."""

    texts: list[str]
    places: list[int]
    clauses: list[int]
    sentences: list[int]


def fold(text: str) -> str:
    """Lower the case and drop what people leave out: diacritics, apostrophes, invisible marks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        character
        for character in decomposed
        if not unicodedata.combining(character) and unicodedata.category(character) != "Cf"
    )
    return _APOSTROPHES.sub("", kept.translate(_ARABIC_FOLD))


def bound(message: str) -> str:
    """Cut a message that is too long to read in time to its head and its tail."""
    if len(message) <= MAX_CHARACTERS:
        return message
    tail = MAX_CHARACTERS // 5
    return f"{message[: MAX_CHARACTERS - tail]}\n{message[-tail:]}"


def split_term(term: str) -> tuple[str, ...]:
    """Split a term of the lexicon as a message is split; a trailing star survives."""
    return tuple(
        _bare(token) + ("*" if part.endswith("*") else "")
        for part in fold(term).split()
        for token in _TOKEN.findall(part)
    )


def read_words(message: str, *, rewrites: Mapping[tuple[str, ...], tuple[str, ...]]) -> Words:
    """Split a message into words, with its clauses and sentences counted."""
    words = Words([], [], [], [])
    clause = sentence = 0
    tokens = _bound_words(_TOKEN.findall(fold(bound(message))))
    for token in _rewritten(tokens, rewrites):
        if token in _SENTENCE_ENDS:
            sentence, clause = sentence + 1, clause + 1
        elif token in _CLAUSE_ENDS:
            clause += 1
        else:
            words.places.append(len(words.texts) + SENTENCE_GAP * sentence)
            words.texts.append(_bare(token))
            words.clauses.append(clause)
            words.sentences.append(sentence)
    return words


def _bound_words(tokens: list[str]) -> list[str]:
    if len(tokens) <= MOST_WORDS:
        return tokens
    tail = MOST_WORDS // 5
    return [*tokens[: MOST_WORDS - tail], "\n", *tokens[-tail:]]


def _bare(token: str) -> str:
    """Drop the Arabic article and the letters that are written onto it."""
    return _ARABIC_PREFIX.sub("", token)


def _rewritten(tokens: list[str], rewrites: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(tokens):
        pair = tuple(tokens[position : position + 2])
        single = pair[:1]
        if len(pair) == 2 and pair in rewrites:
            result.extend(rewrites[pair])
            position += 2
        else:
            result.extend(rewrites.get(single, single))
            position += 1
    return result


class Speller:
    """Puts typos of known words right, and leaves ordinary words alone."""

    def __init__(self, known: Iterable[str], *, left_alone: frozenset[str]) -> None:
        self.known = frozenset(known)
        self._left_alone = left_alone
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.known):
            if len(word) >= 4:
                self._near[word[0]].append(word)

    def correct(self, words: list[str]) -> list[str]:
        """Return the words with typos replaced; beyond a bound of new words they stay as typed."""
        seen: dict[str, str] = {}
        return [self._seen(word, seen) for word in words]

    def _seen(self, word: str, seen: dict[str, str]) -> str:
        if word not in seen:
            far = len(seen) > MOST_CORRECTIONS or len(word) > 24
            seen[word] = word if far else self._nearest(word)
        return seen[word]

    def _nearest(self, word: str) -> str:
        if len(word) < 4 or word in self.known or word in self._left_alone or word[0].isdigit():
            return word
        for initial in dict.fromkeys(word[:2]):
            found = process.extractOne(
                word,
                self._near.get(initial, ()),
                scorer=OSA.distance,
                score_cutoff=2 if len(word) >= 8 else 1,
            )
            if found and _is_likely(word, found[0]):
                return str(found[0])
        return word


def _is_likely(typed: str, meant: str) -> bool:
    """Trust a short correction only when the same letters changed places."""
    return min(len(typed), len(meant)) >= 5 or sorted(typed) == sorted(meant)
