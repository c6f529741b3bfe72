"""The data files of the program room, read and checked: numbers, choices, gates and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from glutebot.domain.model import Model
from glutebot.errors import KnowledgeError
from glutebot.program.book_choices import Choices
from glutebot.program.book_gates import Gates
from glutebot.program.book_numbers import Numbers
from glutebot.program.book_texts import RuleLines, Texts

Section = TypeVar("Section", bound=Model)


@dataclass(frozen=True)
class Book:
    """Everything about programs that is data: values in files, shapes in code."""

    numbers: Numbers
    choices: Choices
    gates: Gates
    texts: Texts
    rules: dict[str, str]
    """What each rule asks, by id."""


def shipped_protocols() -> Path:
    """Return the protocols folder of the package, or of the checkout when it is run from one."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "_data" / "knowledge" / "protocols"
    return packaged if packaged.is_dir() else here.parents[1] / "knowledge" / "protocols"


def load_book(folder: Path) -> Book:
    """Read the program files of a protocols folder.

    Raises:
        KnowledgeError: a file is missing, is not YAML, or has a key too many or too few.
    """
    return Book(
        numbers=_check(Numbers, _without_sources(folder / "program-numbers.yaml"), "numbers"),
        choices=_check(Choices, _read(folder / "program-choices.yaml"), "choices"),
        gates=_check(Gates, _read(folder / "program-gates.yaml"), "gates"),
        texts=_check(Texts, _read(folder / "program-texts.yaml"), "texts"),
        rules=_check(RuleLines, {"lines": _read(folder / "program-rules.yaml")}, "rules").lines,
    )


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise KnowledgeError("is missing.", field=path.name, remedy="Restore it.") from fault
    except yaml.YAMLError as fault:
        raise KnowledgeError("is not YAML.", field=path.name) from fault


def _without_sources(path: Path) -> dict[str, dict[str, Any]]:
    """Return bare values, after making sure that each number names its source."""
    read = _read(path)
    if not isinstance(read, Mapping):
        raise KnowledgeError("is not `key: value` lines.", field=path.name)
    return {
        section: {name: _value(path, section, name, entry) for name, entry in entries.items()}
        for section, entries in read.items()
    }


def _value(path: Path, section: str, name: str, entry: Any) -> Any:
    if not isinstance(entry, Mapping) or set(entry) != {"value", "source"} or not entry["source"]:
        raise KnowledgeError(
            "needs `value` and `source`.",
            field=f"{path.name} › {section} › {name}",
            remedy="Say where the number comes from.",
        )
    return entry["value"]


def _check(model: type[Section], data: Any, name: str) -> Section:
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        key = " › ".join(str(part) for part in first["loc"])
        field = f"program-{name}.yaml › {key}"
        raise KnowledgeError(f"{first['msg']}.", field=field) from fault
