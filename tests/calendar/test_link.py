"""What a link says is taken as far as it can be trusted: redirects, credentials, validators and every refusal."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from ics import calendar, timed
from loopback import Asked, reply, serving
from stridelift.calendar import network
from stridelift.calendar.link import Download, Link, download, same_server
from stridelift.calendar.wire import Limits
from stridelift.errors import SourceError

HOME = Limits(seconds=5, allow_private=True)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
RUNS = calendar(timed("2026-12-01 18:00", "19:00", "Tempo run")).encode()
ME = f"Basic {base64.b64encode(b'me:p w').decode()}"


def refused(url: str, limits: Limits = HOME) -> str:
    with pytest.raises(SourceError) as caught:
        download(Link.of(url), limits, NOW)
    assert "5ec2e7" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "url", "username", "password"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics", "", ""),
        (" WEBCALS://Example.org/a?b=c#d\n", "https://Example.org/a?b=c", "", ""),
        ("http://example.org:81/a", "http://example.org:81/a", "", ""),
        ("https://me:p%20w%40@example.org/a", "https://example.org/a", "me", "p w@"),
        ("https://token@example.org/a", "https://example.org/a", "token", ""),
        ("caldavs://me:pw@example.org/dav/", "caldavs://example.org/dav/", "me", "pw"),
    ],
)
def test_an_address_as_people_copy_it(source: str, url: str, username: str, password: str) -> None:
    assert Link.of(source) == Link(url, username, password)


def test_a_link_shows_no_secret() -> None:
    link = Link.of("https://me:5ec2e7@example.org/5ec2e7")
    assert "5ec2e7" not in f"{link!r} {link.name} {link.shown}"


def test_what_is_given_beside_counts_more() -> None:
    assert Link.of("https://a:b@example.org/", "me", "pw") == Link("https://example.org/", "me", "pw")


def test_a_calendar_with_its_validators() -> None:
    with serving(lambda _: reply(RUNS, ETag='"7"', Last_Modified="Sun, 29 Nov 2026 10:00:00 GMT")) as server:
        known = download(Link.of(server.url()), HOME, NOW)
        assert known == Download(RUNS, '"7"', "Sun, 29 Nov 2026 10:00:00 GMT")
        download(Link.of(server.url()), HOME, NOW, known)
        assert "if-none-match" not in server.asked[0].headers
        assert server.asked[1].headers["if-none-match"] == '"7"'
        assert server.asked[1].headers["if-modified-since"] == "Sun, 29 Nov 2026 10:00:00 GMT"


def test_nothing_changed() -> None:
    known = Download(RUNS, '"7"')
    with serving(lambda _: reply(status=304)) as server:
        assert download(Link.of(server.url()), HOME, NOW, known) is known
        assert "(status 304)" in refused(server.url("/5ec2e7"))  # where nothing was known


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (
            401,
            "asks for a user name and a password (status 401)\nMaybe give username and password where",
        ),
        (403, "lets nobody in (status 403)\nMaybe it was shared with others only"),
        (404, "is not there (status 404)\nMaybe the address was not copied in full"),
        (410, "is there no more (status 410)"),
        (418, "does not give a calendar (status 418)"),
        (429, "was asked for too often (status 429)\nMaybe try again in an hour."),
        (500, "has trouble at its server (status 500)\nMaybe try again later."),
        (503, "has trouble at its server (status 503)"),
        (204, "does not give a calendar (status 204)"),
        (206, "does not give a calendar (status 206)"),
    ],
)
def test_a_status_is_said_clearly(status: int, message: str) -> None:
    body = b"" if status == 204 else b"5ec2e7"
    with serving(lambda _: reply(body, status, Content_Length="" if status == 204 else "6")) as server:
        assert refused(server.url("/5ec2e7")).startswith(f"calendar http://127.0.0.1/… {message}")


def test_credentials_that_are_not_accepted() -> None:
    with serving(lambda _: reply(status=401)) as server:
        said = refused(f"http://me:5ec2e7@127.0.0.1:{server.port}/")
        assert "does not accept the user name and password (status 401)" in said


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (
            b"<!DOCTYPE html><p>Log in 5ec2e7 BEGIN:VCALENDAR",
            "is a web page, not a calendar\nMaybe the link asks",
        ),
        (b'{"error": "5ec2e7"}', "is not an iCalendar file"),
    ],
)
def test_what_is_no_calendar(body: bytes, message: str) -> None:
    with serving(lambda _: reply(body)) as server:
        assert message in refused(server.url("/5ec2e7"))


def test_too_large() -> None:
    with serving(lambda _: reply(b"x" * 2001)) as server:
        assert "is larger than 0.002 MB" in refused(server.url("/5ec2e7"), Limits(5, 2000, allow_private=True))


def test_utf16_becomes_utf8() -> None:
    with serving(lambda _: reply(RUNS.decode().encode("utf-16"))) as server:
        assert download(Link.of(server.url()), HOME, NOW).data == RUNS


# Redirects.


def leading(to: Mapping[str, str], status: int = 302) -> Callable[[Asked], bytes]:
    """A server that redirects these paths, and has the runs at any other."""
    return lambda asked: reply(status=status, Location=to[asked.path]) if asked.path in to else reply(RUNS)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_three_redirects_are_followed(status: int) -> None:
    with serving(leading({"/a": "/b", "/b": "c?x=1", "/c?x=1": "//d"}, status)) as server:
        with pytest.raises(SourceError, match="http://d/"):
            download(Link.of(server.url("/a")), HOME, NOW)
        assert [one.path for one in server.asked] == ["/a", "/b", "/c?x=1"]
    with serving(leading({"/a": "/b", "/b": "./c", "/c": "/d#e"}, status)) as server:
        assert download(Link.of(server.url("/a")), HOME, NOW).data == RUNS
        assert [one.path for one in server.asked] == ["/a", "/b", "/c", "/d"]


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ({"/5ec2e7": "/b", "/b": "/5ec2e7"}, "leads from one address to the next more than 3 times"),
        ({"/5ec2e7": "/1", "/1": "/2", "/2": "/3", "/3": "/4"}, "leads from one address to the next more than 3 times"),
        ({"/5ec2e7": "/5ec2e7"}, "leads nowhere"),
        ({"/5ec2e7": ""}, "leads nowhere"),
        ({"/5ec2e7": "http://[5ec2e7"}, "leads nowhere"),
        ({"/5ec2e7": "file:///etc/5ec2e7"}, "calendar file:///… is no address that can be read"),
        ({"/5ec2e7": "gopher://example.org/5ec2e7"}, "calendar gopher://example.org/… is no address that can be read"),
        ({"/5ec2e7": "http://nowhere.invalid/5ec2e7"}, "there is no host nowhere.invalid"),
    ],
)
def test_a_redirect_that_leads_nowhere(to: Mapping[str, str], message: str) -> None:
    with serving(leading(to)) as server:
        assert message in refused(server.url("/5ec2e7"))


def test_a_redirect_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the first address was a public one."""
    real = network.is_public
    passed: list[str] = []

    def public_once(address: str) -> bool:
        passed.append(address)
        return len(passed) == 1 or real(address)

    with serving(leading({"/5ec2e7": "http://127.0.0.2/5ec2e7"})) as server:
        monkeypatch.setattr(network, "is_public", public_once)
        monkeypatch.setattr(network, "_PORTS", {80, server.port})
        said = refused(server.url("/5ec2e7"), Limits(5))
    assert "calendar http://127.0.0.2/… is in a private network: 127.0.0.2 has the address 127.0.0.2" in said
    assert passed == ["127.0.0.1", "127.0.0.2"]


def test_credentials_stay_with_their_server() -> None:
    with (
        serving(lambda _: reply(RUNS)) as other,
        serving(leading({"/a": "/b", "/b": other.url("/c"), "/d": f"http://localhost:{other.port}/"})) as server,
    ):
        download(Link.of(server.url("/a"), "me", "p w"), HOME, NOW)
        assert [one.headers.get("authorization") for one in (*server.asked, *other.asked)] == [ME, ME, None]


def test_credentials_do_not_come_back_with_the_last_redirect() -> None:
    """Once another server led the way, it says where."""
    with contextlib.ExitStack() as stack:
        there: dict[str, str] = {}
        other = stack.enter_context(serving(leading(there)))
        server = stack.enter_context(serving(leading({"/a": other.url("/b")})))
        there["/b"] = server.url("/c")
        download(Link.of(server.url("/a"), "me", "p w"), HOME, NOW)
        assert [one.headers.get("authorization") for one in server.asked] == [ME, None]


def test_credentials_of_a_redirect_are_not_used() -> None:
    with serving(leading({})) as other, serving(leading({"/": f"http://you:pw@127.0.0.1:{other.port}/x"})) as server:
        download(Link.of(server.url()), HOME, NOW)
        assert "authorization" not in other.asked[0].headers


def test_no_way_back_from_encryption(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serving(leading({})) as plain, serving(leading({"/5ec2e7": plain.url("/5ec2e7")}), tls=context) as server:
        said = refused(server.url("/5ec2e7", scheme="https", host="localhost"))
        assert "leads to http://127.0.0.1/…, where anybody can read along" in said
        assert plain.asked == []
        link = Link.of(f"webcal://localhost:{server.port}/calendar")
        assert download(link, HOME, NOW).data == RUNS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "https://a.example:443/y", True),
        ("https://a.example/", "https://A.example/", True),
        ("http://a.example/", "https://a.example/", True),
        ("http://a.example:8080/", "https://a.example/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("https://a.example/", "https://b.a.example/", False),
    ],
)
def test_which_servers_are_the_same(one: str, other: str, *, same: bool) -> None:
    assert same_server(one, other) is same


@pytest.mark.parametrize(
    ("url", "agent"),
    [
        ("https://outlook.office365.com/owa/calendar/x/reachcalendar.ics", "Mozilla/5.0"),
        ("https://outlook.live.com/owa/calendar/x", "Mozilla/5.0"),
        ("https://outlook.office365.com.evil.example/", "stridelift/"),
        ("https://example.org/", "stridelift/"),
    ],
)
def test_who_we_say_we_are(url: str, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outlook gives calendars to browsers only."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]
    with serving(leading({})) as server:
        found[0] = (*found[0][:4], ("127.0.0.1", server.port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        download(Link.of(url.replace("https", "http")), HOME, NOW)
        assert server.asked[0].headers["user-agent"].startswith(agent)
