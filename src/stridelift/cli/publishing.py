"""``publish``: keep the sessions in the athlete's own CalDAV calendar."""

from __future__ import annotations

from pathlib import Path
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
from stridelift.cli.solving import INFEASIBLE


def publish(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="caldavs://…", help="The collection; else the one in [publish] of the config."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="RECORD", help="Keep the record of what was published in this file."),
    ] = None,
    time_limit: TimeLimit = TIME_LIMIT,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Place the sessions, and bring a CalDAV collection to them; what you moved or deleted there stays so."""
    from stridelift import publisher  # noqa: PLC0415 - slow to import
    from stridelift.report.publication import publication_json, publication_text  # noqa: PLC0415 - likewise
    from stridelift.report.text import show  # noqa: PLC0415 - likewise

    asked = request(sources, busy, config, week, first, weeks, now)
    asked = asked.but(time_limit=time_limit, allow_private=allow_private)
    with watching() as tell:
        publication = publisher.publish(asked, to, output, tell)
    outcome = publication.outcome
    warn((*publication.edits.warnings, *outcome.situation.warnings, *interruption(outcome)))
    if as_json:
        typer.echo(publication_json(publication))
    else:
        show(outcome)
        typer.echo(publication_text(publication))
    if outcome.conflict:
        raise typer.Exit(INFEASIBLE)
    if outcome.plan is None:
        raise no_plan(outcome, time_limit)
