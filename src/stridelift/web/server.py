"""Runs the server: one folder, one process, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO
from urllib.parse import urlsplit

import segno
import uvicorn
from starlette.applications import Starlette

from stridelift.errors import ConfigError, OutputError
from stridelift.request import Request
from stridelift.web.app import application
from stridelift.web.desk import Desk
from stridelift.web.feeds import FEEDS, Feeds
from stridelift.web.folder import locked, open_folder
from stridelift.web.guard import Names
from stridelift.web.logins import PAGE, Logins, login_path
from stridelift.web.page import Page
from stridelift.web.protocol import Protocol
from stridelift.web.refresh import Refresher, log
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens, feed_path, owner_secrets
from stridelift.web.visit import Shared

_SAVE_EVERY = 60.0  # seconds between notes of who fetched last
_BACKLOG = 128  # connections that may wait
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what they are called from this machine
_Announce = Callable[[Mapping[str, str]], None]


@dataclass(frozen=True)
class Service:
    """What is served, where. ``url`` is the address that others reach it by, where that is not host and port."""

    request: Request
    folder: Path
    host: str
    port: int
    url: str | None = None
    minutes: float = 60.0


def run(service: Service, announce: _Announce) -> None:
    """Serves until SIGTERM or SIGINT; tells the owner's addresses by feed once there is something to fetch.

    Raises:
        StrideliftError: the folder or the port is taken, or there is no first plan.
    """
    if any(calendar.source == "-" for calendar in service.request.calendars):
        raise ConfigError("standard input can be read only once.", "name a file or a link.")
    base = _public(service.url) if service.url is not None else ""
    folder = open_folder(service.folder)
    with locked(folder / "serve.lock", wait=False) as mine:
        if not mine:
            raise ConfigError(
                f"another `stridelift serve` uses the state folder {folder}.", "stop it, or name another with --state."
            )
        with _listener(service.host, service.port) as listener:
            base = base or _address(service.host, listener)
            running = _Running(service, folder, Names(service.host, listener.getsockname()[1], service.url))
            asyncio.run(running.serve(listener, lambda secrets: announce(_addresses(base, secrets))))


class _Running:
    def __init__(self, service: Service, folder: Path, names: Names) -> None:
        self._folder = folder
        self._tokens = Tokens(folder)
        self._seen = Seen(folder)
        feeds = Feeds(folder)
        alone = asyncio.Lock()
        self._refresher = Refresher(service.request, feeds, 60 * service.minutes, alone)
        self._desk = Desk(service.request, feeds, alone)
        self._shared = Shared(service.request, self._desk, feeds, self._tokens, self._seen, self._secrets, names.url)
        page = Page(self._shared, Logins(folder, self._tokens), names)
        self._server = _Server(_settings(application(feeds, self._tokens, self._seen, page.routes())))

    def _secrets(self) -> dict[str, str]:
        return owner_secrets(self._folder, self._tokens, (*FEEDS, PAGE))

    async def serve(self, listener: socket.socket, announce: _Announce) -> None:
        main = asyncio.current_task()
        assert main  # noqa: S101 - narrows

        def stop() -> None:
            self._server.should_exit = True
            if not self._server.started:
                main.cancel()

        with _on_signals(stop, self._refresher.wanted.set), suppress(asyncio.CancelledError):
            if self._shared.is_new:
                log("there is neither a calendar nor a config yet; open the page to begin")
            else:
                await self._refresher.first()
            announce(self._secrets())
            async with asyncio.TaskGroup() as group:
                beside = [group.create_task(one) for one in (self._refresh(), self._save_now_and_then())]
                await self._server.serve(sockets=[listener])
                for task in beside:
                    task.cancel()
        await self._desk.close()
        self._save()

    async def _refresh(self) -> None:
        await self._shared.begun.wait()
        await self._refresher.forever()

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(_SAVE_EVERY)
            self._save()

    def _save(self) -> None:
        try:
            self._seen.save()
        except OutputError as error:
            log(str(error))


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals to us: at the end it would raise them once more."""
        yield


def _settings(app: Starlette) -> uvicorn.Config:
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
def _on_signals(stop: Callable[[], None], refresh: Callable[[], None]) -> Iterator[None]:
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


# Addresses.


def webcal(address: str) -> str:
    """The link that opens a phone's calendar program."""
    return f"webcal:{address.partition(':')[2]}"


def draw(link: str, stream: TextIO) -> None:
    """The link as a QR code, for a terminal."""
    segno.make(link, micro=False).terminal(out=stream, compact=True)


def _addresses(base: str, secrets: Mapping[str, str]) -> dict[str, str]:
    feeds = {feed: f"{base}{feed_path(secret, feed)}" for feed, secret in secrets.items() if feed != PAGE}
    return {**feeds, PAGE: f"{base}{login_path(secrets[PAGE])}"}


def _listener(host: str, port: int) -> socket.socket:
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


def _address(host: str, listener: socket.socket) -> str:
    name = _EVERYWHERE.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{listener.getsockname()[1]}"


def _public(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise ConfigError(f"--url {url!r} is no web address.", "write it like https://feed.example.org.")
    return url.rstrip("/")
