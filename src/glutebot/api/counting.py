"""Counting requests by kind and key, in memory or in a Redis that several processes share."""

import logging
import math
import time
from typing import Any

from limits import RateLimitItem
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from glutebot.errors import SettingsError

MEMORY = "memory://"
_PATIENCE: Any = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": None}
"""How many seconds a counting server may take, and no second try: a question waits for it."""
_RETRY_SECONDS = 30.0
"""How long a server that failed is left alone."""
_LOG = logging.getLogger(__name__)


class Hits:
    """Counts hits against limits; while the server it counts on is away, it counts in memory.

    A rate limit guards the service and must not take it down, so a failed server costs a little
    precision and a line in the log, never an answer.
    """

    def __init__(self, address: str = MEMORY) -> None:
        self._shared = _open_limiter(address)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._away_until = 0.0

    def hit(self, limit: RateLimitItem, kind: str, key: str) -> int:
        """Count one hit; return 0 when it fits the limit, else the seconds until one does."""
        if time.monotonic() >= self._away_until:
            try:
                return _hit(self._shared, limit, kind, key)
            except StorageError as fault:
                self._away_until = time.monotonic() + _RETRY_SECONDS
                _LOG.warning("Counting in memory: %s", type(fault.storage_error).__name__)
        return _hit(self._own, limit, kind, key)


def _open_limiter(address: str) -> MovingWindowRateLimiter:
    patience = {} if address == MEMORY else _PATIENCE
    try:
        return MovingWindowRateLimiter(
            storage_from_string(address, wrap_exceptions=True, **patience)
        )
    except (ConfigurationError, ValueError, AssertionError) as fault:
        raise SettingsError(
            "The address of the counting server cannot be used.",
            field="GLUTEBOT_REDIS_URL",
            remedy="Write it like redis://localhost:6379, and install glutebot[redis].",
        ) from fault


def _hit(limiter: MovingWindowRateLimiter, limit: RateLimitItem, kind: str, key: str) -> int:
    if limiter.hit(limit, kind, key):
        return 0
    resets = limiter.get_window_stats(limit, kind, key).reset_time
    return max(1, math.ceil(resets - time.time()))
