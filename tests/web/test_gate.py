"""Who gets in to the page: every way in, with each thing that can be wrong about a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from command import ONLY_CORE
from ics import USUAL, week
from served import Server, fetch
from stridelift.web.guard import Names, Site
from stridelift.web.logins import DAYS, PAGE, Logins
from stridelift.web.page import WAYS
from stridelift.web.tokens import Tokens
from visiting import FORM, Visitor, text

EXAMPLES = {"label": "2026-W49"}
PATHS = {path.format(**EXAMPLES): {*ways} for path, ways in WAYS.items()} | {"/logout": {"POST"}}
ROUTES = [f"{method} {path}" for path, methods in PATHS.items() for method in sorted(methods)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gate")
    (folder / "stridelift.toml").write_text(f'athlete.timezone = "Europe/Berlin"\n{ONLY_CORE}', encoding="utf-8")
    (folder / "runs.ics").write_bytes(week("2026-11-30", USUAL).encode())
    with Server(folder, ("runs.ics",)) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(server: Server) -> Visitor:
    found = Visitor(server)
    found.log_in()
    return found


def ask(visitor: Visitor, route: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """Status and text of an answer; a header of no value is left out."""
    method, path = route.split()
    named = {**FORM, **visitor.usual, **{name.replace("_", "-"): value for name, value in headers.items()}}
    reply = fetch(f"{visitor.base}{path}", method, {k: v for k, v in named.items() if v}, body or None)
    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    return reply.status, text(reply)


@pytest.mark.parametrize("route", ROUTES)
def test_every_way_in_is_guarded(visitor: Visitor, route: str) -> None:
    with_token = f"csrf={visitor.csrf}".encode()
    feed = visitor.server.addresses["feed"].split("/")[4]
    link = visitor.server.addresses["page"].split("/")[4]
    name = visitor.cookie.partition("=")[0]
    for cookie in ("", f"{name}=", f"{name}={'A' * 43}", f"{name}={feed}", f"{name}={link}", f"{name}=\xe9"):
        assert ask(visitor, route, with_token, Cookie=cookie)[0] == 403
        assert "locked" in ask(visitor, route, with_token, Cookie=cookie)[1]
    for host in ("evil.example", "localhost", "127.0.0.1:1", "evil.example:8765", "[::1", "@", "localhost:x"):
        assert ask(visitor, route, with_token, Host=host)[0] == 421
    method, path = route.split()
    for other in {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} - PATHS[path]:
        assert ask(visitor, f"{other} {path}", with_token)[0] == 405
    if method == "POST":
        for origin in ("", "null", "http://evil.example", visitor.base.replace("http:", "https:"), f"{visitor.base}0"):
            assert ask(visitor, route, with_token, Origin=origin)[0] == 403
        for fetched in ("cross-site", "same-site", "none"):
            assert ask(visitor, route, with_token, Sec_Fetch_Site=fetched)[0] == 403
        for token in (b"", b"csrf=", b"csrf=" + b"0" * 64, b"csrf=%C3%A9", f"csrf={link}".encode()):
            assert "form is too old" in ask(visitor, route, token)[1]


def test_a_preview_of_the_link_logs_nobody_in(server: Server) -> None:
    reply = fetch(server.addresses["page"])
    assert (reply.status, reply.headers["Set-Cookie"]) == (200, None)
    assert "Open my page" in text(reply)
    assert fetch(server.addresses["page"]).status == 200, "and the link still works"


def test_only_the_login_link_logs_in(server: Server) -> None:
    usual = Visitor(server).usual
    right = server.addresses["page"]
    feed = server.addresses["feed"].split("/")[4]
    base = right.rpartition("/")[0]
    for wrong in (f"{base}/{feed}", f"{base}/{'A' * 22}", f"{base}/%C3%A9"):
        for method in ("GET", "POST"):
            reply = fetch(wrong, method, usual)
            assert (reply.status, reply.headers["Set-Cookie"]) == (404, None)
    assert fetch(right, "POST").status == 403, "nobody logs a browser in from elsewhere"
    assert fetch(right, "POST", {**usual, "Origin": "http://evil.example"}).status == 403
    assert fetch(right, "PUT", usual).status == 405


def test_the_cookie_is_for_this_page_only(server: Server) -> None:
    visitor = Visitor(server)
    reply = visitor.log_in()
    assert (reply.status, reply.headers["Location"]) == (303, "/")
    assert re.fullmatch(
        r"stridelift-\d+=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=/; SameSite=strict", reply.headers["Set-Cookie"]
    )
    kept = {file.name: file.read_text() for file in server.state.iterdir() if file.suffix == ".json"}
    assert not any(visitor.cookie.partition("=")[2] in text for text in kept.values()), "only its hash is kept"


def test_logging_out_ends_the_login(server: Server) -> None:
    visitor, other = Visitor(server), Visitor(server)
    visitor.log_in()
    other.log_in()
    assert visitor.get("/subscribe").status == 200
    assert visitor.post("/logout").status == 200
    assert visitor.get("/subscribe").status == 403
    assert other.get("/subscribe").status == 200


def test_a_body_has_a_limit(visitor: Visitor) -> None:
    def size(octets: int, route: str) -> int:
        token = f"csrf={visitor.csrf}&x=".encode()
        return ask(visitor, route, token + b"x" * (octets - len(token)))[0]

    assert size(64_001, "POST /token") == 413
    assert size(64_000, "POST /token") == 400, "no feed is named"
    assert size(64_001, "POST /first") != 413
    assert size(6_000_001, "POST /first") == 413


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("LocalHost:8765", "http://localhost:8765"),
        ("[::1]:8765", "http://[::1]:8765"),
        ("192.168.1.5:8765", "http://192.168.1.5:8765"),
        ("box.lan:8765", "http://box.lan:8765"),
        ("run.example.org", "https://run.example.org/me"),
        ("run.example.org:443", "https://run.example.org/me"),
        ("run.example.org:8765", ""),
        ("run.example.org.evil.example", ""),
        ("evil.example:8765", ""),
        ("127.0.0.1", ""),
        ("127.0.0.1.evil.example:8765", ""),
        ("me@127.0.0.1:8765", ""),
        ("127.0.0.1:8765/x", ""),
        ("", ""),
    ],
)
def test_the_names_of_the_page(host: str, site: str) -> None:
    request = Request({"type": "http", "headers": [(b"host", host.encode())]})
    found = Names("box.lan", 8765, "https://run.example.org/me").site(request)
    assert (found.origin + found.prefix if found else "") == site
    assert found is None or found.is_https == site.startswith("https")


@pytest.mark.parametrize(
    ("site", "cookie"),
    [
        (Site("https://run.example.org"), "__Host-stridelift"),
        (Site("https://run.example.org", "/me"), "stridelift-0"),  # a browser wants that name at / only
        (Site("http://127.0.0.1:8765"), "stridelift-8765"),
    ],
)
def test_the_cookie_of_a_name(site: Site, cookie: str) -> None:
    assert site.cookie == cookie


def test_a_login_ends(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    link = tokens.new(PAGE, "owner")
    secret = Logins(tmp_path, tokens).open(link) or ""
    kept = tmp_path / "logins.json"
    (until,) = re.findall(r'"until": "([^"]*)"', kept.read_text())
    assert abs(datetime.fromisoformat(until) - datetime.now(UTC) - timedelta(days=DAYS)) < timedelta(minutes=1)
    for left, known in ((timedelta(minutes=1), True), (timedelta(0), False)):
        end = datetime.now(UTC) + left
        kept.write_text(re.sub(r'"until": "[^"]*"', f'"until": "{end.isoformat()}"', kept.read_text()))
        assert Logins(tmp_path, tokens).knows(secret) is known

    logins = Logins(tmp_path, tokens)
    another = logins.open(link) or ""
    assert logins.knows(another)
    tokens.revoke(tokens.all()[0].id)
    assert not logins.knows(another)
    assert logins.open(link) is None


# What is served to everybody.


def test_files_are_kept_for_good_and_small(server: Server, visitor: Visitor) -> None:
    page = visitor.get("/subscribe").body.decode()
    found = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)))
    assert {one.rpartition(".")[2] for one in found} == {"css", "js", "svg"}
    for path in found:
        plain, small = visitor.get(path), visitor.get(path, Accept_Encoding="br, gzip")
        assert (plain.headers["Content-Encoding"], small.headers["Content-Encoding"]) == (None, "gzip")
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert visitor.get(path, If_None_Match=plain.etag).status == 304
        assert visitor.get(path.replace("/static/", "/static/0")).status == 404
    assert visitor.get("/static/0/../guard.py").status == 404


# Subscribing.


def test_an_address_is_made_and_shut_again(visitor: Visitor) -> None:
    made = visitor.post("/token", {"feed": "busy", "name": "<b>Mum</b>"})
    address = re.search(r"http://[^ ]*/busy\.ics", text(made).partition("shown this once")[2])
    assert made.status == 200
    assert address
    assert "&lt;b&gt;Mum" in made.body.decode()
    assert fetch(address[0]).status == 200
    assert address[0] not in text(visitor.get("/subscribe"))
    again = visitor.get("/subscribe").body.decode()
    listed = re.findall(r'value="([0-9a-f]{6})" aria-label="Revoke &lt;b&gt;Mum', again)
    assert visitor.post("/revoke", {"id": listed[0]}).status == 303
    assert fetch(address[0]).status == 404
    assert visitor.post("/revoke", {"id": listed[0]}).status == 400


def test_the_owner_subscribes(visitor: Visitor) -> None:
    page = visitor.get("/subscribe")
    assert f'href="{visitor.server.addresses["feed"].replace("http:", "webcal:")}"' in page.body.decode()
    assert page.body.count(b'src="data:image/svg+xml') >= 2
    assert "on this computer only" in text(page)
