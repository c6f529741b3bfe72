"""`glutebot serve`: the web app."""

import logging
import sys


def run_server(*, host: str, port: int, quiet: bool) -> int:
    """Serve the app on the settings of the environment until it is stopped."""
    from glutebot.services import build_services
    from glutebot.settings import load_settings
    from glutebot.ui.server import serve

    logging.basicConfig(level=logging.ERROR if quiet else logging.INFO, stream=sys.stderr)
    settings = load_settings()
    serve(
        build_services(settings),
        host=host,
        port=port,
        origins=settings.origins,
        trusted_proxies=settings.trusted_proxies,
        redis_url=settings.redis_url,
    )
    return 0
