"""The one question that is open next, or none when a program can be built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from glutebot.coaching.chips import Chips, fill, list_defaults
from glutebot.coaching.known import Known
from glutebot.coaching.texts import IntakeTexts
from glutebot.coaching.wording import Wording
from glutebot.domain.intake import Choice

HEALED_UNASKED_FROM = 13
"""Weeks after a birth from which healing is assumed where nobody said otherwise."""
BIRTH_REST_WEEKS = 6


@dataclass(frozen=True)
class OpenQuestion:
    """What is asked next: the field that it is about, its words and the answers to pick."""

    field: str
    text: str
    skipped: str
    choices: tuple[Choice, ...]
    gate: bool = False
    """True where the answer decides whether there may be a program at all."""


class Questions:
    """Finds what has to be asked before a program can be built."""

    def __init__(self, texts: IntakeTexts, chips: Chips, wording: Wording) -> None:
        self._texts = texts
        self._chips = chips
        self._wording = wording

    def next(self, known: Known) -> OpenQuestion | None:
        """Return the open question: a gate that was touched, then what is missing, then health."""
        finders: tuple[Callable[[Known], OpenQuestion | None], ...] = (
            self._age, self._pregnancy, self._core, self._pain, self._health,
        )  # fmt: skip
        return next((found for find in finders if (found := find(known))), None)

    def about(self, field: str, known: Known) -> OpenQuestion:
        """Return the question about a field, as when its value cannot be used."""
        if field in self._texts.core:
            return self._core_question(field, known)
        if field in ("age", "pain"):
            return self._follow_up(field, field)
        about = self._texts.fields.get(field)
        return OpenQuestion(field, "", "", about.choices if about else ())

    def _age(self, known: Known) -> OpenQuestion | None:
        open_age = "age" in known.unclear and "age" not in known.profile
        return self._follow_up("age", "age", gate=True) if open_age else None

    def _pregnancy(self, known: Known) -> OpenQuestion | None:
        name = pregnancy_question(known)
        if name is None:
            return None
        weeks = {"weeks": str((known.profile.get("pregnancy") or {}).get("weeks"))}
        return self._follow_up(name, "pregnancy", weeks, gate=True)

    def _core(self, known: Known) -> OpenQuestion | None:
        missing = [field for field in self._texts.core if not known.has(field)]
        return self._core_question(missing[0], known) if missing else None

    def _core_question(self, field: str, known: Known) -> OpenQuestion:
        about, lines = self._texts.fields[field], self._texts.lines
        missing = [other for other in self._texts.core if not known.has(other)]
        default = self._wording.value(field, self._chips.default(field, known))
        skipped = lines.skip_core.format(default=default)
        if len(missing) > 1:
            every = list_defaults(self._chips, missing, known, self._wording)
            skipped += " " + lines.skip_all.format(defaults=every)
        return OpenQuestion(field, about.question or "", skipped, about.choices)

    def _pain(self, known: Known) -> OpenQuestion | None:
        if "pain" in known.skipped:
            return None
        if "pain" in known.unclear:
            return self._follow_up("pain", "pain")
        for pain in known.profile.get("pain", ()):
            if pain.get("severity") is None:
                words = {"area": self._wording.area(pain["area"])}
                return self._follow_up("how_much", "pain", words)
        return None

    def _health(self, known: Known) -> OpenQuestion | None:
        if known.has("par_q_yes"):
            return None
        health = self._texts.health
        return OpenQuestion("par_q_yes", health.question, health.skipped, health.choices)

    def _follow_up(
        self, name: str, field: str, words: Mapping[str, Any] | None = None, *, gate: bool = False
    ) -> OpenQuestion:
        found = self._texts.follow_ups[name]
        filled = {"assumed": str(self._texts.assumed_severity), **(words or {})}
        return OpenQuestion(
            field=field,
            text=found.question.format(**filled),
            skipped=found.skipped.format(**filled),
            choices=tuple(fill(choice, filled) for choice in found.choices),
            gate=gate,
        )


def pregnancy_question(known: Known) -> str | None:
    """Return which follow-up about a pregnancy or a birth is open."""
    birth: Mapping[str, Any] = known.profile.get("pregnancy") or {}
    status, weeks = birth.get("status", "none"), birth.get("weeks")
    if "pregnancy" in known.skipped:
        return None
    if status == "pregnant" and birth.get("cleared") is None:
        return "clearance"
    if status == "postpartum" and weeks is None:
        return "birth"
    early = weeks is not None and BIRTH_REST_WEEKS <= weeks < HEALED_UNASKED_FROM
    if status == "postpartum" and early:
        return "healed" if birth.get("healed") is None else None
    return "pregnancy" if status == "none" and "pregnancy" in known.unclear else None
