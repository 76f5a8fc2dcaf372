"""The words of the product as frozen data, without I/O.

Time is an integer: minutes on the horizon's own axis (see :mod:`stridelift.horizon`), elapsed minutes, so that an
hour is sixty of them in a week with a clock change too.
"""

from stridelift.domain.activities import Activity, Athlete, Candidate, Commitment, Place, Race, Run, Session, precedes
from stridelift.domain.exercises import ARM_DRILL, FOUNDATION, TAPER, Dose, Exercise, Makeup, Menu, Mode, Prescription
from stridelift.domain.instance import HARD, LONGEST_DAY, Block, Day, Instance, Plan, Violation, Week, Weight, counted
from stridelift.domain.span import Span, common, merged
from stridelift.domain.words import Level, Priority, RunKind, SessionClass

__all__ = [
    "ARM_DRILL",
    "FOUNDATION",
    "HARD",
    "LONGEST_DAY",
    "TAPER",
    "Activity",
    "Athlete",
    "Block",
    "Candidate",
    "Commitment",
    "Day",
    "Dose",
    "Exercise",
    "Instance",
    "Level",
    "Makeup",
    "Menu",
    "Mode",
    "Place",
    "Plan",
    "Prescription",
    "Priority",
    "Race",
    "Run",
    "RunKind",
    "Session",
    "SessionClass",
    "Span",
    "Violation",
    "Week",
    "Weight",
    "common",
    "counted",
    "merged",
    "precedes",
]
