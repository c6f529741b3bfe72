"""Working loads from a known one-rep max (R24, R28, R30), or none where none fits."""

from dataclasses import dataclass
from math import ceil, floor

from glutebot.program.book_numbers import EffortNumbers

_TINY = 1e-9


@dataclass(frozen=True)
class LoadRequest:
    """What a load is wanted for."""

    one_rep_max: float
    middle: float
    rir: float
    increment: float
    previous: float | None
    """The load of the week before, which the new one may leave by a small step only."""
    lighter: bool = False
    """True in a deload, where the load must not rise."""
    least_share: float = 0.0
    most_share: float = 0.95


def find_load(request: LoadRequest, effort: EffortNumbers, deload_share: float) -> float | None:
    """Return the multiple of the increment that fits best, or None (R25 then holds)."""
    if request.middle + request.rir > effort.load_known_to:
        return None
    share = 1 / (1 + (request.middle + request.rir) / effort.epley)
    fitting = _multiples(request, share, effort.load_band)
    wanted = share * request.one_rep_max
    if request.previous is not None:
        fitting = [load for load in fitting if _is_small_step(load, request, effort)]
        wanted = request.previous * deload_share if request.lighter else wanted
    return min(fitting, key=lambda load: (abs(load - wanted), load), default=None)


def _multiples(request: LoadRequest, share: float, band: float) -> list[float]:
    low = max(share - band, request.least_share) * request.one_rep_max
    high = min(share + band, request.most_share) * request.one_rep_max
    first = max(1, ceil(low / request.increment - _TINY))
    last = min(floor(high / request.increment + _TINY), first + 2000)
    return [round(step * request.increment, 6) for step in range(first, last + 1)]


def _is_small_step(load: float, request: LoadRequest, effort: EffortNumbers) -> bool:
    previous = request.previous or load
    step = (load - previous) / previous
    if request.lighter and step > _TINY:
        return False
    low, high = effort.load_step
    return abs(step) <= _TINY or low - _TINY <= abs(step) <= high + _TINY
