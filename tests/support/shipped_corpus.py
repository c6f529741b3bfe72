"""The shipped articles and guides, loaded once, and the tables that they must agree with."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from glutebot.corpus.files import load_articles
from glutebot.corpus.passages import MARKER, split_article
from glutebot.domain.articles import Article, Line, Passage

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
DATA = ROOT / "tests" / "data"

CHIP_CHARACTERS = 60
"""A heading or title is offered as a follow-up chip and named inside a sentence."""


@cache
def shipped() -> tuple[Article, ...]:
    """Load the shipped articles and guides once."""
    return tuple(
        article
        for folder in ("articles", "exercises")
        for article in load_articles(KNOWLEDGE / folder)
    )


@cache
def guides() -> tuple[Article, ...]:
    """Return the exercise guides."""
    return tuple(article for article in shipped() if article.kind == "exercise")


@cache
def read_data(name: str) -> Any:
    """Read a test table."""
    text = (DATA / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


@cache
def shipped_passages() -> tuple[Passage, ...]:
    """Return the passages of the shipped articles and guides."""
    return tuple(passage for article in shipped() for passage in split_article(article))


def all_lines() -> Iterator[tuple[Article, Passage, Line]]:
    """Yield every sentence with the passage and article that hold it."""
    for article in shipped():
        for passage in split_article(article):
            for line in passage.lines:
                yield article, passage, line


def paragraphs(article: Article) -> list[str]:
    """Return the paragraphs and list items of a body, without headings."""
    text = re.sub(r"^#+ .*$", "\n", article.body, flags=re.MULTILINE)
    return [block.strip() for block in re.split(r"\n\s*\n|\n(?=- )", text) if block.strip()]


def facts_in(article: Article) -> set[str]:
    """Return every fact id that a marker of the body names."""
    return {
        fact.strip() for marker in MARKER.finditer(article.body) for fact in marker[1].split(",")
    }


def section_text(guide: Article, start: str) -> str:
    """Return the text of the section whose heading starts with these words."""
    return " ".join(
        passage.text
        for passage in split_article(guide)
        if (passage.section or "").startswith(start)
    )
