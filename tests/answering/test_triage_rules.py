"""Faults in the safety files are named with their file and key."""

import shutil
from pathlib import Path

import pytest

from glutebot.answering.triage import load_safety_rules
from glutebot.errors import KnowledgeError

SHIPPED = Path(__file__).parents[2] / "knowledge" / "safety"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the shipped rules to a place where they can be spoilt."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "safety"))


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("signs/1-crisis.yaml", "    lines:", "    linez:", "signs.suicide"),
        ("signs/1-crisis.yaml", "suicide|self-harm", "suicide|selfharmm", "selfharmm"),
        ("signs/2-emergency.yaml", "level: emergency", "level: urgent", "level"),
        ("signs/2-emergency.yaml", "level: emergency", "level: crisis", "level"),
        ("signs/2-emergency.yaml", "within: [5, 60]", "within: [5]", "when"),
        ("words/body.yaml", "  calf-part:", "  calf:", "body.yaml"),
        ("words/crisis.yaml", "  self-harm:", "  clot-name:", "clot-name"),
        ("words/idioms.yaml", "{gym-thing}", "{nothing-there}", "nothing-there"),
        ("words/language.yaml", "  negation:", "  negations:", "negation"),
        ("grammar.yaml", "fillers: [", "fillers: [[", "grammar.yaml"),
    ],
)
def test_fault_is_named(folder: Path, file: str, old: str, new: str, named: str) -> None:
    """A fault raises KnowledgeError whose field names the file or folder and the key."""
    spoil(folder / file, old, new)

    with pytest.raises(KnowledgeError) as caught:
        load_safety_rules(folder)

    assert named in str(caught.value)
    assert str(folder) in str(caught.value.field)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder without rules raises KnowledgeError."""
    with pytest.raises(KnowledgeError):
        load_safety_rules(tmp_path)
