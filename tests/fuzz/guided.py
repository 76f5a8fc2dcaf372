"""Inputs guided by the coverage of ``stridelift.calendar``: python tests/fuzz/guided.py SECONDS.

What it learns stays in .fuzz/corpus. Exit code 1 with the path of the input where one crashes, hangs or eats memory.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".fuzz"
DICTIONARY = Path(__file__).with_name("tokens.dict")
SEED_PACKAGES = ("icalendar", "recurring_ical_events")
PER_INPUT = 10  # seconds
MEMORY = 2048  # MB
LARGEST = 16_384  # bytes of an input
LAST = 60  # lines of what libFuzzer says
LINES = 0.5  # the share of mutations that move whole lines


def main(seconds: int) -> int:
    if find_spec("atheris") is None:
        print("No guided part: atheris is there for Linux and Python 3.11 to 3.13 only.")  # noqa: T201 - a command
        return 0
    corpus, found = WORK / "corpus", WORK / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    seeds = _seeds()
    left = max(1, seconds - round(time.time() - begun))
    options = [f"-max_total_time={left}", f"-timeout={PER_INPUT}", f"-rss_limit_mb={MEMORY}", f"-max_len={LARGEST}"]
    options += [f"-dict={DICTIONARY}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
    command = [sys.executable, __file__, "--within", *options, str(corpus), str(seeds)]
    log = WORK / "log.txt"
    with log.open("wb") as out:
        failed = subprocess.run(command, stdout=out, stderr=out, check=False).returncode != 0
    print(_summary(log.read_text(encoding="utf-8", errors="replace"), failed=failed))  # noqa: T201 - likewise
    for one in sorted(found.iterdir()):
        if one.stat().st_mtime >= begun:
            print(f"The input is in {one}")  # noqa: T201 - likewise
    return int(failed)


def _summary(log: str, *, failed: bool) -> str:
    """How much was tried; all of the end where it failed."""
    lines = log.splitlines()
    if failed:
        return "\n".join(lines[-LAST:])
    told = ("Done", "stat::slowest", "stat::peak")
    return "\n".join(line for line in lines if "DONE" in line or line.startswith(told))


def _seeds() -> Path:
    """A folder of every small calendar at hand."""
    folder = WORK / "seeds"
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(_calendars()):
        if len(data) <= LARGEST:
            (folder / f"{number}.ics").write_bytes(data)
    return folder


def _calendars() -> Iterator[bytes]:
    from hostile import CASES  # noqa: PLC0415 - tests/ is on the path only now

    yield from (case.data() for case in CASES.values())
    folders = [ROOT / "tests" / "calendar" / "data", ROOT / "examples"]
    folders += [Path(folder) for name in SEED_PACKAGES for folder in _folders(name)]
    yield from (file.read_bytes() for folder in folders for file in sorted(folder.rglob("*.ics")))


def _folders(package: str) -> list[str]:
    spec = find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []


def within(options: list[str]) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris  # noqa: PLC0415 - not everywhere

    with atheris.instrument_imports(include=["stridelift.calendar"]):
        from fuzz.claims import own_way, whole_way  # noqa: PLC0415 - instrumented

    def test_one_input(data: bytes) -> None:
        whole_way(data)
        own_way(data)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - no secret
        if chance.random() >= LINES:
            return atheris.Mutate(data, most)
        return b"\n".join(_moved(data.splitlines(), chance, lambda line: atheris.Mutate(line, len(line) + 40)))[:most]

    atheris.Setup([sys.argv[0], *options], test_one_input, custom_mutator=mutate)
    atheris.Fuzz()


def _moved(lines: list[bytes], chance: random.Random, changed: Callable[[bytes], bytes]) -> list[bytes]:
    """One accident to whole lines: lost, doubled, moved, changed; or some of them copied elsewhere."""
    if not lines:
        return [b"BEGIN:VCALENDAR"]
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    some = lines[at : at + chance.choice((1, 1, 3, 8))]
    what = chance.randrange(4)
    if what == 0:
        return lines[:at] + lines[at + len(some) :]
    if what == 1:
        return lines[:to] + some + lines[to:]
    if what == 2:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        lines[at] = changed(lines[at] or b"X")
    return lines


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests")]
    if sys.argv[1] == "--within":
        within(sys.argv[2:])
    else:
        sys.exit(main(int(sys.argv[1])))
