"""Programs that import a file: libical, which many calendar programs are built on, and calcurse."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from example import Example, examples
from stridelift.calendar.published import Entry, load_published

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)]


def _sessions(calendar: Path) -> list[Entry]:
    found = [event.entry for event in load_published(calendar.read_bytes()).events]
    assert found
    return found


def test_libical(example: Example) -> None:
    calendar = example.folder / "expected.ics"
    command = ["/usr/bin/python3", Path(__file__).with_name("libical.py"), calendar]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    found = json.loads(subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout)
    assert found == {
        "errors": 0,
        "events": [
            [one.uid, one.summary, one.location, one.description, one.start.timestamp(), one.end.timestamp()]
            for one in _sessions(calendar)
        ],
    }


def test_calcurse(example: Example, tmp_path: Path) -> None:
    calendar = example.folder / "expected.ics"

    def calcurse(*arguments: str | Path) -> str:
        command = ["calcurse", "-D", tmp_path, "-C", tmp_path, *arguments]
        environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    sessions = _sessions(calendar)
    assert f"{len(sessions)} apps / 0 events / 0 todos / 0 skipped" in calcurse("-i", calendar)
    shown = calcurse("-G", "--format-apt", "%(start:%Y-%m-%d %H:%M) %(end:%H:%M) %m\n")
    assert shown.splitlines() == [f"{one.start:%Y-%m-%d %H:%M} {one.end:%H:%M} {one.summary}" for one in sessions]
