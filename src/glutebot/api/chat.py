"""`POST /api/chat`: an answer as a stream of events, or whole."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from glutebot.api.asking import Asking
from glutebot.api.problems import describe_error
from glutebot.api.visitors import address_of, visitor_of
from glutebot.api.widget_door import PageLink, page_link, require_bound, session_of
from glutebot.api.widget_limits import WidgetDesk
from glutebot.domain.answers import Answer, Answered, Cited, Event, Replaced, Step, Text
from glutebot.errors import UserFacingError

_PING_SECONDS = 15


class ChatRequest(BaseModel):
    """A question, and the conversation that it belongs to."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: str = Field(max_length=60_000)
    conversation: str | None = Field(None, max_length=64)
    page_url: str | None = Field(None, max_length=2_000)
    """The page on which it was asked; a hint that nothing depends on."""


def chat_router(asking: Asking, desk: WidgetDesk) -> APIRouter:
    """Return the chat route."""
    router = APIRouter()

    @router.post("/api/chat", response_model=None)
    async def chat(body: ChatRequest, request: Request) -> Response:
        """Answer a question with its sources."""
        visitor, session = visitor_of(request), session_of(request)
        talk = require_bound(request, body.conversation)
        if talk is not None:
            await asyncio.to_thread(asking.services.conversations.require, visitor, talk)
        message = asking.admit(visitor, address_of(request), body.message)
        asked_on = await desk.admit(session, body.page_url) if session else None
        events = asking.ask(visitor, talk, message, asked_on)
        if session:
            events = desk.meter(session, message, events)
        if _wants_json(request):
            return await _whole(events, request)
        return EventSourceResponse(_stream(events, page_link(request)), ping=_PING_SECONDS)

    return router


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/event-stream" not in accepted


async def _whole(events: AsyncGenerator[Event], request: Request) -> Response:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Answered):
                return JSONResponse(answer_body(event.answer, page_link(request)))
            if await request.is_disconnected():
                break
    return Response(status_code=499)


async def _stream(
    events: AsyncGenerator[Event], link: PageLink | None
) -> AsyncGenerator[ServerSentEvent]:
    try:
        async with aclosing(events):
            async for event in events:
                for name, data in present_event(event, link):
                    yield ServerSentEvent(json.dumps(data, ensure_ascii=False), event=name)
    except UserFacingError as error:
        _, body = describe_error(error)
        yield ServerSentEvent(json.dumps(body, ensure_ascii=False), event="error")


def present_event(event: Event, link: PageLink | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Return the server-sent events, by name, that tell a client about an event."""
    match event:
        case Step(name=name):
            return [("step", {"name": name})]
        case Text(text=text):
            return [("token", {"text": text})]
        case Cited(citations=citations):
            listed = [citation.model_dump(mode="json") for citation in citations]
            return [("citations", {"citations": listed})]
        case Replaced(reason=reason):
            return [("replaced", {"reason": reason})]
        case Answered(answer=answer):
            built = [("program", answer.program)] if answer.program else []
            return [
                *built,
                ("suggestions", {"follow_ups": list(answer.follow_ups)}),
                ("done", answer_body(answer, link)),
            ]


def answer_body(answer: Answer, link: PageLink | None = None) -> dict[str, Any]:
    """Return an Answer as the contract has it, with the conversation that it belongs to.

    `link` makes the address of a program's page, for readers whom the page could not recognise.
    """
    conversation = (answer.id or "").rpartition(":")[0] or None
    body = {**answer.model_dump(mode="json"), "conversation": conversation}
    if link and answer.program and answer.id:
        body["program_url"] = link(answer.id)
    return body
