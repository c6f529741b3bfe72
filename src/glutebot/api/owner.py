"""A site's page for its owner: what to paste, a preview, and what readers asked.

The key is sent once, in a body; after that a cookie, for this page alone and an hour, stands for
it. Neither ever stands in an address.
"""

import asyncio
from http.cookies import CookieError, SimpleCookie
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from glutebot.api.admission import Admission
from glutebot.api.contract import Services
from glutebot.api.pages import draw_page, server_of
from glutebot.api.problems import problem
from glutebot.api.sites import is_own, origin_of
from glutebot.api.visitors import address_of
from glutebot.api.widget_files import read_pin
from glutebot.api.widget_tokens import OWN_ORIGIN, OWNER_SECONDS, WidgetTokens
from glutebot.domain import snippets
from glutebot.domain.sites import Site, read_origin
from glutebot.errors import InputError
from glutebot.storage import SiteNotFoundError

COOKIE = "glutebot_owner"


class KeyRequest(BaseModel):
    """The key that `glutebot site add` printed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(max_length=200)


class DomainRequest(BaseModel):
    """An address whose permission is asked about."""

    model_config = ConfigDict(extra="forbid", strict=True)

    address: str = Field(max_length=2_000)


def owner_router(services: Services, tokens: WidgetTokens, admission: Admission) -> APIRouter:
    """Return the owner's page and what it calls."""
    router = APIRouter(prefix="/sites")
    desk = _OwnerDesk(services, tokens)

    @router.get("/{site}", response_class=HTMLResponse)
    def page(site: str, request: Request) -> Response:
        """Return the site's page to its owner, and a field for the key to anybody else."""
        found = desk.find(site)
        if not desk.knows(request, found):
            return draw_page("owner_key", site=found)
        return draw_page("owner", **desk.collect(found, server_of(request)))

    @router.post("/{site}/key", response_model=None)
    async def enter(site: str, body: KeyRequest, request: Request) -> Response:
        """Take the owner's key and remember the owner for an hour."""
        admission.charge_key(address_of(request))
        _refuse_strange_page(request)
        if not await asyncio.to_thread(services.sites.is_owner, site, body.key):
            return problem(403, "That is not the key of this site.")
        return _remembering(request, site, tokens.sign_owner(site), OWNER_SECONDS)

    @router.delete("/{site}/key", response_model=None)
    def leave(site: str, request: Request) -> Response:
        """Forget the owner in this browser."""
        _refuse_strange_page(request)
        return _remembering(request, desk.find(site).id, "", 0)

    @router.post("/{site}/domain", response_model=None)
    def domain(site: str, body: DomainRequest, request: Request) -> Response:
        """Say whether the widget works on a page of this address."""
        found = desk.find(site)
        if not desk.knows(request, found):
            return problem(403, "Enter the key of this site first.")
        return JSONResponse(judge_address(body.address, found))

    return router


class _OwnerDesk:
    """Finds sites, knows their owners, and collects what their page shows."""

    def __init__(self, services: Services, tokens: WidgetTokens) -> None:
        self._services = services
        self._tokens = tokens

    def find(self, site: str) -> Site:
        try:
            return self._services.sites.get(site)
        except SiteNotFoundError as fault:
            raise HTTPException(404) from fault

    def knows(self, request: Request, site: Site) -> bool:
        try:
            morsel = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return morsel is not None and self._tokens.is_owner(morsel.value, site.id)

    def collect(self, site: Site, server: str) -> dict[str, Any]:
        return {
            "site": site,
            "server": server,
            "report": self._services.readers.report(site),
            "usage": self._services.sites.usage(site.id),
            "token": self._tokens.sign(self._tokens.begin(site.id, OWN_ORIGIN)),
            "tag": snippets.tag(server, site.id),
            "pinned": snippets.pinned_tag(server, site.id, read_pin()),
            "frame": snippets.frame(server, site.id, site.name),
            "link": snippets.link(server, site.id, "Ask a question"),
            "policy": snippets.policy(server),
            "frame_policy": snippets.frame_policy(server),
        }


def judge_address(address: str, site: Site) -> dict[str, Any]:
    """Return whether pages of an address may use the site's widget, and what to do if not."""
    try:
        origin = read_origin(_without_page(address))
    except InputError as fault:
        return {"allowed": False, "says": f"{fault.message} {fault.remedy}"}
    if origin in site.origins:
        return {"allowed": True, "says": f"The widget works on pages of {origin}."}
    host = origin.partition("://")[2]
    near = [known for known in site.origins if known.partition("://")[2] == host]
    why = f" It is listed as {near[0]}, and the two are not the same." if near else ""
    remedy = f"The server's operator adds it: glutebot site allow {site.id} {origin}"
    return {"allowed": False, "says": f"{origin} is not listed.{why} {remedy}"}


def _without_page(address: str) -> str:
    """Return an address up to its host, as somebody who tests a domain may paste a post's."""
    scheme, found, rest = address.strip().partition("://")
    if not found:
        return f"https://{scheme.partition('/')[0]}"
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0].partition('#')[0]}"


def _refuse_strange_page(request: Request) -> None:
    origin = origin_of(request.scope)
    if origin is not None and not is_own(request.scope, origin):
        raise HTTPException(403)


def _remembering(request: Request, site: str, value: str, seconds: int) -> Response:
    secure = "; Secure" if request.url.scheme == "https" else ""
    path = f"/sites/{site}"
    cookie = f"{COOKIE}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    return Response(status_code=204, headers={"set-cookie": cookie, "cache-control": "no-store"})
