"""The difference between two programs, for a person to say yes or no to."""

from collections.abc import Iterator, Mapping
from typing import Any

from glutebot.coaching.chips import Chips
from glutebot.coaching.known import Known
from glutebot.coaching.texts import ChangeTexts, IntakeTexts, join_words
from glutebot.coaching.wording import Wording
from glutebot.domain.model import Model
from glutebot.domain.programs import Item, Program


class Change(Model):
    """One difference, with the rules that it touches."""

    what: str
    before: str
    after: str
    why: str
    rules: tuple[str, ...]
    text: str
    """The difference as part of a sentence."""

    def to_json(self) -> dict[str, Any]:
        """Return the form that the public contract gives a change."""
        return {
            "what": self.what, "from": self.before, "to": self.after, "why": self.why,
            "rules": list(self.rules),
        }  # fmt: skip


class Comparing:
    """Names the differences between two programs."""

    def __init__(self, texts: IntakeTexts, chips: Chips, wording: Wording) -> None:
        self._texts = texts
        self._chips = chips
        self._wording = wording

    def wishes(self, before: Known, after: Known) -> list[Change]:
        """Return what a person asked to have otherwise."""
        return list(self._wishes(before, after))

    def effects(self, before: Program, after: Program) -> list[Change]:
        """Return what follows for the program."""
        days = [self._weekdays(before), self._weekdays(after)]
        moved = [self._effect(self._texts.changes.weekdays, *days)] if days[0] != days[1] else []
        return [
            *moved,
            *self._exercises(before, after),
            *self._forms(before, after),
            *self._numbers(before, after),
        ]

    def _forms(self, before: Program, after: Program) -> Iterator[Change]:
        """Return the exercises that stay and get a changed form, as for a pain."""
        old, words = _by_id(before), self._texts.changes
        forms = [
            item.name
            for name, item in _by_id(after).items()
            if name in old and set(item.modifications) - set(old[name].modifications)
        ]
        if forms:
            yield self._effect(words.form, words.nothing, join_words(forms))

    def _weekdays(self, program: Program) -> str:
        names = self._texts.fields["weekdays"].names
        days = [session.weekday for session in program.weeks[0].sessions]
        return join_words([names[day] for day in days if day]) or self._texts.changes.nothing

    def _wishes(self, before: Known, after: Known) -> Iterator[Change]:
        old, new = _apart(self._values(before), self._values(after))
        for field in dict.fromkeys((*new, *old)):
            was, now = (side.get(field, self._default(field, known))
                        for side, known in ((old, before), (new, after)))  # fmt: skip
            known = field in self._texts.fields and field != "weekdays"  # an effect says those
            if (was or None) == (now or None) or not known:
                continue
            about = self._texts.fields[field]
            said = [self._said(field, value) for value in (was, now)]
            yield Change(
                what=about.what, before=said[0], after=said[1], why=about.why, rules=about.rules,
                text=self._wish(field, was, now),
            )  # fmt: skip

    def _values(self, known: Known) -> dict[str, Any]:
        days = {"weekdays": list(known.weekdays)} if known.weekdays else {}
        return {**known.profile, **days}

    def _default(self, field: str, known: Known) -> Any:
        return self._chips.default(field, known) if field in self._texts.fields else None

    def _said(self, field: str, value: Any) -> str:
        about = self._texts.fields[field]
        empty = value in (None, [], {}, ()) and not (about.none or about.unknown)
        return self._texts.changes.nothing if empty else self._wording.value(field, value)

    def _wish(self, field: str, was: Any, now: Any) -> str:
        """Return a wish in words; of a thing that is only added or taken back, that alone."""
        about, said = self._texts.fields[field], self._texts.changes.wish
        if about.again and not now:
            return about.again.format(self._said(field, was).removeprefix(about.value.format("")))
        if about.again and not was:
            return self._said(field, now)
        return said.format(before=self._said(field, was), after=self._said(field, now))

    def _exercises(self, before: Program, after: Program) -> Iterator[Change]:
        words = self._texts.changes
        old, new = _by_id(before), _by_id(after)
        gone = [item for name, item in old.items() if name not in new]
        come = [item for name, item in new.items() if name not in old]
        alone = len(gone) == len(come) == 1
        for item in gone:
            other = next((one for one in come if alone or _replaces(one, item)), None)
            if other:
                come.remove(other)
                yield self._effect(words.exercise, item.name, other.name)
            else:
                yield self._effect(words.removed, item.name, words.nothing)
        for item in come:
            yield self._effect(words.added, words.nothing, item.name)

    def _numbers(self, before: Program, after: Program) -> Iterator[Change]:
        words, old, new = self._texts.changes, _numbers(before), _numbers(after)
        for name in old:
            if old[name] != new[name]:
                yield self._effect(getattr(words, name), old[name], new[name])

    def _effect(self, about: ChangeTexts, before: str, after: str) -> Change:
        return Change(
            what=about.what, before=before, after=after, why=self._texts.changes.follows,
            rules=about.rules, text=about.say.format(before=before, after=after),
        )  # fmt: skip


def _apart(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides with only what differs in the list of what is left out."""
    was, now = old.get("dislikes") or [], new.get("dislikes") or []
    return (
        {**old, "dislikes": [one for one in was if one not in now]},
        {**new, "dislikes": [one for one in now if one not in was]},
    )


def lost_exercises(before: Program, after: Program) -> list[str]:
    """Return the names of the exercises that the later program has no longer."""
    new = _by_id(after)
    return [item.name for name, item in _by_id(before).items() if name not in new]


def _by_id(program: Program) -> Mapping[str, Item]:
    return {i.exercise_id: i for week in program.weeks for s in week.sessions for i in s.items}


def _replaces(one: Item, other: Item) -> bool:
    return one.pattern == other.pattern or one.exercise_id in other.substitutes


def _numbers(program: Program) -> dict[str, str]:
    work = [volume for volume, week in zip(program.volume, program.weeks, strict=True)
            if not week.deload]  # fmt: skip
    sessions = [session for week in program.weeks if not week.deload for session in week.sessions]
    rirs = [item.rir for week in program.weeks if not week.deload
            for session in week.sessions for item in session.items]  # fmt: skip
    return {
        "sessions": str(len(program.weeks[0].sessions)),
        "minutes": span([session.estimated_minutes for session in sessions]),
        "sets": span([volume.glute_max for volume in work]),
        "effort": span(rirs),
        "length": str(len(program.weeks)),
    }


def span(values: list[Any]) -> str:
    """Return the least and the greatest of some numbers in words."""
    low, high = f"{min(values):g}", f"{max(values):g}"
    return low if low == high else f"{low} to {high}"
