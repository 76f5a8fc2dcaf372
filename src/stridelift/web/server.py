"""Runs the server: one folder, one process, until it is told to stop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import segno

from stridelift.errors import ConfigError, OutputError
from stridelift.request import Request
from stridelift.web.app import FolderShelf, application
from stridelift.web.desk import Desk
from stridelift.web.feeds import FEEDS, Feeds
from stridelift.web.folder import locked, open_folder
from stridelift.web.guard import Names
from stridelift.web.listening import Server, address, listening, on_signals, public, settings
from stridelift.web.logins import PAGE, Logins, login_path
from stridelift.web.page import Page
from stridelift.web.refresh import Refresher, log
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens, feed_path, owner_secrets
from stridelift.web.visit import Shared

_SAVE_EVERY = 60.0  # seconds between notes of who fetched last
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
    base = public(service.url) if service.url is not None else ""
    folder = open_folder(service.folder)
    with locked(folder / "serve.lock", wait=False) as mine:
        if not mine:
            raise ConfigError(
                f"another `stridelift serve` uses the state folder {folder}.", "stop it, or name another with --state."
            )
        with listening(service.host, service.port) as listener:
            base = base or address(service.host, listener)
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
        self._server = Server(settings(application(FolderShelf(feeds, self._tokens, self._seen), page.routes())))

    def _secrets(self) -> dict[str, str]:
        return owner_secrets(self._folder, self._tokens, (*FEEDS, PAGE))

    async def serve(self, listener: socket.socket, announce: _Announce) -> None:
        main = asyncio.current_task()
        assert main  # noqa: S101 - narrows

        def stop() -> None:
            self._server.should_exit = True
            if not self._server.started:
                main.cancel()

        with on_signals(stop, self._refresher.wanted.set), suppress(asyncio.CancelledError):
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
