"""A real `stridelift serve` in a process of its own, and requests to it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from command import NOW

COMMAND = (sys.executable, "-c", "from stridelift.cli import main; main()")
PATIENCE = 60.0  # seconds, on a machine that is busy with other things


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def property(self, name: str) -> list[str]:
        """The values of a property, folded lines undone, in the order of the events."""
        lines = self.body.decode().replace("\r\n ", "").split("\r\n")
        return [line.partition(":")[2] for line in lines if line.startswith(f"{name}:")]


def fetch(
    address: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Reply:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl(), body, dict(headers or {}))
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.02)


@dataclass
class Server:
    """``stridelift serve`` with these arguments, its state in ``folder``/state."""

    folder: Path
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    def __enter__(self) -> Self:
        self.launch()
        wait_until(lambda: self.log.endswith("strength.ics\n") or self.process.poll() is not None, "it serves")
        assert self.process.poll() is None, self.log
        wait_until(lambda: b"page: " in (self.folder / "out.txt").read_bytes(), "it has told its addresses")
        lines = (self.folder / "out.txt").read_text(encoding="utf-8").splitlines()
        self.addresses = dict(line.split(": ", 1) for line in lines)
        return self

    def launch(self) -> None:
        """Start it, and do not wait."""
        options = ("--port", "0", "--state", str(self.state), *self.arguments)
        with (self.folder / "log.txt").open("wb") as log, (self.folder / "out.txt").open("wb") as out:
            self.process = subprocess.Popen(
                (*COMMAND, "serve", *options),
                cwd=self.folder,
                stdout=out,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "STRIDELIFT_NOW": NOW, **self.environment},
            )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Its exit code, and how many seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(PATIENCE), time.monotonic() - began

    def refresh(self, until: str) -> None:
        """Let it refresh now, until the log says this once more."""
        before = self.log.count(until)
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.log.count(until) > before, f"the log says {until!r}: {self.log}")

    def fetch(self, feed: str = "feed", method: str = "GET", query: str = "", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(self.addresses[feed] + query, method, named)
