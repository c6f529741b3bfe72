"""The few pages that the API draws itself: templates, their scripts, and their policy."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

_HERE = Path(__file__).parent
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors {ancestors}",
    )
)


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(_HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def page_files() -> ASGIApp:
    """Return the app that serves the pages' own scripts and style sheets."""
    return StaticFiles(directory=_HERE / "static")


def draw_page(name: str, *, ancestors: Sequence[str] = (), **values: Any) -> HTMLResponse:
    """Return a page that nothing keeps, and that only pages of `ancestors` may frame."""
    html = _templates().get_template(f"{name}.html.jinja").render(**values)
    policy = _POLICY.format(ancestors=" ".join(ancestors) or "'none'")
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    if not ancestors:
        headers["x-frame-options"] = "DENY"
    return HTMLResponse(html, headers=headers)


def server_of(request: Request) -> str:
    """Return this server's own address, as the browser wrote it."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}"
