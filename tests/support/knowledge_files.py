"""Knowledge files for tests, valid unless a test says otherwise."""

from pathlib import Path
from typing import Any

import yaml

from glutebot.corpus.files import build_article
from glutebot.domain.articles import Article

BODY = "## Why rest days?\n\nMuscles recover between two sessions. [B34]\n"


def header(**changes: Any) -> dict[str, Any]:
    """Return valid front matter; a change to None leaves the key out."""
    usual: dict[str, Any] = {
        "id": "rest-days",
        "title": "Rest days",
        "kind": "article",
        "sources": [{"citation": "Grgic J. 2018", "grade": "meta-analysis", "facts": ["B34"]}],
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


def file_text(body: str = BODY, **changes: Any) -> str:
    """Return the text of a knowledge file."""
    return f"---\n{yaml.safe_dump(header(**changes))}---\n{body}"


def write_file(path: Path, body: str = BODY, **changes: Any) -> Path:
    """Write a knowledge file named for its id unless the path says otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file_text(body, **changes), encoding="utf-8")
    return path


def make_article(body: str = BODY, **changes: Any) -> Article:
    """Return an article as it would be read from a file."""
    return build_article(header(**changes), body, "article.md")


EXERCISE = {
    "key": "E01",
    "name": "Glute bridge",
    "equipment_any_of": [[]],
    "pattern": "bridge",
    "primary": ["glute-max"],
    "length_bias": "shortened",
    "level": "beginner",
    "unilateral": False,
    "axial_load": 0,
    "credit": {"glute_max": 1, "glute_med": 0, "quads": 0, "hamstrings": 0.5},
}
"""The catalogue attributes of an exercise guide."""
