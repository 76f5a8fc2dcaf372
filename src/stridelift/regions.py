"""Regions of the body that the athlete spares: what is left out, and what is taken instead.

The facts stand in ``models/regions.toml``, with their grades. None of this is medical advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stridelift import catalogue
from stridelift.domain import Exercise
from stridelift.mistakes import Mistake
from stridelift.shipped import Graded, Id, Shape, Whole, held, read, shaped, sources, strays

FILE = "regions.toml"
Pain = Annotated[Whole, Field(ge=0, le=10)]


class Region(Graded):
    title: Annotated[str, Field(min_length=1)]
    ban: tuple[str, ...]
    prefer: tuple[str, ...]
    impact_allowed: bool = True
    pain_most: Pain
    pain_stop: Pain | None = None
    settled_by: str | None = None
    jumps_again: str | None = None


class Regions(Shape):
    """The whole of ``regions.toml``."""

    regions: dict[Id, Region]


@cache
def regions() -> Mapping[str, Region]:
    return regions_from(read(FILE)).regions


def regions_from(data: dict[str, Any]) -> Regions:
    """ConfigError names the file, the key and what is wrong there."""
    found = shaped(FILE, Regions, data)
    held(FILE, _faults(found))
    return found


def _faults(found: Regions) -> Iterator[Mistake]:
    known = catalogue.exercises()
    for name, region in found.regions.items():
        here = ("regions", name)
        yield from strays((*here, "ban"), "exercise", region.ban, known)
        yield from strays((*here, "prefer"), "exercise", region.prefer, known)
        yield from strays((*here, "cites"), "source", region.cites, sources())
        refused = _out(region, known.values())
        for uid in region.prefer:
            if uid in refused:
                yield Mistake((*here, "prefer"), f"{uid!r} is banned")
        if region.pain_stop is not None and region.pain_stop <= region.pain_most:
            yield Mistake((*here, "pain_stop"), f"{region.pain_stop} is not above pain_most = {region.pain_most}")


def banned(spare: Sequence[str], own: Iterable[Exercise] = ()) -> frozenset[str]:
    """Exercises that are left out, those of the athlete's ``own`` among them."""
    everything = catalogue.exercises(own).values()
    return frozenset().union(*(_out(regions()[name], everything) for name in spare))


def _out(region: Region, exercises: Iterable[Exercise]) -> set[str]:
    jumps = {one.id for one in exercises if one.impact != "none"}
    return {*region.ban} if region.impact_allowed else {*region.ban, *jumps}


def preferred(spare: Sequence[str]) -> frozenset[str]:
    """Exercises that are taken first; what one region prefers and another bans is banned."""
    return frozenset(uid for name in spare for uid in regions()[name].prefer) - banned(spare)


def caution(spare: Sequence[str], *, cleared: bool) -> str | None:
    """What to say to an athlete who spares a region and has seen no clinician."""
    if cleared or not spare:
        return None
    titles = " and ".join(regions()[name].title for name in spare)
    return (
        f"{titles}: the plan only leaves exercises out, it cannot judge an injury. Ask a clinician before you train, "
        "then say clinician_clearance = true under [athlete]"
    )


def advice(spare: Sequence[str]) -> Iterator[str]:
    """One line for each region: when to stop, and what comes before jumps."""
    for name in spare:
        region = regions()[name]
        most = f"stop when pain goes above {region.pain_most} of 10" if region.pain_most else "stop at any pain"
        settled = f" or has not settled by {region.settled_by}" if region.settled_by else ""
        jumps = f"; before the first jump: {region.jumps_again}" if region.jumps_again else ""
        yield f"{region.title}: {most}{settled}{jumps}"


def _region(name: str) -> str:
    for fault in strays((), "region", [name], regions()):
        raise ValueError(f"{fault.text}; there are {', '.join(regions())}")
    return name


def _list_regions(schema: dict[str, Any]) -> None:
    schema["enum"] = sorted(regions())


RegionName = Annotated[str, AfterValidator(_region), Field(json_schema_extra=_list_regions)]
