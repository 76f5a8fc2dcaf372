"""How the feed server stands a crowd: ``python benchmarks/serve.py [SECONDS]``, 30 if nothing is said. Needs ``wrk``.

A real ``stridelift serve`` on one core, ``wrk`` with 50 connections on the others, over loopback. First conditional
requests that are answered 304, as most are, then whole feeds. Also how quick the answers are while the server solves
again. A second of the server's processor counts, for on a machine with other work that is less than a second. Exits 1
when an answer was an error, the 304 path makes less than 2,000 requests in such a second, or the memory grew.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from stridelift.cli import main; main()")
LEAST = 2_000  # answers of 304 in a second
MOST_GROWTH = 5_000  # kB; a leak of 100 octets an answer would be four times that
CONNECTIONS = 50
WRK = shutil.which("wrk")
SCRIPT = """
done = function(summary, latency, requests)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.timeout + e.status
  io.write(string.format("%d %d %d %d\\n", summary.requests, failed, summary.duration, latency:percentile(99)))
end
"""


class Load(NamedTuple):
    """Answers in a second, in a second of the server's processor; errors; the 99th percentile of the latency in ms."""

    rate: float
    core_rate: float
    errors: int
    p99: float


def load(server: int, address: str, seconds: int, core: set[int], *headers: str) -> Load:
    before = processor(server)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT)
        script.flush()
        options = ("-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, *headers)
        said = subprocess.run(
            (str(WRK), *options, address),
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        ).stdout
    answers, errors, microseconds, p99 = map(int, said.splitlines()[-1].split())
    return Load(answers / (microseconds / 1e6), answers / (processor(server) - before), errors, p99 / 1e3)


def processor(process: int) -> float:
    """Seconds of processor time that it has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> int:
    """Resident, in kB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index] # Linux always says it


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return next(line for line in process.stdout if line.startswith("feed: ")).split()[1]


def main(seconds: int) -> bool:
    first, *others = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        runs = ROOT / "examples/two-calendars"
        shutil.copytree(runs, folder, dirs_exist_ok=True)
        server = subprocess.Popen(
            (*COMMAND, "serve", "runs.ics", "--busy", "life.ics", "--port", "0", "--state", "state"),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "STRIDELIFT_NOW": "2026-11-29T12:00:00+01:00"},
            preexec_fn=lambda: os.sched_setaffinity(0, {first}),  # noqa: PLW1509 - no threads here
        )
        try:
            return measure(server, Path(folder), seconds, set(others) or {first})
        finally:
            server.terminate()
            server.wait()


def measure(server: subprocess.Popen[str], folder: Path, seconds: int, core: set[int]) -> bool:
    address = address_of(server)
    with urlopen(address) as answer:  # noqa: S310 - our own server
        etag, size = answer.headers["ETag"], len(answer.read())
    load(server.pid, address, 1, core)  # warm
    before = memory(server.pid)
    print(f"{'path':<20}{'a second':>10}{'a core second':>15}{'p99 ms':>8}{'errors':>8}")
    conditional = load(server.pid, address, seconds, core, "-H", f"If-None-Match: {etag}")
    whole = load(server.pid, address, seconds, core)
    for name, one in (("304", conditional), (f"200, {size:,} octets", whole)):
        print(f"{name:<20}{one.rate:>10,.0f}{one.core_rate:>15,.0f}{one.p99:>8.1f}{one.errors:>8}")
    solving(server, folder, address, etag)
    after = memory(server.pid)
    print(f"memory {before:,} kB before, {after:,} kB after")
    errors = conditional.errors + whole.errors
    return not errors and conditional.core_rate >= LEAST and after - before <= MOST_GROWTH


def solving(server: subprocess.Popen[str], folder: Path, address: str, etag: str) -> None:
    """The slowest of the answers while a changed calendar is read and solved."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    runs = folder / "runs.ics"
    runs.write_bytes(runs.read_bytes().replace(b"Tempo", b"Easy"))
    os.kill(server.pid, signal.SIGHUP)
    times, end = [], time.monotonic() + 5
    while time.monotonic() < end:
        began = time.perf_counter()
        connection.request("GET", parts.path, headers={"If-None-Match": etag})
        connection.getresponse().read()
        times.append(1e3 * (time.perf_counter() - began))
        time.sleep(0.001)
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    print(f"while it solves: {len(times):,} answers, p99 {p99:.1f} ms, slowest {times[-1]:.1f} ms")


if __name__ == "__main__":
    if WRK is None:
        sys.exit("wrk is not installed.\nMaybe: apt-get install wrk")
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
