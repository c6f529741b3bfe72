"""The shipped catalogue, and the marker for long property runs."""

import pytest

from glutebot.program import Catalogue
from program.shelf import shipped_catalogue


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long runs out unless they are asked for."""
    if "slow" in (config.option.markexpr or ""):
        return
    long_runs = [item for item in items if item.get_closest_marker("slow")]
    if long_runs:
        config.hook.pytest_deselected(items=long_runs)
        items[:] = [item for item in items if item not in long_runs]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return shipped_catalogue()
