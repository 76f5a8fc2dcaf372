"""The command line: reads options, calls the planner, prints; results to standard output, messages to standard error.

Everything slow is imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from stridelift.cli.explaining import explain
from stridelift.cli.happening import done, missed, skip
from stridelift.cli.listing import exercises
from stridelift.cli.publishing import publish
from stridelift.cli.serving import serve, token
from stridelift.cli.settings import config, constraints, schema
from stridelift.cli.showing import show
from stridelift.cli.solving import check, solve
from stridelift.cli.starting import init
from stridelift.cli.tuning import tune
from stridelift.errors import StrideliftError

app = typer.Typer(
    name="stridelift",
    help="Puts strength sessions into a running calendar without ruining the key runs, and proves the plan.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from stridelift import __version__  # noqa: PLC0415 - slow to find

        typer.echo(f"stridelift {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: FBT002 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Nothing happens before a command."""


_COMMANDS = (
    solve,
    check,
    show,
    explain,
    tune,
    done,
    missed,
    skip,
    init,
    exercises,
    publish,
    serve,
    constraints,
    schema,
)
for command in _COMMANDS:
    app.command()(command)
app.add_typer(token, name="token")
app.add_typer(config, name="config")


def main() -> None:
    """The console script: what the athlete can mend is shown without a traceback, in UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # to look for some, it reads about all that is installed
    try:
        app(prog_name="stridelift")
    except StrideliftError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
