"""A source by its name → the bytes of a calendar, as UTF-8."""

from __future__ import annotations

import codecs
import sys
from difflib import get_close_matches
from pathlib import Path

from stridelift.calendar.address import is_link, masked
from stridelift.calendar.lines import unfold
from stridelift.errors import SourceError

LARGEST = 10_000_000  # bytes
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def fetch(source: str, folder: Path) -> bytes:
    """Reads a path (relative to ``folder``, ``~`` expanded), or standard input for ``-``.

    Returns:
        The calendar in UTF-8 without a byte order mark.

    Raises:
        SourceError: it is missing, no file, no calendar, empty or larger than 10 MB.
    """
    if is_link(source):
        raise SourceError(
            f"calendar {masked(source)} is a link, and links cannot be read yet",
            "download the calendar and name the file instead.",
        )
    if source == "-":
        return _checked(sys.stdin.buffer.read(LARGEST + 1), "standard input")
    return _checked(_file(source, folder), source)


def _file(source: str, folder: Path) -> bytes:
    try:
        path = folder / Path(source).expanduser()
        if path.is_dir():
            raise SourceError(f"calendar {source} is a folder", f"name one of its files{_examples(path)}.")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise SourceError(f"calendar {source} does not exist", _near(path)) from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"calendar {source} cannot be read: {reason}") from error


def _files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def _examples(folder: Path) -> str:
    names = [name for name in _files(folder) if name.lower().endswith((".ics", ".ical"))]
    return f": {', '.join(names[:3])}" if names else ""


def _near(path: Path) -> str:
    if near := get_close_matches(path.name, _files(path.parent), n=3):
        return f"you meant {' or '.join(near)}."
    if not path.parent.is_dir():
        return f"the folder {path.parent.name or path.parent} is misspelt."
    others = _examples(path.parent)
    return f"one of the calendars beside it was meant{others}." if others else "it lies in another folder."


def _checked(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST:
        raise SourceError(f"calendar {name} is larger than {LARGEST // 1_000_000} MB", "export fewer years of it.")
    data = _utf8(data)
    if not data.strip():
        raise SourceError(f"calendar {name} is empty", "the export or download did not finish.")
    if b"BEGIN:VCALENDAR" in data.upper():
        return data
    if data.lstrip()[:1] == b"<":
        raise SourceError(f"calendar {name} is a web page, not a calendar", "the link asks for a login first.")
    raise SourceError(f"calendar {name} is not an iCalendar file: no BEGIN:VCALENDAR", "export it as .ics.")


def _utf8(data: bytes) -> bytes:
    """The same text in UTF-8: by its byte order mark, by the zeros of UTF-16, else Latin-1 where UTF-8 fails."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode()
    for encoding in ("utf-16-le", "utf-16-be"):
        if data.startswith("BEGIN:".encode(encoding)):
            return data.decode(encoding, "replace").encode()
    try:
        unfold(data).decode()
    except UnicodeDecodeError:
        return data.decode("latin-1").encode()
    return data
