"""The API over a fake, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from support.fake_services import FakeServices
from support.live_server import run_server

KEY = b"k" * 32


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def address(services: FakeServices) -> Iterator[str]:
    generous = Limits(per_visitor="1000/minute", per_address="1000/minute")
    api = create_api(services, visitor_key=KEY, origins=["https://blog.example"], limits=generous)
    with run_server(api.app) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=10) as http:
        yield http
