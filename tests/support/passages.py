"""Passages and hits for tests of the answering room."""

from collections.abc import Sequence

from glutebot.domain.articles import ArticleKind, Hit, Line, Passage
from glutebot.domain.evidence import Grade, Source

TRIAL = Source(
    citation="Plotkin DL 2023. Frontiers in Physiology", grade=Grade.TRIAL, facts=("B19",)
)


def make_line(text: str, *facts: str, grade: Grade = Grade.TRIAL, leads: bool = False) -> Line:
    """Return a sentence; with facts it has a source that holds them."""
    sources = (TRIAL.model_copy(update={"facts": facts}),) if facts else ()
    return Line(text=text, facts=facts, grade=grade, sources=sources, leads=leads)


def make_passage(
    *lines: Line | str,
    id_: str = "p1",
    title: str = "Hip thrusts",
    section: str | None = None,
    kind: ArticleKind = "article",
    questions: tuple[str, ...] = (),
) -> Passage:
    """Return a passage of these lines."""
    read = tuple(make_line(line) if isinstance(line, str) else line for line in lines)
    return Passage(
        id=id_,
        article_id=f"article-{id_}",
        title=title,
        section=section,
        kind=kind,
        ordinal=0,
        lines=read,
        questions=questions,
    )


def make_hit(
    passage: Passage,
    similarity: float = 0.7,
    line_similarity: Sequence[float] | None = None,
    *,
    lexical: float | None = None,
) -> Hit:
    """Return a hit; without line similarities each line is as near as the passage."""
    lines = [similarity] * len(passage.lines) if line_similarity is None else line_similarity
    return Hit(
        passage=passage,
        score=1.0,
        similarity=similarity,
        lexical=lexical,
        line_similarity=tuple(lines),
    )
