"""Two files that are written together; as a script, by a process that others may race or kill."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from stridelift.calendar.files import Output, content, write_together
from stridelift.calendar.published import RUNS, STRENGTH, Feed, Published, load_published
from stridelift.calendar.write import render


def version(number: int, feed: Feed = STRENGTH) -> bytes:
    """A calendar that says which one it is."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    return render((), previous=Published(plan=str(number)), now=now, name="x", zone="Europe/Berlin", feed=feed)


def number(path: Path) -> int:
    feed = RUNS if path.name == "runs.ics" else STRENGTH
    return int(load_published(path.read_bytes(), feed).plan)


def both(strength: Path, runs: Path, new: int, *, before: tuple[bytes | None, bytes | None]) -> bool:
    outputs = [Output(strength, version(new), before[0]), Output(runs, version(new, RUNS), before[1])]
    return write_together(outputs)


def main(strength: Path, runs: Path, turns: int) -> None:
    """Count on from what is there, until so many writes have gone through."""
    print("ready", flush=True)  # noqa: T201 - for who started this
    while turns:
        before = content(strength), content(runs)
        new = 1 + int(before[0].partition(b"PLAN:")[2].split()[0]) if before[0] else 1
        turns -= both(strength, runs, new, before=before)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
