"""A result as text for people."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from stridelift import prescribe
from stridelift.check import Checked
from stridelift.domain import Candidate, Run, Session, Violation, counted
from stridelift.explain.decided import decided
from stridelift.planner import Outcome
from stridelift.report.clean import clean, title
from stridelift.report.load import load_lines
from stridelift.report.proof import proof
from stridelift.situation import Situation, described
from stridelift.wallclock import ago

WIDTH = 110  # columns where there is no terminal


def show(outcome: Outcome) -> None:
    """Print the plan."""
    printed(renderable(outcome))


def printed(what: RenderableType) -> None:
    """To standard output: in colour on a terminal, else without blanks at the ends of lines."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(what)
        return
    console = Console(highlight=False, width=WIDTH)
    with console.capture() as captured:
        console.print(what)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def check_text(checked: Checked) -> str:
    """What a strength calendar breaks, then what it costs."""
    horizon, plan = checked.situation.horizon, checked.plan
    last = horizon.end - timedelta(days=1)
    lines = [f"{counted(len(plan.sessions), 'sessions')}, {horizon.first:%a %d %b} – {last:%a %d %b %Y}"]
    everything = (*checked.situation.instance.facts, *checked.plan.sessions)
    names = described(everything, horizon)
    broken = [one for one in checked.found if one.hard]
    priced = [one for one in checked.found if not one.hard]
    for heading, some in (("Broken", broken), ("Priced", priced)):
        if some:
            lines.append(f"{heading}:")
            lines += [f"  {one.constraint}: {_scope(one, names)}: {one.size}{_cost(one)}" for one in some]
    if not checked.broken:
        lines.append("No hard rule is broken.")
    if ages := list(_ages(checked.situation)):
        lines += ["Calendars:", *(f"  {one}" for one in ages)]
    return "\n".join(lines)


def _ages(situation: Situation) -> Iterator[str]:
    """How old what the links say is."""
    return (f"{one.name} fetched {ago(one.fetched, situation.now)}" for one in situation.origins if one.is_link)


def _scope(one: Violation, names: dict[str, str]) -> str:
    return clean(", ".join(names.get(part, part) for part in one.scope))


def _cost(one: Violation) -> str:
    return "" if one.hard else f", price {one.penalty:,}"


def renderable(outcome: Outcome) -> RenderableType:
    """The week day by day, then each session, then what it cost and what was taken for granted."""
    parts: list[RenderableType] = [_heading(outcome), Text()]
    if outcome.situation.runs or outcome.plan:
        parts += [_week(outcome), Text()]
    if outcome.plan:
        parts += [*_sessions(outcome), *_changes(outcome), *_costs(outcome)]
    if outcome.conflict:
        parts += [Text("These cannot hold together; without any one of them there would be a plan:", style="bold")]
        parts += [Text(f"  {one.constraint}: {clean(one.text)}") for one in outcome.conflict]
    if outcome.relaxations:
        parts += [Text("What would help, cheapest first:", style="bold")]
        parts += [Text(f"  {clean(one.text)} (price {one.penalty:,})") for one in outcome.relaxations]
    situation = outcome.situation
    parts += _list("Calendars", list(_ages(situation)))
    parts += _list("Run load (reported; no rule uses it)", list(load_lines(situation)))
    parts += _list("Assumed", situation.assumptions)
    parts += _list("Left aside", [f"{title(one.summary or one.uid)}: {one.reason}" for one in situation.ignored])
    return Group(*parts)


def _heading(outcome: Outcome) -> Text:
    horizon, result = outcome.situation.horizon, outcome.result
    last = horizon.end - timedelta(days=1)
    weeks = " to ".join(dict.fromkeys((horizon.weeks[0].label, horizon.weeks[-1].label)))
    return Text(f"{horizon.first:%a %d %b} – {last:%a %d %b %Y} ({weeks}): {proof(result)}", style="bold")


def _week(outcome: Outcome) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    situation = outcome.situation
    sessions = outcome.plan.sessions if outcome.plan else ()
    rows = sorted([*outcome.runs, *sessions, *situation.existing], key=lambda one: one.order)
    for day in situation.horizon.planned_days:
        mine = [_row(situation, one, new=one in sessions) for one in rows if day.span.start <= one.start < day.span.end]
        fact = situation.days.facts.get(day.date)
        if fact and fact.text:  # a table may name only the date
            mine.insert(0, ("", "", Text(f"({fact.text})", style="dim"), ""))
        for index, cells in enumerate(mine or [("", "", "–", "")]):
            table.add_row(f"{day.date:%a %d %b}" if index == 0 else "", *cells)
    return table


def _row(situation: Situation, one: Candidate, *, new: bool) -> tuple[RenderableType, ...]:
    activity = one.activity
    clock = f"{situation.horizon.at(one.start):%H:%M}"
    if isinstance(activity, Run):
        about = "" if activity.timed else " (usual start)" if one.start == activity.usual else " (start chosen)"
        mark = "★" if activity.key else ""
        what = f"{activity.kind.value}: {title(activity.summary)}"
        return clock, mark, Text(what, style="bold" if activity.key else ""), Text(f"{activity.minutes} min{about}")
    assert isinstance(activity, Session)  # noqa: S101 - narrows
    if not new:
        return (
            clock,
            "",
            Text(f"{activity.load}: {title(activity.title)}"),
            Text(f"{activity.minutes} min (already there)"),
        )
    place = activity.place
    trip = f", {activity.travel} min there" if activity.travel else ""
    where = f"{activity.minutes} min, {place.name}{trip}" if place else f"{activity.minutes} min"
    return clock, Text("▲", style="green"), Text(f"{activity.load}: {activity.title}", style="bold green"), Text(where)


def _sessions(outcome: Outcome) -> Iterator[Text]:
    plan, situation = outcome.plan, outcome.situation
    assert plan is not None  # noqa: S101 - narrows
    config = situation.loaded.config
    level, lifts, known = config.athlete.level, config.athlete.lifts, config.known
    for one in sorted([*plan.sessions, *situation.existing], key=lambda one: one.order):
        session, new = one.activity, one in plan.sessions
        assert isinstance(session, Session)  # noqa: S101 - narrows
        if not (new or session.exercises):
            continue
        yield Text(f"{situation.horizon.at(one.start):%a %d %b %H:%M} {title(session.title)}", style="bold")
        yield from (Text(f"  {line}") for line in prescribe.lines(session, level, lifts, known))
        if new:
            reasons = "; ".join(decided(situation.instance, situation.rules, plan, one))
            yield Text(f"  Why here: {clean(reasons)}.", style="italic")
        yield Text()


def _changes(outcome: Outcome) -> Iterator[Text]:
    """What is not where it was published."""
    if outcome.changes:
        yield Text("Changed since it was published:", style="bold")
        yield from (Text(f"  {clean(one.text(outcome.situation.instance))}") for one in outcome.changes)
        yield Text()


def _costs(outcome: Outcome) -> Iterator[Text]:
    """The price by rule; 0 needs no words."""
    totals: Counter[str] = Counter()
    for one in outcome.penalties:
        totals[one.constraint] += one.penalty
    if totals:
        items = ", ".join(f"{name} {price:,}" for name, price in totals.items())
        yield Text(f"Price: {items}")
        short = [one for one in outcome.penalties if one.constraint == "weekly_volume"]
        yield from (Text(f"  missing in {one.scope[0]}: {missing(one)}") for one in short)
        yield Text()


def missing(one: Violation) -> str:
    """``1 × core`` of a session or a movement, ``2 sets of main lifts``."""
    what = one.scope[1].replace("_", " ")
    return f"{one.amount} × {what}" if one.unit in ("sessions", "exercises") else f"{one.size} of {what}"


def _list(heading: str, lines: Sequence[str]) -> list[RenderableType]:
    if not lines:
        return []
    return [Text(f"{heading}:", style="bold"), *(Text(f"  {clean(line)}", style="dim") for line in lines)]
