"""The config as text: each line with what it does, its unit, and in brackets where its value comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from stridelift.config import Calendar
from stridelift.domain import Priority
from stridelift.proposal import DEFAULT, YOU, Proposal, Said, TitleRule
from stridelift.report.clean import clean
from stridelift.resources import presets
from stridelift.wallclock import WEEKDAYS, Window, clock_text

T = TypeVar("T")
SCHEMA_LINE = "#:schema ./config.schema.json"
GYM = ("barbell", "bench", "box", "cable", "dumbbell", "leg_press", "pullup_bar", "rack")
HOME = ("band", "dumbbell")
_TRAVEL = 15  # minutes to a gym
_LONGEST = 120  # columns within which a comment stands behind its line
_WIDEST = 60  # columns before a comment
_UNTOLD = re.compile(r"[\x7f-\x9f\ud800-\udfff]")
_DAYS = {"weekday": "Monday to Friday", "weekend": "Saturday and Sunday"}


@dataclass(frozen=True)
class Line:
    """A key with its value as TOML; ``off`` where it stands as a comment, for the athlete to turn on."""

    key: str
    value: str
    comment: str = ""
    off: bool = False

    @property
    def code(self) -> str:
        return f"{'# ' if self.off else ''}{self.key} = {self.value}"


@dataclass(frozen=True)
class Table:
    head: str
    comment: str = ""
    lines: Sequence[Line] = field(default_factory=tuple)
    off: bool = False


def text(proposal: Proposal, today: date) -> str:
    """The whole file."""
    tables = [
        _preset(proposal),
        *_calendars(proposal),
        Table("[athlete]", "", list(_athlete(proposal))),
        *_races(proposal),
        Table("[runs]", "how runs are read", list(_runs(proposal))),
        Table("[runs.usual_start]", "of a run that has no time of day", list(_starts(proposal))),
        *(_rule(one) for one in proposal.rules),
        Table(
            "[availability]",
            "when you may train; one day, as in tuesday = […], goes before",
            list(_free(proposal)),
        ),
        *_places(proposal),
        *_preferred(proposal),
    ]
    return "\n".join([_head(today), *("\n".join(_lines(one)) + "\n" for one in tables)])


def _head(today: date) -> str:
    return (
        f"{SCHEMA_LINE}\n"
        f"# The config of stridelift, written by `stridelift init` on {today} and yours to change.\n"
        "# Behind each line: what it does, and in brackets where its value comes from.\n"
        "# A line that you delete falls back to its default. What begins with # is off.\n"
    )


def _lines(table: Table) -> Iterator[str]:
    """Comments of a table stand in one column; a line too long for that has its comment above it."""
    comment = f"# {clean(table.comment)}" if table.comment else ""
    if table.head:
        comment = f"{'# ' if table.off else ''}{table.head}  {comment}".rstrip()
    if comment:
        yield comment
    width = max((len(one.code) for one in table.lines if len(one.code) <= _WIDEST), default=0)
    for one in table.lines:
        code = one.code if not table.off or one.off else f"# {one.code}"
        comment = clean(one.comment)
        behind = f"{code:{width}}  # {comment}"
        if not comment:
            yield code
        elif len(behind) <= _LONGEST:
            yield behind
        else:
            yield f"# {one.key}: {comment}"
            yield code


# Values as TOML.


def string(value: str) -> str:
    """A basic string: JSON's, and what TOML escapes besides; half a character is lost."""
    written = json.dumps(value, ensure_ascii=False)
    return _UNTOLD.sub(lambda one: f"\\u{ord(one[0]):04x}" if ord(one[0]) < 256 else "", written)  # noqa: PLR2004


def pattern(value: str) -> str:
    """As it is, between single quotes, where that can be: a pattern is hard enough to read."""
    return f"'{value}'" if "'" not in value and value.isprintable() else string(value)


def array(values: Sequence[str]) -> str:
    return f"[{', '.join(map(string, values))}]"


def windows(values: Sequence[Window]) -> str:
    return array([f"{clock_text(start)}-{clock_text(end)}" for start, end in values])


# The tables.


def _preset(proposal: Proposal) -> Table:
    chosen = proposal.preset
    others = ", ".join(name for name in presets() if chosen is None or name != chosen.value)
    if chosen is None:
        line = Line("preset", string("marathon"), "whose numbers hold; none: those of the base (default)", off=True)
    else:
        line = Line("preset", string(chosen.value), f"whose numbers hold ({chosen.why})")
    return Table("", f"{'Other presets' if chosen else 'Presets'}: {others}.", [line])


def _calendars(proposal: Proposal) -> Iterator[Table]:
    role = "auto: runs are runs, the rest takes time; or training, busy"
    for one in proposal.calendars or (Calendar(source="runs.ics"),):
        said = YOU if proposal.calendars else DEFAULT
        lines = [
            Line("source", string(str(one.source)), f"a file, seen from this one, a folder, or a link ({said})"),
            Line("role", string(one.role.value), f"{role} ({said})"),
        ]
        if one.allow_private:
            lines.append(Line("allow_private", "true", f"the link may lead into your own network ({said})"))
        yield Table("[[calendars]]", "", lines, off=not proposal.calendars)


def _athlete(proposal: Proposal) -> Iterator[Line]:
    yield Line("timezone", string(proposal.zone.value), f"in which your days begin and end ({proposal.zone.why})")
    level = proposal.level
    yield Line("level", string(level.value.value), f"of strength: novice, intermediate or advanced ({level.why})")
    yield Line("emails", '["me@example.org"]', "yours: what you declined in a calendar takes no time", off=True)


def _races(proposal: Proposal) -> Iterator[Table]:
    for one in proposal.races:
        race = one.value
        priority = one.why if race.priority is Priority.A else DEFAULT
        lines = [
            Line("date", str(race.date), f"of the race ({one.why})"),
            Line("distance", string(race.distance), f"5k, 10k, half, marathon or ultra ({one.why})"),
            Line("priority", string(race.priority.value), f"A: the main race; B; C: trained through ({priority})"),
            Line("name", string(race.name), "where the calendar has no event on that day"),
        ]
        yield Table("[[races]]", "", lines)


def _runs(proposal: Proposal) -> Iterator[Line]:
    yield Line(
        "untimed", '"usual"', 'a run without a time is at its usual start; "choose": the plan moves it (default)'
    )
    pace = proposal.pace
    clock = f"{pace.value // 60}:{pace.value % 60:02}/km"
    yield Line("easy_pace", string(clock), f"makes minutes of a distance that comes without ({pace.why})")


def _starts(proposal: Proposal) -> Iterator[Line]:
    for name, one in _by_day(proposal.starts):
        yield Line(name, string(clock_text(one.value)), f"{_DAYS.get(name, 'this day')} ({one.why})")


def _free(proposal: Proposal) -> Iterator[Line]:
    for name, one in _by_day(proposal.availability):
        yield Line(name, windows(one.value), f"{_DAYS.get(name, 'this day')} ({one.why})")


def _by_day(table: Mapping[str, T]) -> list[tuple[str, T]]:
    order = ("weekday", "weekend", *WEEKDAYS)
    return sorted(table.items(), key=lambda item: order.index(item[0]))


def _rule(rule: TitleRule) -> Table:
    doubt = "" if rule.sure else "; turn it on if these are runs"
    return Table(
        "[[runs.rules]]",
        f"{rule.why}{doubt}",
        [
            Line("match", pattern(rule.match), "a regular expression, searched in the title (seen in the calendar)"),
            Line("kind", string(str(rule.kind)), "what such an event is; ignore: nothing"),
        ],
        off=not rule.sure,
    )


def _places(proposal: Proposal) -> Iterator[Table]:
    where, gym = proposal.where, proposal.gym
    name = gym.value if clean(gym.value).strip().lower() not in {"home", "body weight"} else "gym"
    if where.value in {"home", "both"}:
        yield _place("home", HOME, 0, where)
    if where.value in {"gym", "both"}:
        yield _place(name, GYM, _TRAVEL, where if name == "gym" else gym)
    if where.value == "none":
        yield _place("home", (), 0, where)


def _place(name: str, equipment: Sequence[str], travel: int, said: Said[str]) -> Table:
    lines = [
        Line("name", string(name), f"as in the location of events ({said.why})"),
        Line("equipment", array(equipment), "what is there; `stridelift exercises` shows what it allows (default)"),
        Line("travel_minutes", str(travel), "there, and as many back (default)"),
    ]
    if travel:
        hours = '{ weekday = ["06:00-22:00"], weekend = ["09:00-18:00"] }'
        lines.append(Line("open", hours, "else always (default)", off=True))
    return Table("[[places]]", "", lines)


def _preferred(proposal: Proposal) -> Iterator[Table]:
    if proposal.times:
        times = Line("times", windows((proposal.times.value,)), f"sessions should start then ({proposal.times.why})")
        yield Table("[constraints.preferred_time]", "a wish, paid by the minute", [times])
