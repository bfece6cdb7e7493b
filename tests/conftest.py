"""What holds for every test: under CI, a skipped test is a failure; a slow machine is none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

# How long an example takes says how busy the machine is: no promise is broken by it.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Real data that stand beside some checkouts; what they show is also shown on fictitious data of ours.
_SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared_data")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _skipped(config: pytest.Config) -> list[Any]:
    """Return the reports of skipped tests; none on a worker, which reports to the main process."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [] if reporter is None else reporter.stats.get("skipped", [])


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _CI and _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _CI and (count := len(_skipped(config))):
        terminalreporter.write_line(f"Skipped under CI, which is a failure: {count}", red=True)
