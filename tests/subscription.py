"""A feed to subscribe to: a real ``stridelift serve``, and a gateway before it that notes what its clients ask for."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from command import House
from example import ROOT
from ics import USUAL, calendar, timed, week
from served import PATIENCE, Server
from stridelift.calendar.published import Entry, load_published

BERLIN = ZoneInfo("Europe/Berlin")
WINTER_TIME = date(2026, 10, 19)
"""The Monday of a fortnight in whose middle, on Sunday 25 October at 03:00, the clocks go back an hour."""
PLACE = "Kraftraum Köln-Süd 🏋️, Tür 2; hinten"
_CONFIG = f"""
grid.sessions = 30

[availability]
weekday = ["18:00-21:00"]
weekend = ["16:00-18:00"]

[[places]]
name = "{PLACE}"
equipment = ["barbell", "rack", "bench", "box", "dumbbell", "band"]

[sessions]
heavy = {{ per_week = [0, 0] }}
moderate = {{ per_week = [0, 0] }}
upper = {{ per_week = [2, 2], minutes = [30, 45] }}
core = {{ per_week = [2, 2], minutes = [15, 30] }}
"""
KEPT = ROOT / ".e2e"
"""Where `make e2e` keeps what it fetched, and the pictures it took."""
_HOP = {"connection", "transfer-encoding", "keep-alive"}  # headers between two neighbours only


@dataclass(frozen=True)
class Asked:
    """What a client asked for, and how it was answered."""

    method: str
    agent: str
    status: int


class Gateway(ThreadingHTTPServer):
    """Hands each request on to ``upstream`` and its answer back, as a reverse proxy does, and notes both."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.asked: list[Asked] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        connection = http.client.HTTPConnection(self.server.upstream, timeout=PATIENCE)
        try:
            connection.request(self.command, self.path, headers=dict(self.headers.items()))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        self.server.asked.append(Asked(self.command, self.headers.get("User-Agent", ""), answer.status))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is named there
        """Nothing: what matters is in ``asked``."""


@dataclass(frozen=True)
class Subscription:
    """A served feed. ``url`` leads through the gateway."""

    house: House
    monday: date
    url: str
    asked: list[Asked]
    server: Server

    def sessions(self) -> dict[str, Entry]:
        """What the feed holds, by UID."""
        return {event.entry.uid: event.entry for event in load_published(self.server.fetch().body).events}

    def change(self, *commitments: tuple[int, str, str, str]) -> None:
        """Life inside the fortnight is now this: (days after Monday, start, end, summary); waits for the feed."""
        self.house.write("life.ics", _life(self.monday, commitments))
        self.server.refresh("solved again")

    def move(self) -> list[tuple[Entry, Entry]]:
        """Something comes between; the sessions that moved for it, before and after."""
        before = self.sessions()
        self.change((2, "18:00", "21:00", "Kino"))
        after = self.sessions()
        assert after.keys() == before.keys()
        moved = [(before[uid], after[uid]) for uid in before if after[uid].start != before[uid].start]
        assert moved
        return moved

    def drop(self) -> set[str]:
        """The first week has no room any more but on its Monday; the UIDs of the sessions that had to go."""
        before = self.sessions()
        self.change(*((day, "15:00", "22:00", "Messe") for day in range(1, 7)))
        after = self.sessions()
        assert after.keys() < before.keys()
        return before.keys() - after.keys()


@contextmanager
def subscribed(house: House, monday: date = WINTER_TIME) -> Iterator[Subscription]:
    """A runner with two ordinary weeks from ``monday`` on, at whose beginning it is; their feed is served."""
    house.config(_CONFIG)
    again = [(day + 7, start, end, what) for day, start, end, what in USUAL]
    house.write("runs.ics", week(f"{monday}", [*USUAL, *again]))
    house.write("life.ics", _life(monday, [(-3, "18:00", "19:00", "Elternabend")]))
    now = datetime(monday.year, monday.month, monday.day, tzinfo=BERLIN).isoformat()
    with Server(house.folder, ("runs.ics", "--busy", "life.ics"), {"STRIDELIFT_NOW": now}) as server:
        address = urlsplit(server.addresses["feed"])
        gateway = Gateway(address.netloc)
        threading.Thread(target=gateway.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield Subscription(house, monday, address._replace(netloc=gateway.address).geturl(), gateway.asked, server)
        finally:
            gateway.shutdown()
            gateway.server_close()


def _life(monday: date, commitments: Sequence[tuple[int, str, str, str]]) -> str:
    return calendar(
        *(timed(f"{monday + timedelta(days=day)} {start}", end, what) for day, start, end, what in commitments)
    )


def local(at: datetime, zone: ZoneInfo = BERLIN) -> str:
    """2026-10-19 18:00."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def this_monday() -> date:
    today = datetime.now(BERLIN).date()
    return today - timedelta(days=today.weekday())
