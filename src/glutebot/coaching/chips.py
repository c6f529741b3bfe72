"""What was understood and what is assumed, as chips that a tap can change."""

from collections.abc import Iterator
from typing import Any, Literal

from glutebot.coaching.known import GUARDED_TO_AGE, Known
from glutebot.coaching.texts import IntakeTexts, join_words
from glutebot.coaching.wording import Wording
from glutebot.domain.intake import Chip, Choice
from glutebot.domain.profiles import DEFAULT_WEEKS, DEFAULT_WEEKS_OF_A_BEGINNER

_ALWAYS = ("goal", "weeks", "age")
"""Fields that are shown with their default even when nobody named them."""


class Chips:
    """Shows what is known, said and assumed alike."""

    def __init__(self, texts: IntakeTexts, wording: Wording) -> None:
        self._texts = texts
        self._wording = wording

    def show(self, known: Known) -> tuple[Chip, ...]:
        """Return a chip for all that was said and for what matters most of the rest."""
        return tuple(self._chips(known))

    def said(self, known: Known) -> str:
        """Return what was said, in one line of words."""
        return ", ".join(chip.value for chip in self._chips(known) if chip.source == "said")

    def assumed(self, known: Known) -> str:
        """Return what is assumed, in one line of words."""
        return ", ".join(chip.value for chip in self._chips(known) if chip.source == "assumed")

    def default(self, field: str, known: Known) -> Any:
        """Return what a field is taken for when nobody names it."""
        if field == "goal" and (known.profile.get("age") or GUARDED_TO_AGE + 1) <= GUARDED_TO_AGE:
            return "general"  # looks are no goal at that age (R06)
        if field == "weeks":
            beginner = self._value("experience", known) == "beginner"
            return DEFAULT_WEEKS_OF_A_BEGINNER if beginner else DEFAULT_WEEKS
        return self._texts.fields[field].default

    def _value(self, field: str, known: Known) -> Any:
        if field in known.profile:
            return known.profile[field]
        return self.default(field, known)

    def _chips(self, known: Known) -> Iterator[Chip]:
        if known.weekdays:
            yield self._chip("weekdays", list(known.weekdays), "said", ())
        for field in (*self._texts.core, *_ALWAYS):
            yield self._plain(field, known)
        yield self._health(known)
        shown = {*self._texts.core, *_ALWAYS, "par_q_yes"}
        for field, value in known.profile.items():
            plain = value in ([], {}, (), None) or (field, value) == ("units", "kg")
            if field not in shown and not plain:
                yield self._chip(field, value, "said", self._changes(field, value))

    def _plain(self, field: str, known: Known) -> Chip:
        source: Literal["said", "assumed"] = "said" if field in known.profile else "assumed"
        value = self._value(field, known)
        return self._chip(field, value, source, self._texts.fields[field].choices)

    def _health(self, known: Known) -> Chip:
        choices = self._texts.health.choices
        answers = known.profile.get("par_q_yes")
        return self._chip("par_q_yes", answers, "assumed" if answers is None else "said", choices)

    def _chip(
        self, field: str, value: Any, source: Literal["said", "assumed"],
        choices: tuple[Choice, ...],
    ) -> Chip:  # fmt: skip
        label = self._texts.fields[field].label
        words = self._wording.value(field, value)
        others = tuple(choice for choice in choices if choice.label.lower() != words.lower())
        return Chip(field=field, label=label, value=words, source=source, choices=others)

    def _changes(self, field: str, value: Any) -> tuple[Choice, ...]:
        """Return how each pain, or each exercise left out, can be changed."""
        choices = self._texts.fields[field].choices
        if field == "pain":
            words = [{"area": self._wording.area(pain["area"])} for pain in value]
        elif field == "dislikes":
            words = [{"name": self._wording.exercise(name)} for name in value]
        else:
            return choices
        return tuple(fill(choice, each) for each in words for choice in choices)


def fill(choice: Choice, words: dict[str, str]) -> Choice:
    """Return a choice with the places in it filled in."""
    label = choice.label.format(**words)
    return Choice(label=label[:1].upper() + label[1:], message=choice.message.format(**words))


def list_defaults(chips: Chips, fields: list[str], known: Known, wording: Wording) -> str:
    """Return the defaults of fields in words: 3 days a week, body weight only."""
    return join_words([wording.value(field, chips.default(field, known)) for field in fields])
