"""A source on this machine by its name → the bytes of a calendar, as UTF-8."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from stridelift.calendar.address import is_link, masked
from stridelift.calendar.sniff import LARGEST, checked
from stridelift.errors import SourceError

__all__ = ["LARGEST", "Fetched", "fetch", "masked"]

_FEW = 5  # names in a message
_ENDS = (".ics", ".ical")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A calendar in UTF-8, or several behind each other, and what is worth saying about how they came."""

    data: bytes
    warnings: tuple[str, ...] = ()


def fetch(source: str, folder: Path) -> Fetched:
    """Reads a path (relative to ``folder``, ``~`` expanded), or standard input for ``-``.

    A folder is a vdir: each ``.ics`` file in it holds an event or more; one that is broken costs only itself.

    Raises:
        SourceError: it is missing, no calendar, empty or larger than 10 MB; or a link, which :mod:`copies` reads.
    """
    if is_link(source):
        raise SourceError(f"calendar {masked(source)} is a link, and only a file can be read here")
    if source == "-":
        return Fetched(checked(sys.stdin.buffer.read(LARGEST + 1), "standard input"))
    try:
        path = folder / Path(source).expanduser()
        return _vdir(path, source) if path.is_dir() else Fetched(checked(_read(path, LARGEST), source))
    except FileNotFoundError:
        raise _missing(source, path) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"calendar {source} cannot be read: {_reason(error)}") from error


def _read(path: Path, most: int) -> bytes:
    """One byte more than ``most``, where there are more."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _reason(error: Exception) -> object:
    return getattr(error, "strerror", None) or error


def _vdir(folder: Path, source: str) -> Fetched:
    names = _calendars(folder)
    if not names:
        raise _no_vdir(folder, source)
    parts, warnings, total = [], [], 0
    for name in names:
        try:
            part = _whole(_read(folder / name, LARGEST), name)
        except (OSError, SourceError) as error:
            fault = error.message if isinstance(error, SourceError) else f"{name} cannot be read: {_reason(error)}"
            warnings.append(f"{fault.removeprefix('calendar ')}; it is left out")
            continue
        parts.append(part)
        total += len(part)
        if total > LARGEST:
            advice = "move the events of past years to another folder."
            raise SourceError(f"calendar {source} is larger than {LARGEST // 1_000_000} MB in all", advice)
    if not parts:
        raise SourceError(f"calendar {source} has no file that can be read: {warnings[0].rpartition(';')[0]}")
    return Fetched(b"\n".join(parts), tuple(warnings))


def _whole(data: bytes, name: str) -> bytes:
    """The calendar of one file, which must end before the next one begins."""
    data = checked(data, name)
    if not data.upper().rstrip().endswith(b"END:VCALENDAR"):
        raise SourceError(f"calendar {name} is cut off: END:VCALENDAR is missing")
    return data


def _no_vdir(folder: Path, source: str) -> SourceError:
    within = [one.name for one in sorted(folder.iterdir()) if one.is_dir() and _calendars(one)]
    if within:
        named = ", ".join([*within[:_FEW], *["…"][: len(within[_FEW:])]])
        advice = f"name one of them, as in {Path(source) / within[0]}."
        return SourceError(f"calendar {source} is a folder of calendars: {named}", advice)
    return SourceError(f"calendar {source} is a folder without .ics files", "its synchronisation has not run yet.")


def _files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def _calendars(folder: Path) -> list[str]:
    """The calendar files of a folder; what begins with a dot is of a program, and not finished perhaps."""
    return [name for name in _files(folder) if name.lower().endswith(_ENDS) and not name.startswith(".")]


def _missing(source: str, path: Path) -> SourceError:
    """A file that does not exist; where it was a link without its beginning, that is kept a secret too."""
    first, slash, _ = source.partition("/")
    if slash and _HOST.fullmatch(first) and not path.parents[source.count("/") - 1].is_dir():
        return SourceError(f"calendar {first}/… does not exist", f"it is a link: write https://{first}/…")
    return SourceError(f"calendar {source} does not exist", _near(path))


def _near(path: Path) -> str:
    if near := get_close_matches(path.name, _files(path.parent), n=3):
        return f"you meant {' or '.join(near)}."
    if not path.parent.is_dir():
        return f"the folder {path.parent.name or path.parent} is misspelt."
    others = _calendars(path.parent)
    beside = f": {', '.join(others[:3])}" if others else ""
    return f"one of the calendars beside it was meant{beside}." if others else "it lies in another folder."
