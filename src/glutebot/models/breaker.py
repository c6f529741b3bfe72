"""Leave an endpoint alone that fails again and again."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from glutebot.errors import ModelUnavailable
from glutebot.models.failures import ENDPOINT_IS_WELL, model_failure


@dataclass
class CircuitBreaker:
    """Leaves an endpoint alone that fails again and again, and tries it now and then.

    After `failures` failures within `window` seconds calls are refused at once; every `pause`
    seconds one call is let through, and its success closes the circuit.
    """

    failures: int = 5
    window: float = 30.0
    pause: float = 15.0
    clock: Callable[[], float] = time.monotonic
    _failed: deque[float] = field(default_factory=deque)
    _opened: float | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the next call may be refused."""
        return self._opened is not None

    def enter(self) -> None:
        """Let a call through, or raise ModelUnavailable while the circuit is open."""
        if self._opened is None:
            return
        if self.clock() - self._opened < self.pause:
            raise model_failure("circuit-open")
        self._opened = self.clock()  # this call is the probe; the next comes a pause later

    def succeeded(self) -> None:
        """Close the circuit."""
        self._failed.clear()
        self._opened = None

    def failed(self) -> None:
        """Count a failure, and open the circuit when there were too many."""
        now = self.clock()
        self._failed.append(now)
        while now - self._failed[0] > self.window:
            self._failed.popleft()
        if len(self._failed) >= self.failures:
            self._opened = now

    def record(self, failure: ModelUnavailable) -> None:
        """Count a failure unless the endpoint was well and only the request was not."""
        if failure.reason in ENDPOINT_IS_WELL:
            self.succeeded()
        else:
            self.failed()
