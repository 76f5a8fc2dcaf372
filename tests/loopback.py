"""Servers on the loopback that answer, byte for byte, what a test says."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

RESET = -1.0  # ends the connection with a reset
Reply = bytes | Sequence[bytes | float]  # numbers are seconds of silence, or RESET


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    line: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


@dataclass
class Server:
    """Its port, and what was asked so far."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def reply(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """A whole answer, after which the connection is closed."""
    fields = {"Content-Type": "text/calendar", "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body


@contextlib.contextmanager
def serving(
    answer: Callable[[Asked], Reply], *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[Server]:
    """A server whose ``answer`` to a request is sent as it is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family)
    server = Server(listener.getsockname()[1])
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            thread = threading.Thread(target=_answer, args=(connection, server, answer, tls, stop))
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (accepting, *threads):
            thread.join()


def _answer(
    connection: socket.socket,
    server: Server,
    answer: Callable[[Asked], Reply],
    tls: ssl.SSLContext | None,
    stop: threading.Event,
) -> None:
    with contextlib.suppress(OSError), contextlib.closing(connection):
        connection.settimeout(10)
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        with contextlib.closing(connection), connection.makefile("rb") as lines:
            asked = _request(iter(lines.readline, b""))
            if not asked.line:  # closed without a word
                return
            server.asked.append(asked)
            said = answer(asked)
            for part in [said] if isinstance(said, bytes) else said:
                if isinstance(part, bytes):
                    connection.sendall(part)
                elif part == RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                elif stop.wait(part):
                    return


def _request(lines: Iterator[bytes]) -> Asked:
    first = next(lines, b"").decode("latin-1").strip()
    fields = {}
    for line in lines:
        name, _, value = line.decode("latin-1").strip().partition(":")
        if not name:
            break
        fields[name.lower()] = value.strip()
    return Asked(first, fields)
