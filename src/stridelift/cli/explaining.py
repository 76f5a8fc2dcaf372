"""``explain``: why each session is where it is, and why none is at a given start."""

from __future__ import annotations

from typing import Annotated

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
from stridelift.cli.progress import interruption, no_plan, watching
from stridelift.cli.solving import INFEASIBLE, Previous

At = Annotated[
    str | None,
    typer.Option("--at", metavar="START", help="Ask about this start: 'Tue 18:00', or 2026-12-01T18:00."),
]
Class = Annotated[
    str | None,
    typer.Option("--class", metavar="CLASS", help="Ask for this class: heavy, moderate, plyo_high, … ; else for each."),
]


def explain(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    at: At = None,
    session_class: Class = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    previous: Previous = None,
    time_limit: TimeLimit = TIME_LIMIT,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Say why each session is where it is, and what its next-best place would cost.

    With --at, say why none is there: the hard rules that forbid it, with the run or event that they are about, or what
    it would cost to have one there, and what else would change. Nothing is written.
    """
    from stridelift import explaining  # noqa: PLC0415 - slow to import
    from stridelift.report.explained import explained_json, explained_text  # noqa: PLC0415 - likewise
    from stridelift.report.record import to_json  # noqa: PLC0415 - likewise
    from stridelift.report.text import show  # noqa: PLC0415 - likewise

    asked = request(sources, busy, config, week, first, weeks, now)
    asked = asked.but(previous=previous, time_limit=time_limit, allow_private=allow_private)
    with watching() as tell:
        answer = explaining.explain(asked, at, session_class, tell)
    outcome = answer.outcome
    warn((*outcome.situation.warnings, *interruption(outcome)))
    if outcome.plan is None:
        typer.echo(to_json(outcome)) if as_json else show(outcome)
        if outcome.conflict:
            raise typer.Exit(INFEASIBLE)
        raise no_plan(outcome, time_limit)
    typer.echo(explained_json(answer) if as_json else explained_text(answer))
