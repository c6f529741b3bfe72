"""What the coach knows: Article › Passage › Line, as read from knowledge files and blogs."""

import datetime
from typing import Literal

from pydantic import Field

from glutebot.domain.evidence import Grade, Source
from glutebot.domain.exercises import Exercise, Level
from glutebot.domain.model import Model

ArticleKind = Literal["article", "exercise", "post"]


class Article(Model):
    """One topic: front matter that was checked, and a Markdown body."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)
    title: str = Field(min_length=3, max_length=200)
    kind: ArticleKind
    topics: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    summary: str = ""
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()
    reviewed: datetime.date | None = None
    exercise: Exercise | None = None
    questions: tuple[str, ...] = ()
    """Other ways in which readers ask what this article answers; they help retrieval only."""
    asked: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The same by section: the section's heading → how readers ask for it."""
    url: str | None = None
    author: str | None = None
    date: datetime.date | None = None
    licence: str | None = None
    """Under which others may use the text, where its source says so."""
    language: str | None = None
    """A language tag where the source names one; None is taken for English."""
    body: str


class Line(Model):
    """One sentence of a passage, as it stands in the file, with the ground under it."""

    text: str
    facts: tuple[str, ...] = ()
    grade: Grade
    sources: tuple[Source, ...] = ()
    leads: bool = False
    """True for the first sentence of a paragraph or list item."""


class Passage(Model):
    """The part of an article under one heading; what is embedded, retrieved and cited."""

    id: str
    """Hash of all that is embedded or shown, so a changed passage is a new passage."""
    article_id: str
    title: str
    section: str | None = None
    """The heading path below the title, joined by ` › `; None above the first heading."""
    kind: ArticleKind
    topics: tuple[str, ...] = ()
    ordinal: int
    """The place of the passage in its article, from 0."""
    lines: tuple[Line, ...]
    questions: tuple[str, ...] = ()
    url: str | None = None
    author: str | None = None
    date: datetime.date | None = None

    @property
    def text(self) -> str:
        """The sentences of the passage, joined by single spaces."""
        return " ".join(line.text for line in self.lines)

    @property
    def heading(self) -> str:
        """Title and heading path, as shown above the passage."""
        return f"{self.title} › {self.section}" if self.section else self.title


class Hit(Model):
    """A passage that a search found, and why."""

    passage: Passage
    score: float
    """Fused rank score; comparable within one search only."""
    similarity: float | None = None
    """Cosine of question and passage, -1 to 1; None when the search was lexical."""
    lexical: float | None = None
    """BM25 score; None when the search was dense or no word matched."""
    line_similarity: tuple[float, ...] = ()
    """Cosine of the question and each line of the passage, in order; empty when lexical."""
