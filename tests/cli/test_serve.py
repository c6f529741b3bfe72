"""Serving: the file and the command hand over the same settings, all of them."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from glutebot.cli import main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What would have been served, instead of a server."""
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GLUTEBOT_REDIS_URL", "redis://localhost:6399")
    monkeypatch.setenv("GLUTEBOT_TRUSTED_PROXIES", '["10.0.0.1"]')
    monkeypatch.setenv("GLUTEBOT_ORIGINS", '["https://blog.example"]')
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "glutebot.ui.server.serve", lambda _services, **options: calls.append(options)
    )
    return calls


def test_the_file_serves_what_the_command_serves(
    served: list[dict[str, Any]], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["serve"]) == 0
    monkeypatch.setattr(sys, "argv", ["app.py"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(repository / "app.py"), run_name="__main__")

    assert stop.value.code == 0
    assert served[0] == served[1]
    assert served[0] == {
        "host": "127.0.0.1",
        "port": 7860,
        "origins": ("https://blog.example",),
        "trusted_proxies": ("10.0.0.1",),
        "redis_url": "redis://localhost:6399",
    }


def test_host_and_port_are_passed_on(served: list[dict[str, Any]]) -> None:
    main(["--quiet", "serve", "--host", "0.0.0.0", "--port", "8080"])

    assert (served[0]["host"], served[0]["port"]) == ("0.0.0.0", 8080)
