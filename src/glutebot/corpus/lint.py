"""What is wrong with a corpus before it is indexed: hard findings fail, soft ones are listed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from glutebot.corpus.blocks import read_sections
from glutebot.corpus.files import try_articles
from glutebot.corpus.passages import MARKER, MAX_PASSAGE_CHARACTERS, split_article
from glutebot.domain.articles import Article, Passage
from glutebot.domain.model import Model

LONGEST_SENTENCE = 320
"""Characters beyond which a sentence cannot be quoted on a phone."""
REVIEW_AFTER = timedelta(days=548)
"""A year and a half."""
_EMG_AS_GROWTH = re.compile(
    r"\b(?:emg|activation|muscle signals?)\b"
    r"[^.]*\b(?:means?|proves?|so|therefore|leads? to|predicts?)\b"
    r"[^.]*\b(?:grows?|growth|bigger|hypertrophy)\b",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\b(?:not?|never|without|cannot|nor|hardly|fail(?:s|ed)?|trials?|results?|myth|claim)\b|n't",
    re.IGNORECASE,
)
"""Words of a sentence that denies the step from signal to growth, or rests on a growth trial."""
_BARE_FIGURE = re.compile(
    r"\b(?:gained|lost|grew|rose|fell|dropped) (?:by )?\d+(?:\.\d+)?(?:[,;]|\.(?!\d))"
)


class Finding(Model):
    """One thing that is wrong, where, and how bad it is."""

    severity: Literal["hard", "soft"]
    rule: str
    where: str
    message: str


Check = Callable[[Article], Iterator[Finding]]


def lint_folder(folder: Path, *, today: date) -> list[Finding]:
    """Check every knowledge file of a folder by itself and against the others."""
    loaded, faults = try_articles(folder)
    articles = [article for _, article in loaded]
    return [
        *(_hard("front-matter", fault.field or str(folder), fault.message) for fault in faults),
        *(finding for article in articles for check in _CHECKS for finding in check(article)),
        *_stale(articles, today),
        *_dangling(articles),
        *_repeated(articles),
    ]


def _hard(rule: str, where: str, message: str) -> Finding:
    return Finding(severity="hard", rule=rule, where=where, message=message)


def _unknown_facts(article: Article) -> Iterator[Finding]:
    known = {fact for source in article.sources for fact in source.facts}
    used = {fact.strip() for marker in MARKER.findall(article.body) for fact in marker.split(",")}
    for fact in sorted(used - known):
        yield _hard("no-source", article.id, f"no source holds the fact {fact}.")
    for fact in sorted(known - used):
        yield Finding(
            severity="soft",
            rule="unused-fact",
            where=article.id,
            message=f"a source holds {fact}, which no sentence uses.",
        )


def _ungrounded(article: Article) -> Iterator[Finding]:
    """Find paragraphs of our own articles whose last sentence names no ground."""
    if article.kind == "post":
        return
    for section in read_sections(article.body):
        for block in section.blocks:
            if not MARKER.search(block[-120:]) or not block.rstrip().endswith("]"):
                where = " › ".join([article.id, *section.path])
                yield _hard("ungrounded", where, f"ends without a source: …{block[-60:]}")


def _misplaced_questions(article: Article) -> Iterator[Finding]:
    headings = {section.path[-1] for section in read_sections(article.body) if section.path}
    for heading in article.asked:
        if heading not in headings:
            yield _hard("no-heading", article.id, f"`asked` names the heading {heading!r}.")


def _too_long(article: Article) -> Iterator[Finding]:
    for passage in split_article(article):
        for line in passage.lines:
            if len(line.text) > LONGEST_SENTENCE:
                yield _hard(
                    "too-long", _where(passage), f"{len(line.text)} characters: {line.text[:60]}…"
                )
        if len(passage.text) > MAX_PASSAGE_CHARACTERS:
            yield _hard(
                "too-long", _where(passage), f"the passage has {len(passage.text)} characters."
            )


def _overclaims(article: Article) -> Iterator[Finding]:
    for passage in split_article(article):
        for line in passage.lines:
            if _EMG_AS_GROWTH.search(line.text) and not _WEIGHED.search(line.text):
                yield _hard("emg-as-growth", _where(passage), line.text)
            if _BARE_FIGURE.search(line.text):
                yield _hard("no-unit", _where(passage), line.text)


_CHECKS: Sequence[Check] = (
    _unknown_facts,
    _ungrounded,
    _misplaced_questions,
    _too_long,
    _overclaims,
)


def _stale(articles: Iterable[Article], today: date) -> Iterator[Finding]:
    for article in articles:
        if article.reviewed and today - article.reviewed > REVIEW_AFTER:
            yield Finding(
                severity="soft",
                rule="review-due",
                where=article.id,
                message=f"was last reviewed on {article.reviewed}.",
            )


def _dangling(articles: Sequence[Article]) -> Iterator[Finding]:
    """Find easier and harder forms that no guide describes."""
    guides = {article.id for article in articles if article.exercise}
    for article in articles:
        named = (*article.exercise.easier, *article.exercise.harder) if article.exercise else ()
        for other in named:
            if other not in guides:
                yield _hard(
                    "dangling", article.id, f"names the exercise {other}, which has no guide."
                )


def _repeated(articles: Iterable[Article]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for article in articles:
        for passage in split_article(article):
            for line in passage.lines:
                key = " ".join(re.findall(r"\w+", line.text.lower()))
                if key in seen:
                    yield _hard(
                        "repeated", _where(passage), f"stands in {seen[key]} too: {line.text[:60]}"
                    )
                seen.setdefault(key, _where(passage))


def _where(passage: Passage) -> str:
    return f"{passage.article_id} › {passage.section}" if passage.section else passage.article_id
