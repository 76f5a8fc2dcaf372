"""What a runner reads when nothing fits: ten situations, word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from command import NOW, House, stridelift
from ics import all_day, calendar, timed

GYM = '[[places]]\nname = "gym"\nequipment = ["barbell", "rack", "bench", "box"]\n'
HOME = '[[places]]\nname = "home"\nequipment = []\n'
NEVER = "[availability]\nweekday = []\nweekend = []\n"
LONG = timed("2026-12-06 08:00", "10:30", "Long run 26 km")


@dataclass(frozen=True)
class Situation:
    config: str
    conflict: str
    helps: str
    runs: tuple[str, ...] = (LONG,)
    life: tuple[str, ...] = ()
    heavy: int = 1
    moderate: int = 0
    more: str = ""
    now: str = NOW


def day(date: str, *windows: str) -> str:
    free = ", ".join(f'"{one}"' for one in windows)
    return f"[[days]]\ndate = 2026-{date}\n{f'availability = [{free}]' if windows else 'off = true'}\n"


SITUATIONS = {
    "the gap before a long run, and a work trip": Situation(
        GYM
        + '[availability]\nweekday = ["19:00-20:30"]\nweekend = []\n[constraints.recovery_gap]\nheavy_to_long = 24\n'
        + day("11-30")
        + day("12-01"),
        """
availability: Mon 30 Nov – Tue 01 Dec: no free time (your [[days]])
availability: Fri 04 Dec: free 19:00–20:30
availability: Sat 05 Dec – Sun 06 Dec: no free time
equipment: away has no equipment
equipment: Wed 02 Dec – Thu 03 Dec: away open all day, gym closed (Work trip to Oslo)
recovery_gap: 24 h between a heavy session and a long run after it
session_content: A session holds what is of its class, fits its minutes, and is on the athlete's menu
weekly_volume: at least 1 heavy session in 2026-W49
calendar: Sat 05 Dec 10:00–12:30: Long run 26 km (long run)
""",
        """
free Mon 30 Nov 18:00–18:35 (price 350)
free Tue 01 Dec 18:00–18:35 (price 350)
allow 14 h between a heavy session and a long run after it (not 24 h) (price 4,800)
leave out the heavy session of 2026-W49 (price 6,000)
""",
        runs=(timed("2026-12-05 10:00", "12:30", "Long run 26 km"),),
        life=(all_day("2026-12-02", "Work trip to Oslo", "TRANSP:OPAQUE", days=2),),
    ),
    "a week of days off": Situation(
        GYM + "".join(day(one) for one in ("11-30", *(f"12-0{n}" for n in range(1, 7)))),
        """
availability: Mon 30 Nov – Sun 06 Dec: no free time (your [[days]])
weekly_volume: at least 1 heavy session in 2026-W49
""",
        """
free Mon 30 Nov 18:00–18:35 (price 350)
free Tue 01 Dec 18:00–18:35 (price 350)
leave out the heavy session of 2026-W49 (price 6,000)
""",
    ),
    "a gym that closes before work is over": Situation(
        GYM
        + 'open = { weekday = ["06:00-17:00"], weekend = [] }\n[availability]\nweekday = ["18:00-19:30"]\nweekend = []\n',  # noqa: E501 - a config in a line
        """
availability: Mon 30 Nov – Fri 04 Dec: free 18:00–19:30
equipment: Mon 30 Nov – Fri 04 Dec: gym open 06:00–17:00
equipment: Sat 05 Dec – Sun 06 Dec: gym closed
weekly_volume: at least 1 heavy session in 2026-W49
""",
        """
free Mon 30 Nov 16:00–16:35 (price 350)
free Tue 01 Dec 16:00–16:35 (price 350)
leave out the heavy session of 2026-W49 (price 6,000)
""",
    ),
    "two classes too near to each other": Situation(
        GYM + NEVER + day("12-02", "18:00-20:00") + day("12-03", "06:00-08:00"),
        """
availability: Mon 30 Nov – Tue 01 Dec: no free time
availability: Wed 02 Dec: free 18:00–20:00 (your [[days]])
availability: Thu 03 Dec: free 06:00–08:00 (your [[days]])
availability: Fri 04 Dec – Sun 06 Dec: no free time
session_spacing: 24 h from a heavy session to a moderate session
session_spacing: 24 h from a moderate session to a heavy session
weekly_volume: at least 1 heavy session in 2026-W49
weekly_volume: at least 1 moderate session in 2026-W49
""",
        """
free Mon 30 Nov 18:00–18:30 (price 300)
free Tue 01 Dec 18:00–18:30 (price 300)
leave out the heavy session of 2026-W49 (price 6,000)
leave out the moderate session of 2026-W49 (price 6,000)
""",
        moderate=1,
    ),
    "a cap on hard days": Situation(
        GYM + '[availability]\nweekday = ["06:00-08:00"]\nweekend = ["06:00-08:00"]\n',
        """
availability: Tue 01 Dec: free 06:00–08:00
availability: Thu 03 Dec: free 06:00–08:00
availability: Sun 06 Dec: free 06:00–08:00
key_run_protection: on the day of a key run, the run comes before leg work
weekly_volume: at least 1 heavy session in 2026-W49
hard_days: at most 3 hard days a week
calendar: Tue 01 Dec 18:30–19:30: Tempo run 10 km (tempo run)
calendar: Thu 03 Dec 18:30–19:30: Intervals 6 x 800 m run (intervals run)
calendar: Sun 06 Dec 08:00–10:30: Long run 26 km (long run)
""",
        """
allow 4 hard days a week (not 3) (price 600)
leave out the heavy session of 2026-W49 (price 6,000)
""",
        runs=(
            timed("2026-12-01 18:30", "19:30", "Tempo run 10 km"),
            timed("2026-12-03 18:30", "19:30", "Intervals 6 x 800 m run"),
            LONG,
        ),
    ),
    "heavy work without equipment": Situation(
        HOME,
        """
equipment: home has no equipment
session_content: A session holds what is of its class, fits its minutes, and is on the athlete's menu
weekly_volume: at least 1 heavy session in 2026-W49
""",
        """
leave out the heavy session of 2026-W49 (price 6,000)
""",
    ),
    "a meeting in the only free hours": Situation(
        GYM + NEVER + day("12-02", "18:00-20:00"),
        """
availability: Mon 30 Nov – Tue 01 Dec: no free time
availability: Wed 02 Dec: free 18:00–20:00 (your [[days]])
availability: Thu 03 Dec – Sun 06 Dec: no free time
weekly_volume: at least 1 heavy session in 2026-W49
calendar: Wed 02 Dec 18:30–19:30: Parents evening
""",
        """
free Wed 02 Dec 19:30–20:05 (price 50)
free Mon 30 Nov 18:00–18:35 (price 350)
leave out the heavy session of 2026-W49 (price 6,000)
""",
        life=(timed("2026-12-02 18:30", "19:30", "Parents evening"),),
    ),
    "the week of the big race": Situation(
        GYM + '[[races]]\ndate = 2026-12-06\ndistance = "marathon"\npriority = "A"\n',
        """
key_run_protection: no heavy session in the 7 days before a race of priority A
key_run_protection: no heavy leg work in the 14 days after a race (marathon)
weekly_volume: at least 1 heavy session in 2026-W49
calendar: Sun 06 Dec 10:00–14:00: Berlin Marathon race (race)
""",
        """
leave out the heavy session of 2026-W49 (price 6,000)
""",
        runs=(timed("2026-12-06 10:00", "14:00", "Berlin Marathon race"),),
    ),
    "more minutes than a week may have": Situation(
        GYM,
        """
weekly_volume: at most 45 minutes of strength a week
weekly_volume: at least 3 heavy sessions in 2026-W49
""",
        """
leave out 2 of the 3 heavy sessions of 2026-W49 (price 12,000)
""",
        heavy=3,
        more="most_minutes = 45\n",
    ),
    "the week is nearly over": Situation(
        GYM,
        """
availability: nothing starts before Sun 06 Dec 22:00: now and 2 h of notice
availability: Sun 06 Dec: free 08:00–20:00
weekly_volume: at least 1 heavy session in 2026-W49
""",
        """
leave out the heavy session of 2026-W49 (price 6,000)
""",
        now="2026-12-06T20:00:00+01:00",
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_is_told_in_plain_words(house: House, name: str) -> None:
    one = SITUATIONS[name]
    amounts = {"heavy": one.heavy, "moderate": one.moderate, "core": 0}
    house.config(
        'athlete.phase = "S"\ngrid = { sessions = 30 }\n'
        f'[constraints.weekly_volume]\nweight = "hard"\n{one.more}[sessions]\n'
        + "".join(f"{name} = {{ per_week = [{count}, {count}] }}\n" for name, count in amounts.items())
        + one.config
    )
    runs, life = house.write("runs.ics", calendar(*one.runs)), house.write("life.ics", calendar(*one.life))
    done = stridelift("solve", runs, "--busy", life, "--week", "2026-W49", now=one.now)
    assert done.code == 3
    assert lines(done.out, "These cannot hold together; without any one of them there would be a plan:") == one.conflict
    assert lines(done.out, "What would help, cheapest first:") == one.helps


def lines(text: str, heading: str) -> str:
    """The indented lines below a heading, as they are written in this file."""
    found = re.search(f"^{re.escape(heading)}\n((?:  .*\n)+)", text, re.MULTILINE)
    return "\n" + re.sub("^  ", "", found[1], flags=re.MULTILINE) if found else ""
