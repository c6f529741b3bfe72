"""A kill at any point leaves a whole version that answers exactly."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import Index, open_index
from retrieval.examples import many_passages

pytestmark = pytest.mark.kill

STORE = "glutebot.retrieval.passage_store:PassageStore."
CHROMA = "glutebot.retrieval.chroma_"
OLD, NEW = 40, 60
SYNC_POINTS = [
    (f"{STORE}{name}", moment, nth)
    for name, calls in {
        "stored": 1, "keep_vectors": 1, "replace": 1, "_write_passages": 1, "_drop_vectors": 1,
        "_write_facts": 1, "_facts": 2, "read": 1, "_read_passages": 1, "_read_vectors": 1,
    }.items()
    for moment in ("before", "after")
    for nth in range(1, calls + 1)
]  # fmt: skip
BUILD_POINTS = [
    (f"{CHROMA}generations:Generations.begin", "before"),
    (f"{CHROMA}generations:Generations.begin", "after"),
    (f"{CHROMA}cache:run_child", "before"),
    (f"{CHROMA}cache:run_child", "after"),
    (f"{CHROMA}generations:_write_durably", "before"),
    (f"{CHROMA}generations:_write_durably", "after"),
    (f"{CHROMA}generations:Generations.seal", "after"),
    (f"{CHROMA}generations:Generations.check_out", "after"),
    (f"{CHROMA}cache:check_collection", "after"),
]
QUESTIONS = ("squats and protein", "rest between sets", "hips level pain")


def found(index: Index) -> list[list[str]]:
    return [[hit.passage.id for hit in index.search(text, limit=5)] for text in QUESTIONS]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    index = open_index(folder, HashingEmbedder())
    index.sync(many_passages(OLD))
    index.close()
    return folder


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What exact search finds in either version."""
    answers = {}
    for count in (OLD, NEW):
        index = open_index(tmp_path_factory.mktemp("truth"), HashingEmbedder())
        index.sync(many_passages(count))
        answers[index.version] = found(index)
        index.close()
    return answers


def kill_at(folder: Path, point: str, moment: str, nth: int) -> None:
    command = [sys.executable, "-m", "retrieval.killed", str(folder), point, moment, str(nth)]
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path]))
    ended = subprocess.run(
        [*command, str(NEW)], env={**os.environ, "PYTHONPATH": path}, capture_output=True,
        timeout=60,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize(("point", "moment", "nth"), SYNC_POINTS)
def test_a_kill_during_sync_leaves_a_whole_version(
    tmp_path: Path,
    before: Path,
    truth: dict[str, list[list[str]]],
    point: str,
    moment: str,
    nth: int,
) -> None:
    folder = Path(shutil.copytree(before, tmp_path / "index"))

    kill_at(folder, point, moment, nth)

    index = open_index(folder, HashingEmbedder())
    assert found(index) == truth[index.version]
    index.sync(many_passages(NEW))
    assert found(index) == truth[index.version]
    assert len(index.passages()) == NEW
    assert list(folder.glob("damaged-*")) == []
    index.close()


@pytest.mark.parametrize(("point", "moment"), BUILD_POINTS)
def test_a_kill_during_a_build_never_leaves_a_half_index_in_use(
    tmp_path: Path, before: Path, truth: dict[str, list[list[str]]], point: str, moment: str
) -> None:
    folder = Path(shutil.copytree(before, tmp_path / "index"))

    kill_at(folder, point, moment, 1)

    index = open_index(folder, HashingEmbedder())
    assert found(index) == truth[index.version]
    index.start_vector_store()
    until = time.monotonic() + 60
    while index.status().answers_with != "chroma":
        assert time.monotonic() < until, index.status()
        time.sleep(0.02)
    assert found(index) == truth[index.version]
    assert len(list((folder / "chroma").glob("open-*"))) == 1
    index.close()
