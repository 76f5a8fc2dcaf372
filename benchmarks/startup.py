"""What a command costs from the prompt and back: ``python benchmarks/startup.py`` prints a table.

Each is a process of its own, and stands beside a bare import of CP-SAT as it comes, pandas and all: they take turns, so
that whatever else the machine does meets both. The time is that of the processor, the ratio the median over the turns,
the memory the most that was ever resident. Nothing is asserted, for times depend on the machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TURNS = 15
WEEK = Path(__file__).resolve().parents[1] / "examples" / "marathon-week" / "runs.ics"
COMMAND = "from stridelift.cli import main; main()"
BARE = "from ortools.sat.python import cp_model"
ENVIRONMENT = {"TZ": "Europe/Berlin", "STRIDELIFT_NOW": "2026-11-29T12:00:00+01:00"}
BARS = {"solve, the example week": (2.0, 90), "--help": (0.4, None)}


def measured(folder: str, *arguments: str) -> tuple[float, float]:
    """Seconds of the processor and MB of a Python process, which keeps what it compiles as an installed one does."""
    environment = {**os.environ, **ENVIRONMENT}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, "-c", *arguments], cwd=folder, env=environment, stdout=quiet, stderr=quiet
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return usage.ru_utime + usage.ru_stime, kilobytes / 1024


def main() -> None:
    print(f"| process, median of {TURNS} turns | ms | of a bare import of CP-SAT | bar | peak MB | bar |")
    print("|---" * 6 + "|")
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "a bare import of CP-SAT": (BARE,),
            "solve, the example week": (COMMAND, "solve", str(WEEK), "--week", "2026-W49", "-o", "strength.ics"),
            "--help": (COMMAND, "--help"),
        }
        turns = [{name: measured(folder, *one) for name, one in commands.items()} for _ in range(TURNS + 1)][1:]
    first = next(iter(commands))
    for name in commands:
        seconds = statistics.median(turn[name][0] for turn in turns)
        ratio = statistics.median(turn[name][0] / turn[first][0] for turn in turns)
        most = max(turn[name][1] for turn in turns)
        bar, memory = BARS.get(name, (None, None))
        print(f"| {name} | {1000 * seconds:.0f} | {ratio:.2f} | {_most(bar)} | {most:.0f} | {_most(memory)} |")


def _most(bar: float | None) -> str:
    return "" if bar is None else f"≤ {bar:g}"


if __name__ == "__main__":
    main()
