"""Calendar programs: how one subscribes in each, how soon it sees a change, and whether it can reach an address.

The makers publish no numbers; how often each asks is what people measured.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

_AT_HOME = (".local", ".lan", ".home", ".internal", ".home.arpa", ".fritz.box")


class Reach(IntEnum):
    """From where an address can be read."""

    COMPUTER = 0
    HOME = 1
    INTERNET = 2


@dataclass(frozen=True)
class Program:
    """``closed`` says why it cannot read this address; empty where it can."""

    name: str
    steps: tuple[str, ...]
    often: str
    closed: str = ""


def reach(address: str) -> Reach:
    """From where an http address can be read, as far as its host says that."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            return Reach.COMPUTER
        return Reach.HOME if "." not in host or host.endswith(_AT_HOME) else Reach.INTERNET
    if found.is_loopback:
        return Reach.COMPUTER
    return Reach.INTERNET if found.is_global else Reach.HOME


def programs(address: str) -> Iterator[Program]:
    """Those that most people have, for an address of this server."""
    here = reach(address)
    phone = "" if here else "A phone cannot reach this address: it works on this computer only."
    public = here is Reach.INTERNET and urlsplit(address).scheme == "https"
    server = "" if public else "It reads from its own servers, and so needs a public address that begins with https."
    yield Program(
        "iPhone, iPad and Mac",
        ("Tap “Subscribe on this device”, or point the camera at the QR code.", "Confirm."),
        "It asks as often as you set there, from every five minutes to once a week.",
        phone,
    )
    yield Program(
        "Android",
        ("Install ICSx⁵, for example from F-Droid.", "Add a subscription and paste the address."),
        "It asks as often as you set there.",
        phone,
    )
    yield Program(
        "Google Calendar",
        (
            "On a computer, open calendar.google.com; its phone app cannot subscribe.",
            "Beside “Other calendars” press +, then “From URL”.",
            "Paste the address.",
        ),
        "It asks every 8 to 24 hours, nobody can hurry it, and it gives no reminders of its own.",
        server,
    )
    yield Program(
        "Outlook",
        ("In the calendar press “Add calendar”, then “Subscribe from web”.", "Paste the address."),
        "It asks about every three hours, sometimes once a day, and gives no reminders of its own.",
        server,
    )
    yield Program(
        "Thunderbird",
        ("In the calendar press “New Calendar”, then “On the Network”.", "Paste the address; no name is needed."),
        "It asks every 30 minutes unless you set another time.",
    )
