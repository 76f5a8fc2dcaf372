"""Radicale and xandikos, really, on the loopback, and a hand that does there what an athlete's program does."""

from __future__ import annotations

import base64
import contextlib
import html
import http.client
import http.server
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

USER, PASSWORD = "runner", "s3cr3t-Pa55"
_HOPS = {"connection", "content-length", "transfer-encoding", "keep-alive"}
_PATIENCE = 20  # seconds for a server to come up
_MKCALENDAR = """<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:set><D:prop><D:displayname>{}</D:displayname></D:prop></D:set></C:mkcalendar>"""


@dataclass
class Dav:
    """A CalDAV server of one athlete. ``home`` is the path under which the calendars stand."""

    port: int
    home: str

    def path(self, name: str) -> str:
        return f"{self.home}{name}/"

    def source(self, name: str, credentials: str = f"{USER}:{PASSWORD}@") -> str:
        return f"caldav://{credentials}127.0.0.1:{self.port}{self.path(name)}"

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        fields = {"Authorization": f"Basic {login}"} | {key.replace("_", "-"): text for key, text in headers.items()}
        with contextlib.closing(connection):
            connection.request(method, path, body.encode(), fields)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, text

    def make(self, name: str, shown: str = "Training") -> None:
        status, _, text = self.ask(
            "MKCALENDAR", self.path(name), _MKCALENDAR.format(html.escape(shown)), Content_Type="text/xml"
        )
        assert status == 201, text

    def put(self, name: str, file: str, data: str) -> None:
        data = data.replace("\r\n", "\n").replace("\n", "\r\n")
        status, _, text = self.ask("PUT", f"{self.path(name)}{file}", data, Content_Type="text/calendar")
        assert status in {200, 201, 204}, text

    def delete(self, name: str, file: str) -> None:
        assert self.ask("DELETE", f"{self.path(name)}{file}")[0] in {200, 204}

    def files(self, name: str) -> dict[str, str]:
        """Each file of a collection with its ETag."""
        text = self.ask("PROPFIND", self.path(name), Depth="1")[2]
        found = re.findall(r"<(?:\w+:)?href>([^<]*\.ics)</", text)
        return {one.rpartition("/")[2]: self.ask("GET", one)[1]["etag"] for one in sorted(found)}

    def text(self, name: str, file: str) -> str:
        status, _, text = self.ask("GET", f"{self.path(name)}{file}")
        assert status == 200
        return text.replace("\r\n", "\n").replace("\n ", "")


def moved(text: str, by: timedelta) -> str:
    """An event of ours at another time, in UTC as it was."""

    def later(found: re.Match[str]) -> str:
        at = datetime.strptime(found[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"{found[1]}:{at + by:%Y%m%dT%H%M%SZ}"

    return re.sub(r"(DTSTART|DTEND):(\w+)", later, text)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Dav]:
    port = free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    config = folder / "radicale.conf"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder}/collections\n[logging]\nlevel = warning\n",
        encoding="utf-8",
    )
    with running([sys.executable, "-m", "radicale", "--config", str(config)], port, folder):
        yield Dav(port, f"/{USER}/")


@contextlib.contextmanager
def xandikos(folder: Path) -> Iterator[Dav]:
    """It asks nobody for a password."""
    port = free_port()
    data = folder / "xandikos"
    command = [str(Path(sys.executable).with_name("xandikos")), "serve", "--listen-address", "127.0.0.1"]
    with running([*command, "--port", str(port), "--directory", str(data), "--defaults"], port, folder):
        yield Dav(port, "/user/calendars/")


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(process, port, folder)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError((folder / "log").read_text(encoding="utf-8"))


@dataclass
class Gate:
    """Stands between a program and a server. ``asked`` has the methods that came, of a ``locked`` one with a password.

    ``before`` and ``after`` are called with the number of each write, from 1; False breaks the connection there.
    """

    dav: Dav
    locked: bool = False
    asked: list[str] = field(default_factory=list)
    before: Callable[[int], object] = bool
    after: Callable[[int], object] = bool

    @property
    def writes(self) -> int:
        return sum(one in {"PUT", "DELETE"} for one in self.asked)

    def open(self) -> None:
        """From now on everything passes, and is counted anew."""
        self.asked.clear()
        self.before = self.after = bool


@contextlib.contextmanager
def gate(dav: Dav, *, locked: bool = False) -> Iterator[Gate]:
    """A gate before ``dav``, at a port of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def parse_request(self) -> bool:
            if super().parse_request():
                self.close_connection = True
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._pass_on(body)
            return False

        def _pass_on(self, body: bytes) -> None:
            if door.locked and "Authorization" not in self.headers:
                self.wfile.write(_forward(dav, self.command, self.path, body, dict(self.headers.items())))
                return
            door.asked.append(self.command)
            writes = self.command in {"PUT", "DELETE"} and door.writes
            if writes and not door.before(writes):
                return
            said = _forward(dav, self.command, self.path, body, dict(self.headers.items()))
            if not writes or door.after(writes):
                self.wfile.write(said)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    door = Gate(Dav(server.server_address[1], dav.home), locked)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _forward(dav: Dav, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", dav.port, timeout=10)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        lines = [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in _HOPS]
    head = [f"HTTP/1.1 {answer.status} Said", *lines, f"Content-Length: {len(data)}", "Connection: close", "", ""]
    return "\r\n".join(head).encode() + data


Said = tuple[int, dict[str, str], str]


@contextlib.contextmanager
def saying(answer: Callable[[str, str, dict[str, str]], Said]) -> Iterator[int]:
    """A server whose answer to (method, path, headers by lower-case name) a test gives; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def parse_request(self) -> bool:
            if super().parse_request():
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, body = answer(
                    self.command, self.path, {key.lower(): value for key, value in self.headers.items()}
                )
                lines = [f"{name}: {value}" for name, value in headers.items()]
                head = [f"HTTP/1.1 {status} Said", *lines, f"Content-Length: {len(body.encode())}", "", ""]
                self.wfile.write("\r\n".join(head).encode() + body.encode())
            return False

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
