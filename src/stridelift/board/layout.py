"""Where on a board everything goes: the hours that are shown, and blocks of one time side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stridelift.board.shapes import Block, Board, Day, Kind, Shadow
from stridelift.wallclock import window_text

STEP = 5  # minutes of a row
LANES = 4  # blocks side by side; what is more lies on the last
_LEAST = 20  # minutes of height: a line of text
_HOUR, _DAY = 60, 24 * 60
_USUAL = (6 * _HOUR, 21 * _HOUR)  # where nothing says which hours matter
_MARKS = {Kind.KEY: "★", Kind.SESSION: "▲"}
_STATES = {
    "": "",
    "done": "✓ done",
    "missed": "missed",
    "pinned": "moved by you",
    "frozen": "too near to move",
    "given": "already there",
}


@dataclass(frozen=True)
class Item:
    """A block and its place: lane ``lane`` of ``of`` side by side. ``end`` leaves room for a line of text."""

    block: Block
    lane: int
    of: int

    @property
    def start(self) -> int:
        return min(self.block.start, _DAY - _LEAST)

    @property
    def end(self) -> int:
        return max(self.block.end, self.start + _LEAST)

    @property
    def clock(self) -> str:
        return window_text((self.block.start, self.block.end))

    @property
    def lines(self) -> int:
        """Lines of text that it has room for on the page: a minute is as high as a sixteenth of a line."""
        return max(1, (self.end - self.start - 2) // 16)

    @property
    def mark(self) -> str:
        return _MARKS.get(self.block.kind, "")

    @property
    def state(self) -> str:
        return _STATES[self.block.state]


@dataclass(frozen=True)
class Column:
    """A day."""

    day: Day
    items: tuple[Item, ...]
    shadows: tuple[Shadow, ...]
    free: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Layout:
    """A board laid out; hours from ``first`` to before ``last`` are seen."""

    board: Board
    columns: tuple[Column, ...]
    first: int
    last: int

    @property
    def closed(self) -> list[str]:
        """Why hours are closed, each once."""
        return list(dict.fromkeys(one.text for one in self.board.shadows))


def laid(board: Board) -> Layout:
    first, last = _hours(board)
    columns = (
        Column(
            day,
            tuple(_items([one for one in board.blocks if one.day == index])),
            tuple(one for one in board.shadows if one.day == index),
            tuple((start, end) for at, start, end in board.free if at == index),
        )
        for index, day in enumerate(board.days)
    )
    return Layout(board, tuple(columns), first, last)


def _hours(board: Board) -> tuple[int, int]:
    """Those of runs, sessions and free time, an hour at least."""
    spans = [(one.start, one.end) for one in board.blocks if one.kind is not Kind.BUSY]
    spans += [(start, end) for _, start, end in board.free]
    start = min((one for one, _ in spans), default=_USUAL[0])
    end = max((one for _, one in spans), default=_USUAL[1])
    first = min(start, _DAY - _HOUR) // _HOUR
    return first, max(-(-end // _HOUR), first + 1)


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    """Blocks that touch in time share the width of their day."""
    cluster: list[Item] = []
    for block in blocks:
        one = Item(block, 0, 1)
        if cluster and one.start >= max(item.end for item in cluster):
            yield from _shared(cluster)
            cluster = []
        taken = {item.lane for item in cluster if item.end > one.start}
        free = next(lane for lane in range(len(cluster) + 1) if lane not in taken)
        cluster.append(Item(block, min(free, LANES - 1), 1))
    yield from _shared(cluster)


def _shared(cluster: Iterable[Item]) -> Iterator[Item]:
    some = list(cluster)
    of = max((one.lane for one in some), default=0) + 1
    yield from (Item(one.block, one.lane, of) for one in some)
