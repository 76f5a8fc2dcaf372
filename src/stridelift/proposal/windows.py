"""Mornings and evenings of the week that a calendar leaves free, within hours in which people train."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stridelift.config import Availability
from stridelift.domain import Span, merged
from stridelift.proposal import DEFAULT, Said
from stridelift.proposal.habits import GROUPS, plural
from stridelift.wallclock import WEEKDAYS, Window

_STEP = 15
_LEAST = 60  # minutes of a window that is worth having
_USUALLY = 3  # of so many days one must be taken, and two at least, for the hour to count as taken
_WORK = Span(7 * 60, 19 * 60)  # within which what is taken is a working day, if it is long enough
_WORKING = 4 * 60  # minutes
_LEAST_WEEKS = 2
_SATURDAY = 5


@dataclass(frozen=True)
class Taken:
    """What takes time on a day: minutes of that day, and its title."""

    day: date
    span: Span
    title: str


def free_windows(taken: Sequence[Taken]) -> dict[str, Said[tuple[Window, ...]]]:
    """By ``weekday`` and ``weekend``, and each day of the week that is otherwise; empty where too little is known."""
    if len({one.day.isocalendar()[:2] for one in taken}) < _LEAST_WEEKS:
        return {}
    first, last = min(one.day for one in taken), max(one.day for one in taken)
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_day = [_Weekday(index, [one for one in taken if one.day.weekday() == index], dates) for index in range(7)]
    found: dict[str, Said[tuple[Window, ...]]] = {}
    for group, (days, name) in GROUPS.items():
        windows = {index: by_day[index].free() for index in days}
        common = next((one for one, _ in Counter(filter(None, windows.values())).most_common(1)), ())
        if not common:
            found[group] = Said(getattr(Availability(), group), f"{DEFAULT}: the calendar leaves no hour free")
            continue
        alike = [index for index in days if windows[index] == common]
        untouched = sum(by_day[index].untouched(common) for index in alike)
        count = sum(len(by_day[index].dates) for index in alike)
        found[group] = Said(common, f"nothing then on {untouched} of {count} {name}")
        for index in days:
            if windows[index] != common:
                found[WEEKDAYS[index]] = Said(windows[index], by_day[index].reason(common))
    return found


class _Weekday:
    """What is known of one day of the week."""

    def __init__(self, index: int, taken: Sequence[Taken], dates: Sequence[date]) -> None:
        self.index = index
        self.taken = taken
        self.dates = [one for one in dates if one.weekday() == index]

    def free(self) -> tuple[Window, ...]:
        day = Availability().weekday if self.index < _SATURDAY else Availability().weekend
        begin, end = day[0][0], day[-1][1]
        usual = self._usually()
        if self.index < _SATURDAY:
            usual = merged([*usual, self._core(usual)])
        edges = [begin, *(edge for span in usual for edge in (span.start, span.end)), end]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        clipped = ((max(start, begin), min(stop, end)) for start, stop in pairs)
        return tuple((start, stop) for start, stop in clipped if stop - start >= _LEAST)

    def _usually(self) -> tuple[Span, ...]:
        """The quarters of an hour that are taken on a third of the days."""
        spans = []
        for start in range(0, 24 * 60, _STEP):
            slot = Span(start, start + _STEP)
            count = len({one.day for one in self.taken if one.span.overlap(slot) > 0})
            if count > 1 and _USUALLY * count >= len(self.dates):
                spans.append(slot)
        return merged(spans)

    @staticmethod
    def _core(usual: Sequence[Span]) -> Span:
        """The working day: as the calendar shows it, else between the usual windows."""
        work = [span for span in usual if span.overlap(_WORK) > 0]
        if work and sum(span.overlap(_WORK) for span in work) >= _WORKING:
            return Span(work[0].start, max(span.end for span in work if span.start < _WORK.end - _LEAST))
        morning, evening = Availability().weekday
        return Span(morning[1], evening[0])

    def _touching(self, windows: Sequence[Window]) -> list[Taken]:
        return [one for one in self.taken if any(one.span.overlap(Span(*window)) > 0 for window in windows)]

    def untouched(self, windows: Sequence[Window]) -> int:
        return len(self.dates) - len({one.day for one in self._touching(windows)})

    def reason(self, common: Sequence[Window]) -> str:
        """Why the day is not like the others: what is usually there."""
        days: Mapping[str, set[date]] = {one.title: set() for one in self._touching(common)}
        for one in self._touching(common):
            days[one.title].add(one.day)
        most = max(days, key=lambda title: len(days[title]), default="")
        if not most:
            return f"{plural(self.index)} end or begin otherwise in the calendar"
        return f"{most!r} on {len(days[most])} of {len(self.dates)} {plural(self.index)}"
