"""The words that people use for what a Profile holds, read from one checked file."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from glutebot.coaching.exercise_words import ExerciseWords
from glutebot.coaching.read_text import Speller, plain_words
from glutebot.coaching.terms import Terms
from glutebot.domain.exercises import Equipment, Level
from glutebot.domain.model import Model
from glutebot.domain.profiles import Condition, Goal, Muscle, PainArea, SafetySign, Sex, Symptom
from glutebot.protocol_file import read_protocol

FILE = "intake-words.yaml"
Phrases = tuple[str, ...]


class Gear(Model):
    """Words for gear; `sets` are names of several pieces at once."""

    pieces: dict[Equipment, Phrases]
    sets: dict[str, tuple[Equipment, ...]]
    full: Phrases
    everything: Phrases
    home: Phrases
    no_gym: Phrases
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
    hints: dict[PainArea, Phrases]
    """Words that settle which of several areas is meant."""
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
    making: Phrases
    """Verbs that ask for one's own program: "build my program"."""
    knowing: Phrases
    """Words that turn a wish into one to know something: "I want to ask about programs"."""
    aims: Phrases
    """Words that say what is wanted without a word for a program."""
    openers: Phrases
    """Words that may stand before a question without making it another sentence."""
    habits: Phrases
    """Words that report what somebody does already."""
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
    spelling: str
    """Words whose typos are put right."""
    left_alone: str
    """Ordinary words that look like typos of known ones."""


class Vocabulary:
    """The file's words, ready to be looked for."""

    def __init__(self, words: IntakeWords, exercises: Mapping[str, str]) -> None:
        self.words = words
        self.exercises = ExerciseWords(
            exercises, words.lifts.nicknames, words.lifts.apart, words.lifts.main
        )
        self.fillers = frozenset(words.wishing.fillers)
        self.openers = frozenset(words.wishing.openers)
        self._terms: dict[str, Terms] = {}

    def terms(self, path: str) -> Terms:
        """Return the phrases at a dotted path of the file, ready to be found."""
        if path not in self._terms:
            value = self._at(path)
            listed = value if isinstance(value, dict) else {path: value}
            self._terms[path] = Terms({key: map(self._plain, listed[key]) for key in listed})
        return self._terms[path]

    def names(self, path: str) -> Terms:
        """Return the keys at a dotted path as phrases that stand for themselves."""
        if f"{path} names" not in self._terms:
            value = self._at(path)
            self._terms[f"{path} names"] = Terms({name: (self._plain(name),) for name in value})
        return self._terms[f"{path} names"]

    def _at(self, path: str) -> Any:
        value: Any = self.words
        for name in path.split("."):
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value

    def _plain(self, phrase: str) -> str:
        """Spell a phrase as messages are spelled once they are plain."""
        if phrase.endswith("*"):
            return phrase
        return plain_words(phrase, numbers=self.words.numbers, rewrites=self.words.rewrites)

    @cached_property
    def speller(self) -> Speller:
        """Return what puts typos of these words right."""
        known = {*_single_words(self.words.model_dump()), *self.exercises.tokens}
        return Speller(
            self.words.spelling.split(), left_alone=known | set(self.words.left_alone.split())
        )


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
    return Vocabulary(read_protocol(protocols / FILE, IntakeWords), exercises)
