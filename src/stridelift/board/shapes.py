"""A week as it is shown: seven days, hours down. Plain text and minutes of the clock, nothing of how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a block is."""

    RUN = "run"
    KEY = "key"  # a key run
    SESSION = "session"
    BUSY = "busy"


@dataclass(frozen=True)
class Block:
    """Something on a day. ``start`` and ``end`` are minutes of the day's clock, 0 to 1,440; what spans midnight is two.

    Of a session ``uid`` is the one in the calendar, ``at`` its start as ISO 8601 with the offset. ``lines`` are its
    exercises as the calendar's description has them, ``why`` the reasons, ``next_best`` what the next best would cost.
    """

    kind: Kind
    uid: str
    day: int  # index in the board's days
    start: int
    end: int
    title: str
    detail: str = ""  # 60 min, usual start
    at: str = ""
    session_class: str = ""
    place: str = ""
    # Of a session: "", "done", "missed", "pinned" (moved by the athlete), "frozen" (too near to move), or "given", that
    # is in another calendar and not ours to move.
    state: str = ""
    lines: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    next_best: str = ""
    conflict: bool = False  # one of the events that leave no plan


@dataclass(frozen=True)
class Shadow:
    """Hours of a day that a rule closes to some classes of session for the sake of a key run, and why."""

    day: int
    start: int
    end: int
    classes: tuple[str, ...]
    text: str  # no heavy until Sun 06 Dec 23:15: 12 h after 'Long run 28k' (recovery_gap)


@dataclass(frozen=True)
class Day:
    date: date
    label: str  # Mon 30 Nov
    note: str = ""  # of a context: trip, sick
    today: bool = False


@dataclass(frozen=True)
class WayOut:
    """A relaxation: ``number`` names it to whoever applies it; None where only the athlete can (another calendar).

    The number is the place in the outcome's relaxations.
    """

    text: str
    penalty: int
    number: int | None = None


@dataclass(frozen=True)
class Board:
    """One week. ``heading`` says status and price; ``conflict`` and ``ways`` are there when nothing fits."""

    label: str  # 2026-W49
    title: str  # Mon 30 Nov – Sun 06 Dec 2026
    heading: str
    days: tuple[Day, ...]
    blocks: tuple[Block, ...]
    shadows: tuple[Shadow, ...] = ()
    weeks: tuple[str, ...] = ()  # the labels that can be shown
    grid: int = 15  # minutes between starts of sessions
    free: tuple[tuple[int, int, int], ...] = ()  # day, start, end of the athlete's free windows
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()  # what moved of the published plan, and why
    conflict: tuple[str, ...] = ()
    ways: tuple[WayOut, ...] = ()
    version: str = ""  # digest of config and feed: a change brings it back, so that one in between is noticed
