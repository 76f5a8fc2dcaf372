"""The few things that a chart is drawn with, as SVG text: the same bytes for the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 72, 170, 64, 56  # margins
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # told apart by all eyes (Okabe and Ito)
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}.title{font-size:16px;font-weight:600}.small{font-size:12px}"
    ".middle{text-anchor:middle}.end{text-anchor:end}"
    ".page{fill:#fff}.band{fill:#eef2f6}.grid{stroke:#d8dee4}.line{fill:none;stroke-width:2.5;stroke-linejoin:round}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.page{fill:#15191d}.band{fill:#20262d}.grid{stroke:#39424c}}"
)


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` to ``high`` on pixels from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        share = (number - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Round numbers, about five."""
        reach = self.high - self.low
        if not reach:
            return [self.low]
        raw = reach / 5
        power = 10.0 ** floor(log10(raw))
        step = next(power * one for one in (1, 2, 5, 10) if power * one >= raw)
        first = -(-self.low // step)
        return [(first + at) * step for at in range(int((self.high - first * step) / step) + 1)]


def page(title: str, parts: Iterable[str], height: float = HEIGHT, width: float = WIDTH) -> str:
    inner = "\n".join([text(LEFT, 28, title, "start title"), *parts])
    name = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{name}">\n'
        f'<style>{_STYLE}</style>\n<rect class="page" width="{width:g}" height="{height:g}"/>\n{inner}\n</svg>\n'
    )


def text(x: float, y: float, words: str, kind: str = "start", colour: str = "") -> str:
    """``kind`` says where ``x`` is (start, middle, end), and perhaps ``small`` or ``title``."""
    style = f' style="fill:{colour}"' if colour else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}"{style}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, more: str = 'class="band"') -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {more}/>'


def line(points: Sequence[tuple[float, float]], colour: str) -> str:
    way = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="line" points="{way}" style="stroke:{colour}"/>'


def dot(x: float, y: float, colour: str, radius: float = 3) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def upright(scale: Scale) -> Iterator[str]:
    """The numbers at the left, each with a rule across."""
    for tick in scale.ticks():
        y = scale(tick)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield text(LEFT - 8, y + 4, f"{tick:,.10g}", "end small")


def apart(wanted: Sequence[float], room: float = 16) -> list[float]:
    """Heights of labels, each moved down until none lies on another."""
    result = [0.0] * len(wanted)
    last = -room
    for at in sorted(range(len(wanted)), key=wanted.__getitem__):
        last = result[at] = max(wanted[at], last + room)
    return result
