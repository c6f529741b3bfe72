"""The shipped catalogue, and the marker for long property runs."""

import pytest

from glutebot.program import Catalogue
from program.shelf import shipped_catalogue


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of the long runs."""
    config.addinivalue_line("markers", "slow: thousands of profiles; run it with `-m slow`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long runs out unless they are asked for."""
    if "slow" in (config.option.markexpr or ""):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow; run it with `-m slow`"))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return shipped_catalogue()
