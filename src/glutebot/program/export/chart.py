"""Weekly sets per muscle against the band that the rules allow, as shapes to draw."""

from dataclasses import dataclass

from glutebot.domain.programs import Program, WeekVolume
from glutebot.program.catalogue import Catalogue
from glutebot.program.gates import Limits, find_limits
from glutebot.program.weeks import top_target

WIDTH, HEIGHT = 320.0, 150.0
"""Of one panel, in its own units."""
_TOP, _BOTTOM, _LEFT = 20.0, 126.0, 6.0


@dataclass(frozen=True)
class Band:
    """Sets a week that the rules allow; None where there is no upper end."""

    low: float
    high: float | None

    @property
    def text(self) -> str:
        """Return the band in words."""
        return f"{self.low:g}\u2013{self.high:g}" if self.high else f"{self.low:g} or more"


@dataclass(frozen=True)
class Bar:
    """One week of one muscle."""

    week: int
    sets: float
    deload: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Panel:
    """One muscle: its bars, and its band as a stretch of the height."""

    name: str
    band: Band
    bars: tuple[Bar, ...]
    band_y: float
    band_height: float
    summary: str
    """What the drawing says, in words."""


def draw_volume(program: Program, catalogue: Catalogue) -> tuple[Panel, ...]:
    """Return a panel for each muscle."""
    limits = find_limits(program.profile, catalogue.book)
    bands = _bands(program, catalogue, limits)
    return tuple(_panel(program, name, field, bands[field]) for field, name in _NAMES.items())


_NAMES = {
    "glute_max": "Gluteus maximus", "glute_med": "Side glutes",
    "quads": "Quads", "hamstrings": "Hamstrings",
}  # fmt: skip


def _bands(program: Program, catalogue: Catalogue, limits: Limits) -> dict[str, Band]:
    """Return the bands of R10 and R11, R12 and R17 for this person."""
    profile, volume = program.profile, catalogue.book.numbers.volume
    low, _ = volume.band[limits.volume_level]
    glutes = Band(low, top_target(profile, limits, catalogue.book))
    if limits.goal == "maintenance":
        glutes = Band(*volume.maintenance)
    quads = volume.thigh_sets_least_limited if "quads" in profile.limit else volume.thigh_sets_least
    return {
        "glute_max": glutes,
        "glute_med": Band(volume.glute_med_least, volume.glute_med_most),
        "quads": Band(quads, None),
        "hamstrings": Band(volume.thigh_sets_least, None),
    }


def _panel(program: Program, name: str, field: str, band: Band) -> Panel:
    sets = [_sets(row, field) for row in program.volume]
    top = max(*sets, band.high or band.low, 1.0) * 1.08
    scale = (_BOTTOM - _TOP) / top
    deloads = {week.number for week in program.weeks if week.deload}
    slot = (WIDTH - 2 * _LEFT) / max(len(sets), 1)
    bars = tuple(
        Bar(
            week=row.week,
            sets=value,
            deload=row.week in deloads,
            x=round(_LEFT + slot * place + slot * 0.16, 1),
            y=round(_BOTTOM - value * scale, 1),
            width=round(slot * 0.68, 1),
            height=round(max(value * scale, 0.5), 1),
        )
        for place, (row, value) in enumerate(zip(program.volume, sets, strict=True))
    )
    ceiling = round(_BOTTOM - (band.high or top) * scale, 1)
    floor = round(_BOTTOM - band.low * scale, 1)
    return Panel(name, band, bars, ceiling, round(floor - ceiling, 1), _sum_up(name, band, bars))


def _sets(row: WeekVolume, field: str) -> float:
    value: float = getattr(row, field)
    return value


def _sum_up(name: str, band: Band, bars: tuple[Bar, ...]) -> str:
    weeks = ", ".join(f"week {bar.week} {bar.sets:g}" for bar in bars)
    return f"{name}, sets a week: {weeks}. The rules allow {band.text}."
