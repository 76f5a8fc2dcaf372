"""What each week is for: the phases laid backwards from the races, and the weeks that are easier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from stridelift import catalogue
from stridelift.config import Config, Race
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.progression import Progression
from stridelift.domain import FOUNDATION, TAPER, Candidate, Priority, Run, RunKind, SessionClass, Week, counted
from stridelift.horizon import Horizon

_WEEK = timedelta(days=7)
_THURSDAY = 3  # an ISO week is where its Thursday is
_BUILDING = "FLSP"
_FIRST_TO_GO = "FLMPST"  # where the weeks between two races are few
_MEASURED = 3  # weeks before that say what a usual week of running is
_NAMES = {"half": "half marathon"}
PerWeek = Mapping[SessionClass, tuple[int, int]]


@dataclass(frozen=True)
class Stage:
    """The phase of a week and why; what it is ``eased`` for, if it is; and how many hard sessions it has at most.

    With ``ahead``, weeks, the reason is a race that is so far away.
    """

    phase: str
    why: str
    ahead: int | None = None
    eased: str = ""
    most: int | None = None


class Season:
    """The weeks of a horizon among the races of the config."""

    def __init__(self, config: Config, horizon: Horizon, runs: Iterable[Candidate], usual: str) -> None:
        self.rule: Progression = config.constraints.progression
        self.after: KeyRunProtection = config.constraints.key_run_protection
        self.said = config.athlete.phase
        self.usual = usual
        self.horizon = horizon
        self.races = sorted(config.races, key=lambda one: one.date)
        self.minutes = _run_minutes(horizon, runs)

    def stages(self) -> dict[str, Stage]:
        """By the label of the week."""
        stages = {week.label: self._stage(week) for week in self.horizon.weeks}
        if self.said or not self.rule.enabled:
            return stages
        return self._with_easier(self._learning(stages) if self.usual == FOUNDATION else stages)

    def _stage(self, week: Week) -> Stage:
        thursday = week.days[_THURSDAY].date
        if self.said or not self.rule.enabled:
            return Stage(self.said or self.usual, "as the config says" if self.said else "")
        past = [one for one in self.races if one.priority is not Priority.C and self._recovered(one) >= thursday]
        behind = [one for one in past if one.date < thursday]
        if behind:
            return Stage("M", f"after {_named(behind[-1])}", most=self.rule.maintenance_sessions)
        ahead = next((one for one in self.races if one.priority is Priority.A and one.date >= thursday), None)
        if ahead is None:
            return Stage(self.usual, "no A race ahead")
        phases, before = self._laid(ahead), (ahead.date - thursday) // _WEEK
        phase = phases[before] if before < len(phases) else self.usual
        most = {"M": self.rule.maintenance_sessions, TAPER: self.rule.taper_sessions}.get(phase)
        weeks = (ahead.date - timedelta(days=ahead.date.weekday()) - week.days[0].date) // _WEEK
        return Stage(phase, _named(ahead), weeks, most=most)

    def _learning(self, stages: Mapping[str, Stage]) -> dict[str, Stage]:
        """Whoever is new to lifting begins with the foundation and goes on with load, whatever race is ahead."""
        first = FOUNDATION * self.rule.foundation_weeks + "L" * self.rule.load_weeks
        learned = {
            label: replace(stage, phase=phase, why="new to lifting", ahead=None)
            for (label, stage), phase in zip(stages.items(), first, strict=False)
            if stage.phase in _BUILDING
        }
        later = {
            label: replace(stage, phase="L")
            for label, stage in list(stages.items())[len(first) :]
            if stage.phase == FOUNDATION
        }
        return {**stages, **later, **learned}

    def _recovered(self, race: Race) -> date:
        return race.date + timedelta(days=int(getattr(self.after, f"after_{race.distance}_heavy")))

    def _laid(self, race: Race) -> str:
        """The phases before a race, week by week backwards; between two races the first ones give way."""
        weeks = {
            "F": self.rule.foundation_weeks,
            "L": self.rule.load_weeks,
            "S": self.rule.max_strength_weeks,
            "P": self.rule.power_weeks,
            "M": self.rule.maintenance_weeks,
            TAPER: int(getattr(self.rule, f"taper_{race.distance}")),
        }
        free = [self._recovered(one) for one in self.races if one.date < race.date and one.priority is Priority.A]
        if free:
            over = sum(weeks.values()) - max(-((max(free) - race.date) // _WEEK), 0)
            for phase in _FIRST_TO_GO:
                cut = min(weeks[phase], max(over, 0))
                weeks[phase] -= cut
                over -= cut
        return "".join(phase * count for phase, count in reversed(weeks.items()))

    # Easier weeks.

    def _with_easier(self, stages: Mapping[str, Stage]) -> dict[str, Stage]:
        """Where the runs are easier too; else the last of each ``every`` weeks of building in a row; with a B race."""
        result, since = dict[str, Stage](), 0
        for week in self.horizon.weeks:
            stage, reason = stages[week.label], self._cut_back(week)
            b_race = next((one for one in self.races if one.priority is Priority.B and _holds(week, one.date)), None)
            if stage.phase not in _BUILDING:
                result[week.label], since = stage, 0
                continue
            if b_race:
                reason = f"{_named(b_race)} is in it"
            elif not reason and since + 1 >= self.rule.every:
                reason = f"each {self.rule.every} weeks one is"
            since = 0 if reason else since + 1
            result[week.label] = replace(stage, eased=reason)
        return result

    def _cut_back(self, week: Week) -> str:
        """Why a week of running is a cut-back week: much less than the weeks before, in a calendar that goes on."""
        monday = week.days[0].date
        mine = self.minutes.get(monday, 0)
        before = [self.minutes.get(monday - count * _WEEK, 0) for count in range(1, _MEASURED + 1)]
        known = [one for one in before if one]
        if not mine or len(known) < _MEASURED - 1 or not any(later > monday for later in self.minutes):
            return ""
        usual = sum(known) / len(known)
        few = 100 * mine <= (100 - self.rule.cut_back) * usual
        return f"{mine} min of running, {usual:.0f} in the weeks before" if few else ""


def sessions_of(stage: Stage, per_week: PerWeek) -> PerWeek:
    """[lo, hi] of a week by class: at most ``most`` of those that make a day hard, in a taper none of them heavy.

    Without a ``most``, as where the config says the phase, they are what the athlete wants.
    """
    if stage.most is None:
        return per_week
    wanted = dict(per_week)
    if stage.phase == TAPER and SessionClass.HEAVY in wanted:
        heavy, moderate = wanted[SessionClass.HEAVY], wanted.get(SessionClass.MODERATE, (0, 0))
        wanted[SessionClass.HEAVY] = (0, 0)
        wanted[SessionClass.MODERATE] = (heavy[0] + moderate[0], heavy[1] + moderate[1])
    left = stage.most
    least = dict[SessionClass, int]()
    for name in (one for one in SessionClass if one.hard):
        least[name] = min(wanted.get(name, (0, 0))[0], left)
        left -= least[name]
    for name, low in least.items():
        most = min(wanted.get(name, (0, 0))[1], low + left)
        left -= most - low
        wanted[name] = (0 if stage.phase == TAPER and not stage.ahead else low, most)
    return wanted


def assumed(weeks: Sequence[Week], stages: Mapping[str, Stage]) -> Iterator[str]:
    """Which phase each week has and why, and which are easier."""
    names = catalogue.phases()
    rows = [(week, stages[week.label]) for week in weeks if stages[week.label].why]
    for (phase, _), some in groupby(rows, key=lambda row: (row[1].phase, row[1].why)):
        mine = list(some)
        first, last = mine[0][0].label, mine[-1][0].label
        label = first if first == last else f"{first} to {last}"
        yield f"{label}: {names[phase].replace('_', ' ')} ({_reason(mine[0][1], mine[-1][1])})"
    for week, stage in rows:
        if stage.eased:
            yield f"{week.label}: an easier week, with fewer sets ({stage.eased})"


def _reason(first: Stage, last: Stage) -> str:
    if first.ahead is None or last.ahead is None:
        return first.why
    if first.ahead == 0:
        return f"the week of {first.why}"
    if last.ahead in (0, first.ahead):
        return f"{counted(first.ahead, 'weeks')} before {first.why}{'' if last.ahead else ', and its week'}"
    return f"{first.ahead} to {counted(last.ahead, 'weeks')} before {first.why}"


def _named(race: Race) -> str:
    return f"the {_NAMES.get(race.distance, race.distance)} on {race.date:%d %b %Y}"


def _holds(week: Week, day: date) -> bool:
    return week.days[0].date <= day <= week.days[-1].date


def _run_minutes(horizon: Horizon, runs: Iterable[Candidate]) -> dict[date, int]:
    """Of running, by the Monday of the week."""
    minutes = dict[date, int]()
    for one in runs:
        if isinstance(one.activity, Run) and one.activity.kind is not RunKind.CROSS:
            day = horizon.at(one.start).date()
            monday = day - timedelta(days=day.weekday())
            minutes[monday] = minutes.get(monday, 0) + one.activity.minutes
    return minutes
