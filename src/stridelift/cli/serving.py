"""``serve`` and ``token``: the feeds over HTTP, and who may read them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stridelift.cli.extra import needing
from stridelift.cli.options import TIME_LIMIT, AllowPrivate, Busy, ConfigFile, Now, Sources, request
from stridelift.errors import ConfigError

if TYPE_CHECKING:
    from stridelift.web.tokens import Tokens

State = Annotated[
    Path | None,
    typer.Option("--state", metavar="FOLDER", help="Where feeds and tokens are kept; else a folder for this config."),
]
LABELS = {"strength": "feed"}  # what an address is called; else as its feed
_EXTRA = {"httptools", "jinja2", "segno", "starlette", "uvicorn"}

token = typer.Typer(help="Who may read the feeds that `stridelift serve` serves.", no_args_is_help=True)


def serve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: Sources = None,
    busy: Busy = None,
    config: ConfigFile = None,
    host: Annotated[str, typer.Option("--host", help="Listen on this address; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="And this port; 0 for a free one.")] = 8765,
    url: Annotated[
        str | None, typer.Option("--url", metavar="PUBLIC_URL", help="The address under which others reach this.")
    ] = None,
    every: Annotated[
        float, typer.Option("--every", min=1, max=7 * 24 * 60, metavar="MINUTES", help="Read the calendars so often.")
    ] = 60,
    state: State = None,
    now: Now = None,
    allow_private: AllowPrivate = False,  # noqa: FBT002 - a flag
) -> None:
    """Serve the strength calendar as a feed to subscribe to, and the week as a page; keep both current.

    The page shows why each session is where it is, moves it, and tunes the rules. Where there is no calendar and no
    config yet, it begins with them. Whoever has its address can change the plan, so keep that for yourself.
    """
    with needing("serve", _EXTRA):
        from stridelift.web import server  # noqa: PLC0415 - an extra, and slow to import
    asked = request(sources, busy, config, None, None, None, now)
    asked = asked.but(time_limit=TIME_LIMIT, allow_private=allow_private)
    service = server.Service(asked, _folder(state, config), host, port, url, every)

    def announce(addresses: Mapping[str, str]) -> None:
        for feed, address in addresses.items():
            typer.echo(f"{LABELS.get(feed, feed)}: {address}")
        sys.stdout.flush()
        link = server.webcal(addresses["strength"])
        typer.echo(f"subscribe: {link}", err=True)
        if sys.stderr.isatty():
            server.draw(link, sys.stderr)

    server.run(service, announce)


@token.command("new")
def new(
    feed: Annotated[str, typer.Option("--feed", help="Which feed it opens: strength, busy or runs.")] = "strength",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Whose it is, for the list.")] = "",
    config: ConfigFile = None,
    state: State = None,
) -> None:
    """Make a secret address for somebody; it is shown once."""
    from stridelift.web.feeds import FEEDS  # noqa: PLC0415 - slow to import
    from stridelift.web.tokens import feed_path  # noqa: PLC0415 - likewise

    if feed not in FEEDS:
        raise ConfigError(f"--feed {feed!r} is no feed.", f"write one of {', '.join(FEEDS)}.")
    typer.echo(feed_path(_tokens(state, config).new(feed, name), feed))
    typer.echo("Put the server's address before it. It is not shown again.", err=True)


@token.command("list")
def show(config: ConfigFile = None, state: State = None) -> None:
    """Show who may read what, and who fetched last."""
    from stridelift.web.seen import Seen, printable  # noqa: PLC0415 - slow to import

    tokens = _tokens(state, config)
    seen = Seen(_folder(state, config))
    rows = [("id", "name", "feed", "created", "last fetched")]
    for one in tokens.all():
        last = seen.last(one.id)
        fetched = f"{_local(last.at)} by {last.by or '?'}" if last else "never"
        rows.append((one.id, printable(one.name) or "–", one.feed, _local(one.created), fetched))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@token.command("revoke")
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As `stridelift token list` says it.")],
    config: ConfigFile = None,
    state: State = None,
) -> None:
    """Shut an address for good, at once."""
    gone = _tokens(state, config).revoke(identity)
    typer.echo(f"{gone.id} opens the {gone.feed} feed no more.", err=True)


def _folder(state: Path | None, config: Path | None) -> Path:
    from stridelift.web.folder import open_folder, usual_folder  # noqa: PLC0415 - slow to import

    return open_folder(state or usual_folder(config))


def _tokens(state: Path | None, config: Path | None) -> Tokens:
    """Those of a folder that a server has used: an address that nobody serves helps nobody."""
    from stridelift.web.folder import open_folder, usual_folder  # noqa: PLC0415 - slow to import
    from stridelift.web.tokens import Tokens  # noqa: PLC0415 - likewise

    folder = state or usual_folder(config)
    if not (folder / "serve.lock").exists():
        raise ConfigError(
            f"no `stridelift serve` has used the state folder {folder}.",
            "start it first, or name its folder with --state or its config with -c.",
        )
    return Tokens(open_folder(folder))


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
