"""The whole web application: the API, and the page mounted on it behind its guard."""

from collections.abc import Sequence
from pathlib import Path

from glutebot.ui.page import build_page  # isort: skip  # sets what gradio reads on import

import gradio as gr
from fastapi import APIRouter, FastAPI
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from glutebot.api.admission import Admission, Limits
from glutebot.api.app import create_api
from glutebot.api.contract import Services
from glutebot.api.page_guard import PageGuard
from glutebot.ui.program_routes import program_router
from glutebot.ui.theme import make_theme

_STATIC = Path(__file__).parent / "static"
_HEAD = """
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/own/app.css">
<link rel="stylesheet" href="/own/answer.css">
<link rel="stylesheet" href="/own/choices.css">
<link rel="stylesheet" href="/own/program.css">
<link rel="stylesheet" href="/own/sheet.css">
<script type="module" src="/own/app.js"></script>
"""


def create_app(
    services: Services,
    *,
    visitor_key: bytes,
    origins: Sequence[str] = (),
    limits: Limits | None = None,
    routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """Build the web application: the chat page at `/`, the HTTP API beside it.

    `routers` are further rooms' routes; they have to come before the page, which takes the rest.
    """
    api = create_api(
        services, visitor_key=visitor_key, origins=origins, limits=limits, page_head=_HEAD
    )
    for router in (program_router(services, api.admission), *routers):
        api.app.include_router(router)
    api.app.mount("/own", StaticFiles(directory=_STATIC), name="own")
    page = build_page(api.asking)
    gr.mount_gradio_app(
        api.app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        allowed_paths=[],
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        favicon_path=str(_STATIC / "mark.svg"),
        theme=make_theme(),
    )
    _guard_page(api.app, api.admission)
    return api.app


def _guard_page(app: FastAPI, admission: Admission) -> None:
    """Put the guard between the app and the page's own server."""
    mounted = app.router.routes[-1]
    if not isinstance(mounted, Mount) or mounted.path:
        raise RuntimeError("The page is not where it was mounted.")
    mounted.app = PageGuard(mounted.app, admission=admission)
