"""Services: the rooms put together, each made when it is first needed."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import aclosing, suppress
from functools import cached_property
from typing import Any

from langchain_core.messages import HumanMessage

from glutebot.answering.answerer import Answerer, ModelEngine
from glutebot.answering.replies import load_replies
from glutebot.answering.second_reader import SecondReader
from glutebot.answering.triage import load_safety_rules
from glutebot.coaching.coach import Coach
from glutebot.corpus.files import load_articles
from glutebot.domain.answers import Answer, Answered, Event, Turn
from glutebot.domain.articles import Passage
from glutebot.domain.programs import Program, Refusal, Violation
from glutebot.domain.sites import AskedOn, Scope
from glutebot.domain.status import ServiceStatus
from glutebot.errors import KnowledgeError
from glutebot.library import Library, Progress
from glutebot.models import complete_chat
from glutebot.program import Catalogue, build_program, check_program, read_catalogue, read_profile
from glutebot.retrieval.embedder import Embedder
from glutebot.retrieval.index import Index, open_index
from glutebot.services.opening import make_folder, open_embedder, open_engine
from glutebot.services.stores import Stores
from glutebot.settings import Settings


class Services(Stores):
    """Everything that the command line, the API and the pages call."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.data_dir = make_folder(settings.data_dir)
        super().__init__(settings.database_url or settings.data_dir / "glutebot.db")
        self._safety = load_safety_rules(settings.knowledge / "safety")
        self._replies = load_replies(settings.knowledge / "protocols" / "replies.yaml")

    @cached_property
    def index(self) -> Index:
        """The index, opened when it is first needed."""
        return open_index(
            self.data_dir / "index",
            lambda: self.embedder,
            vector_search=self._settings.vector_search,
            chroma_url=self._settings.chroma_url,
        )

    @cached_property
    def library(self) -> Library:
        """The corpus and its index."""
        marker = self.data_dir / "index" / "prepared.json"
        return Library(self._settings.knowledge, self.shelf, self.index, marker)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The exercises, rules and citable articles that programs are built from.

        Of the knowledge folder alone: neither the index nor what was brought in is needed, so the
        same Profile gives the same Program however the server was filled.
        """
        knowledge = self._settings.knowledge
        return read_catalogue(load_articles(knowledge), knowledge / "protocols")

    @cached_property
    def coach(self) -> Coach:
        """The coaching room: what leads from a wish to a program."""
        return Coach(lambda: self.catalogue, self._settings.knowledge / "protocols")

    @cached_property
    def answerer(self) -> Answerer:
        """The answering room."""
        return Answerer(
            self.library.corpus,
            self._safety,
            self._replies,
            self.engine,
            second_reader=self.second_reader.read,
            coach=lambda: self.coach,
        )

    @cached_property
    def second_reader(self) -> SecondReader:
        """What reads for grave wordings that no safety rule foresaw."""
        return SecondReader(
            self._settings.knowledge / "safety",
            self.data_dir / "index",
            lambda: self.embedder,
            self._safety,
        )

    @property
    def has_model(self) -> bool:
        """Say whether a chat model is configured."""
        return bool(self._settings.llm_base_url or self._settings.llm_api_key)

    @cached_property
    def engine(self) -> ModelEngine | None:
        """The chat model with its prompts, or None when none is configured."""
        return open_engine(self._settings) if self.has_model else None

    @cached_property
    def embedder(self) -> Embedder:
        """What turns texts into vectors, loaded once for the index and the second reader."""
        return open_embedder(self._settings)

    async def probe_model(self) -> None:
        """Ask the chat model for a word.

        Raises:
            ModelUnavailable: it is out of reach, refuses the key, or does not know the model.
        """
        if self.engine:
            await complete_chat(self.engine.model, [HumanMessage("Say: ok")], self.engine.limits)

    def prepare(self, on_progress: Progress | None = None) -> None:
        """Build or refresh the index; `on_progress` hears (texts embedded, texts to embed)."""
        self.second_reader.prepare()
        self.library.prepare(on_progress)

    def warm(self) -> None:
        """Load what the first visitor would wait for: the vector store, the models, the words."""
        self.index.start_vector_store()
        corpus = self.library.corpus()
        corpus.search("glutes")
        corpus.outside("glutes")
        _ = self.answerer
        with suppress(KnowledgeError):  # said to whoever asks for a program
            _ = self.coach.read

    async def respond(
        self,
        *,
        visitor: str,
        conversation_id: str | None,
        message: str,
        asked_on: AskedOn | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Answer a message in a visitor's conversation and keep both, and a program it led to.

        The history comes from our own store only: what a client sends as history is not trusted.

        Raises:
            ConversationNotFoundError: the conversation is not this visitor's.
        """
        conversation = conversation_id or self.conversations.start(visitor)
        history = self.conversations.turns(visitor, conversation)
        number = self.conversations.append(visitor, conversation, message)
        async with aclosing(self.answer(message, history, asked_on)) as events:
            async for event in events:
                if isinstance(event, Answered):
                    named = {"id": f"{conversation}:{number}"}
                    event = Answered(answer=event.answer.model_copy(update=named))  # noqa: PLW2901
                    self.conversations.complete(visitor, conversation, number, event.answer)
                    if event.answer.program:
                        self.programs.save(visitor, event.answer.program, conversation=conversation)
                yield event

    async def answer(
        self, message: str, history: Sequence[Turn] = (), asked_on: AskedOn | None = None
    ) -> AsyncGenerator[Event, None]:
        """Answer a message with the history given; a refusal is noted as unanswered.

        What a blog's own posts do not hold is for its owner alone, who sees it on the site's page.
        """
        of_blog = asked_on is not None and asked_on.scope is Scope.BLOG
        async with aclosing(self.answerer.answer(message, history)) as events:
            async for event in events:
                if isinstance(event, Answered) and not of_blog:
                    self._note(message, event.answer)
                yield event

    def _note(self, message: str, answer: Answer) -> None:
        if answer.uncovered:
            self.unanswered.note(message, answer.follow_ups)

    def build(self, data: Mapping[str, Any]) -> Program | Refusal:
        """Build the program for a profile in plain data.

        Raises:
            InputError: the profile cannot be used; the error names the field and the remedy.
        """
        return build_program(read_profile(data), self.catalogue)

    def check(self, data: Mapping[str, Any]) -> list[Violation]:
        """Return what a program in plain data breaks of the rules; [] means nothing."""
        return check_program(data, self.catalogue)

    def start_conversation(self, visitor: str) -> str:
        """Open an empty conversation and return its id."""
        return self.conversations.start(visitor)

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that citations point at, or None."""
        return self.index.passage(passage_id)

    def passages_of(self, articles: Collection[str]) -> list[Passage]:
        """Return the passages of these articles, in order; none while there is no index yet."""
        return [passage for passage in self.index.passages() if passage.article_id in articles]

    def status(self) -> ServiceStatus:
        """Say which engine answers, over what, and whether the index is ready."""
        passages = self.index.passages()
        dates = [passage.date for passage in passages if passage.date]
        return ServiceStatus(
            engine="llm" if self.has_model else "extractive",
            model=self._settings.llm_model if self.has_model else None,
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
        if "index" in self.__dict__:
            self.index.close()
        super().close()


def build_services(settings: Settings) -> Services:
    """Compose the rooms by the settings; nothing heavy is opened before it is used."""
    return Services(settings)
