"""`glutebot doctor`: each part looked at, each failure with its remedy."""

from pathlib import Path

import pytest

from cli.conftest import Run
from support.knowledge_files import write_file


def test_a_sound_set_up_passes(run: Run, own_data: Path) -> None:
    ran = run("doctor", "--json")

    assert ran.code == 0, ran.out
    states = {check["name"]: check["state"] for check in ran.json}
    assert set(states) == {
        "settings",
        "knowledge",
        "index",
        "vector search",
        "database",
        "chat model",
    }
    assert "failed" not in states.values()


def test_it_says_who_answers(run: Run, own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLUTEBOT_VECTOR_SEARCH", "exact")

    ran = run("doctor")

    assert ran.code == 0
    assert "exact answers" in ran.out
    assert "answers are quoted from the sources" in ran.out
    assert str(own_data) in ran.out


def test_broken_knowledge_fails_with_a_remedy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "knowledge" / "a.md", "No ground here.")
    monkeypatch.setenv("GLUTEBOT_KNOWLEDGE", str(tmp_path / "knowledge"))

    ran = run("doctor", "--json")

    failed = {check["name"]: check for check in ran.json if check["state"] == "failed"}
    assert ran.code == 1
    assert set(failed) == {"knowledge", "services"}
    assert failed["knowledge"]["remedy"] == "Run `glutebot lint`."


def test_a_dead_model_and_database_fail_beside_the_rest(
    run: Run, own_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLUTEBOT_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("GLUTEBOT_LLM_API_KEY", "sk-never-shown")
    monkeypatch.setenv("GLUTEBOT_VECTOR_SEARCH", "exact")

    ran = run("doctor", "--json")

    states = {check["name"]: check["state"] for check in ran.json}
    assert ran.code == 1
    assert (states["index"], states["chat model"]) == ("ok", "failed")
    assert "sk-never-shown" not in ran.out + ran.err
