"""What is kept of a visitor, theirs to read, vote on and erase; and the passages behind `[n]`."""

from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from glutebot.api.chat import answer_body
from glutebot.api.contract import Services
from glutebot.api.visitors import visitor_of
from glutebot.api.widget_door import page_link, require_bound
from glutebot.domain.answers import Turn
from glutebot.domain.articles import Line, Passage
from glutebot.domain.messages import clean_text


class VoteRequest(BaseModel):
    """A vote on an answer; null takes it back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str = Field(max_length=80)
    vote: Literal["up", "down"] | None
    reason: str = Field("", max_length=500)


def record_router(services: Services) -> APIRouter:
    """Return the routes over conversations, votes and passages."""
    router = APIRouter(prefix="/api")

    @router.post("/feedback", status_code=204)
    def vote(body: VoteRequest, request: Request) -> Response:
        """Keep what a visitor thought of an answer."""
        require_bound(request, body.answer.partition(":")[0])
        reason = clean_text(body.reason)
        services.feedback.vote(visitor_of(request), body.answer, body.vote, reason)
        return Response(status_code=204)

    @router.get("/conversations")
    def conversations(request: Request) -> dict[str, Any]:
        """List the visitor's conversations, the latest first."""
        listed = services.conversations.summaries(visitor_of(request))
        return {"conversations": [item.model_dump(mode="json") for item in listed]}

    @router.delete("/conversations", status_code=204)
    def erase(request: Request) -> Response:
        """Forget everything that is kept about the visitor."""
        services.conversations.erase(visitor_of(request))
        return Response(status_code=204)

    @router.get("/conversation/{conversation}")
    def conversation(conversation: str, request: Request) -> dict[str, Any]:
        """Return the turns of one conversation."""
        require_bound(request, conversation)
        turns = services.conversations.turns(visitor_of(request), conversation)
        return {"id": conversation, "turns": [turn_body(turn, request) for turn in turns]}

    @router.delete("/conversation/{conversation}", status_code=204)
    def forget(conversation: str, request: Request) -> Response:
        """Forget one conversation."""
        require_bound(request, conversation)
        services.conversations.delete(visitor_of(request), conversation)
        return Response(status_code=204)

    @router.get("/passage/{passage_id}")
    def passage(passage_id: str) -> dict[str, Any]:
        """Return the passage behind a citation, with its studies."""
        found = services.passage(passage_id)
        if found is None:
            raise HTTPException(404)
        return passage_body(found)

    return router


def turn_body(turn: Turn, request: Request) -> dict[str, Any]:
    """Return a question with its answer, as the contract has it."""
    return {
        "question": turn.question,
        "answer": answer_body(turn.answer, page_link(request)) if turn.answer else None,
    }


def passage_body(passage: Passage) -> dict[str, Any]:
    """Return a passage as the citation dialog shows it."""
    sources = {source.citation: source for line in passage.lines for source in line.sources}
    return {
        "id": passage.id,
        "article_id": passage.article_id,
        "title": passage.title,
        "section": passage.section,
        "url": _web_address(passage.url),
        "author": passage.author,
        "date": passage.date.isoformat() if passage.date else None,
        "lines": [_line_body(line) for line in passage.lines],
        "studies": [
            {
                "citation": source.citation,
                "grade": source.grade.value,
                "doi": source.doi,
                "url": _web_address(source.url or _doi_address(source.doi)),
            }
            for source in sources.values()
        ],
    }


def _line_body(line: Line) -> dict[str, Any]:
    return {"text": line.text, "grade": line.grade.value, "facts": list(line.facts)}


def _doi_address(doi: str | None) -> str | None:
    return f"https://doi.org/{doi}" if doi else None


def _web_address(url: str | None) -> str | None:
    """Return an address that a link may lead to; anything but the web is dropped."""
    return url if url and url.startswith(("https://", "http://")) else None
