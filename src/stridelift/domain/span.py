"""Spans of minutes on the horizon's axis."""

from __future__ import annotations

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
