"""Number the passages that an answer leans on; code decides what is a citation, never a model."""

from collections.abc import Iterable, Sequence

from glutebot.domain.answers import Citation, StudyReference
from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade, strength

SNIPPET_LIMIT = 300
"""Characters of a passage that a citation shows (the contract's limit)."""


class CitationList:
    """The citations of one answer, numbered from 1 in the order in which they are first needed.

    One passage can rest on a trial in one sentence and on practice in the next, so a citation is
    a passage *and* a grade: no sentence borrows a better grade from its neighbour.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Grade], int] = {}
        self._entries: list[tuple[Passage, Grade, list[Line]]] = []

    def add(self, passage: Passage, lines: Sequence[Line]) -> int:
        """Return the number of the citation for these lines, adding it when it is new.

        Raises:
            ValueError: there are no lines; a citation points at something.
        """
        if not lines:
            raise ValueError("a citation needs at least one line")
        grade = min((line.grade for line in lines), key=strength)
        key = (passage.id, grade)
        if key not in self._numbers:
            self._entries.append((passage, grade, []))
            self._numbers[key] = len(self._entries)
        number = self._numbers[key]
        cited = self._entries[number - 1][2]
        cited.extend(line for line in lines if line not in cited)
        return number

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in order of their numbers."""
        return tuple(
            _citation(number, passage, grade, lines)
            for number, (passage, grade, lines) in enumerate(self._entries, start=1)
        )


def _citation(number: int, passage: Passage, grade: Grade, lines: Sequence[Line]) -> Citation:
    return Citation(
        n=number,
        article_id=passage.article_id,
        title=passage.title,
        section=passage.section,
        url=passage.url,
        snippet=shorten(_excerpt(passage, lines), SNIPPET_LIMIT),
        evidence=grade,
        facts=tuple(dict.fromkeys(fact for line in lines for fact in line.facts)),
        author=passage.author,
        date=passage.date.isoformat() if passage.date else None,
        passage_id=passage.id,
        studies=_studies(lines),
    )


def _excerpt(passage: Passage, lines: Sequence[Line]) -> str:
    """Join lines as they follow one another in the passage, an ellipsis where some are left out."""
    places = sorted({passage.lines.index(line) for line in lines})
    parts = [("" if place - 1 in places else "… ") + passage.lines[place].text for place in places]
    return " ".join(parts).removeprefix("… ")


def _studies(lines: Iterable[Line]) -> tuple[StudyReference, ...]:
    return tuple(
        dict.fromkeys(
            StudyReference(
                citation=source.citation, grade=source.grade, doi=source.doi, url=source.url
            )
            for line in lines
            for source in line.sources
        )
    )


def shorten(text: str, limit: int) -> str:
    """Cut a text to at most `limit` characters at a word's end, with an ellipsis where cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"
