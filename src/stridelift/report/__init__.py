"""A result as text for people and as JSON for programs."""

from stridelift.domain import counted
from stridelift.report.clean import clean
from stridelift.report.exercises import exercises_json, exercises_text
from stridelift.report.explained import explained_json, explained_text
from stridelift.report.numbers import diff_text, numbers_json, numbers_text
from stridelift.report.publication import publication_json, publication_text
from stridelift.report.record import check_json, to_json
from stridelift.report.text import check_text, show

__all__ = [
    "check_json",
    "check_text",
    "clean",
    "counted",
    "diff_text",
    "exercises_json",
    "exercises_text",
    "explained_json",
    "explained_text",
    "numbers_json",
    "numbers_text",
    "publication_json",
    "publication_text",
    "show",
    "to_json",
]
