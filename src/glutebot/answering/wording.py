"""The words of a sentence in order, each with its stem and whether it tells anything."""

import re
from dataclasses import dataclass
from functools import lru_cache

from glutebot.answering.lexicon import load_lexicon

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[.,;:()]")


@dataclass(frozen=True)
class Word:
    """A word or mark of a text."""

    text: str
    stem: str
    tells: bool
    """False for function words, numbers and marks."""


@lru_cache(maxsize=2048)
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words and marks of a text in order."""
    return tuple(_word(token) for token in _TOKEN.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=8192)
def _word(token: str) -> Word:
    import Stemmer  # a compiled module: loaded when the first sentence comes

    lexicon = load_lexicon()
    plain = lexicon.irregular.get(token, token.removesuffix("'s"))
    stem = str(Stemmer.Stemmer("english").stemWord(plain))
    silent = token in lexicon.silent or token in lexicon.number_words
    return Word(token, stem, token[0].isalpha() and not silent and len(stem) > 1)


def telling_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning."""
    return frozenset(word.stem for word in read_words(text) if word.tells)
