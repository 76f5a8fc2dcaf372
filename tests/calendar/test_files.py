"""Calendars in files: both new or both old, whoever is killed and whoever else writes; a stranger's file stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import writing
from strategies import dice
from stridelift.calendar import files
from stridelift.calendar.files import content, write_atomically
from stridelift.calendar.published import RUNS
from stridelift.errors import OutputError
from writing import both, number, version


@pytest.fixture
def strength(tmp_path: Path) -> Path:
    return tmp_path / "strength.ics"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs.ics"


def test_files_are_written_together(strength: Path, runs: Path) -> None:
    assert both(strength, runs, 1, before=(None, None))
    assert (number(strength), number(runs)) == (1, 1)
    assert both(strength, runs, 2, before=(version(1), version(1, RUNS)))
    assert (number(strength), number(runs)) == (2, 2)
    assert {one.name for one in strength.parent.iterdir()} == {"strength.ics", "runs.ics"}


@pytest.mark.parametrize(
    "before",
    [(None, version(1, RUNS)), (version(1), None), (version(0), version(1, RUNS)), (version(1), version(0, RUNS))],
)
def test_what_was_written_since_is_not_written_over(
    strength: Path, runs: Path, before: tuple[bytes | None, bytes | None]
) -> None:
    both(strength, runs, 1, before=(None, None))
    assert not both(strength, runs, 2, before=before)
    assert (number(strength), number(runs)) == (1, 1)


STRANGERS = [
    ("runs.ics", b"my notes", "runs.ics exists and is not a stridelift calendar."),
    ("runs.ics", b"", "runs.ics exists and is not a stridelift calendar."),
    ("runs.ics", version(1), "runs.ics exists and is another calendar of stridelift."),
    ("strength.ics", version(1, RUNS), "strength.ics exists and is another calendar of stridelift."),
]


@pytest.mark.parametrize(("name", "there", "message"), STRANGERS)
def test_a_stranger_in_one_place_leaves_both(strength: Path, runs: Path, name: str, there: bytes, message: str) -> None:
    (strength.parent / name).write_bytes(there)
    with pytest.raises(OutputError) as caught:
        both(strength, runs, 2, before=(content(strength), content(runs)))
    assert (caught.value.message, caught.value.exit_code) == (message, 2)
    assert [one.read_bytes() for one in strength.parent.iterdir()] == [there]


@pytest.mark.parametrize("before", [None, version(1)])
def test_the_first_goes_back_where_the_second_cannot_be_replaced(
    strength: Path, runs: Path, before: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before is not None:
        strength.write_bytes(before)
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "runs.ics":
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"runs\.ics cannot be written: in use\."):
        both(strength, runs, 2, before=(before, None))
    assert content(strength) == before
    assert not runs.exists()
    assert [one.name for one in strength.parent.iterdir() if one.suffix == ".tmp"] == []


def test_the_same_bytes_are_not_written_again(strength: Path) -> None:
    write_atomically(strength, version(1))
    os.utime(strength, (1, 1))
    write_atomically(strength, version(1))
    assert strength.stat().st_mtime == 1
    write_atomically(strength, version(2))
    assert strength.stat().st_mtime > 1


def writer(strength: Path, runs: Path, turns: int) -> subprocess.Popen[str]:
    """A process that counts on from what it reads, so many times."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, writing.__file__, str(strength), str(runs), str(turns)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_of_writers_at_once_no_write_is_lost(strength: Path, runs: Path) -> None:
    writers = [writer(strength, runs, 25) for _ in range(4)]
    for one in writers:
        one.communicate(timeout=60)
        assert one.returncode == 0
    assert (number(strength), number(runs)) == (100, 100)


def test_a_writer_killed_at_any_moment_leaves_whole_files_and_no_lock(strength: Path, runs: Path) -> None:
    rng = dice("kill")
    for _ in range(12):
        one = writer(strength, runs, 10**9)
        time.sleep(rng.uniform(0, 0.05))
        one.send_signal(signal.SIGKILL)
        one.communicate(timeout=60)
        there = [number(path) for path in (strength, runs) if path.exists()]
        assert not there or there[0] - there[-1] in {0, 1}  # between the two renames
        before = (content(strength), content(runs))
        assert both(strength, runs, 1 + max(there, default=0), before=before)
        assert {path.name for path in strength.parent.iterdir()} == {"strength.ics", "runs.ics"}


def test_a_writer_that_hangs_is_said(strength: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(files, "_PATIENCE", 0.05)
    handle = os.open(strength.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another program has been writing in"):
            write_atomically(strength, version(1))
    finally:
        os.close(handle)
    write_atomically(strength, version(1))
    assert number(strength) == 1
