"""What libical, the library of Evolution and KOrganizer, reads in the calendar named; for Debian's own Python."""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - the version first

EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT
calendar = ICalGLib.Component.new_from_string(Path(sys.argv[1]).read_text(encoding="utf-8"))
events = []
event = calendar.get_first_component(EVENT)
while event:
    texts = [event.get_uid(), event.get_summary(), event.get_location() or "", event.get_description()]
    events.append([*texts, *(at.as_timet() for at in (event.get_dtstart(), event.get_dtend()))])
    event = calendar.get_next_component(EVENT)
print(json.dumps({"errors": calendar.count_errors(), "events": events}))  # noqa: T201 - the answer
