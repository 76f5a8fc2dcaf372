"""Hostile calendars, built from pieces of the grammar: most of each is right, so that what is wrong gets far."""

from __future__ import annotations

import tomllib
from ast import literal_eval
from collections.abc import Iterable
from datetime import date, time
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
HEALTHY = (
    "BEGIN:VEVENT",
    "UID:healthy@example.org",
    "DTSTART:20261201T170000Z",
    "DTEND:20261201T180000Z",
    "SUMMARY:Easy run 8 km",
    "END:VEVENT",
)
_DICTIONARY = Path(__file__).with_name("tokens.dict").read_text(encoding="ascii")
TOKENS = [literal_eval(line) for line in _DICTIONARY.splitlines() if line.startswith('"')]


def _words(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(part)


WORDS = sorted(
    {
        word
        for file in sorted(ROOT.glob("models/vocabulary/*.toml"))
        for word in _words(tomllib.loads(file.read_text(encoding="utf-8")))
    }
)
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "Own", "own")
TZIDS = st.sampled_from(
    [
        *ZONES,
        "",
        "W. Europe Standard Time",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "Europe",
        "../UTC",
        '"(UTC+01:00) Amsterdam"',
        "(UTC+01:00) Berlin",
        "GMT+0100",
        "UTC",
        "Etc/GMT-14",
        "localtime",
        "Ü\u2028",
    ]
)

_seldom_not = st.sampled_from([True] * 7 + [False])
_noise = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=12)
_number = st.integers(-3, 70) | st.sampled_from([0, 366, 10_000, 2**31, 10**20])
_day = st.dates(date(2026, 10, 20), date(2027, 1, 10)).map("{:%Y%m%d}".format)
_clock = st.times(time(0, 0), time(23, 59)).map("T{:%H%M%S}".format) | st.sampled_from(
    ["T000000", "T023000", "T240000"]
)
_odd_moment = st.sampled_from(
    [
        "",
        "T",
        "20261301",
        "20260229",
        "20261201T",
        "20261201T99",
        "00010101",
        "19000101",
        "22001231T235959Z",
        "99991231T235959Z",
        "20261201T180000z",
        "2026-12-01T18:00:00",
        "20261201T180060",
        "20261325T2500",
        "P1D",
    ]
)


def _mostly(usual: st.SearchStrategy[str], odd: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([usual] * 5 + [odd]).flatmap(lambda one: one)


moments = _mostly(_day | st.builds("{}{}{}".format, _day, _clock, st.sampled_from(["", "", "Z"])), _odd_moment | _noise)
durations = _mostly(
    st.sampled_from(["PT1H", "PT45M", "P1D", "P2W", "PT0S", "-PT1H", "P1DT12H", "PT90M", "+P1D"]),
    st.sampled_from(["P", "PT", "P1Y", "P999999999D", "PT99999999999S", "P1.5D", "P-1D", "-P400D"]) | _noise,
)
offsets = _mostly(
    st.sampled_from(["+0100", "+0200", "-0500", "+0000", "+1400", "-1200", "+013045"]),
    st.sampled_from(["", "0100", "+9900", "-2400", "+2359", "+01", "+01:00", "-000001"]) | _noise,
)


@st.composite
def params(draw: st.DrawFn) -> str:
    some = draw(st.lists(st.sampled_from(["TZID", "TZID", "VALUE", "RANGE", "X", "odd"]), max_size=2))
    odd = st.sampled_from([";", ";=", ";A", ';B="', ';C="a:b;c"', ';D="x","y"', ";TZID", ";E=^n^'"])
    values = {
        "TZID": TZIDS.map(";TZID={}".format),
        "VALUE": st.sampled_from([";VALUE=DATE", ";VALUE=DATE-TIME", ";value=date", ";VALUE=PERIOD", ";VALUE=TEXT"]),
        "RANGE": st.just(";RANGE=THISANDFUTURE"),
        "X": st.builds(";X-A={}".format, _noise),
        "odd": odd,
    }
    return "".join(draw(values[name]) for name in some)


@st.composite
def rules(draw: st.DrawFn) -> str:
    days = ["MO", "TU", "SU", "-1SU", "2TH", "+5MO", "-53FR", "0WE", "XX", ""]
    numbers = st.lists(_mostly(st.integers(1, 12).map(str), _number.map(str)), min_size=1, max_size=4).map(",".join)
    parts = {
        "INTERVAL": _mostly(st.integers(1, 3).map(str), _number.map(str)),
        "COUNT": _number.map(str),
        "UNTIL": moments,
        "BYDAY": st.lists(st.sampled_from(days), min_size=1, max_size=4).map(",".join),
        "WKST": st.sampled_from(["MO", "SU", "", "X"]),
        **dict.fromkeys(("BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY", "BYHOUR", "BYMINUTE"), numbers),
        "BYEASTER": st.just("0"),
        "X-ODD": _noise,
    }
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "SECONDLY", ""]))
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), max_size=4))
    return ";".join([f"FREQ={frequency}", *(f"{name}={draw(parts[name])}" for name in chosen)])


titles = st.lists(
    st.sampled_from(WORDS)
    | st.sampled_from(["8 km", "10 x 400 m", "1:30", "?", "+", "AM", "/", "🏃", "(", "Gym only", "W12:", "<reps>", "½"])
    | _noise,
    max_size=6,
).map(" ".join)


def _timed(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{}{}:{}".format, st.just(name), params(), st.lists(values, min_size=1, max_size=3).map(",".join))


_period = st.builds("{}/{}".format, moments, moments | durations)
properties = st.one_of(
    _timed("DTSTART", moments),
    _timed("DTEND", moments),
    st.builds("DURATION{}:{}".format, params(), durations),
    st.builds("RRULE{}:{}".format, params(), rules()),
    _timed("RDATE", moments | _period),
    _timed("EXDATE", moments),
    _timed("RECURRENCE-ID", moments),
    st.builds("SEQUENCE:{}".format, _number),
    st.builds("SUMMARY{}:{}".format, params(), titles),
    st.builds("CATEGORIES:{}".format, titles),
    st.builds("DESCRIPTION:{}".format, titles),
    st.builds("X-{}:{}".format, st.sampled_from(["SPORT", "STRIDELIFT-CLASS", "MICROSOFT-CDO-ALLDAYEVENT"]), titles),
    st.sampled_from(
        [
            "STATUS:CANCELLED",
            "TRANSP:TRANSPARENT",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org",
            "DTSTART",
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "X-STRIDELIFT-CLASS:heavy",
        ]
    ),
    st.sampled_from(TOKENS),
    _noise,
)


def _in(name: str, lines: Iterable[str], *, closed: bool = True) -> list[str]:
    return [f"BEGIN:{name}", *lines, *([f"END:{name}"] if closed else [])]


_uids = st.sampled_from(["a", "a", "b", "c", "d", "", "e@stridelift", "b/20261201"]).map("UID:{}".format)
_start_params = st.sampled_from(["", "", ";VALUE=DATE"]) | TZIDS.map(";TZID={}".format)
_start = st.builds("DTSTART{}:{}".format, _start_params, moments)


@st.composite
def components(draw: st.DrawFn) -> list[str]:
    """An event, seldom not closed, with what belongs into it and what does not."""
    lines = [draw(_uids), draw(_start), f"SUMMARY:{draw(titles)}", *draw(st.lists(properties, min_size=1, max_size=6))]
    if not draw(_seldom_not):
        inner = draw(st.sampled_from(["VALARM", "VEVENT", "X-ODD", "VTIMEZONE", ""]))
        lines += _in(inner, draw(st.lists(properties, max_size=2)), closed=draw(st.booleans()))
    return _in("VEVENT", draw(st.permutations(lines)), closed=draw(_seldom_not))


@st.composite
def zones(draw: st.DrawFn) -> list[str]:
    lines = [f"TZID:{draw(st.sampled_from(ZONES))}"]
    for name in draw(st.lists(st.sampled_from(["STANDARD", "DAYLIGHT"]), max_size=3)):
        inside = [f"TZOFFSETFROM:{draw(offsets)}", f"TZOFFSETTO:{draw(offsets)}", f"DTSTART:{draw(moments)}"]
        inside += draw(st.lists(rules().map("RRULE:{}".format) | _timed("RDATE", moments), max_size=2))
        lines += _in(name, inside)
    return _in("VTIMEZONE", lines, closed=draw(_seldom_not))


blocks = st.sampled_from([*[components()] * 5, zones(), properties.map(lambda one: [one])]).flatmap(lambda one: one)


@st.composite
def parts(draw: st.DrawFn) -> list[str]:
    """What stands between BEGIN:VCALENDAR and END:VCALENDAR, in lines."""
    some = draw(st.lists(blocks, min_size=1, max_size=6))
    return [line for block in some for line in block]


def calendar(lines: Iterable[str]) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]


@st.composite
def encoded(draw: st.DrawFn, lines: list[str]) -> bytes:
    """Lines in bytes, as some program has it."""
    ending = draw(st.sampled_from(["\r\n", "\r\n", "\n"]))
    text = ending.join(lines)
    fold = draw(st.sampled_from([0, 0, 75, 7]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"]))
    data = text.encode(encoding, "replace")
    if fold and encoding == "utf-8":  # in the middle of a character, too
        data = ending.encode().join(_folded(line, fold, ending.encode()) for line in data.split(ending.encode()))
    return data


def _folded(line: bytes, width: int, ending: bytes) -> bytes:
    if line.startswith((b"BEGIN:", b"END:")):  # which nobody folds
        return line
    return (ending + b" ").join(line[at : at + width] for at in range(0, len(line), width))


@st.composite
def mutated(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A calendar that was right, after a few accidents."""
    lines = draw(st.sampled_from(originals)).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        new = draw(
            st.sampled_from([[], [lines[at]] * 2, [lines[at][: len(lines[at]) // 2]], [b"BEGIN:VEVENT"]])
            | _spoilt(lines[at])
        )
        lines[at : at + 1] = new
        if not lines:
            return b""
    return b"\r\n".join(lines)


def _spoilt(line: bytes) -> st.SearchStrategy[list[bytes]]:
    name, colon, value = line.partition(b":")
    values = (moments | durations | titles | _number.map(str) | st.sampled_from(TOKENS)).map(str.encode)
    return values.map(lambda new: [name + colon + new]) | values.map(lambda new: [name + colon + value + b" " + new])
