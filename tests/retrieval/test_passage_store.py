"""The durable store: damage is seen, moved aside, and costs no more than a new sync."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from glutebot.domain.articles import Passage
from glutebot.errors import UnavailableError
from glutebot.retrieval import passage_store
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import open_index
from glutebot.retrieval.passage_store import PassageStore, StoreDamagedError
from glutebot.retrieval.store_recovery import STORE_NAME


@pytest.fixture
def folder(tmp_path: Path, passages: list[Passage]) -> Path:
    index = open_index(tmp_path, HashingEmbedder())
    index.sync(passages)
    index.close()
    return tmp_path


def run_sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / STORE_NAME)
    connection.execute(statement)
    connection.commit()
    connection.close()


def overwrite(folder: Path, start: int, content: bytes) -> None:
    with (folder / STORE_NAME).open("r+b") as stream:
        stream.seek(start)
        stream.write(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "emptied": lambda folder: (folder / STORE_NAME).write_bytes(b""),
    "garbage": lambda folder: (folder / STORE_NAME).write_bytes(b"no database" * 1000),
    "header": lambda folder: overwrite(folder, 0, b"\xff" * 16),
    "half": lambda folder: (folder / STORE_NAME).write_bytes(
        (folder / STORE_NAME).read_bytes()[: (folder / STORE_NAME).stat().st_size // 2]
    ),
    "pages": lambda folder: overwrite(folder, 5 * 4096, b"\x5a" * 8192),
    "deleted": lambda folder: (folder / STORE_NAME).unlink(),
    "row lost": lambda folder: run_sql(folder, "DELETE FROM passages WHERE place = 2"),
    "row changed": lambda folder: run_sql(
        folder, "UPDATE passages SET body = replace(body, '6.7', '67') WHERE place = 1"
    ),
    "vector changed": lambda folder: run_sql(
        folder, "UPDATE vectors SET vector = zeroblob(1544) WHERE rowid = 3"
    ),
    "other format": lambda folder: run_sql(folder, "PRAGMA user_version = 99"),
    "table gone": lambda folder: run_sql(folder, "DROP TABLE vectors"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_moved_aside_and_a_sync_restores_all(
    folder: Path, passages: list[Passage], damage: Callable[[Path], object]
) -> None:
    damage(folder)

    index = open_index(folder, HashingEmbedder())

    assert [passage.id for passage in index.passages()] == []
    index.sync(passages)
    assert index.search("protein per day")[0].passage.title == "Protein"
    assert list(index.passages()) == passages
    index.close()


def test_what_was_damaged_is_kept_and_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    DAMAGES["garbage"](folder)

    with caplog.at_level(logging.WARNING):
        open_index(folder, HashingEmbedder()).close()

    assert "damaged" in caplog.text
    assert len(list(folder.glob(f"damaged-*-{STORE_NAME}"))) == 1


def test_damage_during_use_is_repaired_by_the_next_sync(
    folder: Path, passages: list[Passage]
) -> None:
    index = open_index(folder, HashingEmbedder())
    DAMAGES["table gone"](folder)

    report = index.sync(passages)

    assert report.added == len(passages)
    assert index.search("protein per day")[0].passage.title == "Protein"


def test_a_lost_vector_is_made_again(folder: Path, passages: list[Passage]) -> None:
    run_sql(folder, "DELETE FROM vectors WHERE rowid % 2 = 0")

    index = open_index(folder, HashingEmbedder())

    assert list(index.passages()) == passages
    assert index.search("protein", mode="dense")[0].passage.title == "Protein"


def test_a_folder_that_is_not_writable_says_so(tmp_path: Path) -> None:
    (tmp_path / STORE_NAME).mkdir()

    with pytest.raises(UnavailableError, match="cannot be used"):
        open_index(tmp_path, HashingEmbedder())


def test_an_interrupted_transaction_changes_nothing(folder: Path, passages: list[Passage]) -> None:
    store = PassageStore(folder / STORE_NAME)
    before = store.read()

    with pytest.raises(AttributeError):
        store.replace([*passages[:2], None], version="new", keys=())  # type: ignore[list-item]

    after = store.read()
    assert (after.version, after.passages) == (before.version, before.passages)
    assert after.vectors.keys() == before.vectors.keys()
    store.close()


def test_vectors_that_nobody_needs_are_dropped(folder: Path, passages: list[Passage]) -> None:
    index = open_index(folder, HashingEmbedder())
    index.sync(passages[:1])
    index.close()

    store = PassageStore(folder / STORE_NAME)
    assert len(store.read().vectors) == 1 + len(passages[0].lines)
    store.close()


def test_a_sealed_vector_is_checked() -> None:
    sealed = passage_store._seal(b"12345678")

    assert passage_store._unseal(sealed) == b"12345678"
    with pytest.raises(StoreDamagedError):
        passage_store._unseal(b"0" + sealed[1:])
