"""Rate limits that several processes share: a real Redis, its failure and its return."""

import time

import pytest
from limits import parse

from glutebot.api import counting
from glutebot.api.admission import Admission, Limits, TooManyRequestsError
from glutebot.api.counting import Hits
from glutebot.errors import SettingsError
from support.local_servers import free_port, run_redis

TWO = parse("2/minute")


def test_two_processes_count_together() -> None:
    with run_redis() as address:
        one, other = (Admission(Limits(per_visitor="2/minute", storage=address)) for _ in "ab")
        one.charge("ann", "192.0.2.1")
        other.charge("ann", "192.0.2.2")

        with pytest.raises(TooManyRequestsError) as refused:
            one.charge("ann", "192.0.2.3")
        other.charge("ben", "192.0.2.4")

    assert 1 <= refused.value.retry_after <= 60


def test_while_the_server_is_away_the_limit_still_holds(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    with run_redis(port) as address:
        hits = Hits(address)
        assert hits.hit(TWO, "visitor", "ann") == 0

    waits = [hits.hit(TWO, "visitor", "ann") for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 1 <= waits[2] <= 60
    assert caplog.text.count("Counting in memory") == 1

    later = time.monotonic() + counting._RETRY_SECONDS + 1
    monkeypatch.setattr(counting.time, "monotonic", lambda: later)
    with run_redis(port):
        assert hits.hit(TWO, "visitor", "ann") == 0


@pytest.mark.parametrize("address", ["http://localhost", "redis://host:port", "nonsense", ""])
def test_an_address_that_cannot_be_used_names_the_setting(address: str) -> None:
    with pytest.raises(SettingsError, match="GLUTEBOT_REDIS_URL"):
        Hits(address)
