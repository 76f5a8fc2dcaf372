"""The process behind the page: warm, alone at the feeds, and dead without harm."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from command import ONLY_CORE, House
from ics import USUAL, week
from served import PATIENCE, wait_until
from stridelift.board.shapes import Board, Kind
from stridelift.calendar.published import load_published
from stridelift.errors import InternalError
from stridelift.request import Request, calendars
from stridelift.web.desk import Desk, RefusedError
from stridelift.web.feeds import BUSY, STRENGTH, Feeds
from stridelift.web.task import LENGTH, Answer, Question, Task
from stridelift.web.worker import work

T = TypeVar("T")
MONDAY = "2026-11-30T05:00:00+01:00"


@pytest.fixture
def asked(tmp_path: Path) -> Request:
    house = House(tmp_path)
    (tmp_path / "state").mkdir()
    return Request(
        calendars=calendars([str(house.write("runs.ics", week("2026-11-30", USUAL)))], ()),
        config=house.config(ONLY_CORE),
        week="2026-W49",
        now=datetime.fromisoformat(MONDAY),
        time_limit=60,
    )


def at_desk(request: Request, what: Callable[[Desk, Feeds], Awaitable[T]], idle: float = 900) -> T:
    async def run() -> T:
        feeds = Feeds(request.config.parent / "state") if request.config else pytest.fail("no config")
        desk = Desk(request, feeds, asyncio.Lock(), idle)
        try:
            async with asyncio.timeout(PATIENCE):
                return await what(desk, feeds)
        finally:
            await desk.close()
            await asyncio.sleep(0)

    return asyncio.run(run())


def core(board: Board) -> str:
    return next(one.uid for one in board.blocks if one.kind is Kind.SESSION)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_changes_reach_feeds_and_refresher(asked: Request) -> None:
    async def talk(desk: Desk, feeds: Feeds) -> None:
        await desk.warm()
        process = desk.pid
        board = await desk.ask("week")
        moved = await desk.ask("move", core(board), "2026-12-05T11:00", board.version)
        assert desk.pid == process
        strength, busy = feeds.current(STRENGTH), feeds.current(BUSY)
        assert strength
        assert busy
        (one,) = load_published(strength.body).events
        assert one.entry.pinned
        assert f"{one.entry.start:DTSTART:%Y%m%dT%H%M%SZ}".encode() in busy.body
        told = work(Task(asked.but(output=feeds.path(STRENGTH), runs_output=feeds.path("runs")), feeds.solved_from))
        assert isinstance(told, Answer)
        assert told.sessions is None  # nothing to plan again
        for version, at, edited in ((board.version, "2026-12-05T12:00", True), (moved.version, "soon", False)):
            with pytest.raises(RefusedError) as error:
                await desk.ask("move", core(board), at, version)
            assert (error.value.edited, error.value.exit_code, bool(error.value.maybe)) == (edited, 2, True)

    at_desk(asked, talk)


def test_killed_in_the_middle_of_a_change(asked: Request) -> None:
    """One question fails, the feed is whole, and the next question finds another process."""

    async def talk(desk: Desk, feeds: Feeds) -> None:
        board = await desk.ask("week")
        before = feeds.digest(STRENGTH)
        first = desk.pid
        assert first
        change = asyncio.create_task(desk.ask("move", core(board), "2026-12-05T11:00", board.version))
        await asyncio.sleep(0.05)
        os.kill(first, signal.SIGKILL)
        with pytest.raises(InternalError, match="the process behind the page ended"):
            await change
        assert feeds.digest(STRENGTH) == before
        assert (await desk.ask("week")).version == board.version
        assert desk.pid != first
        with pytest.raises(InternalError):
            await desk.ask("no_such_thing")
        assert desk.pid is None

    at_desk(asked, talk)


def test_it_ends_with_the_server_whatever_it_does(asked: Request, tmp_path: Path) -> None:
    with subprocess.Popen(
        (sys.executable, "-m", "stridelift.web.clerk"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        request = asked.but(output=tmp_path / "state" / "strength.ics")
        for one in (request, Question("week", ())):
            data = pickle.dumps(one)
            process.stdin.write(LENGTH.pack(len(data)) + data)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def test_it_ends_when_nobody_asks(asked: Request) -> None:
    async def talk(desk: Desk, feeds: Feeds) -> None:
        await desk.warm()
        process = desk.pid
        assert process
        await asyncio.to_thread(wait_until, lambda: not is_there(process), "it ends")
        assert desk.pid is None

    at_desk(asked, talk, idle=0.01)
