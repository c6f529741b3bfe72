"""Read a Profile from plain data, and say what is wrong with it in words."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from rapidfuzz.process import extractOne

from glutebot.domain.model import Model
from glutebot.domain.profiles import CONDITIONS, Gear, History, OtherTraining, Pain, Pregnancy
from glutebot.domain.profiles import Profile as _Profile
from glutebot.errors import InputError

_NESTED: dict[str, type[Model]] = {
    "pregnancy": Pregnancy, "pain": Pain, "history": History, "other_training": OtherTraining,
}  # fmt: skip
_GEAR: tuple[str, ...] = (*get_args(get_args(Gear)[0]), "full-gym")
_ALIASES = {
    "hypertension": "high-blood-pressure",
    "uncontrolled-blood-pressure": "high-blood-pressure",
    "heart-condition": "heart-disease",
    "insulin": "diabetes",
    "diabetes-insulin": "diabetes",
    "diabetes-on-insulin": "diabetes",
    "blood-thinners": "anticoagulants",
    "sickle-cell": "sickle-cell-trait",
    "low-bone-density": "osteoporosis",
    "faint": "syncope",
    "chest-pain": "chest",
}
_SHAPES = {
    "tuple_type": 'Give a list, such as ["one", "two"], or [] for none.',
    "dict_type": 'Give `key: value` pairs, such as {"back-squat": 100}.',
    "model_type": "Give `key: value` pairs.",
    "model_attributes_type": "Give `key: value` pairs.",
    "string_type": "Give a text in quotes.",
    "string_too_short": "Write a word or take it out.",
    "string_too_long": "Write fewer words.",
    "bool_type": "Give true or false.",
    "bool_parsing": "Give true or false.",
}
_NUMBER_REMEDY = "Give a plain number, without quotes, units or formulas."


def read_profile(data: Mapping[str, Any]) -> _Profile:
    """Return the Profile that the data describes.

    Raises:
        InputError: names the field, what is wrong and the remedy, and for an unknown key or
            word the nearest known one.
    """
    if not isinstance(data, Mapping):
        raise InputError("a profile is a set of `key: value` pairs.", field="profile",
                         remedy='Start with {"days_per_week": 3, …}.')  # fmt: skip
    try:
        return _Profile.model_validate(_with_known_signs(data))
    except ValidationError as fault:
        raise _explain(fault) from fault


def _with_known_signs(data: Mapping[str, Any]) -> dict[str, Any]:
    """Spell conditions and red flags as the safety table does."""
    read = dict(data)
    for key in ("conditions", "red_flags"):
        if isinstance(read.get(key), list | tuple):
            read[key] = [_known_sign(value) for value in read[key]]
    return read


def _known_sign(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    spelled = "-".join(value.casefold().replace("_", " ").split())
    return _ALIASES.get(spelled, spelled)


def _explain(fault: ValidationError) -> InputError:
    first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
    path = [part for part in first["loc"] if not _is_branch(part)]
    field = ".".join(str(part) for part in path)
    message, remedy = _words(first, path)
    return InputError(message, field=field, remedy=remedy)


def _is_branch(part: int | str) -> bool:
    """Tell whether a part of the path names a type of ours and not a key of theirs."""
    return isinstance(part, str) and ("literal[" in part or part.startswith(("function", "tuple")))


def _words(error: Any, path: list[int | str]) -> tuple[str, str]:
    kind, context, value = error["type"], error.get("ctx") or {}, error.get("input")
    if kind == "extra_forbidden":
        return "is not a known key.", _nearest(str(path[-1]), _keys_beside(path))
    if kind == "missing":
        return "is missing.", f"Add `{path[-1]}`."
    if kind == "literal_error":
        return f"{_shown(value)} is not known.", _known_words(path, context, value)
    if kind in ("value_error", "int_type", "int_from_float", "finite_number", "float_type"):
        return f"{_shown(value)} is not a usable number.", _NUMBER_REMEDY
    if kind in _SHAPES:
        return f"{_shown(value)} cannot be used.", _SHAPES[kind]
    if kind.startswith(("greater", "less")):
        return f"{_shown(value)} is out of range.", _bound(context)
    return f"{_shown(value)} cannot be used.", f"{error['msg']}."


def _bound(context: Mapping[str, Any]) -> str:
    words = {"ge": "Give {} or more.", "gt": "Give more than {}.", "le": "Give {} or less.",
             "lt": "Give less than {}."}  # fmt: skip
    return next(words[name].format(f"{context[name]:g}") for name in words if name in context)


def _keys_beside(path: list[int | str]) -> list[str]:
    model: type[Model] = _NESTED.get(str(path[0]), _Profile) if len(path) > 1 else _Profile
    return list(model.model_fields)


def _known_words(path: list[int | str], context: Mapping[str, Any], value: Any) -> str:
    if path[0] == "equipment":
        return _nearest(str(value), list(_GEAR))
    if path[0] in ("conditions", "red_flags"):
        return _nearest(str(value), list(CONDITIONS))
    return f"Use {context.get('expected', 'a known word')}."


def _nearest(word: str, known: list[str]) -> str:
    near = extractOne(word[:100], known)
    return f"Did you mean `{near[0]}`?" if near else f"Known are {', '.join(known)}."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
