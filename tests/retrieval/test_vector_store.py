"""Chroma as a cache: opened when whole, rebuilt when not, and never needed for an answer."""

import json
import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from glutebot.retrieval import chroma_cache, chroma_collection, vector_store
from glutebot.retrieval.chroma_child import run_child
from glutebot.retrieval.chroma_collection import (
    CacheUnusableError,
    Records,
    check_collection,
    create_collection,
    open_local,
)
from glutebot.retrieval.chroma_generations import Generations
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import Index, open_index
from retrieval.examples import make_passage, many_passages

QUESTIONS = ("how deep to squat", "protein per day", "rest between heavy sets")
WAIT_SECONDS = 60


def wait_for(index: Index, *states: str) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while index.status().chroma_state not in states:
        assert time.monotonic() < until, index.status()
        time.sleep(0.02)


def found(index: Index) -> list[list[str]]:
    return [[hit.passage.id for hit in index.search(text, limit=5)] for text in QUESTIONS]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[str]]]:
    """A folder with a sealed generation, and what exact search finds in it."""
    folder = tmp_path_factory.mktemp("template")
    index = open_index(folder, HashingEmbedder())
    index.sync(many_passages(300))
    exact = found(index)
    index.start_vector_store()
    wait_for(index, "open")
    assert found(index) == exact
    index.close()
    return folder, exact


@pytest.fixture
def folder(tmp_path: Path, template: tuple[Path, list[list[str]]]) -> Path:
    return Path(shutil.copytree(template[0], tmp_path / "index"))


@pytest.fixture
def exact(template: tuple[Path, list[list[str]]]) -> list[list[str]]:
    return template[1]


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The verbs that were given to child processes."""
    verbs: list[str] = []

    def note(verb: str, *arguments: object) -> None:
        verbs.append(verb)
        run_child(verb, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(chroma_cache, "run_child", note)
    return verbs


@pytest.fixture
def reopen(folder: Path) -> Iterator[Callable[[], Index]]:
    opened: list[Index] = []

    def open_and_start() -> Index:
        index = open_index(folder, HashingEmbedder())
        opened.append(index)
        index.start_vector_store()
        return index

    yield open_and_start
    for index in opened:
        index.close()


def the_generation(folder: Path) -> Path:
    return folder / "chroma" / (folder / "chroma" / "current").read_text()


def test_start_after_start_builds_nothing(
    reopen: Callable[[], Index], builds: list[str], exact: list[list[str]]
) -> None:
    for _ in range(2):
        index = reopen()
        wait_for(index, "open")
        assert index.status().answers_with == "chroma"
        assert found(index) == exact
        index.close()

    assert builds == ["probe"] * 2


@pytest.mark.kill
def test_a_killed_owner_does_not_cost_a_rebuild(
    folder: Path, reopen: Callable[[], Index], builds: list[str]
) -> None:
    """The open copy is thrown away; what was sealed was never opened."""
    owner = multiprocessing.get_context("spawn").Process(target=_own_until_killed, args=(folder,))
    owner.start()
    until = time.monotonic() + WAIT_SECONDS
    while not (folder / "is-open").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    owner.kill()
    owner.join()

    wait_for(reopen(), "open")

    assert builds == ["probe"]


def _own_until_killed(folder: Path) -> None:
    index = open_index(folder, HashingEmbedder())
    index.start_vector_store()
    wait_for(index, "open")
    (folder / "is-open").touch()
    time.sleep(WAIT_SECONDS)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = [_flip, _truncate, _empty, Path.unlink]
FILES = ["chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES, ids=["flip", "truncate", "empty", "delete"])
def test_every_damage_to_a_sealed_file_is_seen(
    folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    generation = the_generation(folder)
    damage(next((generation / "built").rglob(name)))

    with pytest.raises(CacheUnusableError, match="files"):
        Generations(folder / "chroma").check_out(generation)

    assert list((folder / "chroma").glob("open-*")) == []


def _lose_files(generation: Path) -> None:
    shutil.rmtree(generation / "built")


def _break_manifest(generation: Path) -> None:
    (generation / "manifest.json").write_text("{}")


def _interrupt(generation: Path) -> None:
    (generation / "dirty").touch()


def _flip_vectors(generation: Path) -> None:
    _flip(next(generation.rglob("data_level0.bin")))


@pytest.mark.parametrize(
    "damage",
    [
        _flip_vectors,
        pytest.param(_lose_files, marks=pytest.mark.kill),
        pytest.param(_break_manifest, marks=pytest.mark.kill),
        pytest.param(_interrupt, marks=pytest.mark.kill),
        pytest.param(shutil.rmtree, marks=pytest.mark.kill),
    ],
)
def test_damage_is_rebuilt_while_exact_search_answers(
    folder: Path,
    reopen: Callable[[], Index],
    builds: list[str],
    exact: list[list[str]],
    damage: Callable[[Path], object],
) -> None:
    damage(the_generation(folder))

    index = reopen()

    assert found(index) == exact
    wait_for(index, "open")
    assert found(index) == exact
    assert "build" in builds


@pytest.mark.parametrize("pointer", [None, b"", b"\xff\xfe", b"../elsewhere", b"gone-1"])
def test_a_bad_pointer_still_leads_to_the_generation(folder: Path, pointer: bytes | None) -> None:
    generation = the_generation(folder)
    path = folder / "chroma" / "current"
    path.unlink() if pointer is None else path.write_bytes(pointer)

    version = generation.name.rpartition("-")[0]
    assert Generations(folder / "chroma").find(version) == generation


@pytest.mark.kill
def test_another_metric_is_rebuilt(
    folder: Path, reopen: Callable[[], Index], builds: list[str], exact: list[list[str]]
) -> None:
    generations = Generations(folder / "chroma")
    version = the_generation(folder).name.rpartition("-")[0]
    directory = generations.begin(version)
    index = open_index(folder, HashingEmbedder())
    records = vector_store._records(index._snapshot)
    index.close()
    client = open_local(directory / "built")
    wrong = client.create_collection(
        chroma_collection.NAME, embedding_function=None, configuration={"hnsw": {"space": "l2"}}
    )
    wrong.upsert(ids=list(records.ids), embeddings=records.vectors)
    client.close()
    generations.seal(directory)

    index = reopen()
    wait_for(index, "open")

    assert builds[:3] == ["probe", "build", "probe"]
    assert found(index) == exact


def test_the_check_refuses_what_was_not_written(tmp_path: Path) -> None:
    vectors = np.eye(20, 16, dtype=np.float32) + np.float32(0.01)
    records = Records(tuple(f"id{place}" for place in range(20)), vectors)
    client = open_local(tmp_path)
    create_collection(client, records)

    for other, complaint in (
        (Records(records.ids[:19], vectors[:19]), "20 vectors instead of 19"),
        (Records(records.ids, vectors[::-1]), "missing or another"),
        (Records(tuple(f"x{place}" for place in range(20)), vectors), "missing or another"),
    ):
        with pytest.raises(CacheUnusableError, match=complaint):
            check_collection(client, other, count=len(other.ids))
    assert check_collection(client, records, count=20)
    client.close()


def test_a_new_version_is_built_in_the_background(
    folder: Path, reopen: Callable[[], Index]
) -> None:
    index = reopen()
    wait_for(index, "open")
    before = index.version

    index.sync([*many_passages(300), make_passage("Creatine is safe", title="Creatine")])

    assert index.search("creatine")[0].passage.title == "Creatine"
    until = time.monotonic() + WAIT_SECONDS
    while index.status().answers_with != "chroma":
        assert time.monotonic() < until
        time.sleep(0.02)
    assert index.search("creatine", mode="dense")[0].passage.title == "Creatine"
    kept = {path.name.rpartition("-")[0] for path in (folder / "chroma").glob("*-[0-9]")}
    assert kept == {before, index.version}


@pytest.mark.kill
def test_another_model_gets_a_collection_of_its_own(folder: Path, builds: list[str]) -> None:
    other = HashingEmbedder(256)
    index = open_index(folder, other, vector_search="chroma")
    wait_for(index, "open")
    index.close()

    assert builds == ["build", "probe"]


def test_a_second_process_answers_exactly(
    folder: Path,
    reopen: Callable[[], Index],
    exact: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vector_store, "_LOCKED_SECONDS", 0.05)
    with FileLock(folder / "chroma" / "owner.lock"):
        index = reopen()
        wait_for(index, "locked")
        assert (index.status().answers_with, found(index)) == ("exact", exact)

    wait_for(index, "open")
    assert found(index) == exact


def test_a_failing_search_falls_back_to_exact(
    reopen: Callable[[], Index], exact: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[str]:
        raise RuntimeError("the index broke")

    index = reopen()
    wait_for(index, "open")
    monkeypatch.setattr(chroma_cache, "nearest_ids", fail)

    assert found(index) == exact
    assert index.status().answers_with == "exact"
    assert "the index broke" in index.status().detail


def test_a_disk_that_refuses_leaves_exact_search(
    folder: Path,
    reopen: Callable[[], Index],
    exact: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    shutil.rmtree(folder / "chroma")
    monkeypatch.setattr(Generations, "begin", refuse)

    index = reopen()
    wait_for(index, "failed")

    assert found(index) == exact


def test_exact_only_never_starts_chroma(folder: Path) -> None:
    index = open_index(folder, HashingEmbedder(), vector_search="exact")

    index.start_vector_store()

    assert index.status().chroma_state == "off"
    index.close()


def test_an_embedding_function_in_the_store_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Collection:
        configuration_json = json.loads(
            '{"hnsw": {"space": "cosine"}, "embedding_function": {"type": "known"}}'
        )

    with pytest.raises(CacheUnusableError, match="embedding function"):
        chroma_collection._check_configuration(Collection())
