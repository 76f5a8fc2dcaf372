"""Every source that cannot be read says which one it is and what may help."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from stridelift.calendar.address import masked
from stridelift.calendar.fetch import LARGEST, fetch
from stridelift.errors import SourceError

TEXT = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Läufe\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("latin-1"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "latin-1"],
)
def test_any_encoding_becomes_utf8(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "runs.ics").write_bytes(data)
    assert fetch("runs.ics", tmp_path).data == TEXT.encode()


def test_a_character_cut_by_folding_is_still_utf8(tmp_path: Path) -> None:
    data = TEXT.encode().replace("ä".encode(), b"\xc3\r\n \xa4")
    (tmp_path / "runs.ics").write_bytes(data)
    assert fetch("runs.ics", tmp_path).data == data


def test_home_and_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "runs.ics").write_text(TEXT, newline="")
    assert fetch("~/runs.ics", Path("/nowhere")) == fetch(str(tmp_path / "runs.ics"), Path("/nowhere"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert fetch("-", Path()).data == TEXT.encode()


@pytest.mark.parametrize(
    ("source", "message", "maybe"),
    [
        ("run.ics", "calendar run.ics does not exist", "you meant runs.ics"),
        ("zzz", "calendar zzz does not exist", "one of the calendars beside it was meant: empty.ics, "),
        ("nowhere/runs.ics", "calendar nowhere/runs.ics does not exist", "the folder nowhere is misspelt."),
        ("folder", "calendar folder is a folder of calendars: runs, work", "name one of them, as in folder/runs."),
        ("folder/none", "calendar folder/none is a folder without .ics files", "synchronisation"),
        (
            "example.org/secret/runs.ics",
            "calendar example.org/… does not exist",
            "it is a link: write https://example.org/",
        ),
        ("empty.ics", "calendar empty.ics is empty", "did not finish"),
        ("login.ics", "calendar login.ics is a web page", "login"),
        ("notes.txt", "calendar notes.txt is not an iCalendar file", ".ics"),
        ("large.ics", "calendar large.ics is larger than 10 MB", "fewer years"),
        ("a\0b", "calendar a\0b cannot be read", ""),
        ("x" * 5000, "cannot be read: File name too long", ""),
        ("https://example.org/secret/runs.ics?t=1", "calendar https://example.org/… is a link", ""),
        ("WEBCAL://me:pw@example.org/secret", "calendar webcal://example.org/… is a link", ""),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, source: str, message: str, maybe: str) -> None:
    for name in ("none", "runs", "work"):
        (tmp_path / "folder" / name).mkdir(parents=True)
        if name != "none":
            (tmp_path / "folder" / name / "inner.ics").write_text(TEXT)
    for name, data in {
        "runs.ics": TEXT,
        "empty.ics": " \n",
        "login.ics": "<!DOCTYPE html><html>",
        "notes.txt": "5 km easy",
        "large.ics": "x" * (LARGEST + 1),
    }.items():
        (tmp_path / name).write_text(data)
    with pytest.raises(SourceError) as caught:
        fetch(source, tmp_path)
    assert message in caught.value.message
    assert maybe in caught.value.maybe
    assert "secret" not in str(caught.value)
    assert caught.value.exit_code == 4


def test_masking_leaves_paths_alone() -> None:
    assert masked("runs.ics") == "runs.ics"
    assert masked("https://[bad/secret") == "https:///…"
