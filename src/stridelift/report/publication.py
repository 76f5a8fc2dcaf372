"""What publishing changed in the athlete's calendar, as text and as a record."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from stridelift.horizon import Horizon
from stridelift.publisher import Change, Kind, Publication
from stridelift.report.clean import title
from stridelift.report.record import to_json


def publication_text(publication: Publication) -> str:
    """What the athlete did there, then what was done."""
    horizon = publication.outcome.situation.horizon
    lines = [*_edits(publication, horizon)]
    if publication.outcome.data is not None:
        counts = Counter(change.kind for change in publication.changes)
        said = [f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind]]
        lines.append(f"{publication.name}: {', '.join([*said, f'{publication.kept} unchanged'])}")
        changes = sorted(publication.changes, key=lambda one: one.event.entry.start)
        lines += [f"  {one.kind.value:<8} {_named(one, horizon)}" for one in changes]
    return "\n".join(lines)


def publication_json(publication: Publication) -> str:
    """The result of the solve, with what was published."""
    edits, changes = publication.edits, publication.changes
    record: dict[str, Any] = json.loads(to_json(publication.outcome))
    record["published"] = {
        "collection": publication.name,
        **{kind.value: [one.event.entry.uid for one in changes if one.kind is kind] for kind in Kind},
        "unchanged": publication.kept,
        "pinned": [one.entry.uid for one in edits.moved],
        "skipped": [{"week": one.week, "class": one.entry.session_class} for one in edits.deleted],
        "warnings": list(edits.warnings),
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _edits(publication: Publication, horizon: Horizon) -> Iterator[str]:
    for one in publication.edits.moved:
        at = f"{one.entry.start.astimezone(horizon.zone):%a %d %b %H:%M}"
        yield f"you moved {title(one.entry.summary)} to {at}: it stays there"
    for one in publication.edits.deleted:
        yield f"you deleted {title(one.entry.summary)} of {one.week}: not placed again"


def _named(change: Change, horizon: Horizon) -> str:
    entry = change.event.entry
    return f"{entry.start.astimezone(horizon.zone):%a %d %b %H:%M} {title(entry.summary)}"
