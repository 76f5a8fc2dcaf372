"""``calendar.read.read`` in a process of its own, for what comes from the network.

Its own checks bound the reader everywhere; this bounds what they may have missed. A fresh interpreter and no fork: the
parent may have threads (a web server, the solver), and nothing of its ``__main__`` is needed.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from stridelift.calendar.event import Role
from stridelift.calendar.fetch import masked
from stridelift.calendar.read import Reading, read
from stridelift.errors import SourceError

_CPU = 5  # seconds
_MEMORY = 500_000_000  # bytes of address space, and so of what is resident
_WALL = 20  # seconds; all that holds where a system has no limits of its own
_OUT_OF_MEMORY = 77  # an exit code that nothing else has
_WAY_OUT = "download the calendar and name the file instead, or export a shorter period of it."


def read_apart(  # noqa: PLR0913 - the same as read()
    data: bytes,
    *,
    source: str,
    role: Role,
    zone: ZoneInfo,
    window: tuple[datetime, datetime],
    emails: frozenset[str] = frozenset(),
) -> Reading:
    """As ``read``, within 5 s of CPU, 500 MB and 20 s on the clock.

    Raises:
        SourceError: as ``read``, or a limit was reached.
    """
    how = {"source": source, "role": role, "zone": zone, "window": window, "emails": emails}
    try:
        done = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-P", "-m", __spec__.name, str(_CPU), str(_MEMORY)],
            input=pickle.dumps((data, how)),
            capture_output=True,
            timeout=_WALL,
            env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"},  # mapped locales would count as memory
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"calendar {masked(source)} takes more than {_WALL} s to read", _WAY_OUT) from None
    if done.returncode:
        raise SourceError(f"calendar {masked(source)} {_death(done.returncode)}", _WAY_OUT)
    answer = cast("Reading | SourceError", pickle.loads(done.stdout))  # noqa: S301 - our own child wrote it
    if isinstance(answer, SourceError):
        raise answer
    return answer


def _death(code: int) -> str:
    if code == _OUT_OF_MEMORY:
        return f"takes more than {_MEMORY // 1_000_000} MB of memory to read"
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"takes more than {_CPU} s of computing to read"
    return f"cannot be read: its reader ended with code {code}"


def _limit(cpu: int, memory: int) -> None:
    """Where the system can; where it cannot, the clock is the limit."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most, hard))


def _child(cpu: str, memory: str) -> int:
    """Standard input → standard output: the pickled arguments, the pickled reading or SourceError."""
    _limit(int(cpu), int(memory))
    try:
        data, how = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent wrote it
        try:
            answer: object = read(data, **how)
        except SourceError as error:
            answer = error
        sys.stdout.buffer.write(pickle.dumps(answer))
        sys.stdout.flush()
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    os._exit(_child(*sys.argv[1:]))  # no time is spent on tidying up
