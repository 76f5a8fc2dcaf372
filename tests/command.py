"""The command line in this process, with what it printed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from stridelift.cli import main
from stridelift.request import Request, calendars, establish
from stridelift.situation import Situation, prepare

Json: TypeAlias = Any
NOW = "2026-11-29T12:00:00+01:00"
SATURDAY = "2026-11-28T12:00:00+01:00"
"""Of the week of most tests nothing is frozen yet."""
COARSE = "grid = { sessions = 60, runs = 60 }\n"
"""Few starts to choose from: a week is solved in a tenth of the time, by the same rules."""
ONLY_CORE = f"{COARSE}sessions.heavy.per_week = [0, 0]\nsessions.moderate.per_week = [0, 0]\n"
"""A single session a week, where there need be one, and which is not the point."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        return json.loads(self.out)


def stridelift(*arguments: object, stdin: str = "", now: str = NOW) -> Done:
    """Runs a command; ``now`` is given in the environment."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    before = sys.argv, sys.stdin, os.environ.get("STRIDELIFT_NOW")
    sys.argv = ["stridelift", *map(str, arguments)]
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")
    os.environ["STRIDELIFT_NOW"] = now
    code = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as leave:
        code = int(leave.code or 0)
    finally:
        sys.argv, sys.stdin = before[:2]
        os.environ.pop("STRIDELIFT_NOW")
        if before[2] is not None:
            os.environ["STRIDELIFT_NOW"] = before[2]
    return Done(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@dataclass(frozen=True)
class House:
    """A folder of one athlete."""

    folder: Path
    head: str = COARSE

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def config(self, text: str = "") -> Path:
        """Of an athlete in Berlin; a text that has a grid goes without the usual head."""
        head = "" if "grid" in text else self.head
        return self.write("stridelift.toml", f'athlete.timezone = "Europe/Berlin"\n{head}{text}')

    def situation(self, runs: str, *busy: str, week: str = "2026-W49", now: str = NOW) -> Situation:
        """What is known before solving."""
        lives = [self.write(f"busy{n}.ics", text) for n, text in enumerate(busy)]
        request = Request(
            calendars=calendars([str(self.write("runs.ics", runs))], map(str, lives)),
            week=week,
            now=datetime.fromisoformat(now),
        )
        return prepare(request, establish(request))

    def solve(self, runs: str, *options: object, week: str = "2026-W49", now: str = NOW) -> Json:
        """The JSON of a solve that has a plan."""
        horizon = ("--week", week) if week else ()
        done = stridelift("solve", self.write("runs.ics", runs), *horizon, *options, "--json", now=now)
        assert done.code == 0, done.err
        return done.json
