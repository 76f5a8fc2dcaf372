"""The rules of a feed that calendar programs rely on, by table, at a real server."""

from __future__ import annotations

import re
import socket
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import quote, urlsplit

import pytest

from served import Server, fetch
from stridelift.calendar.published import load_published


@pytest.fixture
def server(running: Server) -> Server:
    return running


def modified(server: Server) -> float:
    return parsedate_to_datetime(server.fetch().headers["Last-Modified"]).timestamp()


# What a calendar program gets.


def test_the_feed_is_the_plan(server: Server) -> None:
    reply = server.fetch()
    assert reply.status == 200
    assert reply.body == (server.state / "strength.ics").read_bytes()
    assert len(load_published(reply.body).events) >= 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Disposition", 'inline; filename="strength.ics"'),
        ("Cache-Control", "private, no-cache"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noindex"),
        ("Content-Encoding", None),
        ("Server", None),
        ("Location", None),
    ],
)
def test_headers(server: Server, name: str, value: str | None) -> None:
    assert server.fetch(Accept_Encoding="gzip, br").headers[name] == value


def test_addresses_end_in_ics_and_hold_128_bits(server: Server) -> None:
    for name, address in server.addresses.items():
        behind = r"login/[\w-]{22}" if name == "page" else r"feed/[\w-]{22}/(strength|busy|runs)\.ics"
        assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/{behind}", address), address
    assert len({address.split("/")[4] for address in server.addresses.values()}) == 4


def test_etag_is_strong_and_stays(server: Server) -> None:
    assert re.fullmatch(r'"[0-9a-f]{64}"', server.fetch().etag)
    assert server.fetch().etag == server.fetch().etag != server.fetch("busy").etag


def test_head_is_get_without_the_body(server: Server) -> None:
    get, head = server.fetch(), server.fetch(method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.body))
    for name in ("Content-Type", "ETag", "Last-Modified", "Content-Disposition"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("accept", [None, "*/*", "text/html", "application/json;q=1", "nonsense"])
def test_nothing_is_negotiated(server: Server, accept: str | None) -> None:
    reply = server.fetch(**({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_only_get_and_head(server: Server, method: str) -> None:
    reply = server.fetch(method=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_any_host_may_be_asked_for(server: Server) -> None:
    assert server.fetch(Host="feed.example.org").status == 200


# Conditional requests.


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('"other",W/{} , "more"', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_if_none_match(server: Server, tags: str, status: int, method: str) -> None:
    etag = server.fetch().etag
    reply = server.fetch(method=method, If_None_Match=tags.format(etag))
    assert reply.status == status
    assert (reply.headers["ETag"], bool(reply.body)) == (etag, status == 200 and method == "GET")
    assert (reply.headers["Content-Type"] is None) == (status == 304)


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, 304), (-1, 200), (-86_400, 200), (10**9, 200)], ids=["same", "older", "day", "future"]
)
def test_if_modified_since(server: Server, seconds: int, status: int) -> None:
    since = formatdate(modified(server) + seconds, usegmt=True)
    assert server.fetch(If_Modified_Since=since).status == status


@pytest.mark.parametrize("since", ["yesterday", "", "Thu, 99 Foo 2026 25:00:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT"])
def test_no_date_is_not_compared(server: Server, since: str) -> None:
    assert server.fetch(If_Modified_Since=since).status == 200


@pytest.mark.parametrize(("tag", "status"), [('"other"', 200), ("{}", 304)])
def test_the_etag_wins_over_the_date(server: Server, tag: str, status: int) -> None:
    reply = server.fetch()
    since = reply.headers["Last-Modified"] if status == 200 else formatdate(0, usegmt=True)
    assert server.fetch(If_None_Match=tag.format(reply.etag), If_Modified_Since=since).status == status


# Who may not.


def test_a_wrong_secret_is_like_an_unknown_path(server: Server) -> None:
    right = server.addresses["feed"]
    base = right.partition("/feed/")[0]
    other = server.addresses["busy"].split("/")[4]
    wrong = [
        f"{base}/nothing",
        f"{base}/feed/{server.addresses['page'].split('/')[4]}/page.ics",
        f"{base}/feed/{server.addresses['page'].split('/')[4]}/strength.ics",
        f"{base}/feed/",
        f"{base}/feed/{'A' * 22}/strength.ics",
        f"{base}/feed/%C3%A9%FF/strength.ics",
        f"{base}/feed//strength.ics",
        f"{right[:-4]}",
        f"{right}/",
        f"{right.replace('strength', 'busy')}",
        f"{right.replace('strength.ics', '%C3%A9.ics')}",
        f"{right.replace('strength.ics', '../owner.json')}",
        f"{right.replace('strength.ics', '%2e%2e%2fowner.json')}",
        f"{base}/feed/{other}/strength.ics",
    ]
    for method in ("GET", "HEAD", "POST"):
        replies = [fetch(address, method) for address in wrong]
        alike = {
            (one.status, one.body, *sorted((k, v) for k, v in one.headers.items() if k != "date")) for one in replies
        }
        assert len(alike) == 1
        assert replies[0].status == 404


def test_robots_are_let_in(server: Server) -> None:
    reply = fetch(f"{server.addresses['feed'].partition('/feed/')[0]}/robots.txt")
    assert (reply.status, reply.body) == (200, b"User-agent: *\nAllow: /\n")


def test_only_hashes_are_kept_and_nothing_is_logged(server: Server) -> None:
    secrets = [address.split("/")[4] for address in server.addresses.values()]
    fetch(server.addresses["feed"].replace("strength", "busy"))
    kept = {file.name: file.read_text() for file in server.state.iterdir()}
    assert {name for name, text in kept.items() if any(one in text for one in secrets)} == {"owner.json"}
    assert server.log.count("/feed/") == 1, "the link that was told at the start"
    assert (server.state / "owner.json").stat().st_mode & 0o777 == 0o600
    assert server.state.stat().st_mode & 0o777 == 0o700


# Alarms.


def test_an_alarm_on_demand(server: Server) -> None:
    plain, alarmed = server.fetch(), server.fetch(query="?alarm=15")
    assert plain.etag != alarmed.etag
    assert plain.property("TRIGGER") == []
    assert set(alarmed.property("TRIGGER")) == {"-PT15M"}
    assert len(alarmed.property("TRIGGER")) == len(alarmed.property("UID"))
    for name in ("UID", "SEQUENCE", "DTSTAMP"):
        assert plain.property(name) == alarmed.property(name)
    assert server.fetch(query="?alarm=15", If_None_Match=alarmed.etag).status == 304
    assert server.fetch(query="?alarm=15", If_None_Match=plain.etag).status == 200
    assert server.fetch(query="?alarm=20").etag != alarmed.etag


@pytest.mark.parametrize(
    ("alarm", "status"), [("0", 200), ("10080", 200), ("10081", 400), ("-1", 400), ("x", 400), ("²", 400), ("", 400)]
)
def test_alarms_within_a_week(server: Server, alarm: str, status: int) -> None:
    assert server.fetch(query=f"?alarm={quote(alarm)}").status == status


# The busy feed.


def test_the_busy_feed_says_when_and_nothing_else(server: Server) -> None:
    full, busy = server.fetch(), server.fetch("busy")
    for name in ("DTSTART", "DTEND", "TRANSP"):
        assert full.property(name) == busy.property(name)
    assert set(busy.property("SUMMARY")) == {"Busy"}
    assert not set(full.property("UID")) & set(busy.property("UID"))
    names = {re.split(b"[:;]", line)[0] for line in busy.body.split(b"\r\n")}
    assert not names & {b"DESCRIPTION", b"LOCATION", b"CATEGORIES"}
    assert not any(name.startswith(b"X-STRIDELIFT") for name in names)
    for word in (b"heavy", b"core", b"squat", b"anywhere", b"strength"):
        assert word not in busy.body.lower()


# Strangers.


def test_a_broken_request_ends_alone(server: Server) -> None:
    parts = urlsplit(server.addresses["feed"])
    for request in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n" + b"x" * 70_000):
        with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
            connection.sendall(request)
            try:
                answer = connection.recv(65_536)
            except ConnectionError:
                answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
        assert b"Traceback" not in answer
    assert server.fetch().status == 200
