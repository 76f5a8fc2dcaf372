"""How long the page waits for its plan: ``python benchmarks/page.py`` prints figures beside their bars.

Two weeks like those of an ordinary runner, with the usual grid. First in this process, best of many; then across the
pipe to the process behind the page, whose memory is told too. Nothing is asserted: times depend on the machine.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from stridelift.board.shapes import Board, Kind
from stridelift.request import Request, calendars
from stridelift.studio.studio import Studio
from stridelift.web.desk import Desk
from stridelift.web.feeds import Feeds

NOW = datetime.fromisoformat("2026-11-29T12:00+01:00")  # a Sunday: what is planned is the week to come
RUNS = (
    (0, "0630", "0710", "Recovery run 6 km"),
    (1, "1800", "1905", "Intervals 6 x 800 m run"),
    (2, "1800", "1850", "Easy run 8 km"),
    (3, "0630", "0740", "Tempo run 10 km"),
    (5, "0900", "0950", "Easy run 8 km"),
    (6, "0830", "1100", "Long run 26 km"),
    *((day, "0900", "1230", "Office") for day in range(5)),
    *((day, "1315", "1700", "Office") for day in range(5)),
    (1, "0600", "0745", "School run"),
    (5, "1400", "1800", "Birthday"),
)
STARTS = [
    f"2026-12-{day:02}T{hour:02}:{minute:02}" for day in range(1, 7) for hour in (7, 12, 18) for minute in (0, 15)
]
BARS = {"week, nothing changed": 100, "judge": 200}


def home(folder: Path) -> Request:
    events = []
    for monday in (30, 37):  # of November
        for day, start, end, title in RUNS:
            date = monday + day
            on = f"202611{date}" if date == 30 else f"202612{date - 30:02}"
            zone = "TZID=Europe/Berlin"
            events.append(
                f"BEGIN:VEVENT\nUID:{on}{start}\nDTSTAMP:20261101T000000Z\nDTSTART;{zone}:{on}T{start}00\n"
                f"DTEND;{zone}:{on}T{end}00\nSUMMARY:{title}\nEND:VEVENT\n"
            )
    (folder / "runs.ics").write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8"
    )
    config = folder / "stridelift.toml"
    config.write_text('athlete.timezone = "Europe/Berlin"\n', encoding="utf-8")
    state = folder / "state"
    state.mkdir()
    return Request(
        calendars([str(folder / "runs.ics")], ()),
        config,
        first=NOW.date(),
        weeks=2,
        now=NOW,
        output=state / "strength.ics",
        time_limit=60,
    )


def uids(board: Board) -> list[str]:
    return [one.uid for one in board.blocks if one.kind is Kind.SESSION]


def clocked(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def said(what: str, times: list[float]) -> None:
    bar = f"{BARS[what]:>8}" if what in BARS else " " * 8
    print(f"{what:<36}{min(times):>10.1f}{max(times):>10.1f}{bar}")


def here(request: Request) -> None:
    """In this process."""
    studio = Studio(request)
    said("week, the first time", [clocked(studio.week)])
    said("week, nothing changed", [clocked(studio.week) for _ in range(50)])
    board = studio.week("2026-W49")
    session = uids(board)[-1]
    said("judge", [clocked(lambda at=at: studio.judge(session, at)) for at in STARTS])
    said("next best place of a session", [clocked(lambda: studio.next_best(session))])
    at = next(at for at in STARTS if not studio.judge(session, at).broken)
    said("consequences", [clocked(lambda: studio.consequences(session, at)) for _ in range(3)])
    said("move, once its consequences are known", [clocked(lambda: studio.move(session, at, board.version))])
    said("undo", [clocked(lambda: studio.undo(studio.week().version))])
    said("move", [clocked(lambda: studio.move(session, at, studio.week().version))])


def memory(process: int | None) -> str:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    now, peak = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) for name in ("VmRSS", "VmHWM"))  # type: ignore[index]
    return f"memory of the process behind the page: {now / 1000:.0f} MB, at most {peak / 1000:.0f} MB"


async def across(request: Request, feeds: Feeds) -> None:
    """In the process behind the page."""
    desk = Desk(request, feeds, asyncio.Lock())
    try:
        began = time.perf_counter()
        board = await desk.ask("week", "2026-W49")
        said("across: start, and the first week", [1000 * (time.perf_counter() - began)])
        times: dict[str, list[float]] = {"week, nothing changed": [], "judge": []}
        for at in STARTS:
            for what, asked in (("week, nothing changed", ("week",)), ("judge", ("judge", uids(board)[-1], at))):
                began = time.perf_counter()
                await desk.ask(*asked)
                times[what].append(1000 * (time.perf_counter() - began))
        for what, some in times.items():
            said(what, some)
        print(memory(desk.pid))
    finally:
        await desk.close()


def main() -> None:
    print(f"{'ms':<36}{'best':>10}{'worst':>10}{'bar':>8}")
    with tempfile.TemporaryDirectory() as folder:
        request = home(Path(folder))
        here(request)
        asyncio.run(across(request, Feeds(Path(folder) / "state")))


if __name__ == "__main__":
    main()
