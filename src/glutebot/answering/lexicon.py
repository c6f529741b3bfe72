"""The word lists by which sentences are compared, read from `grounding.json`."""

from functools import cache
from importlib.resources import files

from glutebot.domain.model import Model


class Lexicon(Model):
    """What English words mean to the comparison of a sentence with its source."""

    silent: frozenset[str]
    """Words that carry too little to count as support."""
    irregular: dict[str, str]
    """Forms that a stemmer does not bring together, and what they are counted as."""
    number_words: dict[str, float]
    units: dict[str, frozenset[str]]
    """Unit → the words that name it."""
    negators: frozenset[str]
    clause_ends: frozenset[str]
    """Words and marks that no negation reaches across."""
    strong: frozenset[str]
    """Words that a source must have too, since they go further than most sources do."""
    comparing: frozenset[str]
    """Words between two things that are compared."""
    contrasts: tuple[frozenset[str], ...]
    """Groups of stems of which one must not stand for another."""
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Pairs of stems, of which one side turns the other round."""


@cache
def load_lexicon() -> Lexicon:
    """Read the word lists that come with the package."""
    text = files(__package__).joinpath("grounding.json").read_text(encoding="utf-8")
    return Lexicon.model_validate_json(text)


@cache
def unit_names() -> dict[str, str]:
    """Return each word that names a unit, with its unit."""
    return {word: unit for unit, words in load_lexicon().units.items() for word in words}
