"""What the edges need from the services behind them, and no more."""

import datetime
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any, Protocol

from glutebot.domain.answers import Event
from glutebot.domain.articles import Passage
from glutebot.domain.programs import Program, Refusal, Violation
from glutebot.domain.sites import AskedOn
from glutebot.program import Catalogue
from glutebot.storage import Conversations, Feedback, Programs, Readers, Sites


class ServiceStatus(Protocol):
    """What works at the moment, as the status line and the probes show it."""

    @property
    def engine(self) -> str:
        """Who writes the answers: `extractive` or `llm`."""

    @property
    def model(self) -> str | None:
        """The chat model's name, where one is set."""

    @property
    def articles(self) -> int:
        """How many articles can be cited."""

    @property
    def passages(self) -> int:
        """How many passages they hold."""

    @property
    def knowledge_date(self) -> datetime.date | None:
        """When the articles were last reviewed."""

    @property
    def ready(self) -> bool:
        """True when questions can be answered."""

    @property
    def building(self) -> tuple[int, int] | None:
        """Passages embedded and passages to embed, while the index is being built."""

    @property
    def vector_search(self) -> str:
        """Who finds the nearest passages: `chroma` or `exact`."""


class Services(Protocol):
    """What the API and the page call."""

    @property
    def conversations(self) -> Conversations:
        """What visitors asked and were answered."""

    @property
    def feedback(self) -> Feedback:
        """Their votes."""

    @property
    def programs(self) -> Programs:
        """Their programs."""

    @property
    def sites(self) -> Sites:
        """Blogs that may embed the widget."""

    @property
    def readers(self) -> Readers:
        """What their readers asked."""

    @property
    def catalogue(self) -> Catalogue:
        """The exercises, rules and citable articles that programs are built from."""

    def build(self, data: Mapping[str, Any]) -> Program | Refusal:
        """Build the program for a profile in plain data."""

    def check(self, data: Mapping[str, Any]) -> list[Violation]:
        """Return what a program in plain data breaks of the rules."""

    def respond(
        self,
        *,
        visitor: str,
        conversation_id: str | None,
        message: str,
        asked_on: AskedOn | None = None,
    ) -> AsyncIterator[Event]:
        """Answer a message, step by step, and keep question and answer."""

    def start_conversation(self, visitor: str) -> str:
        """Open an empty conversation and return its id."""

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage by its id, if it is still in the index."""

    def passages_of(self, articles: Collection[str]) -> list[Passage]:
        """Return the passages of these articles, in order."""

    def status(self) -> ServiceStatus:
        """Return what works at the moment."""

    def example_questions(self) -> tuple[str, ...]:
        """Return questions that the articles answer well."""
