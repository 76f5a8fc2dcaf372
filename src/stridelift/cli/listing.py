"""``exercises``: what can be lifted where."""

from __future__ import annotations

from typing import Annotated

import typer

from stridelift.cli.options import ConfigFile, Json

At = Annotated[str | None, typer.Option("--at", metavar="PLACE", help="Only at this place of the config.")]
Phase = Annotated[
    str | None, typer.Option("--phase", metavar="PHASE", help="In this phase: S or max_strength; else the athlete's.")
]
Level = Annotated[
    str | None, typer.Option("--level", metavar="LEVEL", help="For this level: 0 to 3, or novice; else the athlete's.")
]


def exercises(
    config: ConfigFile = None,
    at: At = None,
    phase: Phase = None,
    level: Level = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List what can be lifted where, in which doses, and why the rest cannot."""
    from stridelift.report.exercises import exercises_json, exercises_text  # noqa: PLC0415 - slow to import
    from stridelift.request import Request, establish  # noqa: PLC0415 - likewise
    from stridelift.usable import usable  # noqa: PLC0415 - likewise

    settings = establish(Request(config=config)).config
    listing = usable(settings, at, phase, level)
    show = exercises_json if as_json else exercises_text
    typer.echo(show(listing, settings.athlete.lifts))
