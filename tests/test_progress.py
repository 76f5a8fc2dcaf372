"""What a long solve shows, and how Ctrl-C ends it: real processes with a real terminal."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from command import NOW, House
from example import Example
from ics import USUAL, calendar, timed
from stridelift.cli.progress import words
from stridelift.search import Glimpse

COMMAND = "from stridelift.cli import main; main()"
WEEKS = 12  # so long that there is time to press a key


@pytest.mark.parametrize(
    ("glimpse", "text"),
    [
        (Glimpse(1.2), "Solving 1 s: no plan yet"),
        (Glimpse(3.6, None, 1100), "Solving 4 s: no plan yet, at best 1,100"),
        (Glimpse(12.0, 1240, 1100), "Solving 12 s: price 1,240, at best 1,100 (gap 11.3%)"),
        (Glimpse(75.0, 1100, 1100), "Solving 75 s: price 1,100, at best 1,100 (gap 0.0%)"),
    ],
)
def test_words(glimpse: Glimpse, text: str) -> None:
    assert words(glimpse) == text


@dataclass
class Terminal:
    """A process whose standard error is a terminal, and all that it has shown."""

    process: subprocess.Popen[bytes]
    screen: int
    shown: str = ""

    def wait_for(self, text: str) -> None:
        while text not in self.shown:
            piece = os.read(self.screen, 65_536)
            assert piece, self.shown
            self.shown += piece.decode(errors="replace")

    def end(self) -> None:
        with suppress(OSError):  # the other end is closed
            while piece := os.read(self.screen, 65_536):
                self.shown += piece.decode(errors="replace")
        self.process.wait(timeout=60)


@contextmanager
def solving(house: House, *options: str) -> Iterator[Terminal]:
    first = date(2026, 11, 30)
    runs = [
        timed(f"{first + timedelta(7 * week + day)} {start}", end, what)
        for week in range(WEEKS)
        for day, start, end, what in USUAL
    ]
    house.write("runs.ics", calendar(*runs))
    house.write("stridelift.toml", 'athlete.timezone = "Europe/Berlin"\n')
    screen, inside = pty.openpty()
    command = [sys.executable, "-c", COMMAND, "solve", "runs.ics", "--from", "2026-11-30", "--weeks", str(WEEKS)]
    with (
        (house.folder / "printed").open("wb") as printed,
        subprocess.Popen(
            [*command, "-o", "out/strength.ics", *options],
            cwd=house.folder,
            env={**os.environ, "STRIDELIFT_NOW": NOW, "TERM": "xterm", "COLUMNS": "120"},
            stdout=printed,
            stderr=inside,
        ) as process,
    ):
        os.close(inside)
        try:
            yield Terminal(process, screen)
        finally:
            process.kill()
            os.close(screen)


@pytest.fixture
def out(house: House) -> Path:
    folder = house.folder / "out"
    folder.mkdir()
    return folder


def test_interrupted_before_there_was_a_plan(house: House, out: Path) -> None:
    with solving(house) as terminal:
        terminal.wait_for("no plan yet")
        terminal.process.send_signal(signal.SIGINT)
        terminal.end()
    assert terminal.process.returncode == 5
    assert terminal.shown.endswith("error: interrupted before a plan was found and written.\r\n")
    assert list(out.iterdir()) == []


@pytest.mark.prove
def test_interrupted_with_a_plan(house: House, out: Path) -> None:
    with solving(house, "--json") as terminal:
        terminal.wait_for("price")
        terminal.process.send_signal(signal.SIGINT)
        terminal.end()
    assert terminal.process.returncode == 0
    result = json.loads((house.folder / "printed").read_bytes())
    assert result["status"] == "FEASIBLE"
    gap = result["objective"] - result["bound"]
    said = f"at most {gap:,} dearer than the best" if gap else "no plan is better than this one"
    assert "warning: interrupted after " in terminal.shown
    assert said in terminal.shown
    assert [file.name for file in out.iterdir()] == ["strength.ics"]
    written = (out / "strength.ics").read_text(encoding="utf-8")
    assert written.count("BEGIN:VEVENT") == len(result["sessions"]) > 0
    assert written.endswith("END:VCALENDAR\n")


@pytest.mark.prove
def test_twenty_processes_write_the_same_bytes() -> None:
    example = Example.load("marathon-week")
    command = [sys.executable, "-c", COMMAND, *example.arguments, "-o", "strength.ics"]
    written = set()
    for turn in range(20):
        environment = {**os.environ, **example.environment, "PYTHONHASHSEED": str(turn % 2)}
        with example.copy() as folder:
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
            written.add((done.stdout, done.stderr, (folder / "strength.ics").read_bytes()))
    assert len(written) == 1
