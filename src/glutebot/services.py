"""The composition root: settings stop here, and every room is given plain values."""

import hashlib
import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from glutebot import __version__
from glutebot.answering.answerer import Answerer
from glutebot.answering.chain import Corpus
from glutebot.answering.replies import load_replies
from glutebot.answering.studies import study_names
from glutebot.answering.triage import load_safety_rules
from glutebot.answering.vocabulary import read_vocabulary
from glutebot.corpus.files import find_article_files, load_articles
from glutebot.corpus.passages import split_articles
from glutebot.domain.answers import Answer, Answered, Event, Status, Turn
from glutebot.domain.articles import Hit, Passage
from glutebot.retrieval.embedder import Embedder
from glutebot.retrieval.index import Index, open_index
from glutebot.settings import Settings
from glutebot.storage.articles import ArticleShelf, shelf_digest
from glutebot.storage.conversations import Conversations
from glutebot.storage.database import Database, open_database
from glutebot.storage.feedback import Feedback
from glutebot.storage.unanswered import UnansweredQuestions

Progress = Callable[[int, int], None]

HITS = 12
"""Passages that an answer may be drawn from."""


@dataclass(frozen=True)
class ServiceStatus:
    """What the status line and `doctor` say."""

    engine: str
    model: str | None
    articles: int
    passages: int
    knowledge_date: date | None
    """The newest review or publication date in the corpus."""
    ready: bool
    building: tuple[int, int] | None
    """Texts embedded and texts in all, while the index is being built."""
    vector_search: str


class Library:
    """The corpus: knowledge files and ingested articles, kept in step with the index."""

    def __init__(self, knowledge: Path, shelf: ArticleShelf, index: Index, marker: Path) -> None:
        self._knowledge = knowledge
        self._shelf = shelf
        self._index = index
        self._marker = marker
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


class Services:
    """Everything that the command line, the API and the pages call."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.data_dir = settings.data_dir
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._safety = load_safety_rules(settings.knowledge / "safety")
        self._replies = load_replies(settings.knowledge / "protocols" / "replies.yaml")

    @cached_property
    def index(self) -> Index:
        """The index, opened when it is first needed."""
        return open_index(
            self.data_dir / "index",
            self._open_embedder,
            vector_search=self._settings.vector_search,
            chroma_url=self._settings.chroma_url,
        )

    @cached_property
    def _database(self) -> Database:
        return open_database(self._settings.database_url or self.data_dir / "glutebot.db")

    @cached_property
    def shelf(self) -> ArticleShelf:
        """The articles that were brought in."""
        return ArticleShelf(self._database)

    @cached_property
    def conversations(self) -> Conversations:
        """What visitors asked and what they were answered."""
        return Conversations(self._database)

    @cached_property
    def feedback(self) -> Feedback:
        """Votes on answers."""
        return Feedback(self._database)

    @cached_property
    def unanswered(self) -> UnansweredQuestions:
        """Questions that the corpus did not hold."""
        return UnansweredQuestions(self._database)

    @cached_property
    def library(self) -> Library:
        """The corpus and its index."""
        marker = self.data_dir / "index" / "prepared.json"
        return Library(self._settings.knowledge, self.shelf, self.index, marker)

    @cached_property
    def answerer(self) -> Answerer:
        """The answering room."""
        return Answerer(self.library.corpus, self._safety, self._replies)

    def prepare(self, on_progress: Progress | None = None) -> None:
        """Build or refresh the index; `on_progress` hears (texts embedded, texts to embed)."""
        self.library.prepare(on_progress)

    async def respond(
        self, *, visitor: str, conversation_id: str | None, message: str
    ) -> AsyncIterator[Event]:
        """Answer a message in a visitor's conversation and keep both.

        The history comes from our own store only: what a client sends as history is not trusted.

        Raises:
            ConversationMissing: the conversation is not this visitor's.
        """
        conversation = conversation_id or self.conversations.start(visitor)
        history = self.conversations.turns(visitor, conversation)
        number = self.conversations.append(visitor, conversation, message)
        async for event in self.answer(message, history):
            if isinstance(event, Answered):
                answer = event.answer.model_copy(update={"id": f"{conversation}:{number}"})
                self.conversations.complete(visitor, conversation, number, answer)
                yield Answered(answer=answer)
            else:
                yield event

    async def answer(self, message: str, history: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """Answer a message with the history given; a refusal is noted as unanswered."""
        async for event in self.answerer.answer(message, history):
            if isinstance(event, Answered):
                self._note(message, event.answer)
            yield event

    def _note(self, message: str, answer: Answer) -> None:
        if answer.status is Status.REFUSED and answer.uncovered:
            self.unanswered.note(message, answer.follow_ups)

    def start_conversation(self, visitor: str) -> str:
        """Open an empty conversation and return its id."""
        return self.conversations.start(visitor)

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that citations point at, or None."""
        return self.index.passage(passage_id)

    def status(self) -> ServiceStatus:
        """Say which engine answers, over what, and whether the index is ready."""
        passages = self.index.passages()
        dates = [passage.date for passage in passages if passage.date]
        return ServiceStatus(
            engine="extractive",
            model=None,
            articles=len({passage.article_id for passage in passages}),
            passages=len(passages),
            knowledge_date=max(dates, default=None),
            ready=bool(passages) and self.library.building is None,
            building=self.library.building,
            vector_search=self.index.status().answers_with,
        )

    def example_questions(self) -> tuple[str, ...]:
        """Return questions that teach by example what can be asked."""
        return self._replies.example_questions

    def close(self) -> None:
        """Let go of files and connections that were opened."""
        for name in ("index", "_database"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def _open_embedder(self) -> Embedder:
        from glutebot.retrieval.minilm import open_minilm

        return open_minilm(threads=self._settings.embedding_threads)


def build_services(settings: Settings) -> Services:
    """Compose the rooms by the settings; nothing heavy is opened before it is used."""
    return Services(settings)
