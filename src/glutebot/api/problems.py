"""Errors as RFC 9457 problems: a stable type, plain words, never a trace or a path."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from glutebot.api.admission import (
    BudgetSpentError,
    BusyError,
    TooManyRequestsError,
    UnexpectedError,
)
from glutebot.errors import UnavailableError, UserFacingError
from glutebot.storage import ConversationNotFoundError, ProgramNotFoundError, SiteNotFoundError

_LOG = logging.getLogger(__name__)
_TITLES = {
    400: "The request cannot be read",
    401: "A session is needed",
    403: "Not for this page",
    404: "Not found",
    405: "Method not allowed",
    408: "The request took too long to arrive",
    413: "The request is too large",
    415: "Only JSON is read",
    422: "A field cannot be used",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Not available at the moment",
}
_SLUGS = {
    400: "unreadable",
    401: "token",
    403: "origin",
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    413: "too-large",
    415: "not-json",
    422: "invalid-field",
    429: "too-many-requests",
    500: "internal",
    503: "unavailable",
}


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem response; `more` are further members, such as the field at fault."""
    return JSONResponse(
        problem_body(status, detail, **more),
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def problem_body(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """Return the members of a problem."""
    slug = _SLUGS.get(status, "error")
    return {
        "type": f"urn:glutebot:problem:{slug}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        **{key: value for key, value in more.items() if value},
    }


def describe_error(error: UserFacingError) -> tuple[int, dict[str, Any]]:
    """Return the status and the members that tell a visitor about an error."""
    status = _status_of(error)
    body = problem_body(status, error.message, field=error.field, remedy=error.remedy)
    return status, body


def _status_of(error: UserFacingError) -> int:
    match error:
        case ConversationNotFoundError() | ProgramNotFoundError():
            return 404
        case SiteNotFoundError():
            return 403
        case TooManyRequestsError() | BudgetSpentError():
            return 429
        case UnexpectedError():
            return 500
        case BusyError() | UnavailableError():
            return 503
        case _:
            return 422


def handle_problems(app: FastAPI) -> None:
    """Let every error of an app leave as a problem."""
    app.add_exception_handler(UserFacingError, _on_known_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unknown_error)


async def _on_known_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UserFacingError)  # registered for this type only
    status, body = describe_error(error)
    return JSONResponse(
        body, status, headers=retry_header(error), media_type="application/problem+json"
    )


def retry_header(error: UserFacingError) -> dict[str, str]:
    """Return the header that says when to come back, where the error knows it."""
    seconds = getattr(error, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds is not None else {}


async def _on_invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"field": _field_name(fault["loc"]), "message": str(fault["msg"])}
        for fault in error.errors()
    ]
    first = faults[0]
    if first["field"] == "body" or error.errors()[0]["type"] == "json_invalid":
        return problem(400, "The body is not a JSON object.")
    return problem(
        422, f"{first['field']}: {first['message']}.", field=first["field"], errors=faults
    )


def _field_name(place: tuple[int | str, ...]) -> str:
    inner = [str(part) for part in place if part not in ("body", "query", "path", "header")]
    return ".".join(inner) or "body"


async def _on_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = _TITLES.get(error.status_code, "The request was refused")
    return problem(error.status_code, f"{detail}.", headers=error.headers)


async def _on_unknown_error(request: Request, error: Exception) -> JSONResponse:
    route = name_route(request.scope)
    _LOG.error("Unexpected error on %s %s", request.method, route, exc_info=error)
    return problem(500, "That should not have happened. Try again in a moment.")


def name_route(scope: Scope) -> str:
    """Return a route as a log may show it: addresses of conversations and programs stay out."""
    route: str = getattr(scope.get("route"), "path", "no route")
    return route
