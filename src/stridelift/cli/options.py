"""The options that several commands share, and the request that they make."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift.errors import ConfigError, OutputError

if TYPE_CHECKING:
    from stridelift.request import Request

TIME_LIMIT = 60.0  # seconds; an ordinary week takes a tenth of one

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE…",
        help="Calendars: .ics files or folders of them, https:// or webcal:// links, - for standard input.",
    ),
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
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Links may lead to servers in your own network, at any port.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0.01, metavar="SECONDS", help="Stop the solver after this long.")
]


def request(  # noqa: PLR0913, PLR0917 - what several commands share
    sources: list[str] | None,
    busy: list[str] | None,
    config: Path | None,
    week: str | None,
    first: str | None,
    weeks: int | None,
    now: str | None,
) -> Request:
    from stridelift.request import Request, calendars  # noqa: PLC0415 - slow to import

    if week is not None and (first is not None or weeks is not None):
        raise ConfigError("--week and --from/--weeks name two horizons.", "leave one of them out.")
    return Request(
        calendars=calendars(sources or (), busy or ()),
        config=config,
        week=week,
        first=_date(first),
        weeks=weeks,
        now=instant(now),
    )


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--from {text!r} is no date.", "write it like 2026-11-30.") from None


def instant(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--now {text!r} is no instant.", "write it like 2026-11-29T12:00+01:00.") from None


def warn(warnings: tuple[str, ...]) -> None:
    from stridelift.report.clean import clean  # noqa: PLC0415 - slow to import

    for text in warnings:
        typer.echo(f"warning: {clean(text)}", err=True)


def save(path: Path, picture: str) -> None:
    """Write a picture to a file that was named.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from None
