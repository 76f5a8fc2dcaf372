import pytest

from stridelift.calendar.classify import read_title
from stridelift.calendar.size import marks


@pytest.mark.parametrize(
    ("title", "minutes", "km"),
    [
        ("Easy 45 min", 45, None),
        ("Easy 1h30", 90, None),
        ("Long Run • 1h 10m", 70, None),
        ("LR 90'", 90, None),
        ("Foundation run 45:00", 45, None),
        ("Long run: 110min, 18km", 110, 18),
        ("4-5 mile Easy Run", None, 7.24),
        ("3 m run", None, 4.83),  # a bare m up to 14 is miles
        ("45m - 50m easy", 48, None),  # above, minutes
        ("2 mil jogg", None, 20),  # a Swedish mile
        ("Yoga 10m", 10, None),  # yoga has no miles
        ("1km Repeats • 9km", None, 9),
        ("8 x 400m", None, None),
        ("WU 2k 3x2k @HMP CD 2k", None, None),
        ("Tempo run: 2 mi WU; 3 mi-4 mi continuous at HMP; 1 mi CD", None, 10.46),
        ("1 mi Warm Up, 6 mi Tempo @ Goal MP, 1 mi Cool Down, (8 mi)", None, 12.87),
        ("1.5 mi Warm Up, 12 x 400m @ 5k-10k Pace w. 400m jog rest, 1.5 mi Cool Down, (9 mi)", None, 14.48),
        ("30 min E 30 min M 30 min E", 90, None),
        ("Tempo Run – 8K @ 5:35–5:40/km", None, 8),
        ("Easy run at 9:30", None, None),
        ("Easy run 6:30 am", None, None),
    ],
)
def test_size_of_the_run(title: str, minutes: int | None, km: float | None) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert (verdict.minutes, verdict.distance_km) == (minutes, km)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("6x3' @ 5k, 2' jog", ["reps", "pace", "size"]),
        ("6 x hill", ["times"]),
        ("9 x 400 5-k pace", ["reps", "pace"]),
        ("8k @ 5:35/km", ["size", "speed"]),
        ("rolling 400s", []),
    ],
)
def test_what_a_number_means(text: str, kinds: list[str]) -> None:
    assert [mark.kind for mark in marks(text)] == kinds
