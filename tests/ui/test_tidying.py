"""A server that runs forgets what its sites keep no longer, and does not die of a failure."""

import datetime
import threading
from pathlib import Path
from typing import Any

import pytest

from glutebot.ui import server
from support.fake_services import FakeServices
from support.widget_calls import make_site


def test_old_conversations_go_while_the_server_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Any = FakeServices(tmp_path)
    services.sites.add(make_site("lab", "https://lab.example", retention_days=1))
    database = services.conversations._database
    talk = services.conversations.start("w:lab:ann")
    services.conversations.append("w:lab:ann", talk, "q")
    late = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    monkeypatch.setattr(database, "now", lambda: late)
    monkeypatch.setattr(server, "_TIDY_SECONDS", 0.01)
    prune, stopped, rounds = services.sites.prune, threading.Event(), []

    def prune_in_the_end() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("the database is away")
        stopped.set()
        gone: int = prune()
        return gone

    monkeypatch.setattr(services.sites, "prune", prune_in_the_end)
    server._tidy(services, stopped)

    assert len(rounds) == 2
    assert services.conversations.summaries("w:lab:ann") == []
