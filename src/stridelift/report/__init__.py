"""A result as text for people and as JSON for programs."""

from stridelift.domain import counted
from stridelift.report.clean import clean
from stridelift.report.exercises import exercises_json, exercises_text
from stridelift.report.explained import explained_json, explained_text
from stridelift.report.numbers import diff_text, numbers_json, numbers_text
from stridelift.report.publication import publication_json, publication_text
from stridelift.report.record import check_json, to_json
from stridelift.report.text import check_text, show
from stridelift.report.tuning import show_front, show_tuning
from stridelift.report.tuning_plot import front_svg, tuning_svg
from stridelift.report.tuning_record import front_json, tuning_json

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
    "front_json",
    "front_svg",
    "numbers_json",
    "numbers_text",
    "publication_json",
    "publication_text",
    "show",
    "show_front",
    "show_tuning",
    "to_json",
    "tuning_json",
    "tuning_svg",
]
