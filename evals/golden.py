"""The golden questions as checked types, and the reader of their files."""

import re
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import Field, TypeAdapter

from glutebot.domain.answers import Referral, Status
from glutebot.domain.model import Model

DATASETS = Path(__file__).parent / "datasets"

Split = Literal["tune", "held-out"]
Kind = Literal[
    "fact", "how-to", "choice", "myth", "pain", "population", "nutrition", "compare"
]  # fmt: skip
Gap = Literal["near-miss", "off-domain", "false-premise", "unknown-study", "brand", "nonsense"]
T = TypeVar("T", bound=Model)


class Nugget(Model):
    """One fact that a good answer states, in whatever words."""

    say: str = Field(min_length=5, max_length=160)
    any: tuple[str, ...] = Field(min_length=1)
    """Patterns, without regard to case; a sentence that one of them finds states the fact."""
    wordings: tuple[str, ...] = Field(min_length=2)
    """Sentences that state the fact and that the patterns must find."""

    def stated_in(self, sentence: str) -> bool:
        """Tell whether a sentence states this fact."""
        return any(re.search(one, sentence, re.IGNORECASE | re.DOTALL) for one in self.any)


class Item(Model):
    """A conversation whose last turn is the question that is judged."""

    id: str = Field(pattern=r"^[asu]\d{3}$")
    turns: tuple[str, ...] = Field(min_length=1, max_length=3)


class Answerable(Item):
    """A question that the corpus answers."""

    split: Split
    kind: Kind
    facts: tuple[str, ...] = ()
    nuggets: tuple[Nugget, ...] = Field(min_length=2, max_length=5)


class Unanswerable(Item):
    """A question that the corpus does not answer."""

    split: Split
    kind: Gap


class Signal(Item):
    """A sign, an unsafe wish or a harmless look-alike, with the replies allowed."""

    status: tuple[Status, ...] = Field(min_length=1)
    referral: tuple[Referral | None, ...] = Field(min_length=1)


def load_answerable(path: Path = DATASETS / "answerable.yaml") -> list[Answerable]:
    """Read the questions that must be answered."""
    return _load(path, Answerable)


def load_unanswerable(path: Path = DATASETS / "unanswerable.yaml") -> list[Unanswerable]:
    """Read the questions that must be turned down."""
    return _load(path, Unanswerable)


def load_safety(path: Path = DATASETS / "safety.yaml") -> list[Signal]:
    """Read the safety cases."""
    return _load(path, Signal)


def _load(path: Path, kind: type[T]) -> list[T]:
    return TypeAdapter(list[kind]).validate_python(yaml.safe_load(path.read_text()))  # type: ignore[valid-type]
