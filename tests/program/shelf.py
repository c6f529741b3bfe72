"""The catalogue of the shipped knowledge base, read once for all tests."""

from functools import cache
from pathlib import Path

from glutebot.corpus.files import load_articles
from glutebot.program import Catalogue, read_catalogue

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@cache
def shipped_catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return read_catalogue(load_articles(KNOWLEDGE))
