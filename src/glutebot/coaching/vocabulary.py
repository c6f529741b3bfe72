"""The words that people use for what a Profile holds, read from one checked file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from glutebot.coaching.exercise_words import ExerciseWords
from glutebot.coaching.read_text import Speller
from glutebot.domain.exercises import Equipment, Level
from glutebot.domain.model import Model
from glutebot.domain.profiles import Condition, Goal, Muscle, PainArea, SafetySign, Sex, Symptom
from glutebot.errors import KnowledgeError

FILE = "intake-words.yaml"
Phrases = tuple[str, ...]


class Gear(Model):
    """Words for gear; `sets` are names of several pieces at once."""

    pieces: dict[Equipment, Phrases]
    sets: dict[str, tuple[Equipment, ...]]
    full: Phrases
    everything: Phrases
    home: Phrases
    none: Phrases
    lacking: Phrases
    more: Phrases
    only: Phrases


class Hurt(Model):
    """Words for pain: where, that, how much, and that it is gone."""

    areas: dict[PainArea, Phrases]
    named: dict[PainArea, Phrases]
    """Names of complaints that already say where."""
    vague: dict[str, tuple[PainArea, ...]]
    """Places that may mean several areas, or none that the Profile knows."""
    hurting: Phrases
    severity: dict[int, Phrases]
    fine: Phrases
    nothing: Phrases
    usual: int = Field(ge=0, le=10)
    """What is assumed when nobody said how much."""


class Health(Model):
    """Words for conditions, signs, pregnancy and the health question."""

    conditions: dict[Condition, Phrases]
    signs: dict[SafetySign, Phrases]
    par_q: dict[int, Phrases]
    all_well: Phrases
    gone: Phrases
    pregnant: Phrases
    postpartum: Phrases
    cleared: Phrases
    not_cleared: Phrases
    healed: Phrases
    not_healed: Phrases
    bleeding: Phrases
    symptoms: dict[Symptom, Phrases]


class Lifts(Model):
    """Words for exercises and for liking them or not."""

    nicknames: dict[str, str]
    apart: dict[str, Phrases]
    """Words that make another exercise of a family's name: a split squat is no squat."""
    main: dict[str, str]
    dislike: Phrases
    like_again: Phrases
    one_rep_max: Phrases


class Wishing(Model):
    """Words that ask for a program, agree, decline or go on."""

    verbs: Phrases
    things: Phrases
    other_things: Phrases
    other_parts: Phrases
    own_parts: Phrases
    polite: Phrases
    asking: Phrases
    seeking: Phrases
    agree: Phrases
    decline: Phrases
    skip: Phrases
    fillers: Phrases


class FaultWords(Model):
    """What is said of a value that cannot be used; `{said}` is that value."""

    message: str
    remedy: str


class IntakeWords(Model):
    """The file as it is written."""

    numbers: dict[str, int]
    rewrites: dict[str, str]
    weekdays: dict[str, int]
    experience: dict[Level, Phrases]
    goals: dict[Goal, Phrases]
    sexes: dict[Sex, Phrases]
    muscles: dict[Muscle, Phrases]
    prioritise: Phrases
    limit: Phrases
    specialise: Phrases
    sports: dict[str, Phrases]
    key_sessions: Phrases
    gear: Gear
    hurt: Hurt
    health: Health
    lifts: Lifts
    wishing: Wishing
    faults: dict[str, FaultWords]
    left_alone: str
    """Ordinary words that look like typos of known ones."""


@dataclass(frozen=True)
class Terms:
    """Phrases with the keys that they stand for, found in one pass."""

    pattern: re.Pattern[str]
    keys: tuple[Any, ...]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator["Term"]:
        """Return the phrases of a text, longest first at each place."""
        for match in self.pattern.finditer(text, start, len(text) if end is None else end):
            group = match.lastgroup or "g0"
            yield Term(self.keys[int(group[1:])], match.start(), match.end())

    def within(self, text: str, start: int = 0, end: int | None = None) -> "Term | None":
        """Return the first phrase of a stretch, or None."""
        return next(self.find(text, start, end), None)


@dataclass(frozen=True)
class Term:
    """A phrase that was found, and what it stands for."""

    key: Any
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


class Vocabulary:
    """The file's words, ready to be looked for."""

    def __init__(self, words: IntakeWords, exercises: Mapping[str, str]) -> None:
        self.words = words
        self.exercises = ExerciseWords(
            exercises, words.lifts.nicknames, words.lifts.apart, words.lifts.main
        )
        self._terms: dict[str, Terms] = {}

    def terms(self, path: str) -> Terms:
        """Return the phrases at a dotted path of the file, compiled once."""
        if path not in self._terms:
            value = self._at(path)
            self._terms[path] = compile_terms(value if isinstance(value, dict) else {path: value})
        return self._terms[path]

    def names(self, path: str) -> Terms:
        """Return the keys at a dotted path as phrases that stand for themselves."""
        if f"{path} names" not in self._terms:
            value = self._at(path)
            self._terms[f"{path} names"] = compile_terms({name: (name,) for name in value})
        return self._terms[f"{path} names"]

    def _at(self, path: str) -> Any:
        value: Any = self.words
        for name in path.split("."):
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value

    @cached_property
    def speller(self) -> Speller:
        """Return what puts typos of these words right."""
        return Speller(
            {*_single_words(self.words.model_dump()), *self.exercises.tokens},
            left_alone=self.words.left_alone.split(),
        )


def compile_terms(phrases: Mapping[Any, Phrases]) -> Terms:
    """Compile phrases; longer ones are tried first, whatever key they belong to."""
    pairs = [
        (phrase, index) for index, (key, listed) in enumerate(phrases.items()) for phrase in listed
    ]
    pairs.sort(key=lambda pair: -len(pair[0]))
    groups = "|".join(
        f"(?P<g{place}>{_spelled(phrase)})" for place, (phrase, _) in enumerate(pairs)
    )
    keys = list(phrases)
    return Terms(re.compile(rf"(?<!\S)(?:{groups})(?!\S)"), tuple(keys[i] for _, i in pairs))


def _spelled(phrase: str) -> str:
    return " ".join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    if word == "_":
        return r"\S+(?: \S+)?"
    return re.escape(word) + (r"(?:e?s)?" if len(word) > 2 and word[-1] != "s" else "")


def _single_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (word for word in value.split() if word.isalpha())
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _single_words(inner)
            yield from _single_words(key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _single_words(inner)


def load_vocabulary(protocols: Path, exercises: Mapping[str, str]) -> Vocabulary:
    """Read the intake words; `exercises` names the guides by id.

    Raises:
        KnowledgeError: the file is missing, is not YAML, or has a key too many or too few.
    """
    path = protocols / FILE
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Vocabulary(IntakeWords.model_validate(read), exercises)
    except OSError as fault:
        raise KnowledgeError("is missing.", field=FILE, remedy="Restore it.") from fault
    except yaml.YAMLError as fault:
        raise KnowledgeError("is not YAML.", field=FILE) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = " › ".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{first['msg']}.", field=f"{FILE} › {where}") from fault
