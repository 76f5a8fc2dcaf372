"""What becomes of the plan under other settings, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    box,
    dot,
    line,
    page,
    text,
    upright,
)
from stridelift.report.tuning import letter, stretches
from stridelift.tune.front import Front
from stridelift.tune.outcomes import Tuning

_FLOOR, _EDGE = HEIGHT - BOTTOM, WIDTH - RIGHT
_CELL = 34  # height of a row of the grid
_NARROW = 46  # pixels that a label below the axis needs


def tuning_svg(tuning: Tuning) -> str:
    return _lines(tuning) if len(tuning.axes) == 1 else _cells(tuning)


def front_svg(front: Front) -> str:
    """The trade-off as steps: nothing lies below and left of them."""
    one, other = front.rules
    prices = [front.prices(point) for point in front.points]
    across = _scale([a for a, _ in prices], LEFT, _EDGE)
    up = _scale([b for _, b in prices], _FLOOR, TOP)
    steps: list[tuple[float, float]] = []
    for a, b in prices:
        if steps:
            steps.append((across(a), steps[-1][1]))
        steps.append((across(a), up(b)))
    dots = [
        dot(across(a), up(b), COLOURS[at == front.now_at], 4 + 2 * (at == front.now_at))
        for at, (a, b) in enumerate(prices)
    ]
    now = [text(across(a) + 10, up(b) - 8, "now", "start", COLOURS[1]) for a, b in prices[front.now_at or 0 :][:1]]
    ticks = [text(across(tick), _FLOOR + 20, f"{tick:,.10g}", "middle small") for tick in across.ticks()]
    names = [text(_EDGE, _FLOOR + 42, f"price by {one} →", "end"), text(8, TOP - 14, f"↑ price by {other}")]
    return page(f"{one} against {other}", [*upright(up), *ticks, line(steps, COLOURS[0]), *dots, *now, *names])


# One setting.


def _lines(tuning: Tuning) -> str:
    """Price by rule over the values; a band for each plan."""
    at = _positions(tuning)
    across = Scale(min(at), max(at), LEFT + 16, _EDGE - 16)
    xs = [across(one) for one in at]
    rules = list(dict.fromkeys(name for one in tuning.outcomes for name, price in one.prices.items() if price))
    series = {rule: [one.prices.get(rule, 0) if one.plan else None for one in tuning.outcomes] for rule in rules}
    up = _scale([price or 0 for prices in series.values() for price in prices], _FLOOR, TOP)
    parts = [*_bands(tuning, xs), *upright(up), *_labels(tuning, xs)]
    ends = []
    for index, prices in enumerate(series.values()):
        colour = COLOURS[index % len(COLOURS)]
        drawn = sorted((x, up(price)) for x, price in zip(xs, prices, strict=True) if price is not None)
        parts += [line(drawn, colour), *(dot(x, y, colour) for x, y in drawn)]
        ends.append(drawn[-1][1] + 4)
    for index, (rule, y) in enumerate(zip(rules, apart(ends), strict=True)):
        parts.append(text(_EDGE + 8, y, rule, "start", COLOURS[index % len(COLOURS)]))
    parts.append(text(8, TOP - 14, "↑ price"))
    return page(tuning.axes[0].key, parts)


def _positions(tuning: Tuning) -> Sequence[float]:
    """The values themselves where they are numbers, else their order."""
    values = tuning.axes[0].values
    numbers = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    return numbers if len(numbers) == len(values) else range(len(values))


def _bands(tuning: Tuning, xs: Sequence[float]) -> Iterator[str]:
    """Each plan with its letter; every other one is shaded. Values in disorder have none."""
    if list(xs) != sorted(xs):
        return
    parts = stretches(tuning)
    ends = [LEFT, *((xs[one.cases[-1]] + xs[one.cases[-1] + 1]) / 2 for one in parts[:-1]), _EDGE]
    for at, part in enumerate(parts):
        if at % 2 == 0:
            yield box(ends[at], TOP, ends[at + 1] - ends[at], _FLOOR - TOP)
        name = letter(part.plan) if tuning.outcomes[part.cases[0]].plan else "no plan"
        yield text(round((ends[at] + ends[at + 1]) / 2, 1), TOP - 6, name, "middle small")


def _labels(tuning: Tuning, xs: Sequence[float]) -> Iterator[str]:
    """The values below the axis, as many as there is room for, and where it is now."""
    last = -float("inf")
    for at in sorted(range(len(xs)), key=xs.__getitem__):
        now = at == tuning.now_at
        if now:
            yield text(xs[at], _FLOOR + 40, "now", "middle small", COLOURS[1])
        if xs[at] - last >= max(_NARROW, 7 * len(tuning.axes[0].texts[at])):
            yield text(xs[at], _FLOOR + 20, tuning.axes[0].texts[at], "middle small")
            last = xs[at]


def _scale(prices: Sequence[int], start: float, end: float) -> Scale:
    """From 0, or from a little below where all are far from it, to a little above."""
    low, high = min(prices, default=0), max(prices, default=0)
    room = max((high - low) / 12, 1)
    return Scale(low - room if low > 2 * (high - low) else 0, high + room, start, end)


# Two settings.


def _cells(tuning: Tuning) -> str:
    """A cell for each pair of values in the colour of its plan, with its price."""
    down, across = tuning.axes
    plan_of = {case: at for at, (_, cases) in enumerate(tuning.plans) for case in cases}
    width = max((WIDTH - LEFT - 24) / len(across.texts), 56)
    parts = [text(LEFT, 50, f"down: {down.key}; across: {across.key}", "start small")]
    parts += [text(round(LEFT + (at + 0.5) * width, 1), 78, one, "middle small") for at, one in enumerate(across.texts)]
    for case, (row, column) in enumerate(tuning.cases):
        x, y = LEFT + column * width, 86 + row * _CELL
        colour = COLOURS[plan_of[case] % len(COLOURS)] if tuning.outcomes[case].plan else "#999"
        edge = ' stroke="#d55e00" stroke-width="3"' if case == tuning.now_at else ""
        parts.append(box(x + 1, y + 1, width - 2, _CELL - 2, f'fill="{colour}" fill-opacity="0.3"{edge}'))
        price = tuning.outcomes[case].result.objective
        words = f"{letter(plan_of[case])} {'–' if price is None else f'{price:,}'}"
        parts.append(text(round(x + width / 2, 1), y + 22, words, "middle small"))
        if column == 0:
            parts.append(text(LEFT - 8, y + 22, down.texts[row], "end small"))
    title = f"{down.key.rpartition('.')[2]} × {across.key.rpartition('.')[2]}"
    return page(title, parts, 86 + _CELL * len(down.texts) + 24, max(WIDTH, LEFT + width * len(across.texts) + 24))
