"""Listening: the socket, what stops the server, and under which address it is reached."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from stridelift.errors import ConfigError
from stridelift.web.protocol import Protocol

_BACKLOG = 128  # connections that may wait
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what they are called from this machine


class Server(uvicorn.Server):
    """One that others tell when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals to us: at the end it would raise them once more."""
        yield


def settings(app: Starlette) -> uvicorn.Config:
    """How it is served."""
    return uvicorn.Config(
        app,
        access_log=False,  # it would write the secrets down
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http=Protocol,
        timeout_graceful_shutdown=1,
    )


@contextmanager
def on_signals(stop: Callable[[], None], refresh: Callable[[], None]) -> Iterator[None]:
    """Calls these on SIGINT and SIGTERM, and on SIGHUP where there is one."""
    loop = asyncio.get_running_loop()
    calls = {signal.SIGINT: stop, signal.SIGTERM: stop}
    if hasattr(signal, "SIGHUP"):
        calls[signal.SIGHUP] = refresh

    def handle(number: int, _: FrameType | None) -> None:
        loop.call_soon_threadsafe(calls[signal.Signals(number)])

    before = {number: signal.signal(number, handle) for number in calls}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listening(host: str, port: int) -> socket.socket:
    """A socket there.

    Raises:
        ConfigError: it is taken, or there is no such address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(
            family, kind, protocol
        )  # TCP by name, or asyncio leaves out TCP_NODELAY: 40 ms a fetch
        try:
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "the port is taken" if taken else error.strerror or str(error)
        advice = "stop what uses it, or take --port 0 for a free one." if taken else "check --host and --port."
        raise ConfigError(f"cannot listen on {host} port {port}: {reason}.", advice) from None
    return listener


def address(host: str, listener: socket.socket) -> str:
    """Where this is reached from this machine."""
    name = _EVERYWHERE.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{listener.getsockname()[1]}"


def public(url: str) -> str:
    """The address that was given, as it is put before paths.

    Raises:
        ConfigError: it is none.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise ConfigError(f"--url {url!r} is no web address.", "write it like https://feed.example.org.")
    return url.rstrip("/")
