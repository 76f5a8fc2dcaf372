from __future__ import annotations

from collections.abc import Iterator

import pytest

from ics import USUAL, week
from served import Server


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "stridelift.toml").write_text('athlete.timezone = "Europe/Berlin"\n', encoding="utf-8")
    (folder / "runs.ics").write_bytes(week("2026-11-30", USUAL).encode())
    with Server(folder, ("runs.ics",)) as server:
        yield server
