"""Whether it lives, whether it can answer, and what it counted."""

import ipaddress
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from glutebot.api.admission import Admission
from glutebot.api.contract import Services
from glutebot.api.metrics import Metrics

_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


def health_router(services: Services, admission: Admission, metrics: Metrics) -> APIRouter:
    """Return the probes and the counters."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "alive"}

    @router.get("/readyz", response_model=None)
    def readyz() -> Response:
        """Tell whether questions can be answered, and by whom."""
        body = status_body(services)
        return JSONResponse(body, status_code=200 if body["ready"] else 503)

    @router.get("/metrics", response_model=None)
    def counters(request: Request) -> Response:
        """Return the counters, to this machine only."""
        if not is_local(request):
            raise HTTPException(404)
        votes = services.feedback.counts()
        lines = [f'glutebot_votes{{value="{value}"}} {count}' for value, count in votes.items()]
        lines.append(f"glutebot_open_answers {admission.open_streams}")
        return PlainTextResponse(metrics.render() + "\n".join(lines) + "\n")

    return router


def is_local(request: Request) -> bool:
    """Return whether a request comes from this machine itself, not through a proxy on it."""
    if any(name in request.headers for name in _FORWARDED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def status_body(services: Services) -> dict[str, Any]:
    """Return what works at the moment, in the words of the API."""
    status = services.status()
    return {
        "ready": status.ready,
        "engine": status.engine,
        "model": status.model,
        "articles": status.articles,
        "passages": status.passages,
        "knowledge_date": status.knowledge_date.isoformat() if status.knowledge_date else None,
        "building": list(status.building) if status.building else None,
        "vector_search": status.vector_search,
    }
