"""Every source that cannot be read says which one it is and what may help."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import pytest

from stridelift.calendar.address import is_link, masked
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


def vdir(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.ics").write_text(text, newline="")
    return str(folder)


def test_a_folder_is_its_files_in_order(tmp_path: Path) -> None:
    source = vdir(tmp_path, b=TEXT.replace("Läufe", "B"), a=TEXT)
    assert fetch(source, Path()).data == (TEXT + "\n" + TEXT.replace("Läufe", "B")).encode()
    assert fetch(source, Path()).warnings == ()


def test_a_folder_in_which_nothing_can_be_read(tmp_path: Path) -> None:
    source = vdir(tmp_path, a="<html>", b="")
    with pytest.raises(SourceError, match=r"has no file that can be read: a.ics is a web page, not a calendar$"):
        fetch(source, Path())


@pytest.mark.parametrize(("most", "fits"), [(3 * len(TEXT.encode()), True), (3 * len(TEXT.encode()) - 1, False)])
def test_a_folder_is_bounded_in_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, *, fits: bool) -> None:
    source = vdir(tmp_path, a=TEXT, b=TEXT, c=TEXT)
    monkeypatch.setattr("stridelift.calendar.fetch.LARGEST", most)
    with contextlib.nullcontext() if fits else pytest.raises(SourceError, match="in all"):
        fetch(source, Path())


def test_of_many_collections_some_are_named(tmp_path: Path) -> None:
    for name in "abcdef":
        (tmp_path / name).mkdir()
        vdir(tmp_path / name, x=TEXT)
    with pytest.raises(SourceError, match=r"is a folder of calendars: a, b, c, d, e, …\n") as caught:
        fetch(str(tmp_path), Path())
    assert caught.value.maybe == f"name one of them, as in {tmp_path / 'a'}."


def test_a_link_is_masked_however_it_is_written() -> None:
    for source in (
        "https://example.org/s",
        "HTTPS:/example.org/s",
        " ftp://example.org/s",
        "caldavs://me:pw@example.org/s",
    ):
        assert is_link(source)
        assert "/s" not in masked(source)
        assert "pw" not in masked(source)
    assert not any(is_link(source) for source in ("runs.ics", "C:/runs.ics", "C:\\runs.ics", "a:b", "./https/x", "-"))
