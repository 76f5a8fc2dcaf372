import pytest

from stridelift.calendar.classify import read_title
from stridelift.domain import RunKind

EASY, RECOVERY, LONG, TEMPO, INTERVALS, HILLS, RACE, CROSS = RunKind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("tmepo 5k", TEMPO),  # two letters swapped
        ("intervalls on grass", INTERVALS),  # one doubled
        ("recovry jog", RECOVERY),  # one left out
        ("Marahton", RACE),
        ("Internal sync", None),  # another letter is another word
        ("Templ", None),  # of a short word nothing may be left out
    ],
)
def test_a_slip_of_the_finger(title: str, kind: RunKind | None) -> None:
    verdict = read_title(title)
    assert (verdict and verdict.kind) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("5x(3m hard / 2m easy)", INTERVALS),  # nobody repeats three miles as "3m"
        ("Footing 40' + 5x80m", EASY),  # strides
        ("Easy run (track)", EASY),  # a weak word of speed beside a run that is easy by name
        ("TRACK: 5×1000m", INTERVALS),
        ("9 mi with 10x100m strides (GA + speed)", EASY),
        ("30 min HIIT tread run", INTERVALS),
        ("Easy run with mum", EASY),  # company is no appointment
        ("Lunch with run club", None),
        ("Spaziergang mit Oma", None),  # but a walk with grandma is
        ("Long run 24k, then family dinner", LONG),
    ],
)
def test_what_stands_beside(title: str, kind: RunKind | None) -> None:
    verdict = read_title(title)
    assert (verdict and verdict.kind) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Rustige duurloop 8 km", EASY),
        ("Zevenheuvelenloop", RACE),
        ("Heuveltraining", HILLS),
        ("Løb: 30 min roligt tempo", EASY),  # "tempo" is any pace there
        ("Eremitageløbet", RACE),
        ("Bakketræning 8x200m", HILLS),
        ("Longão 20 km", LONG),
        ("Tiros de 400m", INTERVALS),
        ("Corrida matinal", EASY),  # a run in Portuguese
        ("Corrida de Noël", RACE),  # a race in French
        ("Bieg spokojny 10 km", EASY),
        ("BNP 12 km", TEMPO),
        ("Pitkä lenkki", LONG),
        ("ペース走 10km", TEMPO),
        ("Doppelschwelle", TEMPO),
        ("Støtteterskel", TEMPO),
    ],
)
def test_languages(title: str, kind: RunKind) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert verdict.kind is kind


@pytest.mark.parametrize(
    ("title", "kind", "strength"),
    [
        ("Easy + 6 x 100m strides - race in 2 days", EASY, False),  # a race to come is none
        ("STEADY: 25min - keep it controlled, race is near", EASY, False),
        ("Easy + 4 x 100m strides - tune-up race week", EASY, False),
        ("RECOVERY WEEK: easy + 6 x 100m strides", EASY, False),
        ("6 x 3min @ 4:35/km, 2min jog - back to base building", INTERVALS, False),  # no training of the back
        ("Easy 6 km - for tired legs and head", EASY, False),
        ("Easy 6 km - legs", EASY, True),
        ("Tempo 5k + core", TEMPO, True),
    ],
)
def test_remarks_of_the_coach(title: str, kind: RunKind, strength: bool) -> None:  # noqa: FBT001 - a column of the table
    verdict = read_title(title)
    assert verdict is not None
    assert (verdict.kind, verdict.strength is not None) == (kind, strength)
