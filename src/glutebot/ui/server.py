"""Serve the web app over real services, answering as soon as the index is ready."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from glutebot.api import server
from glutebot.api.admission import Limits
from glutebot.api.contract import Services
from glutebot.storage import open_key
from glutebot.ui.mount import create_app

_LOG = logging.getLogger(__name__)
_KEY_FILE = "visitors.key"
_TIDY_SECONDS = 3600.0
"""How often what sites keep is looked through for what has grown too old."""


class PreparedServices(Services, Protocol):
    """Services that keep a data folder and an index."""

    @property
    def data_dir(self) -> Path:
        """Where the key that signs visitors is kept."""

    def prepare(self) -> None:
        """Bring the index up to the articles."""

    def warm(self) -> None:
        """Load what the first visitor would wait for."""

    def close(self) -> None:
        """Let go of files and connections."""


def serve(
    services: PreparedServices,
    *,
    host: str,
    port: int,
    origins: Sequence[str] = (),
    trusted_proxies: Sequence[str] = (),
    redis_url: str | None = None,
) -> None:
    """Serve until told to stop; the page is there at once, and says how far the index is."""
    key = open_key(services.data_dir / _KEY_FILE)
    limits = Limits(storage=redis_url) if redis_url else Limits()
    app = create_app(services, visitor_key=key, origins=origins, limits=limits)
    threading.Thread(target=_prepare, args=(services,), name="prepare", daemon=True).start()
    stopped = threading.Event()
    tidying = threading.Thread(target=_tidy, args=(services, stopped), name="tidy", daemon=True)
    tidying.start()
    try:
        server.serve(app, host, port, trusted_proxies=trusted_proxies)
    finally:
        stopped.set()
        services.close()


def _tidy(services: PreparedServices, stopped: threading.Event) -> None:
    """Forget what the sites keep no longer, now and every hour, until the server stops."""
    while not stopped.is_set():
        try:
            services.sites.prune()
        except Exception:
            _LOG.exception("Old conversations could not be forgotten")
        stopped.wait(_TIDY_SECONDS)


def _prepare(services: PreparedServices) -> None:
    try:
        services.prepare()
        services.warm()
    except Exception:
        _LOG.exception("The index could not be prepared")
