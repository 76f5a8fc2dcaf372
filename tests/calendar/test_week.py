import pytest

from stridelift.calendar.week import WeekRun, compared
from stridelift.domain import RunKind

EASY, LONG, RACE, TEMPO = RunKind.EASY, RunKind.LONG, RunKind.RACE, RunKind.TEMPO


def bare(*kilometres: float) -> list[WeekRun]:
    return [WeekRun(EASY, km, bare=True) for km in kilometres]


@pytest.mark.parametrize(
    ("runs", "kinds"),
    [
        (bare(8, 8, 10), [EASY, EASY, LONG]),  # 1.25 times the next
        (bare(8.1, 8, 10), [EASY, EASY, EASY]),
        (bare(6, 6, 9.9), [EASY, EASY, EASY]),  # too short to be long
        (bare(8, 12), [EASY, EASY]),  # two runs are nothing to compare
        (bare(9, 9, 9, 6, 11), [EASY, EASY, EASY, EASY, LONG]),  # 25 % of five
        (bare(10, 9, 9, 9, 11), [EASY, EASY, EASY, EASY, EASY]),
        ([*bare(8, 8), WeekRun(EASY, 12)], [EASY, EASY, EASY]),  # its title says easy
        ([*bare(8, 8, 12), WeekRun(LONG, 0)], [EASY, EASY, EASY, LONG]),  # the week has its long run
        ([WeekRun(LONG, 15, by_size=True), WeekRun(LONG, 25)], [EASY, LONG]),
        ([WeekRun(LONG, 26, by_size=True), WeekRun(LONG, 25)], [LONG, LONG]),
        ([WeekRun(LONG, 15, by_size=True), WeekRun(RACE, 21)], [EASY, RACE]),
    ],
)
def test_long_by_comparison(runs: list[WeekRun], kinds: list[RunKind]) -> None:
    assert [run.kind for run in compared(runs)] == kinds
