"""The house keeps its plan: imports point one way, functions and modules stay small."""

import ast
import os
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support import no_skips
from support.network_guard import NetworkRefused, is_local

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10
LONGEST_MODULE = 300
PLANTED = {
    "src/glutebot/domain/upwards.py": "from glutebot import services\n",
    "src/glutebot/corpus/sideways.py": "from glutebot.retrieval import index\n",
    "src/glutebot/storage/page.py": "import gradio\n",
    "src/glutebot/domain/mind.py": "import langchain_core\n",
    "src/glutebot/undeclared.py": "ROOM = 1\n",
}
"""Files that each break a contract."""


def source_files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def function_lengths(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def lint_imports(folder: Path) -> tuple[int, str]:
    """Return the exit code and the report of import-linter, run on a checkout."""
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command
    done = subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_imports_point_one_way(repository: Path) -> None:
    code, report = lint_imports(repository)

    assert code == 0, report


def test_each_contract_breaks_when_it_is_broken(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "src", tmp_path / "src")
    shutil.copy(repository / "pyproject.toml", tmp_path)
    for name, text in PLANTED.items():
        (tmp_path / name).write_text(text)

    code, report = lint_imports(tmp_path)

    assert code == 1, report
    for module in (
        "domain.upwards",
        "corpus.sideways",
        "storage.page",
        "domain.mind",
        "undeclared",
    ):
        assert f"glutebot.{module}" in report, report


def test_no_function_is_long(repository: Path) -> None:
    files = source_files(repository / "src", repository / "tests")
    lengths = [found for path in files for found in function_lengths(path)]

    assert [(name, length) for name, length in lengths if length > LONGEST_FUNCTION] == []


def test_the_median_function_is_short(repository: Path) -> None:
    lengths = [n for path in source_files(repository / "src") for _, n in function_lengths(path)]

    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_no_module_is_long(repository: Path) -> None:
    lines = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in source_files(repository / "src")
    }

    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_every_public_name_says_what_it_is(repository: Path) -> None:
    silent = [
        f"{path.name}:{node.name}"
        for path in source_files(repository / "src")
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_module_is_a_drawer_for_everything(repository: Path) -> None:
    names = {path.stem for path in source_files(repository / "src")}

    assert names.isdisjoint({"utils", "util", "helpers", "helper", "misc", "common"})


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1", b"example.org"])
def test_tests_cannot_leave_the_machine(refused_connections: list[str], host: str | bytes) -> None:
    with pytest.raises(NetworkRefused):
        socket.create_connection((host, 80), timeout=1)

    assert len(refused_connections) == 1
    refused_connections.clear()


@pytest.mark.parametrize(
    "host", [None, "", "localhost", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0"]
)
def test_this_machine_may_be_reached(host: str | None) -> None:
    assert is_local(host)


SKIPPING = """
import pytest

def test_lacks_something():
    pytest.skip("no browser here")

def test_lacks_third_party_data():
    pytest.skip("not in the repository: a collection")

@pytest.mark.xfail(strict=True)
def test_is_expected_to_fail():
    assert False

@pytest.mark.skipif(True, reason="not on this system")
def test_is_marked():
    pass
"""


def run_skipping(folder: Path, text: str, nothing_skips: str) -> tuple[int, str]:
    (folder / "test_skipping.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "support.no_skips", "-p", "no:cacheprovider", "-rA"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(no_skips.__file__).parents[1]),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            no_skips.VARIABLE: nothing_skips,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_skip_fails_where_nothing_may_skip(tmp_path: Path) -> None:
    code, report = run_skipping(tmp_path, SKIPPING, "1")

    assert code == 1
    assert "1 failed, 1 skipped, 1 xfailed, 1 error" in report
    assert "test_lacks_something was skipped" in report
    assert "allows no skips: no browser here" in report
    assert "allows no skips: not on this system" in report


def test_a_module_that_skips_fails_where_nothing_may_skip(tmp_path: Path) -> None:
    text = 'import pytest\npytest.importorskip("no_such_module")\ndef test_one(): pass\n'

    code, report = run_skipping(tmp_path, text, "1")

    assert code != 0
    assert "no_such_module" in report


def test_elsewhere_a_skip_is_a_skip(tmp_path: Path) -> None:
    code, report = run_skipping(tmp_path, SKIPPING, "")

    assert code == 0
    assert "3 skipped, 1 xfailed" in report
