"""iCalendar text as bytes ⇔ content lines inside components, before anything is understood.

Tolerant: any line ending, missing ENDs, junk lines. What is broken here costs one line or one component.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_FOLD = re.compile(rb"\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+[;:]")
_LINE = re.compile(r'([A-Za-z0-9-]++)((?:;[^";:]*+(?:"[^"]*+"[^";:]*+)*+)*+):(.*)', re.DOTALL)
_PARAM = re.compile(r';([^=;"]++)=((?:"[^"]*+"|[^";])*+)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_DEEPEST = 8  # components inside components; real files need 4
_LEVEL = {"VCALENDAR": 1, "VEVENT": 2, "VTIMEZONE": 2}  # where these always stand
_TEMPORAL = frozenset({"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "EXDATE", "RDATE"})


class Line(NamedTuple):
    """A content line: upper-case name and parameter names, raw value."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END; ``closed`` is False where the file ends inside."""

    name: str
    raw: list[str] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    closed: bool = False

    def named(self, name: str) -> list[Component]:
        return [child for child in self.children if child.name == name]


def unfold(data: bytes) -> bytes:
    """One content line a line, ended by LF; on bytes, because folding may cut a character in two."""
    data = re.sub(rb"\r+\n", b"\n", data).replace(b"\r", b"") if b"\n" in data else data.replace(b"\r", b"\n")
    return _FOLD.sub(b"", data)


def split(data: bytes) -> tuple[list[Component], list[str]]:
    """The VCALENDARs of ``data`` (UTF-8), and warnings."""
    root = Component("")
    stack = [root]
    junk = 0
    for line in unfold(data).decode("utf-8", "replace").lstrip("\ufeff").replace("\0", "").split("\n"):
        keyword = line[:6].upper()
        if keyword == "BEGIN:":
            _open(stack, line[6:].strip().upper())
        elif keyword.startswith("END:"):
            _close(stack, line[4:].strip().upper())
        elif _NAME.match(line):
            stack[-1].raw.append(line)
        elif line.strip():
            junk += len(stack) > 1
    calendars = root.named("VCALENDAR")
    warnings = [] if all(one.closed for one in calendars) else ["END:VCALENDAR is missing: the calendar may be cut off"]
    if junk:
        warnings.append(f"{junk} line{'s' if junk > 1 else ''} could not be understood and left out")
    return calendars, warnings


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


def parse(raw: str) -> Line | None:
    """An unfolded line in its parts; None where there is no value."""
    found = _LINE.fullmatch(raw)
    if not found:
        return None
    name, params, value = found[1].upper(), found[2], found[3]
    if ":" in value and name in _TEMPORAL:  # an unquoted "TZID=(UTC+01:00) Berlin": no time holds a colon
        params, _, value = raw[len(name) :].rpartition(":")
    return Line(name, {key.upper(): text.strip('"') for key, text in _PARAM.findall(params)} if params else {}, value)


def unescaped(value: str) -> str:
    r"""TEXT as meant: ``\n``, ``\,``, ``\;`` and ``\\`` undone, any other backslash left alone."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
