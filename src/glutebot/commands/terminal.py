"""Open the services for a command, with progress on stderr."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from glutebot.services import Services, build_services
from glutebot.settings import load_settings

_BAR = 30


@contextmanager
def opened_services(*, quiet: bool) -> Iterator[Services]:
    """Open the services with an index that is up to date, and close them after."""
    logging.basicConfig(level=logging.ERROR if quiet else logging.WARNING, stream=sys.stderr)
    services = build_services(load_settings())
    try:
        services.prepare(None if quiet else show_progress)
        yield services
    finally:
        services.close()


def show_progress(done: int, total: int) -> None:
    """Draw a progress bar on stderr; one line a step where stderr is not a terminal."""
    filled = _BAR * done // max(total, 1)
    bar = "#" * filled + "-" * (_BAR - filled)
    line = f"Building the index [{bar}] {done}/{total} texts"
    ends = "\n" if done >= total or not sys.stderr.isatty() else ""
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}{line}", end=ends, file=sys.stderr, flush=True)
