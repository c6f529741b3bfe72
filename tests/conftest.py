"""What every test may lean on: a quiet environment, no network, and the shipped corpus indexed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from glutebot.services import Services, build_services
from glutebot.settings import load_settings
from support import network_guard, no_skips

REPOSITORY = Path(__file__).resolve().parents[1]

settings.register_profile(
    "glutebot",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("glutebot")


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment up before the first test module is read."""
    config.pluginmanager.register(no_skips, "no-skips")
    for variable in [name for name in os.environ if name.startswith(("GLUTEBOT_", "OPENAI_"))]:
        del os.environ[variable]
    network_guard.install_guard()


@pytest.fixture(autouse=True)
def refused_connections() -> Iterator[list[str]]:
    """Fail a test that tried to leave the machine, even if the refusal was caught."""
    network_guard.refused.clear()
    yield network_guard.refused
    assert network_guard.refused == []


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that the tests belong to."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shipped_data(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A data folder with the shipped corpus indexed by the real embedder; to read, not to ingest.

    The first run takes a minute; later runs start from a copy that pytest's cache keeps, and
    embed what changed since. Point `GLUTEBOT_DATA_DIR` at it to run commands.
    """
    kept = pytestconfig.cache.mkdir("shipped")
    folder = tmp_path_factory.mktemp("shipped")
    with FileLock(kept.with_suffix(".lock")):
        (kept / "index" / "prepared.json").unlink(missing_ok=True)  # so that nothing is trusted
        services = build_services(load_settings(data_dir=kept))
        services.prepare()
        services.close()
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shipped(shipped_data: Path) -> Iterator[Services]:
    """The services over the shipped corpus."""
    services = build_services(load_settings(data_dir=shipped_data))
    services.prepare()
    yield services
    services.close()
