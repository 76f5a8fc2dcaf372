"""The weeks behind and ahead: how much running and strength each has, and what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stridelift import catalogue
from stridelift.board.week import published
from stridelift.calendar.event import State
from stridelift.check import Checked
from stridelift.constraints.weekly_volume import size
from stridelift.domain import Candidate, Plan, Session, SessionClass, counted
from stridelift.horizon import Horizon
from stridelift.instance import usual_phase
from stridelift.planner import Outcome
from stridelift.report.clean import clean
from stridelift.season import Season as Phases
from stridelift.season import Stage
from stridelift.situation import Situation

_WEEK = timedelta(days=7)
_MOST = 60  # weeks: a race farther off is not drawn
_TITLE = 60  # characters


@dataclass(frozen=True)
class Mark:
    """A session of a week. ``state`` is that of a block on the board: planned where there is nothing to be said."""

    session_class: str
    hard: bool
    leg: bool
    state: str = ""


@dataclass(frozen=True)
class WeekLoad:
    """A week. ``read``: the calendars were read that far; else only its phase is known.

    ``eased`` says why a planned week is easier, empty where it is not. ``sets`` are those of leg sessions, ``contacts``
    those of jumps with the ground; what was missed counts in neither.
    """

    label: str  # 2026-W49
    monday: date
    phase: str
    why: str = ""
    eased: str = ""
    races: tuple[str, ...] = ()
    read: bool = True
    planned: bool = True
    now: bool = False
    run_minutes: int = 0
    sessions: tuple[Mark, ...] = ()
    sets: int = 0
    contacts: int = 0

    @property
    def done(self) -> int:
        return sum(one.state == "done" for one in self.sessions)

    @property
    def missed(self) -> int:
        return sum(one.state == "missed" for one in self.sessions)


@dataclass(frozen=True)
class Season:
    """Weeks in a row, from those that were read back to the last race of the config."""

    weeks: tuple[WeekLoad, ...]


def season(shown: Outcome | Checked) -> Season:
    """The season around a plan, or around a strength calendar that was checked."""
    situation = shown.situation
    own = _phases(situation, situation.horizon, situation.intake.runs)
    far = _phases(situation, _whole(situation), ())  # its axis is another, so that it can know of no runs
    # When an easier week is due is counted from the first one that is planned.
    stages = {label: replace(stage, eased="") for label, stage in far.stages().items()} | own.stages()
    marks, races = _marks(shown), _races(situation)
    weeks = (
        _week(situation, label, stages[label], marks.get(label, []), own.minutes.get(_monday(label), 0))
        for label in sorted(stages)
    )
    return Season(tuple(replace(one, races=races.get(one.label, ())) for one in weeks))


def _phases(situation: Situation, horizon: Horizon, runs: Sequence[Candidate]) -> Phases:
    return Phases(situation.loaded.config, horizon, runs, usual_phase(situation.instance.athlete))


def _whole(situation: Situation) -> Horizon:
    """From the first week that was read to the last race, or to the last week that was read."""
    days = situation.horizon.days
    first, last = days[0].date, max([days[-1].date, *(race.date for race in situation.loaded.config.races)])
    weeks = min((last - first).days // 7 + 1, max(_MOST, len(days) // 7))
    return Horizon(situation.horizon.zone, first, 7 * weeks)


def _label(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _monday(label: str) -> date:
    return date.fromisocalendar(int(label[:4]), int(label[-2:]), 1)


@dataclass(frozen=True)
class _Placed:
    session: Session
    day: date
    mark: Mark


def _marks(shown: Outcome | Checked) -> dict[str, list[_Placed]]:
    """The sessions by week, in order of time; those that were missed too."""
    situation, feed = shown.situation, published(shown)
    horizon, plan = situation.horizon, shown.plan or Plan()
    found = []
    for session, start in sorted((*situation.instance.strength, *plan.strength), key=lambda pair: pair[1]):
        entry = feed.get(session.uid)
        state = entry.state.value.lower() if entry and entry.state else ""
        kind = session.session_class
        found.append(_Placed(session, horizon.at(start).date(), Mark(session.load, kind.hard, kind.leg, state)))
    for entry in feed.values():
        if entry.state is State.MISSED:
            kind = SessionClass(entry.session_class)
            mark = Mark(kind.value, kind.hard, kind.leg, "missed")
            found.append(_Placed(Session(kind, 0), entry.start.astimezone(horizon.zone).date(), mark))
    by_week: dict[str, list[_Placed]] = {}
    for one in found:
        by_week.setdefault(_label(one.day), []).append(one)
    return by_week


def _races(situation: Situation) -> dict[str, tuple[str, ...]]:
    """By week, of the calendars and of the config."""
    named: dict[date, str] = {one.date: clean(one.name, _TITLE) for one in situation.loaded.config.races}
    for run, start in situation.instance.races:
        named[situation.horizon.at(start).date()] = clean(run.summary, _TITLE)
    by_week: dict[str, tuple[str, ...]] = {}
    for day, name in sorted(named.items()):
        by_week[_label(day)] = (*by_week.get(_label(day), ()), f"{day:%a %d %b}: {name}")
    return by_week


def _week(situation: Situation, label: str, stage: Stage, placed: Sequence[_Placed], run_minutes: int) -> WeekLoad:
    monday, horizon = _monday(label), situation.horizon
    counting = [one.session for one in placed if one.mark.state != "missed"]
    return WeekLoad(
        label,
        monday,
        catalogue.phases()[stage.phase].replace("_", " "),
        f"{counted(stage.ahead, 'weeks')} before {stage.why}" if stage.ahead else stage.why,
        stage.eased,
        read=monday <= horizon.days[-1].date,
        planned=any(one.label == label for one in horizon.weeks),
        now=monday <= situation.now.astimezone(horizon.zone).date() < monday + _WEEK,
        run_minutes=run_minutes,
        sessions=tuple(one.mark for one in placed),
        sets=sum(size("sets", one) for one in counting if one.session_class.leg),
        contacts=sum(size("contacts", one) for one in counting),
    )
