"""The HTTP application: routes, guards and probes around the services."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from glutebot import __version__
from glutebot.api.admission import Admission, Limits
from glutebot.api.asking import Asking
from glutebot.api.chat import chat_router
from glutebot.api.contract import Services
from glutebot.api.embed import embed_router
from glutebot.api.headers import SecurityHeadersMiddleware
from glutebot.api.health import health_router
from glutebot.api.metrics import Metrics
from glutebot.api.owner import owner_router
from glutebot.api.pages import page_files
from glutebot.api.problems import handle_problems
from glutebot.api.programs import build_router, kept_router, take_away_router
from glutebot.api.records import record_router
from glutebot.api.request_gate import RequestGateMiddleware
from glutebot.api.sites import SiteRegistry
from glutebot.api.visitors import VisitorMiddleware
from glutebot.api.widget import widget_router
from glutebot.api.widget_cors import WidgetCorsMiddleware
from glutebot.api.widget_door import WidgetDoorMiddleware
from glutebot.api.widget_files import widget_files
from glutebot.api.widget_limits import WidgetDesk
from glutebot.api.widget_tokens import WidgetTokens


@dataclass(frozen=True)
class Api:
    """The application, and what the page shares with it."""

    app: FastAPI
    asking: Asking
    admission: Admission


def create_api(
    services: Services,
    *,
    visitor_key: bytes,
    origins: Sequence[str] = (),
    limits: Limits | None = None,
    page_head: str = "",
) -> Api:
    """Build the HTTP API.

    `origins` are the other sites whose pages may call it; `page_head` is markup for the head of
    the page at `/`, which is there before any script runs.
    """
    admission, metrics = Admission(limits), Metrics()
    registry, tokens = SiteRegistry(services.sites), WidgetTokens(visitor_key)
    asking = Asking(services, admission, metrics)
    app = FastAPI(
        title="Glutebot",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.include_router(chat_router(asking, WidgetDesk(services, admission, metrics)))
    app.include_router(record_router(services))
    app.include_router(build_router(services, admission))
    app.include_router(kept_router(services, admission))
    app.include_router(take_away_router(services))
    app.include_router(health_router(services, admission, metrics))
    app.include_router(widget_router(services, registry, tokens, admission))
    app.include_router(embed_router(services, registry, tokens))
    app.include_router(owner_router(services, tokens, admission))
    app.mount("/w", widget_files(), name="widget")
    app.mount("/pages", page_files(), name="pages")
    handle_problems(app)
    app.add_middleware(RequestGateMiddleware)
    app.add_middleware(VisitorMiddleware, key=visitor_key, origins=origins)
    app.add_middleware(WidgetDoorMiddleware, registry=registry, tokens=tokens, origins=origins)
    _add_outer_guards(app, registry, origins, page_head)
    return Api(app, asking, admission)


def _add_outer_guards(
    app: FastAPI, registry: SiteRegistry, origins: Sequence[str], page_head: str
) -> None:
    """Put the guards around the app; the one added last meets a request first.

    CORSMiddleware has to be this exact class on this app, without which the mounted page would
    answer every origin with permission.
    """
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["content-type"],
        expose_headers=["Retry-After"],
        max_age=600,
    )
    app.add_middleware(WidgetCorsMiddleware, registry=registry)
    app.add_middleware(SecurityHeadersMiddleware, page_head=page_head)
