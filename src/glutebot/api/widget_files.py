"""`/w/`: the widget's scripts, for any page, cached for ever where the name holds the hash."""

import json
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from glutebot.domain.snippets import Pin

BUILT = Path(__file__).resolve().parents[1] / "widget" / "built"
_HASHED = re.compile(r"[a-z]+(?:\.[a-z]{2})?\.[0-9a-f]{12}\.js")
_LOADER = "glutebot.js"
_LOADER_SECONDS = 300
_YEAR_SECONDS = 365 * 24 * 3600
_HEADERS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "content-type": "text/javascript; charset=utf-8",
    "x-content-type-options": "nosniff",
}


def widget_files() -> ASGIApp:
    """Return the app that serves the built scripts, compressed where the browser takes it."""
    return GZipMiddleware(_WidgetFiles(directory=BUILT), minimum_size=500, compresslevel=9)


def read_pin() -> Pin:
    """Return the loader that is shipped, by its hash."""
    loader = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))["loader"]
    return Pin(file=loader["file"], integrity=loader["integrity"])


class _WidgetFiles(StaticFiles):
    """The built scripts and nothing else, with the permission that imports and SRI need."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path != _LOADER and not _HASHED.fullmatch(path):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        lasting = f"public, max-age={_YEAR_SECONDS}, immutable"
        brief = f"public, max-age={_LOADER_SECONDS}"
        response.headers.update(_HEADERS)
        response.headers["cache-control"] = brief if path == _LOADER else lasting
        return response
