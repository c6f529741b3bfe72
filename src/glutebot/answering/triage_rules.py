"""The safety rules as data: what `knowledge/safety` may say, checked when it is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from glutebot.answering.triage_lexicon import Lexicon, Quantity
from glutebot.domain.model import Model
from glutebot.errors import KnowledgeError

Level = Literal[
    "crisis", "emergency", "same-day", "routine", "unsafe", "off-topic", "small-talk"
]  # fmt: skip
LEVELS: tuple[Level, ...] = (
    "crisis", "emergency", "same-day", "routine", "unsafe", "off-topic", "small-talk",
)  # fmt: skip
Reach = Annotated[int, Field(ge=1, le=400)]
FixedLine = Annotated[str, Field(min_length=20, max_length=400)]
Languages = Literal["en", "es", "de", "fr", "pt", "ar"]
LANGUAGE_CONCEPTS = frozenset(
    {
        "negation", "negation-break", "information", "opener", "personal", "history", "long-past",
        "current", "checked", "gone", "returned", "safe-again", "no-longer", "training",
    }
)  # fmt: skip
"""Concepts that the code itself asks for; the others are named by the rules only."""

Checked = TypeVar("Checked", bound=Model)


class Concept(Model):
    """Words and phrases for one idea; `swell*` also matches swelling, `{exercise}` any exercise."""

    hides: bool = False
    """True: what lies inside a match means nothing else (`chest press` is no chest)."""
    en: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    pt: tuple[str, ...] = ()
    ar: tuple[str, ...] = ()

    def terms(self) -> tuple[str, ...]:
        """Return the terms of all languages."""
        return self.en + self.es + self.de + self.fr + self.pt + self.ar


class Grammar(Model):
    """What the reader of a message must know about words in general."""

    fillers: tuple[str, ...]
    """Words that may stand inside a phrase without changing it: can't *really* pee."""
    rewrites: dict[str, str]
    numbers: dict[str, float]
    left_alone: str
    """Ordinary words, separated by spaces, that are not typos of a sign's word."""


class WordFile(Model):
    """One file of `knowledge/safety/words`."""

    concepts: dict[str, Concept]
    quantities: dict[str, Quantity] = Field(default_factory=dict)


class Combination(Model):
    """Concepts that raise a sign together; `a|b` means either."""

    all: tuple[str, ...] = Field(min_length=1)
    within: Reach | tuple[Reach, ...] = 12
    """The greatest distance from the first concept, in words; a sentence's end counts four.
    A list gives one for each of the other concepts."""
    without: tuple[str, ...] = ()
    """Concepts that must not stand anywhere in the message."""

    at_most_words: int | None = None
    """Set for small talk: in a longer message the same words are not the point of it."""

    def reaches(self) -> tuple[int, ...]:
        """Return the distance for each concept after the first."""
        others = len(self.all) - 1
        return self.within if isinstance(self.within, tuple) else (self.within,) * others

    @model_validator(mode="after")
    def _count_reaches(self) -> Self:
        if len(self.reaches()) != len(self.all) - 1:
            raise ValueError("`within` needs one distance for each concept after the first")
        return self


class Sign(Model):
    """One flag: the combinations that raise it and the reviewed sentences that it is met with."""

    when: tuple[Combination, ...] = Field(min_length=1)
    lines: tuple[FixedLine, ...] = Field(min_length=1)
    follow_ups: tuple[str, ...] = ()
    stops: bool = True
    clears: bool = True
    """False: a state, such as a pregnancy, that "it's gone" does not end."""
    fades: bool = False
    """True: a routine sign that said to be years ago does not raise; grave ones have own rules."""
    recall: tuple[str, ...] = ()
    """Concepts of a later message at which a standing routine line is shown again."""


class SignFile(Model):
    """One file of `knowledge/safety/signs`: a level, its signs in order of precedence."""

    level: Level
    reminder: tuple[FixedLine, ...] = ()
    """What a later request for training is met with while a sign of this level stands."""
    caution: tuple[FixedLine, ...] = ()
    """What goes with an answer when the second reader suspects a sign of this level."""
    signs: dict[str, Sign]


@dataclass(frozen=True)
class SafetyRules:
    """All safety rules, read and compiled once."""

    lexicon: Lexicon
    levels: Mapping[Level, SignFile]

    def sign(self, flag: str) -> tuple[Level, Sign] | None:
        """Return the level and the sign of a flag, or None when no rule has that id."""
        for level, file in self.levels.items():
            if flag in file.signs:
                return level, file.signs[flag]
        return None

    def flags(self) -> Iterator[tuple[Level, str, Sign]]:
        """Yield every flag in order of precedence."""
        for level in LEVELS:
            for flag, sign in self.levels[level].signs.items():
                yield level, flag, sign


def load_safety_rules(folder: Path) -> SafetyRules:
    """Read and check the safety rules of a folder; raise KnowledgeError naming file and key."""
    grammar = read_checked(folder / "grammar.yaml", Grammar)
    concepts: dict[str, Concept] = {}
    quantities: dict[str, Quantity] = {}
    for path in list_rule_files(folder / "words"):
        words = read_checked(path, WordFile)
        _refuse_repeats(path, "concepts", concepts, words.concepts)
        _refuse_repeats(path, "quantities", {**concepts, **quantities}, words.quantities)
        concepts.update(words.concepts)
        quantities.update(words.quantities)
    levels = _read_levels(folder / "signs", known=concepts.keys() | quantities.keys())
    _refuse_missing(folder / "words", LANGUAGE_CONCEPTS - concepts.keys(), "concept")
    return SafetyRules(_compile(folder, grammar, concepts, quantities), levels)


def list_rule_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder by name; raise KnowledgeError when there is none."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise KnowledgeError("There is no rule file here.", field=str(folder))
    return paths


def read_checked(path: Path, schema: type[Checked]) -> Checked:
    """Read a YAML file into its schema; raise KnowledgeError naming file and key on a fault."""
    try:
        # Composed with the C parser, which reads the files ten times as fast where it is there.
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        data = _plain(yaml.compose(path.read_text(encoding="utf-8"), Loader=loader))
        return schema.model_validate(data)
    except OSError as error:
        raise KnowledgeError("The file cannot be read.", field=str(path)) from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"The file is not YAML: {error}", field=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{first['msg']}.", field=f"{path}: {key}") from error


def _plain(node: yaml.Node | None) -> Any:
    """Build plain strings, lists and dicts, so that `no` stays a word and no key stands twice."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key {key} stands twice in one mapping")
        return {key.value: _plain(value) for key, value in node.value}
    return node.value if node else None


def _read_levels(folder: Path, *, known: Iterable[str]) -> dict[Level, SignFile]:
    levels: dict[Level, SignFile] = {}
    seen: dict[str, Sign] = {}
    known = set(known)
    for path in list_rule_files(folder):
        file = read_checked(path, SignFile)
        if file.level in levels:
            raise KnowledgeError(f"The level {file.level} stands twice.", field=f"{path}: level")
        _refuse_repeats(path, "signs", seen, file.signs)
        for flag, sign in file.signs.items():
            _refuse_missing(path, _named(sign) - known, f"signs.{flag}: concept")
        levels[file.level] = file
        seen.update(file.signs)
    _refuse_missing(folder, set(LEVELS) - levels.keys(), "level")
    return levels


def _named(sign: Sign) -> set[str]:
    names = [part for combination in sign.when for part in combination.all + combination.without]
    return {name for part in [*names, *sign.recall] for name in part.split("|")}


def _refuse_repeats(
    path: Path, key: str, known: Mapping[str, object], new: Mapping[str, object]
) -> None:
    for name in known.keys() & new.keys():
        raise KnowledgeError("This id stands in two places.", field=f"{path}: {key}.{name}")


def _refuse_missing(path: Path, missing: Iterable[str], key: str) -> None:
    for name in sorted(missing):
        raise KnowledgeError(
            "It is asked for, and nothing defines it.", field=f"{path}: {key} {name}"
        )


def _compile(
    folder: Path, grammar: Grammar, concepts: dict[str, Concept], quantities: dict[str, Quantity]
) -> Lexicon:
    try:
        return Lexicon(
            terms={name: concept.terms() for name, concept in concepts.items()},
            correctable={name: concept.en for name, concept in concepts.items()},
            hiding=frozenset(name for name, concept in concepts.items() if concept.hides),
            quantities=quantities,
            fillers=frozenset(grammar.fillers),
            rewrites=grammar.rewrites,
            numbers=grammar.numbers,
            left_alone=frozenset(grammar.left_alone.split()),
        )
    except KeyError as error:
        message = f"A term names the slot {error}, which no concept fills."
        raise KnowledgeError(message, field=f"{folder / 'words'}: {error}") from error
