"""What is known of a person so far; health statements stay until they are plainly taken back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from glutebot.coaching.reading import Reading
from glutebot.domain.intake import Intake
from glutebot.domain.profiles import ALL_GEAR

HEALTH = ("age", "pregnancy", "par_q_yes", "conditions", "red_flags", "pain")
"""Fields on which a gate stands."""
GUARDED_TO_AGE = 15
"""The oldest age, in years, that a gate stands on; a later, higher one does not lift it."""
SEVERAL = ("equipment", "dislikes", "prioritise", "limit", "conditions", "red_flags", "par_q_yes")
"""Fields that hold several things."""


@dataclass(frozen=True)
class Known:
    """A Profile in the making, in the Profile's form; what nobody named is left out."""

    profile: Mapping[str, Any] = field(default_factory=dict)
    weekdays: tuple[int, ...] = ()
    unclear: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Tell whether a field was named, or asked for and skipped."""
        return name in self.profile or name in self.skipped

    def skip(self, *names: str) -> "Known":
        """Return the same with fields left to their defaults."""
        return replace(self, skipped=_union(self.skipped, names))

    def with_fields(self, **fields: Any) -> "Known":
        """Return the same with fields of the profile set."""
        return replace(self, profile={**self.profile, **fields})


def known_from(intake: Intake) -> Known:
    """Return what a kept intake knows."""
    return Known(intake.profile, intake.weekdays, intake.unclear, intake.skipped)


def learn(known: Known, reading: Reading, *, make_believe: bool = False) -> tuple[Known, list[str]]:
    """Add what a message says; also return the health fields that it could not loosen.

    A pretended statement ("forget that I'm pregnant") may make a gate stricter, never looser.
    """
    wanted = _merge(dict(known.profile), reading)
    held = {name: _held(name, known.profile, wanted, make_believe) for name in HEALTH}
    kept = [name for name in HEALTH if held[name] != wanted.get(name)]
    profile = {name: value for name, value in {**wanted, **held}.items() if value is not None}
    said = {*reading.told, *reading.added, *reading.removed} - set(kept)
    return Known(
        profile=profile,
        weekdays=_weekdays(known, reading),
        unclear=tuple(
            name
            for name in _union(known.unclear, reading.unclear)
            if name in reading.unclear or name not in said
        ),
        skipped=tuple(name for name in known.skipped if name not in said),
    ), kept


def only_health(reading: Reading) -> Reading:
    """Return a reading without what it says of anything but health."""

    def keep(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in HEALTH}

    return Reading(
        told=keep(reading.told),
        added=keep(reading.added),
        removed=keep(reading.removed),
        unclear=tuple(name for name in reading.unclear if name in HEALTH),
    )


def _merge(profile: dict[str, Any], reading: Reading) -> dict[str, Any]:
    for name, value in reading.told.items():
        if name != "weekdays":
            merge = _MERGES.get(name, _replace)
            profile[name] = merge(profile.get(name), value)
    for name, values in reading.added.items():
        old = profile.get(name)
        profile[name] = _add_pains(old, values) if name == "pain" else list(_union(old, values))
    for name, values in reading.removed.items():
        _remove(profile, name, values)
    return profile


def _replace(_old: Any, new: Any) -> Any:
    return list(new) if isinstance(new, tuple) else new


def _merge_maps(old: Any, new: Any) -> dict[str, Any]:
    return {**(old or {}), **new}


def _merge_pregnancy(old: Any, new: Any) -> dict[str, Any]:
    """Add to what is known of a pregnancy; another status starts anew."""
    same = "status" not in new or (old or {}).get("status", new["status"]) == new["status"]
    return {**(old or {} if same else {}), **new}


def _add_pains(old: Any, new: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add pains; a later word on an area replaces the earlier one."""
    areas = {pain["area"]: dict(pain) for pain in old or ()}
    areas.update({pain["area"]: {**areas.get(pain["area"], {}), **pain} for pain in new})
    return list(areas.values())


def _add_all(old: Any, new: Iterable[Any]) -> list[Any]:
    return list(_union(old, new))


_MERGES: dict[str, Callable[[Any, Any], Any]] = {
    "pregnancy": _merge_pregnancy,
    "one_rep_max_kg": _merge_maps,
    "history": _merge_maps,
    "pain": _add_pains,
    "conditions": _add_all,
    "red_flags": _add_all,
    "par_q_yes": _add_all,
}


def _remove(profile: dict[str, Any], name: str, values: Iterable[Any]) -> None:
    if name == "pain":
        gone = {value["area"] if isinstance(value, Mapping) else value for value in values}
        profile["pain"] = [pain for pain in profile.get("pain", ()) if pain["area"] not in gone]
    elif name in profile and isinstance(profile[name], Mapping):
        profile[name] = {key: it for key, it in profile[name].items() if key not in set(values)}
    elif name in profile:
        held = profile[name]
        spelled = ALL_GEAR if name == "equipment" and "full-gym" in held else held
        profile[name] = [one for one in spelled if one not in set(values)]


def _held(name: str, old: Mapping[str, Any], new: Mapping[str, Any], make_believe: bool) -> Any:
    """Return the value that a health field keeps."""
    before, after = old.get(name), new.get(name)
    if before == after:
        return after
    if name == "age":
        lifts = before is not None and before <= GUARDED_TO_AGE and (after or 0) > before
        return before if make_believe or lifts else after
    if name == "pregnancy":
        return _held_pregnancy(before or {}, after or {}, make_believe)
    if not make_believe:
        return after
    if name == "pain":
        return _add_pains(after, (pain for pain in before or () if _is_worse(pain, after or ())))
    return list(_union(before, after)) or before


def _held_pregnancy(
    before: Mapping[str, Any], after: Mapping[str, Any], make_believe: bool
) -> Mapping[str, Any] | None:
    """Keep a pregnancy that was stated; only a birth, or more detail, comes after it."""
    stated = before.get("status", "none") != "none"
    if stated and (make_believe or after.get("status", "none") == "none"):
        return before
    pretended = make_believe and after.get("status", "none") == "none"
    return (before or None) if pretended else (after or None)


def _is_worse(pain: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    later = [other for other in others if other["area"] == pain["area"]]
    return not later or (pain.get("severity") or 0) > (later[0].get("severity") or 0)


def _weekdays(known: Known, reading: Reading) -> tuple[int, ...]:
    if "weekdays" in reading.told:
        return tuple(sorted(set(reading.told["weekdays"])))
    days = reading.told.get("days_per_week", len(known.weekdays))
    return known.weekdays if days == len(known.weekdays) else ()


def _union(old: Iterable[Any] | None, new: Iterable[Any] | None) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*(old or ()), *(new or ()))))
