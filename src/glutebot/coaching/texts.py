"""What the dialogue asks, shows and says, read from one checked file."""

from pathlib import Path
from typing import Any

from pydantic import Field

from glutebot.domain.intake import Choice
from glutebot.domain.model import Model
from glutebot.protocol_file import read_protocol

FILE = "intake.yaml"


class FieldTexts(Model):
    """How one field of the Profile is shown, asked for and changed."""

    label: str
    what: str
    """The field inside a sentence: "days a week"."""
    value: str
    one: str | None = None
    """The value where it is 1."""
    none: str | None = None
    """The value where it is empty."""
    unknown: str | None = None
    """The value where nobody knows it."""
    names: dict[str | int, str] = Field(default_factory=dict)
    again: str | None = None
    """How it is said that a thing that was left out is welcome again."""
    question: str | None = None
    default: Any = None
    rules: tuple[str, ...] = Field(min_length=1)
    why: str
    choices: tuple[Choice, ...] = ()


class Question(Model):
    """A question with what is assumed when it is skipped, and answers to pick."""

    question: str
    skipped: str
    choices: tuple[Choice, ...] = ()


class ChangeTexts(Model):
    """How one kind of difference between two programs is named."""

    what: str
    say: str
    rules: tuple[str, ...] = Field(min_length=1)


class Differences(Model):
    """How differences between two programs are named."""

    exercise: ChangeTexts
    added: ChangeTexts
    removed: ChangeTexts
    weekdays: ChangeTexts
    form: ChangeTexts
    sessions: ChangeTexts
    minutes: ChangeTexts
    sets: ChangeTexts
    effort: ChangeTexts
    length: ChangeTexts
    wish: str
    follows: str
    nothing: str


class Asking(Model):
    """Words by which a question about training is told from a wish for a program."""

    openers: tuple[str, ...]
    inside: tuple[str, ...]
    wishes: tuple[str, ...]


class SwapWords(Model):
    """Words by which an exercise is swapped, taken out or added, folded as messages are."""

    out: tuple[str, ...]
    add: tuple[str, ...]
    instead: tuple[str, ...]
    """What stands between the exercise that comes and the one that goes."""


class Clearance(Model):
    """Words by which somebody says that a clinician agreed to training."""

    who: tuple[str, ...]
    agreed: tuple[str, ...]
    denied: tuple[str, ...]


class Lines(Model):
    """Sentences of the dialogue; `{names}` in them are filled in by code."""

    understood: str
    welcome: str
    skip_core: str
    skip_all: str
    unread: str
    unread_change: str
    kept: str
    kept_hint: str
    which: str
    fault: str
    session_one: str
    session_many: str
    program: str
    applied: str
    again: str
    assumed: str
    change_hint: str
    proposal: str
    proposal_same: str
    confirm: str
    meanwhile: str
    meanwhile_all: str
    meanwhile_refused: str
    meanwhile_open: str
    dropped: str
    dropped_health: str
    no_difference: str
    stands: str
    not_built: str
    stopped: str
    not_in_program: str
    cannot_place: str
    makes_room: str


class IntakeTexts(Model):
    """The whole file."""

    core: tuple[str, ...] = Field(min_length=1)
    """The fields that are asked for, in order."""
    fields: dict[str, FieldTexts]
    health: Question
    follow_ups: dict[str, Question]
    picked: dict[str, str]
    """Messages of choices that only name a topic, and the field that is open then."""
    contexts: dict[str, str]
    """What a short answer about a pregnancy or a birth is read with."""
    assumed_severity: int = Field(ge=0, le=10)
    """Of a pain whose strength nobody told, from 0 to 10."""
    yes: Choice
    no: Choice
    build_now: Choice
    skip_one: Choice
    swap: Choice
    signs: dict[str, dict[str, tuple[Any, ...]]]
    """Safety flags that are no sign of a Profile, and what they mean for one."""
    pregnancy_flags: tuple[str, ...]
    make_believe: tuple[str, ...]
    build_now_words: tuple[str, ...]
    stop_words: tuple[str, ...]
    questions: Asking
    swaps: SwapWords
    clearance: Clearance
    lasting: tuple[str, ...]
    """Words without which a pain is not taken for one that lasts, however grave it sounds."""
    not_yet: tuple[str, ...]
    """Whole answers that deny what the follow-up to a pregnancy or a birth asks."""
    others: tuple[str, ...]
    """Words for other people, of whom a pregnancy may be told."""
    lines: Lines
    changes: Differences


def load_texts(protocols: Path) -> IntakeTexts:
    """Read the texts of the dialogue.

    Raises:
        KnowledgeError: the file is missing, is not YAML, or has a text too many or too few.
    """
    return read_protocol(protocols / FILE, IntakeTexts)


def join_words(words: list[str], last: str = "and") -> str:
    """Return words as a list is spoken: a, b and c."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
