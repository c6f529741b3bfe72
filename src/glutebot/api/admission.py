"""Who may ask now: so many questions a minute, so many answers at once."""

import ipaddress
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItem, parse

from glutebot.api.counting import MEMORY, Hits
from glutebot.errors import UserFacingError


class TooManyRequestsError(UserFacingError):
    """A visitor or an address asked more often than the limit allows."""

    exit_code = 3

    def __init__(self, retry_after: int) -> None:
        unit = "second" if retry_after == 1 else "seconds"
        super().__init__(
            "That was a lot of questions in a short time.",
            remedy=f"Ask again in {retry_after} {unit}.",
        )
        self.retry_after = retry_after
        """Whole seconds until the next question is taken."""


class BudgetSpentError(UserFacingError):
    """The readers of a site have used up what they may in a day."""

    exit_code = 3

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            "All the questions that this blog takes in a day have been answered.",
            remedy="Come back tomorrow; what you asked stays here.",
        )
        self.retry_after = retry_after
        """Whole seconds until the next day begins, in UTC."""


class BusyError(UserFacingError):
    """More answers are being written than the server can write at once."""

    exit_code = 3

    def __init__(self, message: str, remedy: str, retry_after: int = 5) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class UnexpectedError(UserFacingError):
    """Something failed that nobody foresaw; the reason is in the log only."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "That should not have happened.", remedy="Try again in a moment; nothing is lost."
        )
        self.retry_after = 5


@dataclass(frozen=True)
class Limits:
    """How much one visitor, one address and everybody together may ask."""

    per_visitor: str = "20/minute"
    per_address: str = "60/minute"
    page_events: str = "600/minute"
    """Clicks, loads and ticks of the page that one address may send."""
    programs: str = "120/minute"
    """Programs that one address may have built or checked; each takes about 20 ms."""
    sessions: str = "30/minute"
    """Widget sessions and embed pages that one address may open; each keeps a conversation."""
    per_site: str = "300/minute"
    """Questions from all readers of one site."""
    keys: str = "10/minute"
    """Owners' keys that one address may try."""
    turns: int = 60
    """Questions in one conversation of the widget."""
    streams: int = 32
    """Answers being written at once, over all visitors."""
    streams_per_visitor: int = 3
    streams_per_site: int = 12
    storage: str = MEMORY
    """Where questions are counted; an address that the `limits` library knows."""


class Admission:
    """Counts questions and open answers, and turns away what is too much."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._counter = Hits(self._limits.storage)
        self._per_visitor = parse(self._limits.per_visitor)
        self._per_address = parse(self._limits.per_address)
        self._per_page = parse(self._limits.page_events)
        self._per_program = parse(self._limits.programs)
        self._per_session = parse(self._limits.sessions)
        self._per_site = parse(self._limits.per_site)
        self._per_key = parse(self._limits.keys)
        self._open: Counter[str] = Counter()
        self._open_by_site: Counter[str] = Counter()
        self._lock = threading.Lock()

    def charge(self, visitor: str, address: str) -> None:
        """Count a question, or raise TooManyRequestsError.

        The address is looked at first, since anybody can throw a visitor cookie away.
        """
        self._hit(self._per_address, "address", _network(address))
        self._hit(self._per_visitor, "visitor", visitor)

    def charge_page(self, address: str) -> None:
        """Count anything that the page asks of its server, or raise TooManyRequestsError."""
        self._hit(self._per_page, "page", _network(address))

    def charge_program(self, address: str) -> None:
        """Count a program that is built or checked, or raise TooManyRequestsError."""
        self._hit(self._per_program, "program", _network(address))

    def charge_session(self, address: str) -> None:
        """Count a widget session, or raise TooManyRequestsError."""
        self._hit(self._per_session, "session", _network(address))

    def charge_site(self, site: str) -> None:
        """Count a question of any reader of a site, or raise TooManyRequestsError."""
        self._hit(self._per_site, "site", site)

    def charge_key(self, address: str) -> None:
        """Count an owner's key that is tried, or raise TooManyRequestsError."""
        self._hit(self._per_key, "key", _network(address))

    @property
    def turns(self) -> int:
        """Return how many questions one conversation of the widget may hold."""
        return self._limits.turns

    def _hit(self, limit: RateLimitItem, kind: str, key: str) -> None:
        if wait := self._counter.hit(limit, kind, key):
            raise TooManyRequestsError(wait)

    @contextmanager
    def stream(self, visitor: str) -> Iterator[None]:
        """Hold a place for one answer while it is written, or raise BusyError."""
        self._enter(visitor)
        try:
            yield
        finally:
            self._leave(visitor)

    @contextmanager
    def site_stream(self, site: str) -> Iterator[None]:
        """Hold one of a site's places for an answer, or raise BusyError."""
        with self._lock:
            if self._open_by_site[site] >= self._limits.streams_per_site:
                raise BusyError(
                    "Many readers of this blog are asking at the moment.",
                    "Nothing is lost: send it again in a few seconds.",
                )
            self._open_by_site[site] += 1
        try:
            yield
        finally:
            with self._lock:
                self._open_by_site[site] -= 1

    @property
    def open_streams(self) -> int:
        """Return how many answers are being written."""
        return self._open.total()

    def _enter(self, visitor: str) -> None:
        with self._lock:
            if self._open[visitor] >= self._limits.streams_per_visitor:
                raise BusyError(
                    "Your earlier questions are still being answered.",
                    "Stop one of them, or wait until it is done.",
                )
            if self._open.total() >= self._limits.streams:
                raise BusyError(
                    "Many people are asking at the moment.",
                    "Nothing is lost: send it again in a few seconds.",
                )
            self._open[visitor] += 1

    def _leave(self, visitor: str) -> None:
        with self._lock:
            self._open[visitor] -= 1
            if self._open[visitor] <= 0:
                del self._open[visitor]


def _network(address: str) -> str:
    """Return what one reader shares: an IPv4 address, or the /64 around an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
