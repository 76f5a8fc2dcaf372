"""The first run: what a calendar shows, how a title is put right, and the config that follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from command import NOW, House, stridelift
from ics import all_day, calendar, timed
from loopback import reply, serving
from stridelift.calendar.classify import Rule
from stridelift.config import load
from stridelift.errors import ConfigError, OutputError, SourceError, StrideliftError
from stridelift.request import Request
from stridelift.studio.first import UPLOAD
from stridelift.studio.shapes import FirstLook, Title
from stridelift.studio.studio import Studio
from stridelift.studio.titles import KINDS

MONDAYS = [date(2026, 10, 26) + timedelta(weeks=n) for n in range(8)]
HOSTILE = "</script><b>\u202e'\"\\ (run) [10 km"


def weekly(weekday: int, start: str, end: str, title: str, weeks: int = 8) -> list[str]:
    days = [monday + timedelta(days=weekday) for monday in MONDAYS[:weeks]]
    return [timed(f"{day} {start}", end, title.format(n=n), uid=f"{day}-{start}") for n, day in enumerate(days)]


SHOWN = calendar(
    *weekly(1, "18:00", "19:00", "Intervals {n} x 800 m"),
    *weekly(2, "06:30", "07:15", "Morning outing {n} km"),
    *weekly(3, "09:00", "17:00", "Office"),
    *weekly(4, "18:00", "19:00", "Gym"),
    *weekly(6, "08:00", "10:00", "Long run"),
    timed("2026-12-05 10:00", "11:00", HOSTILE, uid="hostile"),
    all_day("2026-12-24", "Christmas", uid="christmas"),
)


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House) -> Studio:
    """Nothing is there yet but a folder for the feeds."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    (house.folder / "stridelift.toml").unlink()
    (tmp_path / "state").mkdir()
    return Studio(Request(now=datetime.fromisoformat(NOW), output=tmp_path / "state" / "strength.ics"))


def by_title(look: FirstLook, beginning: str) -> Title:
    return next(one for one in look.titles if one.title.startswith(beginning))


# What is shown.


def test_titles_are_shown_once_with_what_they_are_taken_for(studio: Studio) -> None:
    look = studio.look(SHOWN.encode())
    assert (look.source, look.zone, look.runs, look.strength, look.more) == ("your file", "Europe/Berlin", 25, 8, 0)
    assert [(one.title, one.times, one.kind, one.key, one.reason) for one in look.titles] == [
        ("Intervals 0 x 800 m", 8, "intervals", True, "title: 'Intervals'"),
        ("Long run", 8, "long", True, "title: 'Long run'"),
        ("Morning outing 0 km", 8, "easy", False, "title: '0 km'"),
        (HOSTILE, 1, "easy", False, "title: 'run) [10 km'"),
        ("Gym", 8, "strength", False, "title: 'Gym'"),
        ("Office", 8, "commitment", False, "not recognised"),
        ("Christmas", 1, "ignore", False, "not recognised"),
    ]
    assert [one.index for one in look.titles] == list(range(len(look.titles)))
    assert by_title(look, "Long").day == "Sun 29 Nov"
    assert by_title(look, "Long").kinds == KINDS


def test_every_kind_is_one_of_a_rule() -> None:
    assert [Rule(match="x", kind=one).kind for one in KINDS] == [*KINDS]


# What is put right.


def test_a_correction_becomes_a_rule_with_any_number_and_no_other_title(studio: Studio) -> None:
    look = studio.look(SHOWN.encode())
    one = by_title(look, "Morning")
    after = studio.correct(one.index, "recovery")
    assert (by_title(after, "Morning").kind, by_title(after, "Morning").reason) == ("recovery", "you said")
    assert [other for other in after.titles if other.index != one.index] == [
        other for other in look.titles if other.index != one.index
    ]
    studio.start()
    rules = load(Path("stridelift.toml")).config.runs.rules
    assert [(rule.match, rule.kind) for rule in rules] == [(r"^Morning outing \d+(?:[.,]\d+)? km$", "recovery")]


def test_any_title_can_be_any_kind_and_the_config_says_so(studio: Studio) -> None:
    look = studio.look(SHOWN.encode())
    indices = [by_title(look, title[:5]).index for title in (HOSTILE, "Christmas")]
    for kind in (*KINDS, "hills"):
        for index in indices:
            look = studio.correct(index, kind)
        assert [look.titles[index].kind for index in indices] == [kind, kind]
    assert [look.titles[index].reason for index in indices] == ["you said", "you said"]
    studio.start()
    rules = load(Path("stridelift.toml")).config.runs.rules
    assert [rule.kind for rule in rules] == ["hills", "hills"]
    assert [[bool(rule.pattern.search(one)) for one in ("Christmas", HOSTILE)] for rule in rules] == [
        [True, False],
        [False, True],
    ]


def test_the_last_word_counts_and_taking_it_back_leaves_no_rule(studio: Studio) -> None:
    look = studio.look(SHOWN.encode())
    one = by_title(look, "Long")
    studio.correct(one.index, "easy")
    assert by_title(studio.correct(one.index, "tempo"), "Long").kind == "tempo"
    assert studio.correct(one.index, "long") == look
    studio.start()
    assert load(Path("stridelift.toml")).config.runs.rules == ()


def test_one_title_of_two_kinds_is_named_as_it_is_or_says_what_it_takes_in(studio: Studio) -> None:
    """Numbers tell these apart; only the week tells the other ones."""
    sizes = [*weekly(1, "07:00", "08:00", "Run 8 km"), *weekly(6, "07:00", "09:30", "Run 26 km")]
    look = studio.look(calendar(*sizes).encode())
    assert [(one.title, one.kind) for one in look.titles] == [("Run 26 km", "long"), ("Run 8 km", "easy")]
    after = studio.correct(1, "recovery")
    assert [(one.kind, one.note) for one in after.titles] == [("long", ""), ("recovery", "")]


def test_a_title_that_only_the_week_tells_apart_says_what_else_changes(studio: Studio) -> None:
    runs = [*weekly(1, "07:00", "07:40", "Run", 3), *weekly(3, "07:00", "07:50", "Run", 3)]
    look = studio.look(calendar(*runs, *weekly(6, "07:00", "10:00", "Run", 3)).encode())
    assert [(one.kind, one.times) for one in look.titles] == [("easy", 6), ("long", 3)]
    after = studio.correct(0, "recovery")
    assert [(one.kind, one.note) for one in after.titles] == [
        ("recovery", "3 other events of this title too"),
        ("recovery", ""),
    ]


def test_a_link_is_read_and_the_config_that_holds_it_is_for_its_owner_alone(studio: Studio) -> None:
    with serving(lambda _: reply(SHOWN.encode())) as server:
        linked = Studio(studio._request.but(allow_private=True))
        look = linked.look(server.url("/secret.ics") + " ")
        assert (look.source, look.runs) == ("http://127.0.0.1/…", 25)
        linked.start()
    path = Path("stridelift.toml")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "secret.ics" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("index", "kind"), [(-1, "easy"), (99, "easy"), (0, "sprint"), (0, "away")])
def test_what_is_no_title_or_kind_is_refused(studio: Studio, index: int, kind: str) -> None:
    studio.look(SHOWN.encode())
    with pytest.raises(ConfigError):
        studio.correct(index, kind)


def test_a_rule_with_many_numbers_ends_soon(studio: Studio) -> None:
    """Each number may be one or two of the pattern's, so that a near miss would be tried in every way there is."""
    title = "1.1" * 40 + "x"
    look = studio.look(
        calendar(
            timed("2026-12-01 10:00", "11:00", title),
            timed("2026-12-02 10:00", "11:00", title[:-1]),
            timed("2026-12-03 10:00", "11:00", "1.1" * 40 + "y", uid="y"),
        ).encode()
    )
    after = studio.correct(by_title(look, title).index, "easy")
    assert by_title(after, title).kind == "easy"


# What is taken.


LINKS = {
    "a file of this machine": ("/etc/passwd", "'/etc/passwd' is no link"),
    "a file as a link": ("file:///etc/passwd", "a link that begins with file: cannot be read here"),
    "another protocol": ("gopher://example.org/", "a link that begins with gopher: cannot be read here"),
    "no beginning": ("example.org/me.ics", "'example.org/me.ics' is no link"),
    "two lines": ("https://example.org/\nx", "this is no link to a calendar"),
    "far too long": ("https://example.org/" + "x" * 2000, "this is no link to a calendar"),
    "a password": ("https://me:secret@example.org/x.ics", r"the link to https://example\.org/… holds a password"),
    "this machine": ("http://127.0.0.1/x.ics", "calendar http://127.0.0.1/… "),
    "standard input": ("-", "'-' is no link"),
}


@pytest.mark.parametrize(("source", "message"), LINKS.values(), ids=LINKS)
def test_a_link_is_one_to_a_public_address(studio: Studio, source: str, message: str) -> None:
    with pytest.raises(StrideliftError, match=f"^{message}") as caught:
        studio.look(source)
    assert "secret" not in str(caught.value)


FILES = {
    "too large": (b"BEGIN:VCALENDAR\n".ljust(UPLOAD + 1), "^this file is larger than 5 MB"),
    "empty": (b"", "^calendar your file is empty"),
    "a web page": (b"<html>BEGIN:VCALENDAR", "^calendar your file is a web page"),
    "something else": (b"PK\x03\x04", "^calendar your file is not an iCalendar file"),
}


@pytest.mark.parametrize(("data", "message"), FILES.values(), ids=FILES)
def test_a_file_is_a_calendar_of_a_sensible_size(studio: Studio, tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        studio.look(data)
    assert not (tmp_path / "state" / "calendar.ics").exists()


def test_nothing_was_shown_yet(studio: Studio) -> None:
    for ask in (lambda: studio.correct(0, "easy"), studio.start):
        with pytest.raises(ConfigError, match=r"^no calendar was shown yet"):
            ask()


# What follows.


def test_the_config_is_that_of_init_and_the_first_week_follows(studio: Studio, tmp_path: Path) -> None:
    studio.look(SHOWN.encode())
    kept = tmp_path / "state" / "calendar.ics"
    assert kept.stat().st_mode & 0o777 == 0o600
    board = studio.start()
    assert [one for one in board.blocks if one.session_class]
    assert stridelift("init", kept, "--yes", "-o", "init.toml").code == 0
    assert Path("stridelift.toml").read_text(encoding="utf-8") == Path("init.toml").read_text(encoding="utf-8")


def test_a_config_that_is_there_is_never_written_over(studio: Studio, house: House) -> None:
    studio.look(SHOWN.encode())
    house.write("stridelift.toml", "# mine\n")
    with pytest.raises(OutputError, match="exists"):
        studio.start()
    assert (house.folder / "stridelift.toml").read_bytes() == b"# mine\n"
