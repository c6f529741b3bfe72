"""Split an Article into Passages by heading, each sentence with the ground under it."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

import sentencex

from glutebot.corpus.blocks import Section, read_sections
from glutebot.domain.articles import Article, Line, Passage
from glutebot.domain.evidence import Grade, Source, strength

MAX_PASSAGE_CHARACTERS = 1200
"""A longer section is split between its blocks: a passage must fit a citation dialog."""

FACT_ID = r"(?:[A-Z]\d{2,3}|P-[a-z0-9-]+)"
MARKER = re.compile(rf"\s*\[({FACT_ID}(?:\s*,\s*{FACT_ID})*)\]")
"""The fact ids behind the sentences before them, like `[B19, B24]`."""


def split_article(
    article: Article, *, max_characters: int = MAX_PASSAGE_CHARACTERS
) -> list[Passage]:
    """Split an article into passages, each carrying its title and heading path."""
    parts = [
        (section, part)
        for section in read_sections(article.body)
        for part in _fit(_section_lines(section, article), max_characters)
    ]
    questions = _share_out(article, parts)
    return [
        _passage(article, section, lines, ordinal, tuple(questions[ordinal]))
        for ordinal, (section, lines) in enumerate(parts)
    ]


def split_articles(articles: Iterable[Article]) -> list[Passage]:
    """Split many articles, in order."""
    return [passage for article in articles for passage in split_article(article)]


def _section_lines(section: Section, article: Article) -> Iterator[list[Line]]:
    for block in section.blocks:
        yield list(read_lines(block, article))


def read_lines(block: str, article: Article) -> Iterator[Line]:
    """Yield the sentences of a block; a marker grounds those back to the marker before it."""
    leads = True
    for text, facts in _marked_parts(block):
        for sentence in sentencex.segment("en", text):
            if words := " ".join(sentence.split()):
                yield _line(words, facts, article, leads=leads)
                leads = False


def _marked_parts(block: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    start = 0
    for marker in MARKER.finditer(block):
        facts = tuple(fact.strip() for fact in marker[1].split(","))
        yield block[start : marker.start()], facts
        start = marker.end()
    yield block[start:], ()


def _line(text: str, facts: tuple[str, ...], article: Article, *, leads: bool) -> Line:
    sources = tuple(_relevant(article.sources, facts))
    return Line(
        text=text, facts=facts, grade=_grade(sources, article), sources=sources, leads=leads
    )


def _relevant(sources: Iterable[Source], facts: Sequence[str]) -> Iterator[Source]:
    """Yield the sources of these facts, each with these facts only, so passages stay small."""
    for source in sources:
        if shared := tuple(fact for fact in source.facts if fact in facts):
            yield source.model_copy(update={"facts": shared})


def _grade(sources: Sequence[Source], article: Article) -> Grade:
    """Grade a sentence by the weakest of its sources; without any it is practice or opinion."""
    ungrounded = Grade.OPINION if _comes_from_elsewhere(article) else Grade.EXPERT_PRACTICE
    return min((source.grade for source in sources), key=strength, default=ungrounded)


def _comes_from_elsewhere(article: Article) -> bool:
    """Say whether nobody here has looked an article over: a post, or a catalogue's guide."""
    return article.kind == "post" or (article.kind == "exercise" and article.exercise is None)


def _fit(blocks: Iterable[list[Line]], limit: int) -> Iterator[list[Line]]:
    """Join blocks into parts of at most `limit` characters; one longer sentence stays whole."""
    part: list[Line] = []
    for piece in (piece for block in blocks for piece in _pieces(block, limit)):
        if part and _length(part) + _length(piece) > limit:
            yield part
            part = []
        part = [*part, *piece]
    if part:
        yield part


def _pieces(block: list[Line], limit: int) -> Iterator[list[Line]]:
    if _length(block) <= limit:
        yield block
    else:
        yield from ([line] for line in block)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _share_out(
    article: Article, parts: Sequence[tuple[Section, Sequence[Line]]]
) -> list[list[str]]:
    """Give each question to its section's first part, or to the part that shares most words."""
    shared: list[list[str]] = [[] for _ in parts]
    headings = [section.path[-1] if section.path else "" for section, _ in parts]
    for heading, questions in article.asked.items():
        if heading in headings:
            shared[headings.index(heading)].extend(questions)
    words = [
        _words(" ".join([*part.path, *(line.text for line in lines)])) for part, lines in parts
    ]
    for question in article.questions if parts else ():
        asked = _words(question)
        best = max(range(len(parts)), key=lambda place: (len(asked & words[place]), -place))
        shared[best].append(question)
    return [list(dict.fromkeys(questions)) for questions in shared]


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def _passage(
    article: Article,
    section: Section,
    lines: Sequence[Line],
    ordinal: int,
    questions: tuple[str, ...],
) -> Passage:
    passage = Passage(
        id="",
        article_id=article.id,
        title=article.title,
        section=" › ".join(section.path) or None,
        kind=article.kind,
        topics=article.topics,
        ordinal=ordinal,
        lines=tuple(lines),
        questions=questions,
        url=article.url,
        author=article.author,
        date=article.date or article.reviewed,
    )
    digest = hashlib.sha256(passage.model_dump_json().encode()).hexdigest()
    return passage.model_copy(update={"id": digest[:20]})
