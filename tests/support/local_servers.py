"""Throw-away servers of other people's on free ports of this machine: the real thing, not a fake.

Each keeps its files in a folder of its own and ends with its block. A machine without the program
skips the tests that need it.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

_START_SECONDS = 60
_STOP_SECONDS = 15


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def run_postgres() -> Iterator[str]:
    """Run a new PostgreSQL cluster; yields its SQLAlchemy address."""
    initdb = _installed("initdb", "postgresql", beside="usr/lib/postgresql/*/bin")
    user = _unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="glutebot-postgres-") as folder:
        data, port = Path(folder) / "data", free_port()
        if user:
            shutil.chown(folder, user)
        options = ["-D", str(data), "-U", "glutebot", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([initdb, *options], user=user, cwd=folder, check=True, capture_output=True)
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
        command = [str(Path(initdb).with_name("postgres")), "-D", str(data), "-p", str(port)]
        command += [part for setting in settings for part in ("-c", setting)]
        with _running(command, lambda: _listens(port), cwd=folder, user=user):
            yield f"postgresql+psycopg://glutebot@127.0.0.1:{port}/postgres"


@contextmanager
def run_redis(port: int | None = None) -> Iterator[str]:
    """Run a Redis that keeps nothing; yields its address."""
    redis = _installed("redis-server", "redis-server")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="glutebot-redis-") as folder:
        command = [redis, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        with _running(command, lambda: _listens(port), cwd=folder):
            yield f"redis://127.0.0.1:{port}"


@contextmanager
def run_chroma(folder: Path, port: int | None = None) -> Iterator[str]:
    """Run a Chroma server over a folder; yields its address."""
    port = port or free_port()
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1"]
    address = f"http://127.0.0.1:{port}"
    with _running([*command, "--port", str(port)], lambda: _beats(address), cwd=str(folder)):
        yield address


def _installed(program: str, package: str, *, beside: str = "nowhere") -> str:
    """Return the path of a program, or skip the test and name the package that holds it."""
    elsewhere = [str(folder) for folder in sorted(Path("/").glob(beside))]
    found = shutil.which(program, path=os.pathsep.join([os.environ["PATH"], *elsewhere]))
    if found is None:
        pytest.skip(f"{program} is not installed; on Debian it is in the package {package}")
    return found


def _unprivileged_user() -> str | None:
    """Return who runs a server that refuses root; None where we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def _running(
    command: list[str], is_ready: Callable[[], bool], *, cwd: str, user: str | None = None
) -> Iterator[None]:
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=cwd, user=user, env=environment
        )
        try:
            _wait(process, is_ready, command[0])
            yield
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL would wait for clients on SIGTERM
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", is_ready: Callable[[], bool], name: str) -> None:
    until = time.monotonic() + _START_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{name} did not start (exit code {process.returncode})")
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _beats(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/v2/heartbeat", timeout=1).is_success
    except httpx.HTTPError:
        return False
