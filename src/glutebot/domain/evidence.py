"""How strong the ground under a sentence is."""

from collections.abc import Iterable
from enum import StrEnum

from glutebot.domain.model import Model


class Grade(StrEnum):
    """The kind of evidence behind a claim, in the words that readers see."""

    META_ANALYSIS = "meta-analysis"
    GUIDELINE = "guideline"
    TRIAL = "trial"
    SMALL_STUDY = "small-study"
    EXPERT_PRACTICE = "expert-practice"
    OPINION = "opinion"


_STRENGTH = {grade: rank for rank, grade in enumerate(reversed(Grade))}


def strength(grade: Grade) -> int:
    """Return the rank of a grade: 0 for opinion, 5 for a meta-analysis."""
    return _STRENGTH[grade]


def strongest(grades: Iterable[Grade]) -> Grade | None:
    """Return the strongest of the grades, or None when there are none."""
    return max(grades, key=strength, default=None)


class Source(Model):
    """A work that an article rests on."""

    citation: str
    """Authors, year, journal; enough to find it by hand."""
    grade: Grade
    doi: str | None = None
    url: str | None = None
    facts: tuple[str, ...] = ()
    """The fact ids (like `B19`) that rest on this source."""
