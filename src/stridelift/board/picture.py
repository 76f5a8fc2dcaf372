"""A board in pixels, for SVG: boxes with lines of text that fit them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stridelift.board.layout import Column, Item, Layout, laid
from stridelift.board.shapes import Board, Kind
from stridelift.wallclock import clock_text

AXIS, WIDTH, HEAD = 52, 146, 96  # the hours at the left, a day, what stands above
FOOT = 34
_MINUTE = 0.9  # pixels
_GAP = 3
_LINE, _PAD = 14, 6
_LETTER = 7  # pixels, of the widest usual font; wide characters take two
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class Box:
    """A rectangle; ``lines`` are its text from the top, ``about`` all that it stands for."""

    x: float
    y: float
    width: float
    height: float
    kind: str = ""
    lines: tuple[str, ...] = ()
    about: str = ""
    alarm: bool = False


@dataclass(frozen=True)
class Picture:
    """Everything of a board that is drawn."""

    layout: Layout
    width: float
    height: float
    hours: tuple[tuple[float, str], ...]
    free: tuple[Box, ...]
    shadows: tuple[Box, ...]
    blocks: tuple[Box, ...]
    heads: tuple[tuple[float, str, str], ...]

    @property
    def bottom(self) -> float:
        return self.height - FOOT


def picture(board: Board) -> Picture:
    layout = laid(board)
    columns = list(enumerate(layout.columns))
    hours = range(layout.first, layout.last + 1)
    return Picture(
        layout,
        AXIS + WIDTH * len(columns) + 8,
        _y(layout, 60 * layout.last) + FOOT,
        tuple((_y(layout, 60 * hour), clock_text(60 * hour)) for hour in hours),
        tuple(_box(layout, index, *span) for index, column in columns for span in column.free),
        tuple(one for index, column in columns for one in _shadows(layout, index, column)),
        tuple(one for index, column in columns for item in column.items if (one := _block(layout, index, item))),
        tuple((AXIS + WIDTH * index, one.day.label, fit(one.day.note, WIDTH)) for index, one in columns),
    )


def _y(layout: Layout, minute: int) -> float:
    """Within the hours that are shown."""
    inside = min(max(minute, 60 * layout.first), 60 * layout.last)
    return round(HEAD + (inside - 60 * layout.first) * _MINUTE, 1)


def _box(layout: Layout, index: int, start: int, end: int) -> Box:
    top = _y(layout, start)
    return Box(AXIS + WIDTH * index, top, WIDTH - _GAP, round(_y(layout, end) - top, 1))


def _shadows(layout: Layout, index: int, column: Column) -> Iterator[Box]:
    for one in column.shadows:
        for kind, holds in (("heavy", "heavy" in one.classes), ("other", {*one.classes} != {"heavy"})):
            box = _box(layout, index, one.start, one.end)
            if holds and box.height:
                yield replace(box, kind=kind, about=one.text)


def _block(layout: Layout, index: int, item: Item) -> Box | None:
    """None where it lies outside the hours that are shown."""
    top, bottom = _y(layout, item.start), _y(layout, item.end)
    if top == bottom:
        return None
    block, share = item.block, (WIDTH - _GAP) / item.of
    width, height = round(share - (1 if item.of > 1 else 0), 1), round(bottom - top - 1, 1)
    x = round(AXIS + WIDTH * index + item.lane * share, 1)
    lines = tuple(_lines(item, width, max(1, int((height - 2) // _LINE))))
    about = f"{item.clock} {block.title} {block.detail} {item.state}"
    return Box(x, top, width, height, block.kind.value, lines, about.strip(), block.conflict)


def _lines(item: Item, width: float, room: int) -> Iterator[str]:
    """The time, the title on as many lines as there are, then the rest; all in one where there is but one."""
    block, inner = item.block, width - 2 * _PAD
    mark = f"{item.mark} " if item.mark else ""
    if room == 1:
        start = f"{item.clock[:5]} {mark}"
        yield f"{start}{isolated(fit(block.title, inner - _LETTER * len(start)))}"
        return
    clock = f"{item.clock} {item.mark}".strip()
    yield clock if fit(clock, inner) == clock else item.clock[:5]
    rest = [one for one in (item.state, "" if block.kind is Kind.BUSY else block.detail) if one]
    most = max(1, room - 1 - len(rest))
    titles = wrapped(block.title, inner) or [""]
    shown = titles[:most] if len(titles) <= most else [*titles[: most - 1], " ".join(titles[most - 1 :])]
    yield from (isolated(fit(one, inner)) for one in shown)
    yield from (isolated(fit(one, inner)) for one in rest[: max(0, room - 1 - len(shown))])


def wrapped(text: str, width: float) -> list[str]:
    """A text on lines of so many pixels; a word that is too long is cut."""
    lines, rest = [], text.strip()
    while rest:
        at = _holds(rest, width)
        if at < len(rest) and (space := rest.rfind(" ", 0, at + 1)) > 0:
            at = space
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return lines


def _holds(text: str, width: float) -> int:
    """How many characters, at least one, so many pixels hold."""
    room = int(width // _LETTER)
    for at, one in enumerate(text):
        room -= 2 if unicodedata.east_asian_width(one) in "WF" else 1
        if room < 0:
            return max(at, 1)
    return len(text)


def fit(text: str, width: float) -> str:
    """As much of a text as fits so many pixels."""
    at = _holds(text, width)
    return text if at == len(text) else f"{text[: at - 1]}…"


def isolated(text: str) -> str:
    """So that right-to-left text does not turn around what stands beside it."""
    return f"{_ISOLATE}{text}{_POP}" if text else ""
