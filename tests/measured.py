"""What reading a file costs: a process that forks a fresh child for each path it is told, and answers with a line.

Run as a program by ``Meter``; the child walks the plain way of a file (fetch → read → classify), with no limits but
its own checks. Forking a small process that has imported everything saves the start of an interpreter each time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stridelift.calendar.classify import classify
from stridelift.calendar.event import Role
from stridelift.calendar.fetch import fetch
from stridelift.calendar.read import read
from stridelift.errors import StrideliftError

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = (datetime(2026, 10, 26, tzinfo=BERLIN), datetime(2026, 12, 28, tzinfo=BERLIN))
GIVEN_UP = 12  # seconds of CPU: then something hangs


@dataclass(frozen=True)
class Cost:
    """CPU in seconds, memory (resident, at its highest) in MB, and what came of it; ``code`` 0 unless it died."""

    code: int
    cpu: float = 0.0
    memory: float = 0.0
    error: str = ""
    events: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # warnings, and the reasons for events left out


class Meter:
    """One such process; ``read`` waits for its answer."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, __file__], stdin=-1, stdout=-1, text=True)

    def read(self, path: Path) -> Cost:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Cost(**{key: tuple(value) if isinstance(value, list) else value for key, value in answer.items()})

    def close(self) -> None:
        self._process.communicate()


def _walked(path: str) -> dict[str, Any]:
    try:
        reading = read(fetch(path, Path()).data, source=path, role=Role.AUTO, zone=BERLIN, window=WINDOW)
        classify(reading.events, ())
        texts = {"events": [event.uid for event in reading.events[:1500]]}
        texts["said"] = [*reading.warnings, *(one.reason for one in reading.ignored[:200])]
    except StrideliftError as error:
        texts = {"error": str(error)}
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"code": 0, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024, **texts}


def _forked(path: str) -> str:
    answer, ours = os.pipe()
    child = os.fork()
    if not child:
        os.close(answer)
        resource.setrlimit(resource.RLIMIT_CPU, (GIVEN_UP, GIVEN_UP))
        with os.fdopen(ours, "w") as pipe:
            json.dump(_walked(path), pipe)
        os._exit(0)
    os.close(ours)
    with os.fdopen(answer) as pipe:
        text = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.dumps({"code": code}) if code else text


if __name__ == "__main__":
    for line in sys.stdin:
        print(_forked(line.rstrip("\n")), flush=True)  # noqa: T201
