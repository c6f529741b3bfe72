"""The fixed replies: complete, checked, fillable."""

from pathlib import Path

import pytest
import yaml

from glutebot.answering.replies import Replies, load_replies
from glutebot.errors import KnowledgeError


@pytest.fixture
def texts(repository: Path) -> dict[str, list[str]]:
    path = repository / "knowledge" / "protocols" / "replies.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def write(folder: Path, value: object) -> Path:
    path = folder / "replies.yaml"
    path.write_text(yaml.safe_dump(value))
    return path


def test_the_shipped_replies_are_whole_sentences(repository: Path) -> None:
    replies = load_replies(repository / "knowledge" / "protocols" / "replies.yaml")

    for occasion in Replies.model_fields:
        lines = getattr(replies, occasion)
        assert lines, occasion
        assert all(line.strip() == line and line[-1] in ".?!" for line in lines), occasion


def test_shipped_replies_only_have_places_that_are_filled(texts: dict[str, list[str]]) -> None:
    filled = {name: "\n".join(lines).format(first="A", second="B") for name, lines in texts.items()}

    assert all("{" not in text for text in filled.values())


def test_a_missing_reply_is_named(tmp_path: Path, texts: dict[str, list[str]]) -> None:
    del texts["noted"]

    with pytest.raises(KnowledgeError, match=r"replies\.yaml › noted: Field required"):
        load_replies(write(tmp_path, texts))


def test_an_unknown_reply_is_named(tmp_path: Path, texts: dict[str, list[str]]) -> None:
    with pytest.raises(KnowledgeError, match=r"replies\.yaml › notd"):
        load_replies(write(tmp_path, {**texts, "notd": ["Oops."]}))


def test_a_missing_or_broken_file_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "replies.yaml"
    broken.write_text("noted: [")

    with pytest.raises(KnowledgeError, match="is missing"):
        load_replies(tmp_path / "other.yaml")
    with pytest.raises(KnowledgeError, match="is not YAML"):
        load_replies(broken)
