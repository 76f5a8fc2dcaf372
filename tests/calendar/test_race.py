import pytest

from stridelift.calendar.classify import read_title
from stridelift.calendar.event import Other
from stridelift.domain import RunKind


@pytest.mark.parametrize(
    "title",
    [
        "Bristol 10k",
        "10K de Valencia",
        "10 km de Vannes",
        "Black Canyon 100 km",
        "BMW BERLIN-MARATHON 2026",
        "UTMB CCC",
        "Göteborgsvarvet",
        "Western States 100",
    ],
)
def test_names_of_races(title: str) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert verdict.kind is RunKind.RACE


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("riverside 10k", RunKind.EASY),  # no name
        ("Tempelhof 10 km", RunKind.EASY),  # a route, written as a distance
        ("Riverside 8k", RunKind.EASY),  # no distance of a race
        ("Riverside 10k easy", RunKind.EASY),
        ("Berlin Marathon pace 10k", RunKind.TEMPO),
        ("UTMB long run 35 km", RunKind.LONG),
    ],
)
def test_no_race(title: str, kind: RunKind) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert verdict.kind is kind


@pytest.mark.parametrize("title", ["Berlin marathon expo", "Register Chicago Marathon lottery", "UTMB bib pick-up"])
def test_around_a_race(title: str) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert verdict.other is Other.NOTE
