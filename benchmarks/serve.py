"""How the feed server stands a crowd: ``python benchmarks/serve.py [SECONDS]``, 30 if nothing is said. Needs ``wrk``.

A real ``stridelift serve`` on one core, ``wrk`` with 50 connections on the others, over loopback. First conditional
requests that are answered 304, as most are, then whole feeds. Also how quick the answers are while the server solves
again. Exits 1 when an answer was an error, the 304 path makes less than 2,000 requests a second, or the memory grew.
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
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from stridelift.cli import main; main()")
LEAST = 2_000  # answers of 304 in a second
MOST_GROWTH = 5_000  # kB; a leak of 100 octets an answer would be four times that
CONNECTIONS = 50
SCRIPT = """
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%d %d %d %.0f %d\\n", summary.requests,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status, summary.duration,
    latency:percentile(99)))
end
"""


def load(address: str, seconds: int, core: set[int], *headers: str) -> tuple[float, int, float]:
    """Requests a second, errors, and the 99th percentile of the latency in ms."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT)
        script.flush()
        options = ("-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, *headers)
        said = subprocess.run(
            ("wrk", *options, address),
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        ).stdout
    answers, broken, refused, microseconds, p99 = map(int, said.splitlines()[-1].split())
    return answers / (microseconds / 1e6), broken + refused, p99 / 1e3


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
    load(address, 1, core)  # warm
    before = memory(server.pid)
    print(f"{'path':<22}{'requests/s':>11}{'p99 ms':>8}{'errors':>8}")
    rates = {}
    for name, headers in (("304", ("-H", f"If-None-Match: {etag}")), (f"200, {size:,} octets", ())):
        rates[name], errors, p99 = load(address, seconds, core, *headers)
        print(f"{name:<22}{rates[name]:>11,.0f}{p99:>8.1f}{errors:>8}")
        if errors:
            return False
    solving(server, folder, address, etag)
    after = memory(server.pid)
    print(f"memory {before:,} kB before, {after:,} kB after")
    return rates["304"] >= LEAST and after - before <= MOST_GROWTH


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
    print(
        f"while it solves: {len(times):,} answers, "
        f"p99 {times[int(len(times) * 0.99)]:.1f} ms, slowest {times[-1]:.1f} ms"
    )


if __name__ == "__main__":
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed.\nMaybe: apt-get install wrk")
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
