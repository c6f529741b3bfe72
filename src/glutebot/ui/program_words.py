"""The words of the program form, read from their file and checked."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import Field

from glutebot.domain.model import Model

_FILE = Path(__file__).parent / "program_form.yaml"


class Asked(Model):
    """A field that is asked first."""

    label: str
    hint: str
    options: dict[str, str] = Field(default_factory=dict)


class Preset(Model):
    """A set of gear under one name."""

    label: str
    gear: tuple[str, ...]


class Health(Model):
    """The health question and its chips."""

    label: str
    hint: str
    chips: dict[str, str]


class PregnancyWords(Model):
    """What can be told about a pregnancy or a birth."""

    status: dict[str, str]
    symptoms: dict[str, str]


class Example(Model):
    """A start that fills the form in."""

    label: str
    days: str
    minutes: str
    experience: str
    preset: str


class FormWords(Model):
    """Labels, hints and options of the form; the keys of options are the Profile's own words."""

    first: dict[str, Asked]
    presets: dict[str, Preset]
    gear: dict[str, str]
    health: Health
    screening: dict[str, dict[str, str]]
    """The screening questions by the chip that opens them, then by number."""
    screening_hints: dict[str, str]
    pain_areas: dict[str, str]
    pregnancy: PregnancyWords
    conditions: dict[str, str]
    red_flags: dict[str, str]
    goals: dict[str, str]
    sexes: dict[str, str]
    muscles: dict[str, str]
    weekdays: dict[str, str]
    examples: tuple[Example, ...]


@cache
def form_words() -> FormWords:
    """Return the words of the form."""
    return FormWords.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
