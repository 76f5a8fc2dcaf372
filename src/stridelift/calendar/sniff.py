"""Bytes that should be a calendar → the same text in UTF-8, or why they are none."""

from __future__ import annotations

import codecs
import re

from stridelift.calendar.lines import unfold
from stridelift.errors import SourceError

_BEGIN = re.compile(rb"BEGIN:V(?:CALENDAR|EVENT)", re.IGNORECASE)
LARGEST = 10_000_000  # bytes
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def checked(data: bytes, name: str) -> bytes:
    """The calendar in UTF-8 without a byte order mark; ``name`` is how it is called in a message.

    Raises:
        SourceError: it is larger than 10 MB, empty, a web page or something else.
    """
    if len(data) > LARGEST:
        raise SourceError(f"calendar {name} is larger than {LARGEST // 1_000_000} MB", "export fewer years of it.")
    data = _utf8(data)
    if not data.strip():
        raise SourceError(f"calendar {name} is empty", "the export or download did not finish.")
    if data.lstrip()[:1] == b"<":  # whatever is quoted in it
        raise SourceError(f"calendar {name} is a web page, not a calendar", "the link asks for a login first.")
    if _BEGIN.search(data):
        return data
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
