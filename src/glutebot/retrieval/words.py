"""Texts as the words that lexical search compares: numbers kept whole, synonyms made one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from Stemmer import Stemmer

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*\s?[%°]"  # 9.3 %, 45°
    r"|\d+(?:[.,]\d+)*(?![^\W\d_])"  # 8, 1.6
    r"|[^\W_]+(?:['’][^\W_]+)?"  # squat, 1RM, don't
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_UNIT = re.compile(r"\s?([%°])$")
Phrases = Mapping[tuple[str, ...], tuple[str, ...]]


class Language(BaseModel):
    """What the data file knows about words."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stop_words: frozenset[str]
    """Words that say nothing about the topic of a question."""
    synonyms: dict[str, list[str]]
    """Each first name with the phrases that mean the same."""


def split_words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case; `9.3 %` is also found as `9.3`."""
    words: list[str] = []
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        if token.isalpha():
            words.append(token)
            continue
        word = _THOUSANDS.sub("", token).replace(" ", "").replace(",", ".")
        words.append(word)
        if _UNIT.search(word):
            words.append(word[:-1])
    return words


def index_terms(words: Iterable[str]) -> list[str]:
    """Return stems for words: synonyms replaced by their first name, stop words left out."""
    stop_words = load_language().stop_words
    unified = unify_synonyms(list(words), synonym_phrases())
    telling = [word for word in unified if word not in stop_words]
    stems: list[str] = _stemmer().stemWords(telling)
    return stems


def is_stop_word(word: str) -> bool:
    """Tell whether a word says nothing about the topic of a question."""
    return word in load_language().stop_words


def unify_synonyms(words: Sequence[str], phrases: Phrases) -> list[str]:
    """Replace the longest known phrases, from left to right."""
    openings = {phrase[0] for phrase in phrases}
    longest = max(map(len, phrases), default=1)
    unified: list[str] = []
    place = 0
    while place < len(words):
        name: tuple[str, ...] = (words[place],)
        length = 1
        if words[place] in openings:
            name, length = _longest_phrase(words[place : place + longest], phrases)
        unified.extend(name)
        place += length
    return unified


def _longest_phrase(words: Sequence[str], phrases: Phrases) -> tuple[tuple[str, ...], int]:
    """Return the first name of the longest phrase that words open with, and its length."""
    for length in range(len(words), 0, -1):
        if found := phrases.get(tuple(words[:length])):
            return found, length
    return (words[0],), 1


@cache
def load_language() -> Language:
    """Read the data file of stop words and synonyms."""
    text = files(__package__).joinpath("language.json").read_text(encoding="utf-8")
    return Language.model_validate_json(text)


@cache
def synonym_phrases() -> Phrases:
    """Return each phrase that has another first name, with that name."""
    return {
        tuple(phrase.split()): tuple(name.split())
        for name, phrases in load_language().synonyms.items()
        for phrase in phrases
    }


@cache
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer

    return Stemmer("english")
