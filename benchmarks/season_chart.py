"""Time to proof over weeks, both on scales by tens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10

from stridelift.report.drawing import (
    BOTTOM,
    COLOURS,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    apart,
    dot,
    line,
    page,
    text,
)

_FLOOR, _EDGE = HEIGHT - BOTTOM, WIDTH - RIGHT
Point = tuple[int, float]  # weeks, seconds


def chart(title: str, series: Mapping[str, Sequence[Point]]) -> str:
    """A line for each solver; it ends where the solver proved nothing more."""
    weeks = sorted({week for points in series.values() for week, _ in points})
    logs = [log10(seconds) for points in series.values() for _, seconds in points]
    across = Scale(log10(weeks[0]), log10(weeks[-1]), LEFT + 16, _EDGE - 16)
    up = Scale(floor(min(logs)), ceil(max(logs)), _FLOOR, TOP)
    parts = [*_grid(up), *(text(across(log10(week)), _FLOOR + 20, str(week), "middle small") for week in weeks)]
    parts += [text(_EDGE, _FLOOR + 42, "weeks", "end"), text(8, TOP - 14, "seconds to proof")]
    drawn = {name: [(across(log10(a)), up(log10(b))) for a, b in points] for name, points in series.items() if points}
    heights = apart([points[-1][1] for points in drawn.values()])
    for at, ((name, points), height) in enumerate(zip(drawn.items(), heights, strict=True)):
        colour = COLOURS[at % len(COLOURS)]
        parts += [line(points, colour), *(dot(x, y, colour) for x, y in points)]
        parts.append(text(points[-1][0] + 12, height + 4, name, "start", colour))
    return page(title, parts)


def _grid(up: Scale) -> Iterator[str]:
    for power in range(int(up.low), int(up.high) + 1):
        y = up(power)
        yield f'<line class="grid" x1="{LEFT}" x2="{_EDGE}" y1="{y}" y2="{y}"/>'
        yield text(LEFT - 8, y + 4, f"{10.0**power:g}", "end small")
