"""Sites: blogs that may embed the widget, and the exact origins of their pages."""

import datetime
import re
from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import Field

from glutebot.domain.model import Model
from glutebot.errors import InputError

MAX_ORIGINS = 20
ACCENT = "#0f6b4f"
SITE_ID = r"[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?"
"""What a site's id may be; it stands in addresses and in the names of the site's visitors."""

_DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
_READ_IN_TWO_WAYS = re.compile("[ßς\u200c\u200d]")
"""Characters that older and newer rules for international names turn into different hosts."""


class Scope(StrEnum):
    """What a site's readers are answered from."""

    BLOG = "blog"
    BOTH = "blog-and-shipped"


class Site(Model):
    """A blog, what its widget says, and how much it may use."""

    id: str = Field(pattern=rf"^{SITE_ID}$")
    name: str = Field(min_length=1, max_length=80)
    origins: tuple[str, ...] = Field(min_length=1, max_length=MAX_ORIGINS)
    """Origins as browsers send them; nothing else may embed the widget."""
    greeting: str = Field("", max_length=200)
    consent: str = Field("", max_length=400)
    """A line under the box, shown before anything is asked."""
    language: str = Field("en", pattern="^[a-z]{2}$")
    """The language of its articles, and so of the answers."""
    accent: str = Field(ACCENT, pattern="^#[0-9a-f]{6}$")
    scope: Scope = Scope.BOTH
    retention_days: int = Field(30, ge=1, le=3650)
    """Days after its last question until a conversation is forgotten."""
    daily_tokens: int = Field(200_000, ge=1_000, le=1_000_000_000)
    """Tokens, estimated, that its readers may use between two midnights in UTC."""
    created: datetime.datetime

    @property
    def visitors(self) -> str:
        """Return how the names of all its visitors begin."""
        return f"w:{self.id}:"


class AskedOn(Model):
    """Where a question was asked: on which site, and on which of its pages if that is known."""

    site: str
    scope: Scope
    page_url: str | None = None


def read_origin(text: str) -> str:
    """Return the origin of a blog's address, exactly as browsers send it.

    Raises:
        InputError: it is no origin, or more than one.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as fault:
        raise _no_origin(text) from fault
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc or not parts.hostname:
        raise _no_origin(text)
    host = _read_host(parts.hostname, text)
    shown = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    if parts.path not in ("", "/") or parts.query or parts.fragment or address.endswith(("?", "#")):
        raise InputError(
            f"{text} names a page.",
            field="origin",
            remedy=f"Name the whole blog: {parts.scheme}://{shown}",
        )
    return f"{parts.scheme}://{shown}"


def site_id(host: str) -> str:
    """Return an id for the site at a host: its name without www and what comes last."""
    names = host.partition(":")[0].removeprefix("www.").split(".")
    plain = "-".join(names[:-1] if len(names) > 1 and not names[-1].isdigit() else names)
    return plain[:24].strip("-") or "blog"


def _read_host(host: str, text: str) -> str:
    if _READ_IN_TWO_WAYS.search(host):
        raise InputError(
            f"{text} has a name that browsers read in two ways.",
            field="origin",
            remedy="Write the host in its xn-- form, as the browser's address bar copies it.",
        )
    try:
        plain = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as fault:
        raise _no_origin(text) from fault
    if not _HOST.fullmatch(plain):
        raise _no_origin(text)
    return plain


def _no_origin(text: str) -> InputError:
    return InputError(
        f"{text} is not the address of a blog.",
        field="origin",
        remedy="Write it like https://blog.example, one for each host; wildcards are not read.",
    )
