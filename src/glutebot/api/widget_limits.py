"""What the readers of a site may use: questions a minute, turns, answers at once, tokens a day."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from glutebot.api.admission import Admission, BudgetSpentError, TooManyRequestsError
from glutebot.api.contract import Services
from glutebot.api.metrics import Metrics
from glutebot.api.widget_tokens import WidgetSession
from glutebot.domain.answers import Answered, Event, Text
from glutebot.errors import InputError

_CHARACTERS_PER_TOKEN = 4
_PROMPT_TOKENS = 3_000
"""About what a chat model reads for one answer: instructions, passages, history."""


class WidgetDesk:
    """Admits a reader's question, and counts what its answer used."""

    def __init__(self, services: Services, admission: Admission, metrics: Metrics) -> None:
        self._services = services
        self._admission = admission
        self._metrics = metrics

    async def admit(self, session: WidgetSession) -> None:
        """Raise the reason why a session may not ask another question now."""
        try:
            self._admission.charge_site(session.site)
            await asyncio.to_thread(self._check, session)
        except (TooManyRequestsError, BudgetSpentError) as error:
            reason = "budget" if isinstance(error, BudgetSpentError) else "site"
            self._metrics.count("glutebot_turned_away_total", reason=reason)
            raise

    def _check(self, session: WidgetSession) -> None:
        sites, kept = self._services.sites, self._services.conversations
        if sites.usage(session.site).tokens >= sites.get(session.site).daily_tokens:
            raise BudgetSpentError(sites.seconds_left())
        if kept.count_turns(session.visitor, session.conversation) >= self._admission.turns:
            raise InputError(
                f"This conversation has {self._admission.turns} questions, as many as one holds.",
                field="conversation",
                remedy="Erase it to begin a new one.",
            )

    async def meter(
        self, session: WidgetSession, message: str, events: AsyncGenerator[Event]
    ) -> AsyncGenerator[Event]:
        """Yield the events of an answer in one of the site's places, and count them at the end.

        An answer that is stopped half-way counts as far as it came.
        """
        prompt = 0 if self._services.status().engine == "extractive" else _PROMPT_TOKENS
        written = 0
        with self._admission.site_stream(session.site):
            try:
                async with aclosing(events):
                    async for event in events:
                        written += len(event.text) if isinstance(event, Text) else 0
                        if isinstance(event, Answered):
                            written = max(written, len(event.answer.text))
                        yield event
            finally:
                tokens = prompt + -(-(len(message) + written) // _CHARACTERS_PER_TOKEN)
                self._services.sites.charge(session.site, tokens, questions=1)
