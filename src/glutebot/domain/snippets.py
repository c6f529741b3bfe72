"""What a blogger pastes: the tag, the frame, the link, and the lines for a page's policy."""

from html import escape

from glutebot.domain.model import Model

FRAME_HEIGHT = 640
"""Pixels of a frame that shows a conversation without scrolling twice."""


class Pin(Model):
    """One version of the loader, which browsers check before they run it."""

    file: str
    integrity: str


def tag(server: str, site: str, **data: str) -> str:
    """Return the one line that puts the widget on a page; `data` are its attributes."""
    return f'<script async src="{_text(server)}/w/glutebot.js"{_data(site, data)}></script>'


def pinned_tag(server: str, site: str, pin: Pin) -> str:
    """Return the line for one version of the loader and no other."""
    source = f"{_text(server)}/w/{pin.file}"
    return (
        f'<script async crossorigin src="{source}" integrity="{pin.integrity}"'
        f"{_data(site, {})}></script>"
    )


def link(server: str, site: str, words: str) -> str:
    """Return the link for readers and platforms without scripts."""
    return f'<noscript><a href="{embed_address(server, site)}">{escape(words)}</a></noscript>'


def frame(
    server: str, site: str, title: str, *, width: str = "100%", height: int = FRAME_HEIGHT
) -> str:
    """Return the frame for platforms that take frames but no scripts.

    It carries no style, which the policy of its page may forbid.
    """
    return (
        f'<iframe src="{embed_address(server, site)}" title="{_text(title)}"'
        f' width="{_text(width)}" height="{height}" frameborder="0"></iframe>'
    )


def embed_address(server: str, site: str) -> str:
    """Return the address of the page that frames and links show."""
    return f"{_text(server)}/embed/{site}"


def policy(server: str) -> str:
    """Return what a page's Content-Security-Policy has to allow."""
    return f"script-src {server}; connect-src {server}"


def frame_policy(server: str) -> str:
    """Return what the policy of a page with the frame has to allow."""
    return f"frame-src {server}"


def _data(site: str, data: dict[str, str]) -> str:
    named = {"site": site, **data}
    return "".join(f' data-{name}="{_text(value)}"' for name, value in named.items())


def _text(value: str) -> str:
    return escape(value, quote=True)
