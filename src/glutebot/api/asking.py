"""One question from the edge to the services: admitted, counted, and stopped when nobody listens.

The API and the page both ask through here, so neither can forget a limit or a count.
"""

import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from glutebot.api.admission import Admission, BusyError, TooManyRequestsError, UnexpectedError
from glutebot.api.contract import Services
from glutebot.api.metrics import Metrics
from glutebot.domain.answers import Answered, Event
from glutebot.domain.messages import check_message
from glutebot.domain.sites import AskedOn
from glutebot.errors import UserFacingError

_LOG = logging.getLogger(__name__)


class Asking:
    """Takes questions for the services behind it."""

    def __init__(self, services: Services, admission: Admission, metrics: Metrics) -> None:
        self.services = services
        self._admission = admission
        self._metrics = metrics

    def admit(self, visitor: str, address: str, message: str) -> str:
        """Return a message that may be asked now, or raise the reason why not."""
        cleaned = check_message(message)
        try:
            self._admission.charge(visitor, address)
        except TooManyRequestsError:
            self._metrics.count("glutebot_turned_away_total", reason="rate")
            raise
        return cleaned

    async def ask(
        self,
        visitor: str,
        conversation: str | None,
        message: str,
        asked_on: AskedOn | None = None,
    ) -> AsyncGenerator[Event]:
        """Yield the events of an answer to an admitted message.

        Raises:
            UserFacingError: what a visitor may read; anything else was logged.
        """
        started, whole = time.monotonic(), False
        try:
            with self._admission.stream(visitor):
                events = self._respond(visitor, conversation, message, asked_on)
                async with aclosing(events):
                    async for event in events:
                        if isinstance(event, Answered):
                            whole = True
                            self._count(event, time.monotonic() - started)
                        yield event
        except BusyError:
            whole = True
            self._metrics.count("glutebot_turned_away_total", reason="busy")
            raise
        except UserFacingError:
            whole = True
            raise
        except Exception as error:
            whole = True
            self._metrics.count("glutebot_failures_total")
            _LOG.exception("A question failed")
            raise UnexpectedError from error
        finally:
            if not whole:
                self._metrics.count("glutebot_stopped_total")

    def _respond(
        self, visitor: str, conversation: str | None, message: str, asked_on: AskedOn | None
    ) -> AsyncGenerator[Event]:
        """Return the services' events as what they are: a generator that can be closed."""
        events = self.services.respond(
            visitor=visitor, conversation_id=conversation, message=message, asked_on=asked_on
        )
        return cast("AsyncGenerator[Event]", events)

    def _count(self, event: Answered, seconds: float) -> None:
        answer = event.answer
        self._metrics.count("glutebot_answers_total", status=answer.status, engine=answer.engine)
        self._metrics.time(seconds)
