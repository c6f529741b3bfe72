"""The words of a question that carry its meaning, as stems."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from glutebot.retrieval.words import index_terms, split_words


@cache
def asking_words() -> frozenset[str]:
    """Return the words that people wrap a question in; a corpus need not hold them to answer."""
    text = files(__package__).joinpath("asking_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def stem(word: str) -> str:
    """Return the stem of one word, or the word itself when it is a function word."""
    return next(iter(index_terms([word])), word)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that are not function words, synonyms made one."""
    return frozenset(index_terms(split_words(text)))


_QUANTITY = re.compile(
    r"\d+(?:[.,]\d+)*(?:kgs?|lbs?|g|mg|cm|m|mins?|h|hrs?|s|secs?|kcal|x|%|°|st|nd|rd|th)?|"
    r"kgs?|kilos?|lbs?|pounds?|cm|mins?|minutes?|hrs?|hours?|secs?|seconds?"
)


def subject_stems(question: str) -> frozenset[str]:
    """Return the stems of the words that say what a question is about.

    Numbers and units are left out: they are the reader's own, and no article holds them all.
    """
    words = (_CONTRACTION.sub("", word) for word in split_words(question))
    return frozenset(index_terms([word for word in words if _tells(word)]))


_CONTRACTION = re.compile(r"(?:n't|'(?:s|re|m|ll|ve|d))$")


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in asking_words() and not _QUANTITY.fullmatch(word)


_LEANING = re.compile(
    r"^(?:and|but|so|or|yet|also|then|thus|still|however|instead|therefore|otherwise|meanwhile|"
    r"this|that|these|those|it|its|they|their|them|he|she|his|her|such|both|neither|either|another|"
    r"for example|for instance|in contrast|in addition|as a result|that said|again|similarly|"
    r"likewise|here|there(?! (?:is|are|was|were)))\b",
    re.IGNORECASE,
)


def leans_on_another(sentence: str) -> bool:
    """Say whether a sentence opens with a word that points at the sentence before it."""
    return bool(_LEANING.match(sentence))


def has_figure(text: str) -> bool:
    """Say whether a text holds a number."""
    return bool(re.search(r"\d", text))
