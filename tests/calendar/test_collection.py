"""CalDAV collections on real servers, and what servers say that are not as they should be."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dav_servers import PASSWORD, USER, Dav, Said, radicale, saying, xandikos
from ics import all_day, calendar, event, timed
from stridelift.calendar.collection import Collection, ConflictError, read_collection
from stridelift.calendar.event import Event, Role
from stridelift.calendar.link import Link
from stridelift.calendar.read import read
from stridelift.calendar.wire import Limits
from stridelift.errors import ConfigError, OutputError, SourceError, StrideliftError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 29, 12, tzinfo=BERLIN)
HOME = Limits(allow_private=True)
SERVERS = {"radicale": radicale, "xandikos": xandikos}


def zone(offset: str, name: str = "Club time") -> str:
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


SERIES = calendar(
    event(
        "Track", "DTSTART;TZID=Europe/Berlin:20231204T180000", "DTEND;TZID=Europe/Berlin:20231204T190000",
        "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20261207T180000", uid="track",
    ),
    event(
        "Track", "RECURRENCE-ID;TZID=Europe/Berlin:20261214T180000", "DTSTART;TZID=Europe/Berlin:20261215T070000",
        "DTEND;TZID=Europe/Berlin:20261215T080000", uid="track",
    ),
)  # fmt: skip


@pytest.fixture(scope="module", params=SERVERS)
def dav(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dav]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def name(dav: Dav, request: pytest.FixtureRequest) -> str:
    """A new collection."""
    dav.make(request.node.originalname, "Strength & more")
    return str(request.node.originalname)


def link(dav: Dav, path: str) -> Link:
    return Link(f"caldav://127.0.0.1:{dav.port}{path}", USER, PASSWORD)


def bytes_of(source: Link) -> bytes:
    return read_collection(source.url, source.username, source.password, HOME, NOW)


def events(dav: Dav, name: str) -> dict[str, Event]:
    data = bytes_of(link(dav, dav.path(name)))
    window = (NOW - timedelta(days=10), NOW + timedelta(days=20))
    found = read(data, source="x", role=Role.TRAINING, zone=BERLIN, window=window).events
    return {f"{one.summary} {one.start:%d %H:%M}": one for one in found}


class TestEveryServer:
    def test_series_with_an_exception_and_a_moved_one(self, dav: Dav, name: str) -> None:
        dav.put(name, "track.ics", SERIES)
        assert [*events(dav, name)] == ["Track 23 18:00", "Track 30 18:00", "Track 15 07:00"]

    def test_all_day(self, dav: Dav, name: str) -> None:
        dav.put(name, "long.ics", calendar(all_day("2026-12-06", "Long run")))
        assert events(dav, name)["Long run 06 00:00"].all_day

    def test_time_zones_stay_with_their_resource(self, dav: Dav, name: str) -> None:
        """Two programs use one name for two zones."""
        for file, offset in (("a", "+0100"), ("b", "-0500")):
            club = timed("2026-12-01 18:00", "19:00", f"Run {file}", zone="Club time")
            dav.put(name, f"{file}.ics", calendar(zone(offset), club))
        assert {*events(dav, name)} == {"Run a 01 18:00", "Run b 02 00:00"}

    def test_from_60_days_ago_to_400_days_ahead(self, dav: Dav, name: str) -> None:
        for days in (-62, -58, 398, 402):
            at = NOW + timedelta(days=days)
            dav.put(name, f"x{days}.ics", calendar(timed(f"{at:%Y-%m-%d} 12:00", "13:00", f"Run {days}")))
        assert sorted(re.findall("SUMMARY:(.*)\n", bytes_of(link(dav, dav.path(name))).decode())) == [
            "Run -58",
            "Run 398",
        ]

    def test_empty(self, dav: Dav, name: str) -> None:
        assert events(dav, name) == {}

    def test_other_things_than_events_are_not_asked_for(self, dav: Dav, name: str) -> None:
        dav.put(
            name, "todo.ics", calendar("BEGIN:VTODO\r\nUID:t\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:T\r\nEND:VTODO\r\n")
        )
        assert b"VTODO" not in bytes_of(link(dav, dav.path(name)))

    def test_without_the_slash_at_the_end(self, dav: Dav, name: str) -> None:
        dav.put(name, "a.ics", calendar(timed("2026-12-01 18:00", "19:00", "Run")))
        assert b"SUMMARY:Run" in bytes_of(link(dav, dav.path(name).rstrip("/")))

    @pytest.mark.parametrize("path", ["/", "home"])
    def test_an_address_above_names_the_calendars_below(self, dav: Dav, path: str) -> None:
        dav.make(f"below{len(path)}", "Strength & more")
        with pytest.raises(SourceError, match="is no calendar, but leads to") as error:
            bytes_of(link(dav, dav.home if path == "home" else path))
        assert f"'Strength & more' at {dav.path(f'below{len(path)}')}" in str(error.value)

    def test_what_is_not_there(self, dav: Dav) -> None:
        with pytest.raises(SourceError, match=r"caldav://127.0.0.1/… is not there \(status 404\)"):
            bytes_of(link(dav, dav.path("nowhere")))

    def test_writing_minds_what_is_there(self, dav: Dav, name: str) -> None:
        one, other = (calendar(timed("2026-12-01 18:00", "19:00", what, uid="a@x")).encode() for what in ("A", "B"))
        with Collection(link(dav, dav.path(name)), HOME) as collection:
            url = collection.url("a@x")
            collection.put(url, one, None)
            with pytest.raises(ConflictError):
                collection.put(url, other, None)
            [first] = collection.resources(NOW)
            collection.put(first.url, other, first.etag)
            for old in (lambda: collection.put(first.url, one, first.etag), lambda: collection.delete(url, first.etag)):
                with pytest.raises(ConflictError):
                    old()
            [second] = collection.resources(NOW)
            assert b"SUMMARY:B" in second.data
            collection.delete(second.url, second.etag)
            assert collection.resources(NOW) == ()


# Servers that are not as they should be.

GOOD = """<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/cal/</href><propstat><prop>
<resourcetype><collection/><C:calendar/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>
</multistatus>"""
XML = {"Content-Type": "application/xml"}


def found(*responses: str) -> str:
    return f'<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{"".join(responses)}</multistatus>'


def resource(href: str, data: str) -> str:
    prop = f"<prop><getetag>W/&quot;1&quot;</getetag><C:calendar-data>{data}</C:calendar-data></prop>"
    return f"<response><href>{href}</href><propstat>{prop}<status>HTTP/1.1 200 OK</status></propstat></response>"


RUN = calendar(timed("2026-12-01 18:00", "19:00", "Run"))
FULL = "<response><href>/cal/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"


def at(port: int, path: str = "/cal/") -> Link:
    return Link(f"caldav://127.0.0.1:{port}{path}", USER, PASSWORD)


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (405, {}, "", "is no CalDAV server (status 405)"),
        (501, {}, "", "is no CalDAV server (status 501)"),
        (200, {"Content-Type": "text/html"}, "<html><body>Welcome</body></html>", "is no CalDAV server (status 200)"),
        (207, {"Content-Type": "text/html"}, "Welcome", "is no CalDAV server (status 207)"),
        (207, XML, "<multistatus", "answers with damaged XML"),
        (207, XML, found(), "holds no calendar"),
        (401, {}, "", "does not accept the user name and password"),
        (401, {"WWW-Authenticate": "Negotiate"}, "", "wants a way to log in that is not known here"),
        (403, {}, "", "lets nobody in"),
        (429, {"Retry-After": "600"}, "", "was asked for too often"),
        (503, {}, "", "has trouble at its server"),
    ],
)  # fmt: skip
def test_what_is_no_collection(status: int, headers: dict[str, str], body: str, said: str) -> None:
    with saying(lambda *_: (status, headers, body)) as port, pytest.raises(SourceError) as error:
        bytes_of(at(port))
    assert f"calendar caldav://127.0.0.1/… {said}" in str(error.value)
    assert PASSWORD not in str(error.value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (found(resource("/cal/a.ics", RUN)), b"SUMMARY:Run"),
        (found(resource("http://127.0.0.1/elsewhere/a.ics", RUN)), b"END:VCALENDAR"),
        (found("<response><href>/cal/a.ics</href><status>HTTP/1.1 404 Gone</status></response>"), b"END:VCALENDAR"),
        (found(resource("/cal/a.ics", RUN), FULL), None),
        (found("<response><href>/cal/a.ics</href><propstat><prop/></propstat></response>"), None),
    ],
    ids=["good", "of another server", "gone meanwhile", "cut off", "without data"],
)
def test_all_events_or_an_error(body: str, expected: bytes | None) -> None:
    def answer(method: str, _path: str, _headers: dict[str, str]) -> Said:
        return 207, XML, GOOD if method == "PROPFIND" else body

    with saying(answer) as port:
        if expected:
            assert expected in bytes_of(at(port))
        else:
            with pytest.raises(SourceError, match="does not give all of its events"):
                bytes_of(at(port))


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (403, OutputError, "may only be read"),
        (507, OutputError, "takes no more events"),
        (413, OutputError, "takes no more events"),
        (415, OutputError, "does not take an event (status 415)"),
        (409, ConflictError, "changed in between"),
        (412, ConflictError, "changed in between"),
        (404, ConflictError, "changed in between"),
        (502, SourceError, "has trouble at its server"),
    ],
)
def test_what_cannot_be_written(status: int, kind: type[StrideliftError], said: str) -> None:
    with (
        saying(lambda *_: (status, {}, "")) as port,
        Collection(at(port), HOME) as collection,
        pytest.raises(kind, match=re.escape(said)),
    ):
        collection.put(collection.url("a@x"), RUN.encode(), None)


def test_the_mark_of_a_weak_etag_is_left_out() -> None:
    """A proxy that packs answers puts it there, and the server behind would not know its own ETag any more."""
    asked = []
    with (
        saying(lambda *asking: asked.append(asking) or (204, {}, "")) as port,
        Collection(at(port), HOME) as collection,
    ):  # type: ignore[func-returns-value]
        collection.put(collection.url("a@x"), RUN.encode(), 'W/"1"')
    assert [headers["if-match"] for _, _, headers in asked] == ['"1"']


def test_redirects_lead_on_with_the_same_method() -> None:
    asked = []

    def answer(method: str, path: str, _headers: dict[str, str]) -> Said:
        asked.append((method, path))
        if path.startswith("/old/"):
            return 302, {"Location": path.replace("/old/", "/cal/")}, ""
        return 207, XML, GOOD if method == "PROPFIND" else found()

    with saying(answer) as port:
        bytes_of(at(port, "/old/"))
    assert asked == [("PROPFIND", "/old/"), ("PROPFIND", "/cal/"), ("REPORT", "/old/"), ("REPORT", "/cal/")]


def test_redirects_never_take_the_password_elsewhere() -> None:
    strangers: list[object] = []

    def stranger(*asking: object) -> Said:
        strangers.append(asking)
        return 207, XML, GOOD

    with (
        saying(stranger) as other,
        saying(lambda *_: (301, {"Location": f"http://127.0.0.1:{other}/cal/"}, "")) as port,
        pytest.raises(SourceError, match="leads to another server"),
    ):
        bytes_of(at(port))
    assert strangers == []


def test_redirects_end() -> None:
    with (
        saying(lambda *_: (301, {"Location": "/cal/"}, "")) as port,
        pytest.raises(SourceError, match="leads from one"),
    ):
        bytes_of(at(port))


def test_digest() -> None:
    """What some servers at home ask for; the password itself does not travel."""
    asked = []

    def answer(method: str, path: str, headers: dict[str, str]) -> Said:
        asked.append(headers)
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', headers.get("authorization", "")))
        known, what = (
            hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - as RFC 7616 has it
            for text in (f"{USER}:home:{PASSWORD}", f"{method}:{path}")
        )
        parts = (known, given.get("nonce", ""), given.get("nc", ""), given.get("cnonce", ""), "auth", what)
        if given.get("response") != hashlib.md5(":".join(parts).encode()).hexdigest():  # noqa: S324 - likewise
            return 401, {"WWW-Authenticate": 'Digest realm="home", nonce="n0", qop="auth"'}, ""
        return 207, XML, GOOD if method == "PROPFIND" else found(resource("/cal/a.ics", RUN))

    with saying(answer) as port:
        assert b"SUMMARY:Run" in bytes_of(at(port))
    assert not any("Basic" in headers.get("authorization", "") for headers in asked)


def test_a_private_address_is_refused() -> None:
    with pytest.raises(SourceError, match="unusual port"):
        read_collection("caldav://127.0.0.1:5232/x/", "", "", Limits(), NOW)
    with pytest.raises(SourceError, match="private network"):
        read_collection("caldav://127.0.0.1/x/", "", "", Limits(), NOW)


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "caldav.davclient", None)
    monkeypatch.delitem(sys.modules, "stridelift.calendar.dav", raising=False)
    with pytest.raises(ConfigError, match=re.escape("pip install 'stridelift[caldav]'")):
        read_collection("caldavs://example.org/x/", "", "", Limits(), datetime.now(UTC))
