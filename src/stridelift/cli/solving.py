"""``solve`` and ``check``: place the sessions of a week, or judge those that somebody placed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift.cli.options import (
    TIME_LIMIT,
    AllowPrivate,
    Busy,
    ConfigFile,
    First,
    Json,
    Now,
    Sources,
    TimeLimit,
    WeekLabel,
    Weeks,
    request,
    warn,
)
from stridelift.cli.progress import interrupted, interruption, no_plan, watching

if TYPE_CHECKING:
    from stridelift.planner import Outcome

INFEASIBLE = 3

Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write the sessions to this .ics file.")]
RunsOutput = Annotated[
    Path | None,
    typer.Option("--runs-output", metavar="FILE", help="Write the runs whose start was chosen to this .ics file."),
]
Previous = Annotated[Path | None, typer.Option("--previous", help="The calendar published before; else the one at -o.")]
Alarm = Annotated[
    int | None,
    typer.Option("--alarm", min=0, max=7 * 24 * 60, metavar="MINUTES", help="Remind so long before each session."),
]


def solve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    output: Output = None,
    runs_output: RunsOutput = None,
    previous: Previous = None,
    time_limit: TimeLimit = TIME_LIMIT,
    alarm: Alarm = None,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Place the strength sessions of a week, and write them as a calendar."""
    try:
        from stridelift import planner  # noqa: PLC0415 - slow to import
        from stridelift.report import counted  # noqa: PLC0415 - likewise

        asked = request(sources, busy, config, week, first, weeks, now).but(
            output=output, runs_output=runs_output, previous=previous, alarm_minutes=alarm
        )
        with watching() as tell:
            outcome = planner.plan(asked.but(time_limit=time_limit, allow_private=allow_private), tell=tell)
    except KeyboardInterrupt:
        raise interrupted() from None
    warn((*outcome.situation.warnings, *interruption(outcome)))
    _show(outcome, time_limit, as_json=as_json)
    if outcome.conflict:
        raise typer.Exit(INFEASIBLE)
    if outcome.plan is None:
        raise no_plan(outcome, time_limit)
    if output is not None:
        typer.echo(f"{output}: {counted(len(outcome.entries), 'sessions')}", err=True)
    if runs_output is not None:
        typer.echo(f"{runs_output}: {counted(len(outcome.plan.runs), 'runs')}", err=True)


def _show(outcome: Outcome, time_limit: float, *, as_json: bool) -> None:
    """What shows it is imported when all is done, into the memory that the solver gave back."""
    if as_json:
        from stridelift.explaining import at_hand  # noqa: PLC0415 - see above
        from stridelift.report.record import to_json  # noqa: PLC0415 - see above

        typer.echo(to_json(at_hand(outcome, time_limit)))
    else:
        from stridelift.report.text import show  # noqa: PLC0415 - see above

        show(outcome)


def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    plan: Annotated[Path, typer.Argument(metavar="PLAN.ics", help="A calendar of strength sessions, made by anyone.")],
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Judge a strength calendar by the rules, without the solver; exit 1 when a hard rule is broken."""
    from stridelift import check as judge  # noqa: PLC0415 - slow to import
    from stridelift.report.record import check_json  # noqa: PLC0415 - likewise
    from stridelift.report.text import check_text  # noqa: PLC0415 - likewise

    asked = request(sources, busy, config, week, first, weeks, now).but(allow_private=allow_private)
    verdict = judge.check(plan, asked)
    warn(verdict.situation.warnings)
    typer.echo(check_json(verdict) if as_json else check_text(verdict))
    if verdict.broken:
        raise typer.Exit(1)
