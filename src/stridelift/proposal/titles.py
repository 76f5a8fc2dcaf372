"""Titles that repeat and that only their size, or a weak word, speaks for: rules that say once what they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from stridelift.calendar.classify import TOO_WEAK, read_title
from stridelift.calendar.event import Event, Verdict
from stridelift.calendar.title import TITLE_LENGTH
from stridelift.calendar.week import LONGEST
from stridelift.domain import RunKind
from stridelift.proposal import TitleRule
from stridelift.proposal.habits import LEAST

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SIZE = re.compile(r"title: [\d.,]+\s*[a-z]*")
_SPECIAL = re.compile(r"([\\.^$*+?{}\[\]|()])")
_MOST = 5  # rules; more would be a wall
_MOSTLY = 0.8  # of the events must have been long


def title_rules(pairs: Iterable[tuple[Event, Verdict]]) -> tuple[TitleRule, ...]:
    """A rule for each such title; numbers in it may change from week to week."""
    groups: dict[str, list[tuple[Event, Verdict]]] = defaultdict(list)
    for event, verdict in pairs:
        if event.summary.isprintable() and 0 < len(event.summary) <= TITLE_LENGTH:
            groups[pattern(event.summary)].append((event, verdict))
    found = [rule for match, group in sorted(groups.items()) for rule in _rules(match, group)]
    return tuple(sorted(found, key=lambda one: not one.sure)[:_MOST])


def pattern(title: str) -> str:
    """A regular expression for the whole title, with any number where it has one."""
    between = [_SPECIAL.sub(r"\\\1", text) for text in _NUMBER.split(title)]
    return f"^{_NUMBER.pattern.join(between)}$"


def literal(titles: Iterable[str]) -> str:
    """A regular expression for some whole titles as they are."""
    known = [_SPECIAL.sub(r"\\\1", title) for title in titles]
    return f"^{known[0]}$" if len(known) == 1 else f"^(?:{'|'.join(known)})$"


def numbers(title: str) -> int:
    """How many numbers are in it."""
    return len(_NUMBER.findall(title))


def weeks(group: Iterable[tuple[Event, Verdict]]) -> int:
    return len({event.day.isocalendar()[:2] for event, _ in group})


def _rules(match: str, group: Sequence[tuple[Event, Verdict]]) -> Iterator[TitleRule]:
    seen = weeks(group)
    large = weeks(pair for pair in group if _by_size(pair[1]))
    if large >= LEAST and large >= _MOSTLY * len(group):
        why = f"long in {large} of {seen} weeks by its size alone"
        yield TitleRule(match, RunKind.LONG, why, sure=True)
    elif seen >= LEAST and all(verdict.reason.endswith(TOO_WEAK) for _, verdict in group):
        read = read_title(group[0][0].summary)
        if read and read.kind and read.kind.key:
            why = f"in {seen} weeks of the calendar; {group[0][1].reason}"
            yield TitleRule(match, read.kind, why, sure=False)


def _by_size(verdict: Verdict) -> bool:
    """Whether nothing but kilometres or minutes make it long, this week."""
    return verdict.kind is RunKind.LONG and (verdict.reason == LONGEST or _SIZE.fullmatch(verdict.reason) is not None)
