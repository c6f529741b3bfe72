"""HTML pages: the main text without navigation, and what the page says about itself."""

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import html as lxml_html
from trafilatura.metadata import extract_metadata

from glutebot.corpus.formats.assembling import Found, assemble
from glutebot.corpus.formats.characters import clean_characters
from glutebot.corpus.formats.dates import read_date
from glutebot.corpus.formats.documents import Document, Rejected
from glutebot.corpus.formats.linked_data import article_facts, author_names
from glutebot.corpus.formats.shortcodes import strip_shortcodes
from glutebot.corpus.formats.structure import Block, read_html

_PAGE = re.compile(r"<(?:html|body|head|nav|main|header|footer)\b", re.IGNORECASE)
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_EXTRACTED = 1_000_000
"""Characters; a larger page is read as it stands, for finding its main text takes too long."""
_FEWEST = 0.25
"""Of the words of `<article>` or `<main>`; less than that, and the main text was missed."""


def read_page(markup: str, *, name: str) -> Iterator[Document | Rejected]:
    """Read an HTML page or a piece of HTML."""
    markup = strip_shortcodes(clean_characters(markup))
    if not _PAGE.search(markup) or len(markup) > _EXTRACTED:
        yield from assemble(Found(item=name, source_id=name, title=_title(markup)),
                            read_html(markup))  # fmt: skip
        return
    tree = _tree(markup)
    yield from assemble(_found(tree, markup, name), main_blocks(tree, markup))


def main_blocks(tree: Any, markup: str) -> list[Block]:
    """Return the blocks of a page's main text."""
    extracted = trafilatura.extract(
        _tree(markup), output_format="html", favor_recall=True, include_comments=False,
        include_tables=True, include_formatting=True, with_metadata=False,
    )  # fmt: skip
    found = list(read_html(extracted)) if extracted else []
    marked = list(read_html(_marked_main(tree)))
    return found if found and _words(found) >= _FEWEST * _words(marked) else marked


def _marked_main(tree: Any) -> str:
    """Return the part that the page itself names as its main text, else its body."""
    for path in ("//article[not(ancestor::article)]", "//main", "//*[@role='main']", "//body"):
        parts = tree.xpath(path)
        if len(parts) == 1 or (parts and path == "//body"):
            for away in parts[0].xpath(".//nav|.//footer|.//aside|.//header[not(h1|h2)]"):
                away.drop_tree()
            return str(lxml_html.tostring(parts[0], encoding="unicode"))
    return ""


def _tree(markup: str) -> Any:
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    return lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)


def _words(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _title(markup: str) -> str:
    found = re.search(r"<(h1|title)\b[^>]{0,500}>(.{1,1000}?)</\1", markup, re.I | re.S)
    return found[2] if found else ""


def _found(tree: Any, markup: str, name: str) -> Found:
    facts = article_facts(tree)
    said = extract_metadata(tree, date_config=_DATES)
    url = _canonical(tree)
    headings = tree.xpath("//h1")
    title = said.title or (headings[0].text_content() if len(headings) == 1 else _title(markup))
    return Found(
        item=name,
        source_id=name,
        title=title or "",
        url=url,
        author=said.author or author_names(facts),
        published=read_date(facts.get("datePublished") or said.date),
        modified=_modified(tree) or read_date(facts.get("dateModified")),
        tags=[*(said.tags or []), *(said.categories or [])],
        language=tree.get("lang") or said.language,
        licence=said.license,
    )


def _canonical(tree: Any) -> str | None:
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    return next((str(found[0]) for path in paths if (found := tree.xpath(path))), None)


def _modified(tree: Any) -> Any:
    said = tree.xpath("//meta[@property='article:modified_time']/@content")
    return read_date(said[0]) if said else None
