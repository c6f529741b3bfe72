"""What works at the moment, for the status line and the probes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ServiceStatus:
    """What the status line and `doctor` say."""

    engine: str
    model: str | None
    articles: int
    passages: int
    knowledge_date: date | None
    """The newest review or publication date in the corpus."""
    ready: bool
    building: tuple[int, int] | None
    """Texts embedded and texts in all, while the index is being built."""
    vector_search: str
