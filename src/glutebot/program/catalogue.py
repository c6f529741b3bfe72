"""The exercises and the citable knowledge that programs are built from, read from Articles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from glutebot.domain.answers import Citation
from glutebot.domain.articles import Article
from glutebot.domain.evidence import strongest
from glutebot.domain.exercises import Credit, Exercise
from glutebot.errors import KnowledgeError
from glutebot.program.book import Book, load_book, shipped_protocols
from glutebot.program.naming import Names

_TAGGED = re.compile(r"(?:^|(?<=\]\s))\s*(?:[-*] )?(.+?)\s*\[([BP][^\]\n]*)\]", re.MULTILINE)
_SNIPPET = 300


@dataclass(frozen=True)
class Guide:
    """One exercise with the id and the name that programs show."""

    id: str
    name: str
    summary: str
    exercise: Exercise

    @property
    def pattern(self) -> str:
        """Return the movement pattern."""
        return self.exercise.pattern

    @property
    def credit(self) -> Credit:
        """Return what one set counts for."""
        return self.exercise.credit


@dataclass(frozen=True, repr=False)
class Catalogue:
    """Guides by id, the data files of the program room, and citations by article and fact."""

    guides: Mapping[str, Guide]
    book: Book
    references: Mapping[str, Citation]
    """By reason name and by guide id; `n` is a placeholder until a program numbers it."""
    facts: Mapping[str, frozenset[str]]
    """The fact ids that each article of the knowledge base carries."""

    @cached_property
    def names(self) -> Names:
        """Return what the exercises are called, for texts that a person wrote."""
        exercises = {name: guide.exercise for name, guide in self.guides.items()}
        return Names(exercises, self.book.choices.movements)


def read_catalogue(articles: Iterable[Article], protocols: Path | None = None) -> Catalogue:
    """Build the catalogue from articles; guides are those with an `exercise` in front matter.

    `protocols` is the folder of the program files; None takes the shipped one.

    Raises:
        KnowledgeError: a program file is at fault, or names a guide or fact that is not there.
    """
    book = load_book(protocols or shipped_protocols())
    by_id = {article.id: article for article in articles}
    guides = {
        article.id: Guide(article.id, article.title, article.summary, article.exercise)
        for article in by_id.values()
        if article.exercise
    }
    _check_names(book, guides)
    references = {name: _cite(by_id[name], ("P-credit",)) for name in guides}
    for name, reason in book.texts.reasons.items():
        if reason.article not in by_id:
            raise KnowledgeError(f"there is no article `{reason.article}`.",
                                 field=f"program-texts.yaml › reasons › {name}")  # fmt: skip
        references[name] = _cite(by_id[reason.article], reason.facts)
    facts = {name: frozenset(article.facts) for name, article in by_id.items()}
    return Catalogue(guides, book, references, facts)


def _check_names(book: Book, guides: Mapping[str, Guide]) -> None:
    choices = book.choices
    named = {name for slot in choices.slots.values() for name in (*slot.first, *slot.beginner)}
    named |= {*choices.fallbacks.values(), *choices.timed, *choices.take_held_weights}
    unknown = sorted(named - set(guides))
    if unknown:
        raise KnowledgeError(
            f"no exercise guide is called {', '.join(unknown)}.",
            field="program-choices.yaml",
            remedy="Restore the guide in knowledge/exercises or take the name out.",
        )


def _cite(article: Article, facts: tuple[str, ...]) -> Citation:
    """Cite the first sentence of an article that rests on one of the facts."""
    tagged = list(_sentences(article.body))
    wanted = [line for line in tagged if set(facts) & set(line[2])]
    section, text, found = (wanted or tagged or [(None, article.summary, article.facts)])[0]
    kept = tuple(dict.fromkeys((*(f for f in facts if f in article.facts), *found)))
    grades = [source.grade for source in article.sources if set(source.facts) & set(found)]
    return Citation(
        n=1,
        article_id=article.id,
        title=article.title,
        section=section,
        url=article.url,
        snippet=text if len(text) <= _SNIPPET else text[: _SNIPPET - 1].rsplit(" ", 1)[0] + "…",
        evidence=strongest(grades),
        facts=kept,
        author=article.author,
        date=article.date.isoformat() if article.date else None,
    )


def _sentences(body: str) -> Iterator[tuple[str | None, str, tuple[str, ...]]]:
    """Yield heading, sentence and fact ids of each tagged sentence of a body."""
    section: str | None = None
    for line in body.splitlines():
        if line.startswith("#"):
            section = line.lstrip("#").strip()
            continue
        for match in _TAGGED.finditer(line):
            facts = tuple(fact.strip() for fact in match[2].split(","))
            yield section, match[1].strip(), facts
