"""Puts the config on the disk: a new file, whole or not at all, and nobody else's to read where it holds a link."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from stridelift.calendar.address import is_link
from stridelift.calendar.files import create_file
from stridelift.config import Calendar
from stridelift.errors import OutputError
from stridelift.proposal import Proposal
from stridelift.proposal.file import text

_OWNER_ONLY = 0o600


def refuse_existing(path: Path) -> None:
    """Before anything is asked.

    Raises:
        OutputError: something stands there already.
    """
    if os.path.lexists(path):
        raise OutputError(
            f"{path} exists, and init overwrites nothing.",
            f"write another one with -o FILE, or move it away first, as in `mv {path} {path}.old`.",
        )


def beside(proposal: Proposal, path: Path) -> Proposal:
    """The same with its calendars as they are seen from the file: paths in a config start where it lies."""
    return replace(proposal, calendars=tuple(_beside(one, path.parent) for one in proposal.calendars))


def _beside(calendar: Calendar, folder: Path) -> Calendar:
    source = str(calendar.source)
    if is_link(source) or Path(source).expanduser().is_absolute() or folder == Path():
        return calendar
    try:
        there = os.path.relpath(source, os.path.realpath(folder))
    except ValueError:  # another drive
        there = os.path.realpath(source)
    return calendar.model_copy(update={"source": there})


def write(path: Path, proposal: Proposal, today: date) -> None:
    """The file, which must not exist.

    Raises:
        OutputError: it does by now, or cannot be written.
    """
    if not create_file(path, text(proposal, today).encode(), _OWNER_ONLY if proposal.has_link else None):
        refuse_existing(path)
