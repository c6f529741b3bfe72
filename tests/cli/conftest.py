"""Commands over the shipped corpus, run in this process and read line by line."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from glutebot.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout, where nothing else may stand."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def lines(self) -> list[Any]:
        """The JSON value of each line of stdout."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; a traceback is never what it prints."""

    def run_command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = _code_of([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return run_command


def _code_of(arguments: Sequence[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:  # argparse's own way to refuse
        return int(stop.code or 0)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, so that no command leans on the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def data(shipped_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The indexed data folder, for commands that only read."""
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(shipped_data))
    return shipped_data


@pytest.fixture(scope="session")
def small_knowledge(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder with the reviewed texts and two of the shipped articles."""
    folder = tmp_path_factory.mktemp("small") / "knowledge"
    for name in ("safety", "protocols"):
        shutil.copytree(repository / "knowledge" / name, folder / name)
    for name in ("hip-thrust-or-squat", "creatine"):
        shutil.copy(repository / "knowledge" / "articles" / f"{name}.md", folder)
    return folder


@pytest.fixture
def own_data(small_knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder under a small corpus, for commands that change it."""
    folder = tmp_path / "own-data"
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(folder))
    monkeypatch.setenv("GLUTEBOT_KNOWLEDGE", str(small_knowledge))
    return folder
