"""With NOTHING_SKIPS=1 a skipped test is a failed one, and says what was missing.

Where everything can be installed, a skip hides a test that should have run. Only third-party
data that must not be in the repository may be absent; such tests give a reason that begins with
"not in the repository:".
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

VARIABLE = "NOTHING_SKIPS"
ALLOWED = "not in the repository:"
_strict = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Read the variable and take it away: to Glutebot it would be an unknown setting."""
    config.stash[_strict] = os.environ.pop(VARIABLE, "") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a test's skip into a failure."""
    report: Any = yield
    return _judge(report, item.config, item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turn the skip of a whole module into a failure."""
    report: Any = yield
    return _judge(report, collector.config, collector.nodeid)


def _judge(report: Any, config: pytest.Config, test: str) -> Any:
    if not config.stash.get(_strict, False) or not report.skipped or hasattr(report, "wasxfail"):
        return report
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if not reason.startswith(ALLOWED):
        report.outcome = "failed"
        report.longrepr = f"{test} was skipped, and {VARIABLE} allows no skips: {reason}"
    return report
