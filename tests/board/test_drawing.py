"""A board as HTML and SVG: everything is on it, in its place, and what strangers write is text and nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from stridelift.board import drawing
from stridelift.board.colours import COLOURS
from stridelift.board.layout import LANES, Item, laid
from stridelift.board.picture import fit, picture, wrapped
from stridelift.board.shapes import Block, Board, Day, Kind, Shadow, WayOut
from stridelift.report.clean import clean

MONDAY = date(2026, 11, 30)
SVG = "{http://www.w3.org/2000/svg}"


def block(start: int, end: int, kind: Kind = Kind.RUN, title: str = "Easy", day: int = 0, **more: object) -> Block:
    return Block(kind, "uid", day, start, end, title, **more)  # type: ignore[arg-type]


def board(*blocks: Block, **more: object) -> Board:
    days = tuple(Day(MONDAY + timedelta(days=n), f"{MONDAY + timedelta(days=n):%a %d %b}") for n in range(7))
    return Board("2026-W49", "Mon 30 Nov – Sun 06 Dec 2026", "proven optimal", days, blocks, **more)  # type: ignore[arg-type]


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of each class."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []  # every element is closed, in order

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def named(self, name: str) -> list[dict[str, str | None]]:
        """The elements that have a class."""
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own


def words(root: ET.Element) -> str:
    return "\n".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))


# Places.


@pytest.mark.parametrize(
    ("spans", "expected"),  # from, to → lane, of
    [
        ([(60, 120)], [(0, 1)]),
        ([(60, 120), (120, 180)], [(0, 1), (0, 1)]),
        ([(60, 121), (120, 180)], [(0, 2), (1, 2)]),
        ([(60, 300), (60, 90), (90, 150)], [(0, 2), (1, 2), (1, 2)]),
        ([(60, 65), (70, 130)], [(0, 2), (1, 2)]),  # a line of text needs 20 minutes
        ([(60, 65), (80, 130)], [(0, 1), (0, 1)]),
        ([(60, 120)] * 6, [(0, 4), (1, 4), (2, 4), (3, 4), (3, 4), (3, 4)]),
    ],
)
def test_side_by_side(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    items = laid(board(*(block(*span) for span in spans))).columns[0].items
    assert [(one.lane, one.of) for one in items] == expected
    assert max(one.of for one in items) <= LANES


@pytest.mark.parametrize(
    ("blocks", "free", "hours"),
    [
        ([], (), (6, 21)),
        ([block(390, 450)], (), (6, 8)),
        ([block(359, 420)], (), (5, 7)),
        ([block(360, 421)], (), (6, 8)),
        ([block(390, 450)], ((0, 1050, 1290),), (6, 22)),
        ([block(390, 450), block(60, 1440, Kind.BUSY)], (), (6, 8)),  # nobody trains then
        ([block(1435, 1440)], (), (23, 24)),
        ([], ((0, 0, 1440),), (0, 24)),
    ],
)
def test_hours_that_are_shown(blocks: list[Block], free: tuple[object, ...], hours: tuple[int, int]) -> None:
    layout = laid(board(*blocks, free=free))
    assert (layout.first, layout.last) == hours


@pytest.mark.parametrize(
    ("start", "end", "shown"), [(1435, 1440, (1420, 1440)), (0, 1, (0, 20)), (600, 660, (600, 660))]
)
def test_a_block_has_room_for_a_line(start: int, end: int, shown: tuple[int, int]) -> None:
    item = Item(block(start, end), 0, 1)
    assert (item.start, item.end) == shown
    assert item.clock == f"{start // 60:02}:{start % 60:02}–{end // 60:02}:{end % 60:02}"


def test_every_place_has_a_rule() -> None:
    """A class of a block's place is one of the stylesheet."""
    css = drawing.stylesheet()
    given = [block(start, end, day=0) for start in range(0, 1440, 7) for end in (start + 1,)]
    page = Page(drawing.html(board(*given, block(1439, 1440), free=((0, 0, 1440),))))
    used = {name for one in page.named("grid") + page.named("block") for name in (one["class"] or "").split()}
    for name in used:
        if re.match(r"(from|to|lines|lane|of|first|shown)-", name) and name not in {"of-1", "lane-0"}:
            assert re.search(rf"\.{name}\b", css), name


# What is there.


def test_html_says_everything() -> None:
    session = block(1050, 1105, Kind.SESSION, "Heavy legs", 3, at="2026-12-03T17:30:00+01:00", session_class="heavy",
                    detail="55 min, gym", lines=("1. Squat", "  3 × 3–6"), why=("10 h after Thu tempo",),
                    next_best="next best: Fri", state="frozen")  # fmt: skip
    given = board(
        block(390, 460, Kind.KEY, "Tempo", 3, detail="tempo, 70 min"),
        session,
        shadows=(Shadow(3, 460, 640, ("heavy", "moderate"), "no heavy or moderate until 10:40"),),
        warnings=("look",),
        assumptions=("level",),
        changes=("it moved",),
        conflict=("calendar: Wedding",),
        ways=(WayOut("free Monday", 1350, 0),),
    )
    page = Page(drawing.html(given))
    said = """Mon 30 Nov – Sun 06 Dec 2026 / Thu 03 Dec / 06:30–07:40 / key run / Tempo / tempo, 70 min / 1. Squat /
    3 × 3–6 / 10 h after Thu tempo / next best: Fri / too near to move / look / level / it moved / calendar: Wedding /
    free Monday / price 1,350 / no heavy or moderate until"""
    for text in map(str.strip, said.split("/")):
        assert text in page.text
    (element,) = [one for one in page.named("session") if one.get("data-uid")]
    assert element["data-at"] == session.at
    assert {"from-210", "to-221"} <= set((element["class"] or "").split())
    assert [tag for tag, _ in page.tags].count("details") == 5  # the session, and four lists
    assert not [one for _, attributes in page.tags for one in attributes if one == "style"]


def test_svg_draws_it_to_scale() -> None:
    given = board(block(390, 450, Kind.KEY, "Tempo"), block(480, 600, Kind.SESSION, "Legs", 6, conflict=True))
    first, second = picture(given).blocks
    assert (second.height + 1) == pytest.approx(2 * (first.height + 1))
    assert second.x - first.x == pytest.approx(6 * 146)
    assert second.y - first.y == pytest.approx(90 * 0.9)
    root = parsed(drawing.svg(given))
    assert "06:30–07:30 ★" in words(root)
    assert len(root.findall(f".//{SVG}rect[@class='s-alarm edge']")) == 1


def test_what_lies_outside_the_hours_is_no_box() -> None:
    given = board(block(390, 450), block(120, 180, Kind.BUSY), block(300, 400, Kind.BUSY))
    assert [one.height for one in picture(given).blocks] == [53.0, 35.0]  # of the last one 40 minutes


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Long run", 70, "Long run"),
        ("Long run 2", 70, "Long run 2"),
        ("Long run 28", 70, "Long run …"),
        ("走走走走走", 70, "走走走走走"),
        ("走走走走走走", 70, "走走走走…"),
        ("Long", 0, "…"),
        ("", 0, ""),
    ],
)
def test_fit(text: str, width: float, shown: str) -> None:
    assert fit(text, width) == shown


@pytest.mark.parametrize(
    ("text", "lines"),  # of ten letters
    [
        ("Long run", ["Long run"]),
        ("Long run 28 km", ["Long run", "28 km"]),
        ("Long run 2 8", ["Long run 2", "8"]),
        ("Intervalltraining", ["Intervallt", "raining"]),
        ("走走走走走走", ["走走走走走", "走"]),
        (" a  ", ["a"]),
        ("", []),
    ],
)
def test_wrapped(text: str, lines: list[str]) -> None:
    assert wrapped(text, 70) == lines


def test_dark_is_as_readable_as_light() -> None:
    """Ink on every ground 7, what is fainter 4.5 (WCAG)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    for at in (0, 1):
        colour = {name: pair[at] for name, pair in COLOURS.items()}
        for ground in ("page", "ground", "free", "busy", "run", "key", "session"):
            assert contrast(colour["ink"], colour[ground]) >= 7, (ground, at)
        for ground in ("page", "ground"):
            assert contrast(colour["faint"], colour[ground]) >= 4.5, (ground, at)


# Strangers.

HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></svg><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "]]><![CDATA[ & &amp; &#60;",
    "\u202egnol nur\u202c \u2066 \u2069 \u200f",
    "שלם",
    "\x00\x07\x1b[31m\ud800\ufffe\uffff",
    "🏃‍♀️" * 30,
    "Z\u0351\u036b\u0343" * 500,
    "x" * 10_000,
    "a b " * 2_500,
    "",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_hostile_title_is_text(title: str, kind: Kind) -> None:
    """Titles reach a board clean; the drawing alone must stand them too, but for what no XML may hold."""
    harmless = Page(drawing.html(_everywhere("Easy", kind)))
    shown = clean(title, 120)
    for text in (shown, re.sub(r"[\x00-\x1f\ud800\ufffe\uffff]", "", title)):
        given = _everywhere(text, kind)
        page = Page(drawing.html(given))
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
        assert [set(one) for _, one in page.tags] == [set(one) for _, one in harmless.tags]
        assert text in page.text
        root = parsed(drawing.svg(given))
        calm = parsed(drawing.svg(_everywhere("Easy", kind)))
        assert {one.tag for one in root.iter()} == {one.tag for one in calm.iter()}
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
        assert max(map(len, words(root).splitlines())) <= 60
        sizes = [(float(one.get("width", "0")), float(one.get("height", "0"))) for one in root.findall(f".//{SVG}svg")]
        assert max(sizes) <= (143, 53)


def _everywhere(title: str, kind: Kind) -> Board:
    text = title or "x"
    one = block(390, 450, kind, title, at="2026-11-30T06:30", detail=text, lines=(text,), why=(text,))
    given = board(
        one,
        warnings=(text,),
        conflict=(text,),
        ways=(WayOut(text, 1),),
        shadows=(Shadow(0, 100, 200, ("heavy",), text),),
    )
    return replace(given, days=(replace(given.days[0], note=text), *given.days[1:]))


def test_words_of_two_directions_do_not_mix() -> None:
    title = "\u05e9\u05dc\u05dd"  # from right to left
    given = board(block(390, 450, title=title))
    assert f"<bdi>{title}</bdi>" in drawing.html(given)
    assert f"\u2068{title}\u2069" in drawing.svg(given)


def test_controls_go_into_each_session() -> None:
    """The page's hook: a call block is given the block."""
    hook = "{% call(one) week.days(view) %}<button>{{ one.title }}</button>{% endcall %}"
    source = f"{{% import 'board/week.html' as week %}}{hook}"
    template = drawing._environment().from_string(source)
    given = board(block(390, 450, Kind.SESSION, "<Legs>"), block(480, 540, Kind.RUN))
    text = template.render(view=laid(given))
    assert text.count("<button>&lt;Legs&gt;</button></div></details>".replace("</div>", "\n</div>")) == 1
    assert text.count("<button>") == 1
