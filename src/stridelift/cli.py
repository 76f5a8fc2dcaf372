"""The command line: reads options, calls the planner, prints; results to standard output, messages to standard error.

Everything slow is imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import io
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift import __version__
from stridelift.errors import ConfigError, NoPlanError, StrideliftError

if TYPE_CHECKING:
    from stridelift.situation import Request

INFEASIBLE = 3
TIME_LIMIT = 60.0  # seconds; an ordinary week takes a tenth of one

app = typer.Typer(
    name="stridelift",
    help="Puts strength sessions into a running calendar without ruining the key runs, and proves the plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sources = Annotated[
    list[str] | None, typer.Argument(metavar="SOURCE…", help="Calendars: .ics files, or - for standard input.")
]
Busy = Annotated[list[str] | None, typer.Option("--busy", metavar="SOURCE", help="A calendar that only blocks time.")]
ConfigFile = Annotated[
    Path | None, typer.Option("-c", "--config", help="The config; else stridelift.toml where it is found.")
]
WeekLabel = Annotated[str | None, typer.Option("--week", metavar="2026-W48", help="Plan this ISO week.")]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Plan from this date.")]
Weeks = Annotated[int | None, typer.Option("--weeks", min=1, max=52, help="How many weeks from that date.")]
Now = Annotated[
    str | None,
    typer.Option(
        "--now", envvar="STRIDELIFT_NOW", metavar="INSTANT", help="Plan as if it were this instant (ISO 8601)."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"stridelift {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: FBT002 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Nothing happens before a command."""


@app.command()
def solve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the sessions to this .ics file.")] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="The calendar published before; else the one at -o.")
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.01, metavar="SECONDS", help="Stop the solver after this long.")
    ] = TIME_LIMIT,
    alarm: Annotated[
        int | None,
        typer.Option("--alarm", min=0, max=7 * 24 * 60, metavar="MINUTES", help="Remind so long before each session."),
    ] = None,
    now: Now = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Place the strength sessions of a week, and write them as a calendar."""
    from stridelift import planner, report  # noqa: PLC0415 - slow to import

    request = _request(sources, busy, config, week, first, weeks, now)
    request = request.but(output=output, previous=previous, time_limit=time_limit, alarm_minutes=alarm)
    outcome = planner.plan(request)
    _warn(outcome.situation.warnings)
    if as_json:
        typer.echo(report.to_json(outcome))
    else:
        report.show(outcome)
    if outcome.conflict:
        raise typer.Exit(INFEASIBLE)
    if outcome.plan is None:
        raise NoPlanError(f"no plan was found within {time_limit:g} seconds.", "give it longer with --time-limit.")
    if output is not None:
        typer.echo(f"{output}: {report.counted(len(outcome.entries), 'sessions')}", err=True)


@app.command()
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    plan: Annotated[Path, typer.Argument(metavar="PLAN.ics", help="A calendar of strength sessions, made by anyone.")],
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    first: First = None,
    weeks: Weeks = None,
    now: Now = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Judge a strength calendar by the rules, without the solver; exit 1 when a hard rule is broken."""
    from stridelift import check as judge  # noqa: PLC0415 - slow to import
    from stridelift import report  # noqa: PLC0415 - likewise

    verdict = judge.check(plan, _request(sources, busy, config, week, first, weeks, now))
    _warn(verdict.situation.warnings)
    typer.echo(report.check_json(verdict) if as_json else report.check_text(verdict))
    if verdict.broken:
        raise typer.Exit(1)


def _request(  # noqa: PLR0913, PLR0917 - what several commands share
    sources: list[str] | None,
    busy: list[str] | None,
    config: Path | None,
    week: str | None,
    first: str | None,
    weeks: int | None,
    now: str | None,
) -> Request:
    from stridelift import situation  # noqa: PLC0415 - slow to import

    if week is not None and (first is not None or weeks is not None):
        raise ConfigError("--week and --from/--weeks name two horizons.", "leave one of them out.")
    return situation.Request(
        calendars=situation.calendars(sources or (), busy or ()),
        config=config,
        week=week,
        first=_date(first),
        weeks=weeks,
        now=_instant(now),
    )


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--from {text!r} is no date.", "write it like 2026-11-30.") from None


def _instant(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--now {text!r} is no instant.", "write it like 2026-11-29T12:00+01:00.") from None


def _warn(warnings: tuple[str, ...]) -> None:
    from stridelift.report import clean  # noqa: PLC0415 - slow to import

    for text in warnings:
        typer.echo(f"warning: {clean(text)}", err=True)


def main() -> None:
    """The console script: what the athlete can mend is shown without a traceback, in UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except StrideliftError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
