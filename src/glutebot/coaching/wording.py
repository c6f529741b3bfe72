"""Fields of a Profile as people read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from glutebot.coaching.known import Known
from glutebot.coaching.texts import FieldTexts, IntakeTexts, join_words


class Wording:
    """Says what is known in words; `exercises` names the guides by id."""

    def __init__(self, texts: IntakeTexts, exercises: Mapping[str, str]) -> None:
        self._texts = texts
        self._exercises = exercises

    def exercise(self, name: str) -> str:
        """Return the name of a guide, or what was typed."""
        return self._exercises.get(name, name)

    def family(self, names: Sequence[str]) -> str:
        """Return what several guides have in common in their names, or the first one's name."""
        words = [self.exercise(name).lower().split() for name in names]
        shared = (
            [word for word in words[0] if all(word in other for other in words)] if words else []
        )
        return " ".join(shared or [self.exercise(name).lower() for name in names[:1]])

    def area(self, area: str) -> str:
        """Return a painful place as people say it."""
        return self._texts.fields["pain"].names.get(area, area)

    def value(self, field: str, value: Any) -> str:
        """Return a value of a field in words."""
        about = self._texts.fields[field]
        if value is None:
            return about.unknown or about.none or "—"
        if value in ([], (), {}) and about.none:
            return about.none
        if value == 1 and about.one:
            return about.one
        return about.value.format(self._bare(field, value, about))

    def known(self, field: str, known: Known) -> str:
        """Return what is known of a field in words."""
        return self.value(field, known.profile.get(field))

    def _bare(self, field: str, value: Any, about: FieldTexts) -> str:
        if field == "pregnancy":
            return self._pregnancy(value, about)
        if field == "pain":
            return join_words([self._pain(pain) for pain in value])
        if field == "one_rep_max_kg":
            return join_words([f"{self.exercise(k)} {v:g} kg" for k, v in value.items()])
        if field == "history":
            return join_words([f"{sets:g}" for sets in value.values()])
        if field == "other_training":
            return join_words([str(other.get("kind", "")) for other in value])
        if field == "dislikes":
            return join_words([self.exercise(name) for name in value])
        if isinstance(value, list | tuple):
            return join_words([self._named(one, about) for one in value])
        return self._named(value, about)

    def _named(self, value: Any, about: FieldTexts) -> str:
        key = value if type(value) in (str, int) else str(value)
        if isinstance(value, float):
            return f"{value:g}"
        return about.names.get(key, str(value).replace("-", " "))

    def _pregnancy(self, value: Mapping[str, Any], about: FieldTexts) -> str:
        status = value.get("status", "none")
        said = [about.names.get(status, status)]
        if status != "none":
            said += [f"week {value['weeks']}"] if value.get("weeks") is not None else []
            for detail in ("cleared", "healed"):
                if value.get(detail) is not None:
                    said.append(detail if value[detail] else f"not {detail}")
            said += list(value.get("symptoms") or ())
        return ", ".join(said)

    def _pain(self, pain: Mapping[str, Any]) -> str:
        much = pain.get("severity")
        return self.area(pain["area"]) + ("" if much is None else f" {much} of 10")
