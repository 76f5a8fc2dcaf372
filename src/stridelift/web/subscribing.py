"""The feeds' addresses: onto a phone, to somebody else, and shut again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from starlette.responses import Response

from stridelift.errors import ConfigError
from stridelift.web.feeds import BUSY, FEEDS, RUNS, STRENGTH
from stridelift.web.programs import Reach, programs, reach
from stridelift.web.tokens import feed_path
from stridelift.web.visit import Visit

_TITLES = {
    STRENGTH: ("Strength sessions", "With exercises and reasons, for your own phone."),
    BUSY: ("Only when you are busy", "Times and nothing else, for family and colleagues."),
    RUNS: ("Runs at chosen times", "Where the plan chooses when you run."),
}
_MOST_NAME = 80


@dataclass(frozen=True)
class Feed:
    """A feed as it is shown. ``picture`` is a QR code as the address of an image."""

    title: str
    help: str
    address: str

    @property
    def webcal(self) -> str:
        """The link that opens a phone's calendar program."""
        return f"webcal:{self.address.partition(':')[2]}"

    @property
    def picture(self) -> str:
        return segno.make(self.webcal, micro=False).svg_data_uri(scale=4, border=2, light="white", dark="black")


async def subscribe(visit: Visit) -> Response:
    return _shown(visit)


async def new(visit: Visit) -> Response:
    """Makes an address for somebody; it is shown once."""
    feed, name = visit.asked("feed"), visit.asked("name")[:_MOST_NAME]
    if feed not in FEEDS:
        raise ConfigError(f"there is no feed {feed!r}.", f"choose one of {', '.join(FEEDS)}.")
    made = Feed(*_TITLES[feed], _address(visit, visit.shared.tokens.new(feed, name), feed))
    return _shown(visit, made=made, for_whom=name)


async def revoke(visit: Visit) -> Response:
    visit.shared.tokens.revoke(visit.asked("id"))
    return visit.go("/subscribe?note=revoked")


def _shown(visit: Visit, made: Feed | None = None, for_whom: str = "") -> Response:
    feeds = {feed: Feed(*_TITLES[feed], _address(visit, secret, feed)) for feed, secret in _own(visit)}
    rows = [(one, visit.shared.seen.last(one.id)) for one in visit.shared.tokens.all()]
    note = "Shut for good." if visit.asked("note") == "revoked" else ""
    return visit.draw(
        "subscribe.html",
        feeds=feeds,
        rows=rows,
        titles={feed: title for feed, (title, _) in _TITLES.items()},
        only_here=reach(_base(visit)) is Reach.COMPUTER,
        programs=list(programs(_base(visit))),
        made=made,
        for_whom=for_whom,
        note=note,
    )


def _own(visit: Visit) -> Iterator[tuple[str, str]]:
    secrets = visit.shared.secrets()
    return ((feed, secrets[feed]) for feed in FEEDS if visit.shared.feeds.current(feed))


def _base(visit: Visit) -> str:
    return visit.shared.url or visit.site.origin


def _address(visit: Visit, secret: str, feed: str) -> str:
    return f"{_base(visit)}{feed_path(secret, feed)}"
