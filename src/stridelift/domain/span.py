"""Spans of minutes on the horizon's axis."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open ``[start, end)`` in minutes on the axis."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Minutes that both share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The minutes that both have; each is of disjoint spans in order, and so is the result."""
    result: list[Span] = []
    left, right = deque(some), deque(others)
    while left and right:
        both = Span(max(left[0].start, right[0].start), min(left[0].end, right[0].end))
        if both.minutes > 0:
            result.append(both)
        (left if left[0].end <= right[0].end else right).popleft()
    return result


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes as disjoint spans in order; touching spans become one."""
    result: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)
