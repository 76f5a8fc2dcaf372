"""iCalendar text as bytes ⇔ content lines inside components, before anything is understood.

Tolerant: any line ending, missing ENDs, junk lines. What is broken here costs one line or one component.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from typing import NamedTuple

_NAME = re.compile(rb"([A-Za-z0-9-]+)[;:]")
_LINE = re.compile(r'([A-Za-z0-9-]++)((?:;[^";:]*+(?:"[^"]*+"[^";:]*+)*+)*+):(.*)', re.DOTALL)
_PARAM = re.compile(r';([^=;"]++)=((?:"[^"]*+"|[^";])*+)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_DEEPEST = 8  # components inside components; real files need 4
MOST_LINES = 5_000  # of a component; what has more is not one person's event
_LEVEL = {"VCALENDAR": 1, "VEVENT": 2, "VTIMEZONE": 2}  # where these always stand
_TEMPORAL = frozenset({"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "EXDATE", "RDATE"})


class Line(NamedTuple):
    """A content line: upper-case name and parameter names, raw value."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END; ``closed`` is False where the file ends inside.

    ``raw`` has the unfolded lines, undecoded as most are never looked at; of too many, MOST_LINES and one.
    """

    name: str
    raw: list[bytes] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    closed: bool = False

    def named(self, name: str) -> list[Component]:
        return [child for child in self.children if child.name == name]


def unfold(data: bytes) -> bytes:
    """One content line a line, ended by LF; on bytes, because folding may cut a character in two."""
    data = data.replace(b"\r", b"") if b"\n" in data else data.replace(b"\r", b"\n")
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def split(data: bytes) -> tuple[list[Component], list[str]]:
    """The VCALENDARs of ``data`` (UTF-8), whatever else holds events, and warnings."""
    root = Component("")
    stack = [root]
    junk = 0
    for line in unfold(data.lstrip(BOM_UTF8).replace(b"\0", b"")).split(b"\n"):
        keyword = line[:6].upper()
        if keyword == b"BEGIN:":
            _open(stack, _text(line[6:]).strip().upper())
        elif keyword.startswith(b"END:"):
            _close(stack, _text(line[4:]).strip().upper())
        elif _NAME.match(line):
            if len(stack[-1].raw) <= MOST_LINES:
                stack[-1].raw.append(line)
        elif line.strip():
            junk += len(stack) > 1
    root.closed = True
    calendars = [one for one in (root, *root.children) if one.name == "VCALENDAR" or one.named("VEVENT")]
    warnings = [] if all(one.closed for one in calendars) else ["END:VCALENDAR is missing: the calendar may be cut off"]
    if any(one.name != "VCALENDAR" for one in calendars):
        warnings.append("some events stand outside a VCALENDAR")
    if junk:
        warnings.append(f"{junk} line{'s' if junk > 1 else ''} could not be understood and left out")
    return calendars, warnings


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _open(stack: list[Component], name: str) -> None:
    if name in _LEVEL:  # whatever is still open below lost its END
        _end(stack, _LEVEL[name])
    if len(stack) < _DEEPEST:
        child = Component(name)
        stack[-1].children.append(child)
        stack.append(child)


def _close(stack: list[Component], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            _end(stack, depth)
            return


def _end(stack: list[Component], depth: int) -> None:
    for component in stack[depth:]:
        component.closed = True
    del stack[depth:]


def name_of(raw: bytes) -> str:
    """The name of a line of a component, in upper case."""
    found = _NAME.match(raw)
    return found[1].decode().upper() if found else ""


def parse(raw: bytes) -> Line | None:
    """An unfolded line in its parts; None where there is no value."""
    text = _text(raw)
    found = _LINE.fullmatch(text)
    if not found:
        return None
    name, params, value = found[1].upper(), found[2], found[3]
    if ":" in value and name in _TEMPORAL:  # an unquoted "TZID=(UTC+01:00) Berlin": no time holds a colon
        params, _, value = text[len(name) :].rpartition(":")
    return Line(name, {key.upper(): text.strip('"') for key, text in _PARAM.findall(params)} if params else {}, value)


def unescaped(value: str) -> str:
    r"""TEXT as meant: ``\n``, ``\,``, ``\;`` and ``\\`` undone, any other backslash left alone."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
