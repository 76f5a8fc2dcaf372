"""Whatever a server does, an exchange ends inside its limits, with the body or with an error that keeps the secret."""

from __future__ import annotations

import gzip
import itertools
import logging
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from loopback import RESET, Reply, reply, serving
from stridelift.calendar.network import is_public
from stridelift.calendar.wire import Answer, Limits, Wire
from stridelift.errors import SourceError

HOME = Limits(seconds=5, most=1_000_000, allow_private=True)
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 100
PRIVATE = "/private-5ec2e7/basic.ics?token=5ec2e7"


def get(url: str, limits: Limits = HOME, **headers: str) -> Answer:
    with Wire(limits) as wire:
        return wire.exchange("GET", url, headers)


def refused(url: str, limits: Limits = HOME) -> str:
    """What is said of an exchange that must fail, without its secret."""
    with pytest.raises(SourceError) as caught:
        get(url, limits)
    assert "5ec2e7" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("", bytes),
        ("identity", bytes),
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:50]) + gzip.compress(body[50:])),
        ("gzip", lambda body: gzip.compress(body) + bytes(10)),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("deflate", lambda body: zlib.compress(body, 0)[2:-4]),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "members", "padded", "zlib", "raw", "stored"],
)
def test_the_body_is_unpacked(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with serving(lambda _: reply(pack(BODY), Content_Encoding=coding)) as server:
        assert get(server.url()).body == BODY


def test_packed_bytes_may_drip() -> None:
    data = reply(gzip.compress(BODY), Content_Encoding="gzip")
    with serving(lambda _: [data[n : n + 1] for n in range(len(data))]) as server:
        assert get(server.url()).body == BODY


def test_chunks_and_a_body_until_the_end() -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n1;x=y\r\n:\r\n0\r\n\r\n"
    with serving(lambda asked: chunked if asked.path == "/c" else head + b"\r\nBEGIN:") as server:
        assert get(server.url("/c")).body == get(server.url("/e")).body == b"BEGIN:"


def test_status_and_headers_come_as_they_are() -> None:
    with serving(lambda _: reply(b"gone", 410, ETag='"x"', X_A="1\r\nX-a: 2")) as server:
        answer = get(server.url("/a b/ü?q=ä#fragment"), Accept="text/calendar")
        assert (answer.status, answer.body) == (410, b"gone")
        assert (answer.headers["etag"], answer.headers["x-a"]) == ('"x"', "1, 2")
        assert server.asked[0].line == "GET /a%20b/%C3%BC?q=%C3%A4 HTTP/1.1"
        assert server.asked[0].headers["host"] == f"127.0.0.1:{server.port}"
        assert server.asked[0].headers["user-agent"].startswith("stridelift/")
        assert server.asked[0].headers["accept"] == "text/calendar"


def test_user_and_password_of_an_address_are_not_sent_by_themselves() -> None:
    with serving(lambda _: reply()) as server:
        get(f"http://me:pw@127.0.0.1:{server.port}/")
        assert "authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort"], "ends early"),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEG"], "ends early"),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nBEG"], "no HTTP"),
        ([b""], "ends early"),
        ([b"SSH-2.0-5ec2e7\r\n"], "no HTTP"),
        ([b"HTTP/1.1 200 OK\r\nX: " + b"5ec2e7" * 50_000 + b"\r\n\r\n"], "no HTTP"),
        ([RESET], "connection reset"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", RESET], "connection reset"),
        (reply(b"x" * 1_000_001), "is larger than 1 MB"),
        (reply(gzip.compress(BODY)[:-20], Content_Encoding="gzip"), "ends in the middle"),
        (reply(b"\x1f\x8bno gzip at all", Content_Encoding="gzip"), "damaged"),
        (reply(BODY, Content_Encoding="br"), "packed in a way that cannot be read: br"),
        (reply(gzip.compress(gzip.compress(BODY)), Content_Encoding="gzip, gzip"), "cannot be read: gzip, gzip"),
    ],
)
def test_a_broken_answer_is_an_error(sent: Reply, message: str) -> None:
    with serving(lambda _: sent) as server:
        assert message in refused(server.url(PRIVATE))


DRIPS: dict[str, Callable[[], Reply]] = {
    "silence": lambda: [60.0],
    "headers": lambda: [b"HTTP/1.1 200 OK\r\n", *itertools.chain(*[(b"X: 1\r\n", 0.05)] * 200)],
    "early hints": lambda: [*itertools.chain(*[(b"HTTP/1.1 103 Early\r\n\r\n", 0.05)] * 200)],
    "body": lambda: [b"HTTP/1.1 200 OK\r\n\r\n", *itertools.chain(*[(b"x", 0.05)] * 200)],
    "chunks": lambda: [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        *itertools.chain(*[(b"1\r\nx\r\n", 0.05)] * 200),
    ],
}


@pytest.mark.parametrize("drip", DRIPS)
def test_one_deadline_for_everything(drip: str) -> None:
    """Each byte comes in time, and all together do not."""
    with serving(lambda _: DRIPS[drip]()) as server:
        begin = time.monotonic()
        assert "did not answer in full within 0.4 seconds" in refused(
            server.url(PRIVATE), Limits(0.4, 1000, allow_private=True)
        )
        assert time.monotonic() - begin < 8  # all of it takes 10


def test_the_deadline_holds_for_all_exchanges_together() -> None:
    with serving(lambda _: [0.1, reply()]) as server, Wire(Limits(0.6, 1000, allow_private=True)) as wire:
        with pytest.raises(SourceError, match="within 0"):
            [wire.exchange("GET", server.url()) for _ in range(50)]
        assert len(server.asked) < 10


def test_a_name_server_that_hangs_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(4) or [])
    begin = time.monotonic()
    assert "within 0.2 seconds" in refused("https://example.org" + PRIVATE, Limits(0.2))
    assert time.monotonic() - begin < 8


BOMB = """
import resource, sys, time
from stridelift.calendar.wire import Limits, Wire
from stridelift.errors import SourceError
with Wire(Limits(allow_private=True)) as wire:
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        wire.exchange("GET", sys.argv[1])
    except SourceError as error:
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(error.message.endswith("is larger than 10 MB"), (after - before) // 1000, time.monotonic() - begin)
"""


def test_a_bomb_goes_off_small() -> None:
    """1 GB in 1 MB: less than 100 MB of memory and a second, and most of it is never taken from the server."""
    packer = zlib.compressobj(9, wbits=31)
    head, piece = (packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = head + 99 * piece
    with serving(lambda _: reply(packed, Content_Encoding="gzip")) as server:
        said = subprocess.run([sys.executable, "-c", BOMB, server.url()], capture_output=True, text=True, check=True)
    right, megabytes, seconds = said.stdout.split()
    assert right == "True"
    assert float(megabytes) < 100
    assert float(seconds) < 1


NOT_PUBLIC = (
    "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1 192.0.0.8 192.0.2.1 192.168.1.1"
    " 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:224.0.0.1"
    " 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: fc00::1 fd00:ec2::254 fe80::1 fe80::1%lo"
    " fec0::1 ff02::1"
)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        *((address, False) for address in NOT_PUBLIC.split()),
    ],
)
def test_which_addresses_are_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_a_private_address_is_refused(host: str) -> None:
    said = refused(f"http://me:5ec2e7@{host}{PRIVATE}", Limits(5))
    assert "is in a private network" in said
    assert host.strip("[]") in said
    assert "\nMaybe it is a server of your own: allow it with --allow-private" in said


def test_nothing_is_sent_to_a_private_address() -> None:
    with serving(lambda _: reply()) as server:
        assert f"has the unusual port {server.port}" in refused(server.url(PRIVATE), Limits(5))
        assert server.asked == []


def test_of_many_addresses_only_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name stands for this machine and for the Internet; here nobody can be reached in the latter."""
    tried: list[object] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("127.0.0.1", "192.0.43.8", "8.8.4.4")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "socket", lambda *_: _Nowhere(tried))
    assert "cannot be read" in refused("http://example.org" + PRIVATE, Limits(5))
    assert tried == [("192.0.43.8", 80), ("8.8.4.4", 80)]


class _Nowhere:
    """A socket that reaches nobody."""

    def __init__(self, tried: list[object]) -> None:
        self._tried = tried

    def settimeout(self, seconds: float) -> None:
        assert 0 < seconds <= 5

    def connect(self, address: object) -> None:
        self._tried.append(address)
        raise OSError(101, "Network is unreachable")

    def close(self) -> None:
        pass


def test_the_second_address_is_taken_where_the_first_is_closed() -> None:
    """``localhost`` is ::1 first where a machine has IPv6, and there nobody listens."""
    with serving(lambda _: reply(b"here")) as server:
        answer = get(server.url(host="localhost"))
        assert answer.body == b"here"
        assert server.asked[0].headers["host"] == f"localhost:{server.port}"


def test_a_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is connected to, whatever the name server says next."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def counted(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return real("127.0.0.1", *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    with serving(lambda _: reply(b"here")) as server:
        assert get(server.url(host="runs.example")).body == b"here"
    assert asked == ["runs.example"]


@pytest.mark.skipif(not socket.has_ipv6, reason="a machine without IPv6")
def test_ipv6() -> None:
    with serving(lambda _: reply(b"six"), host="::1") as server:
        assert get(server.url(host="[::1]")).body == b"six"
        assert server.asked[0].headers["host"] == f"[::1]:{server.port}"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/5ec2e7", "is no address that can be read"),
        ("file:///5ec2e7", "is no address that can be read"),
        ("http:///5ec2e7", "is no address that can be read"),
        ("http://[5ec2e7/", "is no address"),
        ("http://example.org:99999/5ec2e7", "is no address"),
        (f"http://{'a' * 70}.example{PRIVATE}", "there is no host"),
        ("http://nowhere.invalid/5ec2e7", "there is no host nowhere.invalid"),
        ("http://b\u00fc..cher.example/5ec2e7", "is no address"),
    ],
)
def test_no_address(url: str, message: str) -> None:
    assert message in refused(url)


def test_a_header_cannot_be_injected() -> None:
    with serving(lambda _: reply()) as server:
        with Wire(HOME) as wire, pytest.raises(SourceError, match="no HTTP"):
            wire.exchange("GET", server.url(), {"If-None-Match": "a\r\nX-Evil: 1"})
        assert server.asked == []


def encrypted(ca: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Trusted through SSL_CERT_FILE, as an athlete with a server of their own would."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_an_authority_of_ones_own(authority: trustme.CA, host: str) -> None:
    with serving(lambda _: reply(BODY), tls=encrypted(authority, host)) as server:
        assert get(server.url(scheme="https", host=host)).body == BODY


@pytest.mark.parametrize(
    ("names", "trusted", "message"),
    [
        (["localhost"], False, "a certificate that is not trusted: unable to get local issuer certificate"),
        (["elsewhere.example"], True, "a certificate that is not trusted: Hostname mismatch"),
    ],
)
def test_a_certificate_is_checked(authority: trustme.CA, names: list[str], *, trusted: bool, message: str) -> None:
    ca = authority if trusted else trustme.CA()
    with serving(lambda _: reply(BODY), tls=encrypted(ca, *names)) as server:
        said = refused(server.url(PRIVATE, scheme="https", host="localhost"))
        assert message in said
        assert "SSL_CERT_FILE" in said
        assert server.asked == []


def test_no_encryption_where_it_is_promised() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def plain() -> None:
            with listener.accept()[0] as connection:
                connection.recv(1)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=plain)
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}{PRIVATE}"
        assert "there is no encrypted connection" in refused(url)
        thread.join()


def test_a_handshake_that_never_comes_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}{PRIVATE}"
        begin = time.monotonic()
        assert "within 0.3 seconds" in refused(url, Limits(0.3, 1000, allow_private=True))
        assert time.monotonic() - begin < 8


class _Kept(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self) -> None:
        super().setup()
        _Kept.connections += 1

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
        self.close_connection = self.path == "/last"

    def log_message(self, *said: object) -> None:
        pass


def test_a_connection_is_kept_for_the_next_exchange() -> None:
    """And where the server has closed it meanwhile, another is made."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Kept) as server, Wire(HOME) as wire:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        for path, connections in (("/", 1), ("/last", 1), ("/", 2)):
            assert wire.exchange("GET", url + path).body == b"ok"
            assert _Kept.connections == connections
            time.sleep(0.05)
        wire.close()
        server.shutdown()
        thread.join()


def test_nothing_of_an_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: reply(BODY)) as server:
        get(server.url(PRIVATE))
    assert "5ec2e7" not in caplog.text
