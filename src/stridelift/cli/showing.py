"""``show``: a week as a picture for the browser, a mail, or the door of the fridge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stridelift.cli.extra import needing
from stridelift.cli.options import AllowPrivate, Busy, ConfigFile, Now, Sources, WeekLabel, request, save, warn
from stridelift.errors import ConfigError

_EXTRA = {"jinja2", "markupsafe"}


def show(  # noqa: PLR0913, PLR0917 - one parameter for each option
    plan: Annotated[Path, typer.Argument(metavar="PLAN.ics", help="A calendar of strength sessions, made by anyone.")],
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    week: WeekLabel = None,
    as_html: Annotated[bool, typer.Option("--html", help="As a page that opens in any browser; the default.")] = False,  # noqa: FBT002 - a flag
    as_svg: Annotated[bool, typer.Option("--svg", help="As a picture.")] = False,  # noqa: FBT002 - a flag
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write it to this file.")] = None,
    whole: Annotated[bool, typer.Option("--season", help="All weeks around it, to the last race.")] = False,  # noqa: FBT002 - a flag
    no_titles: Annotated[bool, typer.Option("--no-titles", help="Do not say what commitments are.")] = False,  # noqa: FBT002 - a flag
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
) -> None:
    """Show a week: runs, sessions, commitments, and the hours that key runs close to strength work; or the season.

    Without --week it is the one that is now, of those that the calendar has, or the nearest.
    """
    if as_html and as_svg:
        raise ConfigError("--html and --svg are two kinds of picture.", "leave one of them out.")
    with needing("show", _EXTRA):
        from stridelift.board import drawing  # noqa: PLC0415 - an extra
    from stridelift.board.season import season  # noqa: PLC0415 - slow to import
    from stridelift.board.week import week as read  # noqa: PLC0415 - likewise
    from stridelift.check import check  # noqa: PLC0415 - likewise

    asked = request(sources, busy, config, week, None, None, now).but(allow_private=allow_private)
    checked = check(plan, asked)
    warn(checked.situation.warnings)
    if whole:
        weeks = season(checked)
        text = drawing.season_svg(weeks) if as_svg else drawing.season_html(weeks)
    else:
        board = read(checked, titles=not no_titles)
        text = drawing.svg(board) if as_svg else drawing.html(board)
    if output is None:
        typer.echo(text, nl=False)
    else:
        save(output, text)
