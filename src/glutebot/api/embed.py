"""For platforms without scripts: a page for frames and links, and how they find it (oEmbed)."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from glutebot.api.contract import Services
from glutebot.api.pages import draw_page, server_of
from glutebot.api.problems import problem
from glutebot.api.sites import SiteRegistry
from glutebot.api.widget_door import PROGRAM_PATH
from glutebot.api.widget_tokens import OWN_ORIGIN, WidgetTokens
from glutebot.domain.programs import Program
from glutebot.domain.sites import Site
from glutebot.domain.snippets import FRAME_HEIGHT, frame
from glutebot.program.export.sheet import render_print_page
from glutebot.storage import ConversationNotFoundError

_PREFIX = "/embed/"
_FRAME_WIDTH = 480
_NARROWEST, _LOWEST = 280, 320
"""Pixels below which the panel cannot be used."""
_CACHE_SECONDS = 24 * 3600


def embed_router(services: Services, registry: SiteRegistry, tokens: WidgetTokens) -> APIRouter:
    """Return the page for frames, the pages of programs, and the discovery of frames."""
    router = APIRouter()

    @router.get(PROGRAM_PATH + "{name}", response_class=HTMLResponse, include_in_schema=False)
    def program(name: str) -> Response:
        """Return the program that an answer led to, for the reader who has the link."""
        page = tokens.read_page(name)
        if page is None:
            raise HTTPException(404)
        built = _program_of(services, page.visitor, page.conversation, page.turn)
        html = render_print_page(built, services.catalogue)
        return HTMLResponse(html, headers={"cache-control": "private, no-store"})

    @router.get(_PREFIX + "{site}", response_class=HTMLResponse)
    async def embed(site: str, request: Request) -> Response:
        """Return the page that a frame or a link shows, which only the site's pages may frame."""
        found = await _require(registry, site)
        return draw_page(
            "embed",
            ancestors=("'self'", *found.origins),
            site=found,
            token=tokens.sign(tokens.begin(found.id, OWN_ORIGIN)),
            address=f"{server_of(request)}{_PREFIX}{found.id}",
        )

    @router.get("/oembed", response_model=None)
    async def oembed(
        request: Request,
        url: str,
        format: str = "json",  # noqa: A002 - oEmbed's word
        maxwidth: int = _FRAME_WIDTH,
        maxheight: int = FRAME_HEIGHT,
    ) -> Response:
        """Return the frame for an address of ours, as platforms ask for it."""
        if format != "json":
            return problem(501, "Only format=json is answered.")
        found = await _require(registry, _site_in(url, request))
        return JSONResponse(_rich(found, server_of(request), maxwidth, maxheight))

    return router


async def _require(registry: SiteRegistry, site: str) -> Site:
    found = await registry.get(site)
    if found is None:
        raise HTTPException(404)
    return found


def _site_in(url: str, request: Request) -> str:
    """Return the site whose page an address names, or "" where it is none of ours."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    ours = parts.scheme in ("https", "http") and parts.netloc == request.headers.get("host")
    return parts.path.removeprefix(_PREFIX) if ours and parts.path.startswith(_PREFIX) else ""


def _rich(site: Site, server: str, widest: int, highest: int) -> dict[str, Any]:
    width = max(_NARROWEST, min(_FRAME_WIDTH, widest))
    height = max(_LOWEST, min(FRAME_HEIGHT, highest))
    return {
        "version": "1.0",
        "type": "rich",
        "title": site.name,
        "provider_name": "Glutebot",
        "provider_url": server,
        "cache_age": _CACHE_SECONDS,
        "html": frame(server, site.id, site.name, width=str(width), height=height),
        "width": width,
        "height": height,
    }


def _program_of(services: Services, visitor: str, conversation: str, number: int) -> Program:
    try:
        answer = services.conversations.turns(visitor, conversation)[number - 1].answer
        return Program.from_json((answer and answer.program) or {})
    except (ConversationNotFoundError, IndexError, ValidationError) as fault:
        raise HTTPException(404) from fault
