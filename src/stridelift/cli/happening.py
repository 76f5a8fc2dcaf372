"""``done``, ``missed`` and ``skip``: what really happened, for the next solve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stridelift.cli.options import Now, instant

Words = Annotated[
    list[str],
    typer.Argument(metavar="SESSION…", help="Its weekday (Tue), date (2026-12-01), class (heavy) or UID, or several."),
]
Feed = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="The calendar of sessions that solve wrote.")
]


def done(session: Words, output: Feed, now: Now = None) -> None:
    """Say that a session was done: as planned or, before its time, just now. Planning leaves it there."""
    _say(session, output, now, "done")


def missed(session: Words, output: Feed, now: Now = None) -> None:
    """Say that a session was missed: the next solve places it anew in its week, if that is worth it."""
    _say(session, output, now, "missed")


def skip(session: Words, output: Feed, now: Now = None) -> None:
    """Leave a session out: it goes from the calendar, and is not placed anew."""
    _say(session, output, now, "skipped")


def _say(session: list[str], output: Path, now: str | None, fate: str) -> None:
    from stridelift.happened import Fate, happened  # noqa: PLC0415 - slow to import
    from stridelift.report.clean import title  # noqa: PLC0415 - likewise

    what = happened(output, " ".join(session), Fate(fate), instant(now))
    entry = what.event.entry
    at = f"{entry.start.astimezone(what.zone):%a %d %b %H:%M}"
    then = {
        Fate.DONE: f"it stays at {at}" if not what.moved else f"it is at {at} now",
        Fate.MISSED: "it does not count, and may be placed again in its week",
        Fate.SKIPPED: f"one {entry.session_class} session less in {what.event.week}",
    }
    named = title(entry.summary) if what.moved else f"{at} {title(entry.summary)}"
    typer.echo(f"{named}: {what.fate.value}; {then[what.fate]}. Solve again to plan around it.")
