"""Which program can read an address."""

from __future__ import annotations

import pytest

from stridelift.web.programs import Reach, programs, reach

ADDRESSES = {
    "http://127.0.0.1:8765": (Reach.COMPUTER, {"Thunderbird"}),
    "http://[::1]:8765": (Reach.COMPUTER, {"Thunderbird"}),
    "http://localhost:8765": (Reach.COMPUTER, {"Thunderbird"}),
    "http://192.168.1.7:8765": (Reach.HOME, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "https://100.64.0.1": (Reach.HOME, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "https://[fd00::7]": (Reach.HOME, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "http://nas:8765": (Reach.HOME, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "https://nas.fritz.box": (Reach.HOME, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "http://strength.example.org": (Reach.INTERNET, {"iPhone, iPad and Mac", "Android", "Thunderbird"}),
    "https://strength.example.org./a": (
        Reach.INTERNET,
        {"iPhone, iPad and Mac", "Android", "Google Calendar", "Outlook", "Thunderbird"},
    ),
    "https://[2606:4700::1]": (
        Reach.INTERNET,
        {"iPhone, iPad and Mac", "Android", "Google Calendar", "Outlook", "Thunderbird"},
    ),
}


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items())
def test_an_address_is_for_those_who_can_reach_it(address: str, expected: tuple[Reach, set[str]]) -> None:
    assert (reach(address), {one.name for one in programs(address) if not one.closed}) == expected
    assert all(one.steps and one.often for one in programs(address))
