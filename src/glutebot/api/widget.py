"""The widget's session, and what is kept of its reader: theirs to take away and to erase."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from glutebot.api.admission import Admission
from glutebot.api.contract import Services
from glutebot.api.records import turn_body
from glutebot.api.sites import SiteRegistry, is_own, origin_of
from glutebot.api.visitors import SESSION_PATH, address_of, visitor_of
from glutebot.api.widget_door import deny, session_of
from glutebot.api.widget_tokens import OWN_ORIGIN, TOKEN_SECONDS, WidgetSession, WidgetTokens
from glutebot.domain.sites import Scope, Site
from glutebot.storage import ConversationNotFoundError

_PRIVATE = {"cache-control": "no-store"}


class SessionRequest(BaseModel):
    """The site that a page names, and the token that it had."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str = Field(max_length=64)
    token: str | None = Field(None, max_length=2_000)


def widget_router(
    services: Services, registry: SiteRegistry, tokens: WidgetTokens, admission: Admission
) -> APIRouter:
    """Return the routes that only the widget uses."""
    router = APIRouter()
    opener = _Opener(services, tokens)

    @router.post(SESSION_PATH, response_model=None)
    async def session(body: SessionRequest, request: Request) -> Response:
        """Open a session for a page of a site, or go on with the one that its token names."""
        site = await registry.get(body.site)
        before = tokens.recall(body.token or "")
        origin = _usable_origin(site, request, before)
        if site is None or origin is None:
            return deny(request.scope)
        admission.charge_session(address_of(request))
        if before is None or (before.site, before.origin) != (site.id, origin):
            before = tokens.begin(site.id, origin)
        current = await asyncio.to_thread(opener.settle, before)
        return JSONResponse(opener.describe(current, site), headers=_PRIVATE)

    @router.get("/api/widget/data")
    def data(request: Request) -> dict[str, Any]:
        """Return everything that is kept about the visitor."""
        return _collect(services, request)

    @router.delete("/api/widget/data", status_code=204)
    def erase(request: Request) -> Response:
        """Forget everything that is kept about the visitor."""
        services.conversations.erase(visitor_of(request))
        return Response(status_code=204)

    return router


def _usable_origin(site: Site | None, request: Request, before: WidgetSession | None) -> str | None:
    """Return what a new token is bound to, or None where the page may not have one.

    A page of our own has to bring the token that was written into it.
    """
    origin = origin_of(request.scope)
    if site is None or origin is None:
        return None
    if origin in site.origins:
        return origin
    own = is_own(request.scope, origin) and before is not None
    return OWN_ORIGIN if own and before and before.origin == OWN_ORIGIN else None


class _Opener:
    """Gives a session its conversation, and says what the widget needs to know."""

    def __init__(self, services: Services, tokens: WidgetTokens) -> None:
        self._services = services
        self._tokens = tokens

    def settle(self, session: WidgetSession) -> WidgetSession:
        """Return the session with a conversation that is there; one that is gone is replaced."""
        kept = self._services.conversations
        if session.conversation:
            try:
                kept.require(session.visitor, session.conversation)
            except ConversationNotFoundError:
                session = self._tokens.begin(session.site, session.origin)
            else:
                return session
        return session.within(kept.start(session.visitor))

    def describe(self, session: WidgetSession, site: Site) -> dict[str, Any]:
        """Return the answer to a page that opened a session."""
        examples = self._services.example_questions() if site.scope is Scope.BOTH else ()
        return {
            "token": self._tokens.sign(session),
            "expires_in": TOKEN_SECONDS,
            "conversation": session.conversation,
            "site": {
                "name": site.name,
                "greeting": site.greeting or None,
                "consent": site.consent or None,
                "language": site.language,
                "accent": site.accent,
                "scope": site.scope.value,
                "examples": list(examples[:3]),
            },
        }


def _collect(services: Services, request: Request) -> dict[str, Any]:
    visitor, session = visitor_of(request), session_of(request)
    talks = []
    for summary in services.conversations.summaries(visitor):
        votes = services.feedback.votes(visitor, summary.id)
        turns = services.conversations.turns(visitor, summary.id)
        talks.append(
            {
                **summary.model_dump(mode="json"),
                "turns": [turn_body(turn, request) for turn in turns],
                "votes": {number: vote.model_dump() for number, vote in votes.items()},
            }
        )
    listed = services.programs.summaries(visitor)
    return {
        "site": session.site if session else None,
        "conversations": talks,
        "programs": [services.programs.get(visitor, item.id) for item in listed],
    }
