"""What the readers of a site may use: questions a minute, turns, answers at once, tokens a day."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from glutebot.api.admission import Admission, BudgetSpentError, TooManyRequestsError
from glutebot.api.contract import Services
from glutebot.api.metrics import Metrics
from glutebot.api.widget_tokens import WidgetSession
from glutebot.domain.answers import Answered, Event, Text
from glutebot.domain.sites import AskedOn, Site
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

    async def admit(self, session: WidgetSession, page_url: str | None) -> AskedOn:
        """Return where a question is asked, or raise why the session may not ask it now."""
        try:
            self._admission.charge_site(session.site)
            site = await asyncio.to_thread(self._check, session)
        except (TooManyRequestsError, BudgetSpentError) as error:
            reason = "budget" if isinstance(error, BudgetSpentError) else "site"
            self._metrics.count("glutebot_turned_away_total", reason=reason)
            raise
        return AskedOn(site=site.id, scope=site.scope, page_url=_page_of(page_url, site))

    def _check(self, session: WidgetSession) -> Site:
        sites, kept = self._services.sites, self._services.conversations
        site = sites.get(session.site)
        if sites.usage(site.id).tokens >= site.daily_tokens:
            raise BudgetSpentError(sites.seconds_left())
        if kept.count_turns(session.visitor, session.conversation) >= self._admission.turns:
            raise InputError(
                f"This conversation has {self._admission.turns} questions, as many as one holds.",
                field="conversation",
                remedy="Erase it to begin a new one.",
            )
        return site

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


def _page_of(page_url: str | None, site: Site) -> str | None:
    """Return the page that a question was asked on, if it is one of the site's own."""
    own = page_url and any(page_url.startswith(f"{origin}/") for origin in site.origins)
    return page_url if own else None
