"""A Chroma server instead of the one in the process: filled, shared, damaged, gone and back."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from glutebot.retrieval import vector_store
from glutebot.retrieval.chroma_collection import NAME, open_remote
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import Index, open_index
from retrieval.examples import many_passages
from support.local_servers import free_port, run_chroma

QUESTIONS = ("how deep to squat", "protein per day", "rest between heavy sets")
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_chroma(tmp_path_factory.mktemp("chroma-server")) as address:
        yield address


@pytest.fixture(autouse=True)
def emptied(request: pytest.FixtureRequest) -> None:
    """Start every test that uses the shared server with an empty one."""
    if "server" in request.fixturenames:
        client = open_remote(request.getfixturevalue("server"))
        for collection in client.list_collections():
            client.delete_collection(collection.name)


def opened(folder: Path, url: str | None, passages: int = 200) -> Index:
    index = open_index(folder, HashingEmbedder(), chroma_url=url)
    index.sync(many_passages(passages))
    index.start_vector_store()
    index.wait_for_vector_store(WAIT_SECONDS)
    return index


def found(index: Index) -> list[list[str]]:
    return [[hit.passage.id for hit in index.search(text, limit=5)] for text in QUESTIONS]


def collections(server: str) -> set[str]:
    return {each.name for each in open_remote(server).list_collections()}


def test_a_server_finds_what_exact_search_finds(server: str, tmp_path: Path) -> None:
    exact = open_index(tmp_path / "exact", HashingEmbedder(), vector_search="exact")
    exact.sync(many_passages(200))
    remote = opened(tmp_path / "remote", server)

    status = remote.status()

    assert (status.answers_with, status.chroma_state) == ("chroma", "open")
    assert found(remote) == found(exact)
    assert collections(server) == {f"{NAME}-{remote.version}"}
    assert not (tmp_path / "remote" / "chroma").exists()
    for index in (exact, remote):
        index.close()


def test_two_replicas_share_one_collection(server: str, tmp_path: Path) -> None:
    first = opened(tmp_path / "a", server)
    built = open_remote(server).get_collection(f"{NAME}-{first.version}").metadata
    second = opened(tmp_path / "b", server)

    assert second.status().answers_with == "chroma"
    assert open_remote(server).get_collection(f"{NAME}-{second.version}").metadata == built
    assert found(first) == found(second)
    first.close()
    assert found(second)
    second.close()


def test_a_new_version_replaces_the_collection_but_one(server: str, tmp_path: Path) -> None:
    index = opened(tmp_path, server)
    versions = [index.version]
    for count in (210, 220):
        index.sync(many_passages(count))
        _wait_until_chroma_answers(index)
        versions.append(index.version)

    assert collections(server) == {f"{NAME}-{version}" for version in versions[1:]}
    index.close()


def test_a_collection_that_lost_vectors_is_built_again(server: str, tmp_path: Path) -> None:
    index = opened(tmp_path, server)
    version, wanted = index.version, found(index)
    index.close()
    collection = open_remote(server).get_collection(f"{NAME}-{version}")
    collection.delete(ids=collection.get(limit=50, include=[])["ids"])

    again = opened(tmp_path, server)

    assert again.status().answers_with == "chroma"
    assert open_remote(server).get_collection(f"{NAME}-{version}").count() == 200
    assert found(again) == wanted
    again.close()


def test_other_peoples_collections_stay(server: str, tmp_path: Path) -> None:
    client = open_remote(server)
    theirs = client.create_collection("shop-items", embedding_function=None)
    theirs.add(ids=["1"], embeddings=np.ones((1, 4), dtype=np.float32))

    index = opened(tmp_path, server)

    assert open_remote(server).get_collection("shop-items", embedding_function=None).count() == 1
    index.close()


def test_a_server_that_goes_away_costs_no_answer_and_is_used_again_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "_AWAY_SECONDS", 0.2)
    kept, port = tmp_path / "server", free_port()
    kept.mkdir()
    with run_chroma(kept, port) as address:
        index = opened(tmp_path / "index", address)
        wanted = found(index)
        assert index.status().answers_with == "chroma"

    assert found(index) == wanted
    assert index.status().answers_with == "exact"
    assert index.status().chroma_state == "failed"

    with run_chroma(kept, port):
        _wait_until_chroma_answers(index)
        assert found(index) == wanted
    index.close()


def test_a_server_that_was_never_there_leaves_exact_search(tmp_path: Path) -> None:
    index = opened(tmp_path, f"http://127.0.0.1:{free_port()}")

    assert index.status().chroma_state == "failed"
    assert [len(ids) for ids in found(index)] == [5, 5, 5]
    index.close()


def _wait_until_chroma_answers(index: Index) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while index.status().answers_with != "chroma":
        assert time.monotonic() < until, index.status()
        index.search(QUESTIONS[0], limit=1)
        time.sleep(0.05)
