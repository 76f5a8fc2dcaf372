"""The titles of a calendar that is seen for the first time, what they are taken for, and how that is put right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from stridelift.calendar.classify import Rule, classify
from stridelift.calendar.event import Event, Other, Verdict
from stridelift.calendar.title import TITLE_LENGTH
from stridelift.domain import RunKind, counted
from stridelift.errors import ConfigError
from stridelift.proposal import YOU, Proposal, TitleRule
from stridelift.proposal.look import Look, Seen, proposed
from stridelift.proposal.titles import literal, numbers, pattern
from stridelift.studio.shapes import Title

KINDS = (*map(str, RunKind), "strength", "rest", "mobility", "commitment", "ignore")
_MOST = 60  # titles; more would be a wall
_FEW = 5  # titles that a rule names one by one
_NUMBERS = 4  # in a title, beyond which a pattern for any numbers takes long to fail
_RULE = re.compile(r"your rule no\. (\d+)")
_KEY = {kind.value for kind in RunKind if kind.key}
_Group: TypeAlias = tuple[Event, ...]


@dataclass(frozen=True)
class _Judged:
    kind: str
    reason: str

    @property
    def rank(self) -> int:
        """Runs before strength, and that before the rest."""
        return 0 if self.kind in {*RunKind} else 1 if self.kind == "strength" else 2


@dataclass(frozen=True)
class Titles:
    """Events by title and kind, in an order that corrections do not change; ``said`` has these, the last one last."""

    there: Seen
    groups: tuple[_Group, ...]
    said: Mapping[int, TitleRule] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, there: Seen) -> Titles:
        """Runs first, then strength, then the rest; of each the frequent ones first."""
        look = proposed(there)
        verdicts = _verdicts(there, look.proposal)
        groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
        for event, _ in look.pairs:
            groups[pattern(_title(event)), verdicts[id(event)].kind].append(event)

        def order(group: Sequence[Event]) -> tuple[int, int, str]:
            return verdicts[id(group[0])].rank, -len(group), group[0].summary

        return cls(there, tuple(tuple(group) for group in sorted(groups.values(), key=order)))

    @property
    def look(self) -> Look:
        """What is proposed with what the athlete said."""
        return proposed(self.there, tuple(self.said.values())[::-1])

    def corrected(self, index: int, kind: str) -> Titles:
        """With the events of a title as the athlete says.

        Raises:
            ConfigError: there is no such title or kind.
        """
        if not 0 <= index < len(self.groups):
            raise ConfigError(f"there is no title {index}.", "look at the calendar again.")
        if kind not in KINDS:
            raise ConfigError(f"{kind!r} is no kind of event.", f"choose one of {', '.join(KINDS)}.")
        said = {at: rule for at, rule in self.said.items() if at != index}
        notes = {at: text for at, text in self.notes.items() if at != index}
        without = replace(self, said=said, notes=notes)
        if without.shown(index).kind == kind:
            return without
        match, others = self._match(index)
        note = f"{counted(others, 'other events')} of this title too" if others else ""
        rule = TitleRule(match, kind, YOU, sure=True)
        return replace(self, said={**said, index: rule}, notes={**notes, index: note})

    def all(self) -> tuple[Title, ...]:
        verdicts = _verdicts(self.there, self.look.proposal)
        return tuple(self._shown(index, verdicts) for index in range(min(len(self.groups), _MOST)))

    @property
    def more(self) -> int:
        """How many titles are not shown."""
        return max(len(self.groups) - _MOST, 0)

    def shown(self, index: int) -> Title:
        return self._shown(index, _verdicts(self.there, self.look.proposal))

    def _shown(self, index: int, verdicts: Mapping[int, _Judged]) -> Title:
        group, today = self.groups[index], self.there.today
        days = sorted(event.day for event in group)
        judged = verdicts[id(group[0])]
        return Title(
            index=index,
            title=_title(group[0]),
            times=len(group),
            day=f"{next((day for day in days if day >= today), days[-1]):%a %d %b}",
            kind=judged.kind,
            key=judged.kind in _KEY,
            reason=judged.reason,
            kinds=KINDS,
            note=self.notes.get(index, ""),
        )

    def _match(self, index: int) -> tuple[str, int]:
        """A rule for the events of a title, and how many others it takes in: any numbers if that takes in none."""
        group = {id(event) for event in self.groups[index]}
        titles = list(dict.fromkeys(_title(event) for event in self.groups[index]))
        whole = {pattern(title) for title in titles if numbers(title) <= _NUMBERS}
        tries = [*whole, *([literal(titles)] if len(titles) <= _FEW or not whole else [])]
        return min(((one, len(set(self._matched(one)) - group)) for one in tries), key=lambda pair: pair[1])

    def _matched(self, match: str) -> Iterator[int]:
        found = re.compile(match)
        return (id(event) for group in self.groups for event in group if found.search(_title(event)))


def _verdicts(there: Seen, proposal: Proposal) -> dict[int, _Judged]:
    """What each event is under the rules that the config will have, by identity."""
    rules = [one for one in proposal.rules if one.sure]
    verdicts = classify(there.events, [Rule(match=one.match, kind=one.kind) for one in rules])
    return {id(event): _judged(event, one, rules) for event, one in zip(there.events, verdicts, strict=True)}


def _judged(event: Event, verdict: Verdict, rules: Sequence[TitleRule]) -> _Judged:
    if found := _RULE.fullmatch(verdict.reason):
        rule = rules[int(found[1]) - 1]
        return _Judged(str(rule.kind), rule.why)
    return _Judged(_kind(event, verdict), verdict.reason)


def _kind(event: Event, verdict: Verdict) -> str:
    """In the words of a rule; what nobody recognised takes its time, if it has one."""
    if verdict.kind is not None:
        return verdict.kind.value
    if verdict.strength is not None:
        return "strength"
    if verdict.other is Other.NOTE or (verdict.other is None and (event.all_day or event.transparent)):
        return "ignore"
    return verdict.other.value if verdict.other else "commitment"


def _title(event: Event) -> str:
    return event.summary[:TITLE_LENGTH]
