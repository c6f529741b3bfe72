"""The labelled messages that the second reader learns from, and the limits that it keeps."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from glutebot.answering.second_reader_units import split_units
from glutebot.answering.triage_rules import Level, SafetyRules, list_rule_files, read_checked
from glutebot.answering.triage_text import fold
from glutebot.domain.model import Model
from glutebot.errors import KnowledgeError

HARMLESS = "harmless"
"""The label of a message that no sign and no unsafe wish stands in."""
Probability = Annotated[float, Field(gt=0, lt=1)]


class Example(NamedTuple):
    """A message and the id of the sign in it, or `harmless`."""

    text: str
    label: str


class ExampleFile(Model):
    """One file of `knowledge/safety/examples`: messages by sign, or harmless ones by topic."""

    level: Literal["crisis", "emergency", "same-day", "routine", "unsafe", "harmless"]
    examples: dict[str, tuple[str, ...]] = Field(min_length=1)


class Limits(Model):
    """From which probability a sign is suspected, and from which it is raised."""

    caution: Probability
    stop: Probability

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.caution > self.stop:
            raise ValueError("`caution` must not lie above `stop`")
        return self


class ReaderLimits(Limits):
    """The limits of all signs, those of some levels and signs, and how they were chosen."""

    levels: dict[Level, Limits] = Field(default_factory=dict)
    signs: dict[str, Limits] = Field(default_factory=dict)
    abroad: Limits | None = None
    """For messages in other languages, which the embedder reads badly; the rules know them."""
    english_words: str = ""
    abroad_words: str = ""
    """Small words, without accents, that tell English from the other languages."""
    measured: tuple[str, ...] = Field(min_length=1)

    def is_abroad(self, message: str) -> bool:
        """Say whether more small words of a message are foreign than English."""
        words = fold(message).split()
        english, abroad = set(self.english_words.split()), set(self.abroad_words.split())
        return sum(word in abroad for word in words) > sum(word in english for word in words)

    def of(self, flag: str, level: Level, *, abroad: bool = False) -> Limits:
        """Return the limits of a sign: its own, those of its level, or the ones of all."""
        if abroad and self.abroad:
            return self.abroad
        return self.signs.get(flag) or self.levels.get(level) or self


def load_reader_limits(folder: Path) -> ReaderLimits:
    """Read the limits of the second reader from the safety folder."""
    return read_checked(folder / "second-reader.yaml", ReaderLimits)


def digest_examples(folder: Path) -> str:
    """Return a hash of the example files as they are, without reading what they say."""
    digest = sha256()
    for path in list_rule_files(folder / "examples"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def load_examples(folder: Path, rules: SafetyRules) -> list[Example]:
    """Read the examples of the safety folder, without repeats.

    Raises:
        KnowledgeError: a file is at fault, or names a sign that its level does not have.
    """
    labels: dict[str, str] = {}
    for path in list_rule_files(folder / "examples"):
        file = read_checked(path, ExampleFile)
        for group, texts in file.examples.items():
            if file.level != "harmless" and group not in rules.levels[file.level].signs:
                message = f"The level {file.level} has no such sign."
                raise KnowledgeError(message, field=f"{path}: examples.{group}")
            label = HARMLESS if file.level == HARMLESS else group
            pieces = _pieces(texts) if label == HARMLESS else texts
            _add(labels, pieces, label, where=f"{path}: examples.{group}")
    return [Example(text, label) for text, label in labels.items()]


def _pieces(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Cut harmless stories as a message is cut: no piece of them may raise a sign."""
    return tuple(piece for text in texts for piece in split_units(text))


def _add(labels: dict[str, str], texts: tuple[str, ...], label: str, *, where: str) -> None:
    for text in texts:
        if labels.setdefault(text, label) != label:
            raise KnowledgeError(f"“{text}” stands under two labels.", field=where)
