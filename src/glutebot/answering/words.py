"""The words of a question that carry its meaning, as stems."""

import re
from functools import lru_cache

from glutebot.retrieval.words import index_terms, is_stop_word, split_words

_ASKING_WORDS = frozenset(
    """actually advice again always anyone anything ask bad basically best better bit bother buy care
    come correct count day deal difference different doing else enough even ever every everyone example
    explain feel find fine first gal general get getting give go going good got guy guys happen hard
    hear heard hello help hey hi idea important keep kind know like little long look lot make makes
    making man many matter matters maybe mean means mind most much must myself necessary need needed
    needs never new nice normal number ok okay old one ones people person please point possible
    probably problem proper properly put question quick read really reason recommend right safe said
    say seem sense show since someone something sort sound start still stop stuff suggest sure take
    tell thank thanks thing things think thought time tip tips told too true trust try trying two type
    use used useful using usual usually wait want way ways week well woman women won wonder work
    working works worry worth wrong yes yet""".split()
)
"""Words that people wrap a question in; a corpus need not hold them to hold the answer."""


def stem(word: str) -> str:
    """Return the stem of one word, or the word itself when it is a function word."""
    return next(iter(index_terms([word])), word)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text that are not function words, synonyms made one."""
    return frozenset(index_terms(split_words(text)))


def subject_stems(question: str) -> frozenset[str]:
    """Return the stems of the words that say what a question is about."""
    words = [word for word in split_words(question) if word not in _ASKING_WORDS and len(word) > 1]
    return frozenset(index_terms(words))


def subject_words(question: str) -> list[str]:
    """Return the words that say what a question is about, as they were written."""
    return [
        word
        for word in split_words(question)
        if word not in _ASKING_WORDS and not is_stop_word(word)
    ]


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
