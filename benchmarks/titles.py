"""How well titles are read: ``python benchmarks/titles.py`` prints the figures and exits 1 when a bar is missed.

``titles.tsv`` holds real titles and must be read well. ``blind_titles.tsv`` was written before the word lists, by
the same hand: its second, fourth, … row is the held-out half and was never looked at.

``wild_titles.tsv`` was found in public code or made up to be hard after the lists were done, in two rounds. At first
sight they gave key recall 84.2% and 91.4%, key precision 84.2% and 100.0%, all kinds 81.0% and 91.7%, key or not 93.7%
and 95.0%. Both were tuned on since.

``fresh_titles.tsv`` (568 titles, a third column says real or made up) was written without a look at code or word lists,
by one who then wrote the next lists: first sight key recall 74.6%, key precision 85.8%, all kinds 76.9%, key or not
87.7%. Its first, third, … row is the held-out half: its misses were never listed.

``found_titles.tsv`` (real titles only) was copied out of public plans and apps after that, in two rounds. First sight:
the first 100 key recall 89.1%, key precision 89.1%, all kinds 85.0%, key or not 98.0%; the last 70, coaches' plans full
of remarks ("race in 2 days"), 86.8%, 83.6%, 77.1% and 91.4%. That is what to expect of titles nobody has shown us. Most
of what is wrong is one key kind for another ("race pace 3 x 3 km"). Both were tuned on since.

Figures count against the labels as they stand; those we disagree with are named with the reason, and the figure without
them is printed too. ``--blind`` lists the misses of the other tables, but not of the held-out halves.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from stridelift.calendar.classify import read_title
from stridelift.domain import RunKind

KEY = {str(kind) for kind in RunKind if kind.key}
RECALL = PRECISION = 0.95
ALL_KINDS = 0.90
DISAGREE = {
    "VO2max - Spencer": "alone it names no bike; the feed's other titles do, and an athlete's rule can",
    "Endurance - Pettit": "the same",
    "9–10 × (1 km at 100% MP, 1 km at 85% MP)": "10 to 20 km around marathon pace without a rest is tempo",
    "4–5 × 5 min at 90–92% 5k with 1 min jog": "repetitions with rests are intervals here, whatever the percentage",
    "3 x 2mi @ HMP w/ 3min jog": "repetitions at tempo are tempo, as '5x5 min @ tempo' in titles.tsv",
    "AS10 5x1000": "the same",
    "Sub-T 5x6min": "the same",
    "5K TIME TRIAL": "a test is intervals, as 'HRmax field test' in titles.tsv",
    "2-Mile Time Trial": "the same",
    "🏃 Time Trial 5km • 5km": "the same",
    "Tuesday 5k · steady · 5 km": "'6K Steady Run' is labelled easy; steady is one thing or the other",
}


class Row(NamedTuple):
    title: str
    label: str
    read: str


def label(title: str) -> str:
    verdict = read_title(title)
    if verdict is None:
        return "none"
    kind = "cross-train" if verdict.kind is RunKind.CROSS else verdict.kind
    parts = [kind, "strength" if verdict.strength else None, verdict.other]
    return "+".join(str(part) for part in parts if part)


def rows(name: str) -> list[Row]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]
    return [Row(title, given, label(title)) for title, given, *_ in (line.split("\t") for line in lines)]


def key_kind(value: str) -> str:
    kind = value.partition("+")[0]
    return kind if kind in KEY else ""


def share(hits: int, total: int) -> float:
    return hits / total if total else 1.0


def figures(table: Sequence[Row]) -> tuple[float, float, float]:
    """Recall and precision of key kinds, share of all kinds right."""
    right = sum(bool(key_kind(row.label)) and key_kind(row.label) == key_kind(row.read) for row in table)
    recall = share(right, sum(bool(key_kind(row.label)) for row in table))
    precision = share(right, sum(bool(key_kind(row.read)) for row in table))
    return recall, precision, share(sum(row.label == row.read for row in table), len(table))


def report(name: str, table: Sequence[Row]) -> None:
    recall, precision, every = figures(table)
    is_key = sum(bool(key_kind(row.label)) == bool(key_kind(row.read)) for row in table)
    print(
        f"{name} ({len(table)}): key recall {recall:.1%}, key precision {precision:.1%}, all kinds {every:.1%}, "
        f"key or not {share(is_key, len(table)):.1%}"
    )


def confusion(table: Sequence[Row]) -> None:
    counts = Counter((row.label, row.read) for row in table)
    for given in sorted({row.label for row in table}):
        cells = [f"{read} {counts[given, read]}" for read in sorted({row.read for row in table}) if counts[given, read]]
        print(f"  {given:22} {', '.join(cells)}")


def wrong(table: Sequence[Row]) -> None:
    for row in table:
        if row.label != row.read:
            print(f"  {row.title!r}: {row.label}, read as {row.read}. {DISAGREE.get(row.title, '')}")


def main() -> int:
    real, blind, wild = rows("titles.tsv"), rows("blind_titles.tsv"), rows("wild_titles.tsv")
    fresh, found = rows("fresh_titles.tsv"), rows("found_titles.tsv")
    report("titles.tsv", real)
    confusion(real)
    wrong(real)
    report("titles.tsv without the labels we disagree with", [row for row in real if row.title not in DISAGREE])
    report("blind_titles.tsv", blind)
    confusion(blind)
    report("blind_titles.tsv, tuned half", blind[::2])
    report("blind_titles.tsv, held-out half", blind[1::2])
    report("wild_titles.tsv", wild)
    report("fresh_titles.tsv, tuned half", fresh[1::2])
    report("fresh_titles.tsv, held-out half", fresh[::2])
    report("found_titles.tsv", found)
    if "--blind" in sys.argv:
        wrong([*blind[::2], *wild, *fresh[1::2], *found])
    recall, precision, every = figures(real)
    return 0 if recall >= RECALL and precision >= PRECISION and every >= ALL_KINDS else 1


if __name__ == "__main__":
    sys.exit(main())
