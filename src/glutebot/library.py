"""The corpus: knowledge files and ingested articles, kept in step with the index."""

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

from glutebot import __version__
from glutebot.answering.chain import Corpus
from glutebot.answering.outside import read_outside
from glutebot.answering.studies import study_names
from glutebot.answering.vocabulary import read_vocabulary
from glutebot.corpus.files import find_article_files, load_articles
from glutebot.corpus.passages import split_articles
from glutebot.domain.articles import Hit
from glutebot.retrieval.example_bank import ExampleBank
from glutebot.retrieval.index import Index
from glutebot.storage.articles import ArticleShelf, shelf_digest

Progress = Callable[[int, int], None]

HITS = 12
"""Passages that an answer may be drawn from."""


class Library:
    """The corpus: knowledge files and ingested articles, kept in step with the index."""

    def __init__(self, knowledge: Path, shelf: ArticleShelf, index: Index, marker: Path) -> None:
        self._knowledge = knowledge
        self._shelf = shelf
        self._index = index
        self._marker = marker
        self._outside = ExampleBank(
            marker.with_name("outside.npz"),
            read_outside(knowledge / "protocols" / "outside.yaml"),
            index.embed,
            model_id=index.model_id,
        )
        self._lock = threading.Lock()
        self._corpus: Corpus | None = None
        self.building: tuple[int, int] | None = None
        """Texts embedded and texts in all, while the index is being built."""

    def prepare(self, on_progress: Progress | None = None) -> None:
        """Bring the index up to the articles; nothing is read twice that has not changed."""
        fingerprint = self._fingerprint()
        if self._index.version and self._recorded() == [fingerprint, self._index.version]:
            return
        passages = split_articles([*load_articles(self._knowledge), *self._shelf.articles()])
        try:
            report = self._index.sync(passages, on_progress=self._watch(on_progress))
        finally:
            self.building = None
        self._marker.write_text(json.dumps([fingerprint, report.version]))

    def shipped_ids(self) -> list[str]:
        """Return the ids of the knowledge folder's own articles."""
        return [article.id for article in load_articles(self._knowledge)]

    def corpus(self) -> Corpus:
        """Return what the answering room needs, made anew when the index has a new version."""
        with self._lock:
            if self._corpus is None or self._corpus.version != self._index.version:
                passages = self._index.passages()
                self._corpus = Corpus(
                    version=self._index.version,
                    search=self._search,
                    vocabulary=read_vocabulary(passages),
                    study_names=study_names(passages),
                    outside=self._outside.nearness,
                )
            return self._corpus

    def _search(self, question: str) -> list[Hit]:
        return self._index.search(question, limit=HITS)

    def _watch(self, on_progress: Progress | None) -> Progress:
        def watch(done: int, total: int) -> None:
            self.building = (done, total)
            if on_progress:
                on_progress(done, total)

        return watch

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(f"{__version__}/{self._index.model_id}".encode())
        for path in find_article_files(self._knowledge):
            digest.update(path.name.encode() + path.read_bytes())
        digest.update(shelf_digest(self._shelf.articles()).encode())
        return digest.hexdigest()

    def _recorded(self) -> object:
        try:
            return json.loads(self._marker.read_text())
        except (OSError, ValueError):
            return None
