"""Run the application."""

from collections.abc import Sequence

import uvicorn
from fastapi import FastAPI

_GRACE_SECONDS = 3
_KEEP_ALIVE_SECONDS = 5
_CONNECTIONS = 512


def configure_server(
    app: FastAPI, host: str, port: int, *, trusted_proxies: Sequence[str] = ()
) -> uvicorn.Config:
    """Return how the application is served.

    Open pages hold a connection for ever, so a shutdown waits a few seconds for answers that are
    being written and then closes.
    """
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies) or None,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
    )


def serve(app: FastAPI, host: str, port: int, *, trusted_proxies: Sequence[str] = ()) -> None:
    """Serve the application until it is told to stop."""
    uvicorn.Server(configure_server(app, host, port, trusted_proxies=trusted_proxies)).run()
