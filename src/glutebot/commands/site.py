"""`glutebot site`: blogs that may embed the widget, and what they paste.

Only the database is opened: neither the index nor a model is needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from glutebot.api.widget_files import read_pin
from glutebot.commands.output import print_json
from glutebot.domain import snippets
from glutebot.domain.sites import MAX_ORIGINS, Scope, Site, read_origin, site_id
from glutebot.errors import InputError
from glutebot.services.opening import open_stores
from glutebot.services.stores import Stores
from glutebot.settings import load_settings
from glutebot.storage import free_id
from glutebot.storage.database import utc_now

LINK_WORDS = "Ask a question"
_FORMS = {
    "id": "Use small letters, digits and dashes, at most 24.",
    "accent": "Write it like #0f6b4f.",
    "language": "Write two letters, like en.",
    "scope": "Write blog, or blog-and-shipped.",
}
"""How what was typed wrongly is written."""


@dataclass(frozen=True)
class Wanted:
    """What `site add` was told; None is for the default."""

    id: str | None = None
    name: str | None = None
    greeting: str | None = None
    consent: str | None = None
    language: str | None = None
    accent: str | None = None
    scope: str | None = None
    retention_days: int | None = None
    daily_tokens: int | None = None

    def given(self) -> dict[str, Any]:
        """Return what was told, by field."""
        told = {name: value for name, value in vars(self).items() if value is not None}
        return {**told, "accent": told["accent"].lower()} if "accent" in told else told


def add_site(addresses: list[str], wanted: Wanted, *, server: str, as_json: bool) -> int:
    """Keep a site; print its id, what to paste, and its owner's key, once."""
    server = read_server(server)
    origins = tuple(dict.fromkeys(map(read_origin, addresses)))
    _refuse_early_scope(wanted.scope)
    with _opened() as stores:
        taken = [site.id for site in stores.sites.all()]
        site = _make(origins, wanted, taken)
        key = stores.sites.add(site)
    if as_json:
        print_json({**describe(site, server), "owner_key": key})
        return 0
    print(f"Site {site.id} is kept.\n")
    _print_snippet(site, server)
    print(
        f"\nYour page, with what readers ask: {server}/sites/{site.id}\n"
        f"Its key, shown this once: {key}"
    )
    return 0


def _refuse_early_scope(scope: str | None) -> None:
    """Refuse a promise that is not kept yet: answers from a blog's own posts and nothing else."""
    if scope == Scope.BLOG:
        raise InputError(
            "answers from a blog's own posts alone are not there yet.",
            field="--scope",
            remedy="Leave it out: the site's readers are answered from the shipped articles.",
        )


def list_sites(*, as_json: bool) -> int:
    """Print the sites."""
    with _opened() as stores:
        found = stores.sites.all()
    if as_json:
        print_json([site.model_dump(mode="json") for site in found])
    for site in [] if as_json else found:
        print(f"{site.id}  {site.name}  {' '.join(site.origins)}")
    if not found and not as_json:
        print("There is no site yet: glutebot site add https://blog.example")
    return 0


def allow_origins(identity: str, addresses: list[str]) -> int:
    """Let pages of further origins embed a site's widget."""
    origins = [read_origin(address) for address in addresses]
    with _opened() as stores:
        if len({*stores.sites.get(identity).origins, *origins}) > MAX_ORIGINS:
            raise InputError(
                f"A site has at most {MAX_ORIGINS} origins.",
                field="origin",
                remedy="Add another site for the rest.",
            )
        site = stores.sites.allow(identity, origins)
    print(f"Site {site.id} may be used on pages of {', '.join(site.origins)}.")
    return 0


def renew_key(identity: str) -> int:
    """Print a new key for a site's owner, once; the old one ends."""
    with _opened() as stores:
        key = stores.sites.renew_key(identity)
    print(f"The key of site {identity}, shown this once: {key}")
    return 0


def remove_site(identity: str) -> int:
    """Forget a site, and all that its readers asked."""
    with _opened() as stores:
        stores.sites.remove(identity)
    print(f"Site {identity} and what its readers asked are forgotten.")
    return 0


def show_snippet(identity: str, *, server: str, as_json: bool) -> int:
    """Print what a blogger pastes."""
    server = read_server(server)
    with _opened() as stores:
        site = stores.sites.get(identity)
    if as_json:
        print_json(describe(site, server))
    else:
        _print_snippet(site, server)
    return 0


def describe(site: Site, server: str) -> dict[str, Any]:
    """Return a site with all that can be pasted for it."""
    return {
        **site.model_dump(mode="json"),
        "snippet": snippets.tag(server, site.id),
        "pinned": snippets.pinned_tag(server, site.id, read_pin()),
        "noscript": snippets.link(server, site.id, LINK_WORDS),
        "iframe": snippets.frame(server, site.id, site.name),
        "csp": snippets.policy(server),
        "iframe_csp": snippets.frame_policy(server),
        "page": f"{server}/sites/{site.id}",
    }


def read_server(address: str) -> str:
    """Return the server's address as snippets name it."""
    try:
        return read_origin(address)
    except InputError as fault:
        raise InputError(
            f"{address} is not the address of a server.",
            field="--server",
            remedy="Write it like https://bot.example, without a path.",
        ) from fault


def _make(origins: tuple[str, ...], wanted: Wanted, taken: list[str]) -> Site:
    host = origins[0].partition("://")[2]
    given = {"name": host, "id": free_id(site_id(host), taken), **wanted.given()}
    try:
        return Site(origins=origins, created=utc_now(), **given)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0])
        raise InputError(
            f"{first['input']!r} cannot be used.",
            field="origin" if name == "origins" else f"--{name.replace('_', '-')}",
            remedy=_FORMS.get(name, f"{first['msg']}."),
        ) from fault


def _print_snippet(site: Site, server: str) -> None:
    shown = describe(site, server)
    print(f"Paste into the pages of {', '.join(site.origins)}:\n  {shown['snippet']}")
    print(f"One version only, checked by the browser:\n  {shown['pinned']}")
    print(f"For readers without scripts:\n  {shown['noscript']}")
    print(f"Where a platform takes frames only:\n  {shown['iframe']}")
    print("If your pages have a Content-Security-Policy, it needs:")
    print(f"  {shown['csp']}\n  {shown['iframe_csp']}  (for the frame)")


@contextmanager
def _opened() -> Iterator[Stores]:
    stores = open_stores(load_settings())
    try:
        yield stores
    finally:
        stores.close()
