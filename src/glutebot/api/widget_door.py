"""The door for the widget's calls: a token, from the origin that it is bound to, or nothing."""

from collections.abc import Callable, Collection

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from glutebot.api.problems import problem
from glutebot.api.sites import SiteRegistry, is_own, origin_of
from glutebot.api.visitors import SESSION_PATH
from glutebot.api.widget_cors import WITHHELD
from glutebot.api.widget_tokens import OWN_ORIGIN, WidgetSession, WidgetTokens
from glutebot.storage import ConversationNotFoundError
from glutebot.storage.conversations import answer_place

PROGRAM_PATH = "/embed/program/"
PageLink = Callable[[str], str]
"""From the id of an answer that holds a program to the address of its page."""

_PREFIX = "/api/"
_DENIED = "This page may not use the widget of this site."
_UNOPENED = "Open a session first: POST /api/widget/session."
_SPENT = "The session is over: open a new one with POST /api/widget/session."


class WidgetDoorMiddleware:
    """Takes the visitor of a request from its token, instead of from a cookie."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        registry: SiteRegistry,
        tokens: WidgetTokens,
        origins: Collection[str],
    ) -> None:
        self._app = app
        self._registry = registry
        self._tokens = tokens
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the widget's visitor, then pass the request on."""
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        refusal = None if scope["path"] == SESSION_PATH else await self._admit(scope)
        await (refusal or self._app)(scope, receive, send)

    async def _admit(self, scope: Scope) -> Response | None:
        """Note the visitor of a token, or return why there is none."""
        origin, token = origin_of(scope), _bearer(scope)
        if token is None:
            return _unknown(_UNOPENED) if await self._is_of_widget(scope, origin) else None
        session = self._tokens.read(token)
        if session is None:
            return _unknown(_SPENT)
        if not await self._may_use(session, scope, origin):
            return deny(scope)
        scope.setdefault("state", {}).update(
            visitor=session.visitor,
            widget=session,
            widget_link=_page_linker(self._tokens, session),
        )
        return None

    async def _is_of_widget(self, scope: Scope, origin: str | None) -> bool:
        """Say whether a call comes from a site's page that has no other right to call."""
        if origin is None or origin in self._origins or is_own(scope, origin):
            return False
        return await self._registry.lists(origin)

    async def _may_use(self, session: WidgetSession, scope: Scope, origin: str | None) -> bool:
        site = await self._registry.get(session.site)
        if site is None:
            return False
        own = session.origin == OWN_ORIGIN
        if not own and session.origin not in site.origins:
            return False
        if origin is None:  # browsers name none for reading from the server of the page itself
            return scope["method"] == "GET" and (own or is_own(scope, session.origin))
        return is_own(scope, origin) if own else origin == session.origin


def deny(scope: Scope) -> Response:
    """Return a refusal that the page which asked must not read."""
    scope.setdefault("state", {})[WITHHELD] = True
    return problem(403, _DENIED)


def session_of(request: HTTPConnection) -> WidgetSession | None:
    """Return the widget's session that a request belongs to, if it is the widget's."""
    session: WidgetSession | None = getattr(request.state, "widget", None)
    return session


def require_bound(request: HTTPConnection, conversation: str | None) -> str | None:
    """Return the conversation that a request may speak of.

    A token opens one only, so that is meant where none is named.

    Raises:
        ConversationNotFoundError: the token is another conversation's.
    """
    session = session_of(request)
    if session is None:
        return conversation
    if conversation not in (None, session.conversation):
        raise ConversationNotFoundError
    return session.conversation


def page_link(request: HTTPConnection) -> PageLink | None:
    """Return what makes the address of a program's page for the widget's reader."""
    link: PageLink | None = getattr(request.state, "widget_link", None)
    return link


def _page_linker(tokens: WidgetTokens, session: WidgetSession) -> PageLink:
    def link(answer: str) -> str:
        conversation, turn = answer_place(answer)
        return PROGRAM_PATH + tokens.sign_page(session.visitor, conversation, turn)

    return link


def _bearer(scope: Scope) -> str | None:
    scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _unknown(detail: str) -> Response:
    return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
