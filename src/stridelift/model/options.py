"""The candidates of one activity while rules drop and price them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from stridelift.domain import Activity, Candidate, Instance, Span, Weight

Priced = tuple[Candidate, int]


class Options:
    """The candidates of one activity in order of time, each with its price so far; ``None`` is a dropped one."""

    def __init__(self, activity: Activity, candidates: Sequence[Candidate]) -> None:
        self.activity = activity
        self.candidates = candidates
        self.starts = [one.start for one in candidates]
        self.prices: list[int | None] = [0] * len(candidates)

    def before(self, other: Candidate) -> int:
        """How many of the candidates come before ``other``; of two equal ones, ``other`` is the first."""
        at = bisect_left(self.starts, other.start)
        while at < len(self.starts) and self.starts[at] == other.start and self.candidates[at].order < other.order:
            at += 1
        return at

    def charge(self, index: int, amount: int, weight: Weight) -> None:
        """Drop (hard) or price (soft) the candidate at ``index``."""
        price = self.prices[index]
        if price is not None:
            self.prices[index] = None if isinstance(weight, str) else price + amount * weight

    def left(self) -> Iterator[Priced]:
        return ((one, price) for one, price in zip(self.candidates, self.prices, strict=True) if price is not None)


def starts_within(spans: Iterable[Span], grid: int, instance: Instance) -> list[int]:
    """Starts on the grid, which begins anew at each local midnight."""
    starts: list[int] = []
    for span in spans:
        for day in instance.days[instance.day_index(span.start) : instance.day_index(span.end - 1) + 1]:
            low, high = max(span.start, day.span.start), min(span.end, day.span.end)
            first = low + (day.span.start - low) % grid
            starts.extend(range(first, high, grid))
    return starts
