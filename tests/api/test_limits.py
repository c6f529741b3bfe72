"""How often and how many at once."""

import threading
import time

import httpx
import pytest

from glutebot.api.admission import Admission, BusyError, Limits, TooManyRequestsError
from glutebot.api.app import create_api
from support.fake_services import FakeServices
from support.live_server import run_server

KEY = b"k" * 32


def test_a_visitor_who_asks_too_often_is_told_when_to_return(services: FakeServices) -> None:
    api = create_api(services, visitor_key=KEY, limits=Limits(per_visitor="2/minute"))
    with run_server(api.app) as url, httpx.Client(base_url=url) as client:
        client.get("/api/conversations")
        replies = [client.post("/api/chat", json={"message": "hi"}) for _ in range(3)]

    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 1 <= int(replies[2].headers["retry-after"]) <= 60
    assert replies[2].json()["type"] == "urn:glutebot:problem:too-many-requests"


def test_throwing_the_cookie_away_does_not_help(services: FakeServices) -> None:
    api = create_api(services, visitor_key=KEY, limits=Limits(per_address="2/minute"))
    with run_server(api.app) as url:
        replies = [httpx.post(f"{url}/api/chat", json={"message": "hi"}) for _ in range(3)]

    assert [reply.status_code for reply in replies] == [200, 200, 429]


def test_addresses_of_one_ipv6_network_count_together() -> None:
    admission = Admission(Limits(per_address="1/minute"))
    admission.charge("ann", "2001:db8::1")

    with pytest.raises(TooManyRequestsError):
        admission.charge("ben", "2001:db8::ffff")
    admission.charge("cyd", "2001:db8:0:1::1")


def test_a_place_is_free_again_after_an_error() -> None:
    admission = Admission(Limits(streams=1))

    with pytest.raises(RuntimeError), admission.stream("ann"):
        raise RuntimeError
    with admission.stream("ben"), pytest.raises(BusyError), admission.stream("cyd"):
        pass

    assert admission.open_streams == 0


def test_too_many_answers_at_once_are_turned_away_and_recover(services: FakeServices) -> None:
    api = create_api(services, visitor_key=KEY, limits=Limits(streams=1))
    with run_server(api.app) as url:

        def read_slowly() -> None:
            with httpx.stream("POST", f"{url}/api/chat", json={"message": "slow"}) as reply:
                pieces = reply.iter_bytes()  # dropping it would hang up
                next(pieces)
                time.sleep(1.0)
                next(pieces)

        reader = threading.Thread(target=read_slowly)
        reader.start()
        time.sleep(0.3)
        headers = {"accept": "application/json"}
        busy = httpx.post(f"{url}/api/chat", json={"message": "hi"}, headers=headers)
        reader.join()
        time.sleep(0.3)
        later = httpx.post(f"{url}/api/chat", json={"message": "hi"}, headers=headers)

    assert busy.status_code == 503
    assert "Nothing is lost" in busy.json()["remedy"]
    assert busy.headers["retry-after"] == "5"
    assert later.status_code == 200
