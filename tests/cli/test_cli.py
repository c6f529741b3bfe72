"""The command line as a whole: quick help, quiet output, exit codes, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from glutebot import __version__

COMMANDS = ("serve", "ask", "search", "ingest", "lint", "evaluate", "doctor")
HEAVY = ("chromadb", "gradio", "langchain_core", "langchain_openai", "numpy", "onnxruntime",
         "openai", "pydantic", "sqlalchemy", "fastapi", "yaml", "tokenizers")  # fmt: skip


def run_process(
    *arguments: str, data: Path, stdin: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "glutebot", *arguments],
        input=stdin,
        env={**os.environ, "GLUTEBOT_DATA_DIR": str(data), **variables},
        cwd=data,
        capture_output=True,
        timeout=120,
    )


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")

    assert ran.code == 0
    assert all(f"    {command} " in ran.out for command in COMMANDS)
    assert run("--version").out == f"glutebot {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")

    assert ran.code == 0
    assert ran.out.startswith(f"usage: glutebot {command}")


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom glutebot.cli import main\n"
        "try:\n    main(['ask', '--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )

    assert "LOADED []" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("dance",), ("ask", "x", "--loud"), ("serve", "--port", "many"), ("evaluate", "cake")],
)
def test_unusable_arguments_exit_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "usage: glutebot" in ran.err


def test_an_unknown_setting_names_the_nearest(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLUTEBOT_DATADIR", "x")

    ran = run("lint")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "glutebot: GLUTEBOT_DATADIR: is not a known setting. Did you mean GLUTEBOT_DATA_DIR?\n"
    )


@pytest.mark.parametrize("command", [("ask", "x"), ("search", "x"), ("ingest", "."), ("doctor",)])
def test_a_data_folder_that_cannot_be_made_is_said_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(tmp_path / "file" / "data"))

    ran = run(*command)

    assert ran.code == (1 if command == ("doctor",) else 2)
    assert "cannot be made" in ran.out + ran.err


def test_a_missing_knowledge_folder_is_said_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLUTEBOT_KNOWLEDGE", str(tmp_path / "nowhere"))

    for command in (("ask", "squat?"), ("lint",)):
        ran = run(*command)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1


def test_an_unreachable_database_exits_with_three(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLUTEBOT_DATABASE_URL", f"sqlite:///{tmp_path}/no/such/folder/x.db")

    ran = run("ask", "squat?")

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("glutebot: GLUTEBOT_DATABASE_URL: ")


def test_progress_goes_to_stderr_and_quiet_silences_it(
    run: Run, own_data: Path, tmp_path: Path
) -> None:
    article = tmp_path / "a.md"
    text = "---\nid: {0}\ntitle: {0} carry\nkind: post\n---\nThe {0} carry is heavy.\n"
    article.write_text(text.format("zercher"))
    loud = run("ingest", article, "--json")
    article.write_text(text.format("yoke"))
    quiet = run("--quiet", "ingest", article, "--json")
    article.write_text(text.format("sandbag"))
    quiet_behind = run("ingest", article, "--json", "--quiet")

    assert loud.json["added"] == ["zercher"]
    assert "Building the index" in loud.err
    assert quiet.json["added"] == ["yoke"]
    assert (quiet.err, quiet_behind.err) == ("", "")


def test_a_process_answers_a_batch_from_standard_input(shipped_data: Path) -> None:
    lines = [
        json.dumps({"id": "ä", "turns": ["Is creatine safe?"]}, ensure_ascii=False).encode(),
        b'{"id": "bytes", "turns": ["\xff"]}',
        b'{"id": "\\ud800", "turns": ["squat depth for glutes"]}',
        b"[" * 100_000,
    ]
    done = run_process("ask", "--batch", "-", data=shipped_data, stdin=b"\n".join(lines))
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]

    assert (done.returncode, done.stderr) == (0, b"")
    assert [one["id"] for one in found] == ["ä", None, "\ud800", None]
    assert ["error" in one for one in found] == [False, True, False, True]


def test_a_terminal_without_unicode_is_no_fault(shipped_data: Path) -> None:
    question = "Hip thrust or squat for a bigger butt?"
    plain = run_process("ask", question, data=shipped_data, PYTHONIOENCODING="ascii")
    as_json = run_process("ask", "--json", question, data=shipped_data, PYTHONIOENCODING="ascii")

    assert (plain.returncode, plain.stderr) == (0, b"")
    assert (as_json.returncode, as_json.stderr) == (0, b"")
    assert "±" in json.loads(as_json.stdout)["text"]


def test_a_reader_that_leaves_early_is_no_fault(shipped_data: Path) -> None:
    command = f"{sys.executable} -m glutebot search glutes -k 50 | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "GLUTEBOT_DATA_DIR": str(shipped_data)},
        cwd=shipped_data,
        capture_output=True,
        timeout=120,
    )

    assert done.stderr == b""
    assert done.stdout.startswith(b" 1. ")
