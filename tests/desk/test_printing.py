"""The week on paper and in a calendar: read back by other programs, safe whatever stands in a name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.desk import papers
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.views import CaseloadRow, ClockItem, HoursRow, Visit, WeekView

MONDAY = date(2026, 3, 2)  # the week before the clocks go forward (Sun 8 March)
MADE = datetime(2026, 3, 3, 12, 30, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")


def visit(
    n: int, day: int, start: int | None, stop: int | None, name: str = "Ana Pecan", status: str = "scheduled"
) -> Visit:
    kind = "community-contact"
    return Visit(f"A{n}", f"M{n}", name, MONDAY + timedelta(days=day), start, stop, kind, status, 4)


def week(*visits: Visit, name: str = "Dana Whitehorse", due: tuple[ClockItem, ...] = ()) -> WeekView:
    load = CaseloadRow(
        "C1",
        name,
        "standard",
        "II",
        "Pecan Street",
        "110",
        33,
        "members",
        33,
        0,
        0,
        30,
        35,
        "within",
        2,
        0,
        0,
        33.0,
        None,
    )
    pace = HoursRow("C1", name, 1141, date(2025, 7, 1), "state-fiscal", 402.0, 440.8, -38.8, -155.2)
    return WeekView(
        "C1", name, MONDAY, MONDAY, load, pace, 14, visits, due, ((MONDAY + timedelta(days=4), "Founders & <friends>"),)
    )


def item(n: int, on: date, status: str = "open", who: str = "Ana Pecan") -> ClockItem:
    return ClockItem("contact", None, f"M{n}", "C1", None, on, None, status, 1, 0, 0, (), who, None)


SOME = (visit(1, 0, 540, 600), visit(2, 2, 1410, 1470), visit(3, 3, None, None), visit(4, 3, 600, 660, status="missed"))


def test_a_calendar_holds_the_visits_to_come_at_their_true_times() -> None:
    made = icalendar.Calendar.from_ical(papers.week(week(*SOME), ".ics", MADE))
    events = {str(event["UID"]): event for event in made.walk("VEVENT")}
    assert sorted(events) == ["A1@tcm-tui", "A2@tcm-tui", "A3@tcm-tui"]  # the missed one is no visit to come
    assert events["A1@tcm-tui"].decoded("dtstart") == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 9:00, six hours behind
    assert events["A1@tcm-tui"].decoded("dtend") == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert events["A2@tcm-tui"].decoded("dtend").astimezone(CHICAGO) == datetime(2026, 3, 5, 0, 30, tzinfo=CHICAGO)
    assert events["A3@tcm-tui"].decoded("dtstart") == date(2026, 3, 5)
    assert events["A1@tcm-tui"].decoded("dtstamp") == MADE
    assert events["A1@tcm-tui"]["SUMMARY"] == "Ana Pecan: community contact, 4 units"


def test_another_program_reads_the_same_calendar() -> None:
    text = papers.week(week(*SOME), ".ics", MADE).decode()
    read = vobject.readOne(text)
    found = {event.uid.value: event for event in read.vevent_list}
    assert found["A1@tcm-tui"].dtstart.value.astimezone(UTC) == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    assert found["A2@tcm-tui"].dtend.value.astimezone(UTC) == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
    assert found["A3@tcm-tui"].dtstart.value == date(2026, 3, 5)
    assert found["A1@tcm-tui"].summary.value == "Ana Pecan: community contact, 4 units"


@pytest.mark.parametrize("year", [2019, 2026, 2027])
def test_the_zones_rules_in_the_file_are_those_of_oklahoma(year: int) -> None:
    """Each rule's own change of the clocks, worked out by dateutil, against the zone of the system."""
    from dateutil.rrule import rrulestr

    made = icalendar.Calendar.from_ical(papers.week(week(*SOME), ".ics", MADE))
    parts = [part for zone in made.walk("VTIMEZONE") for part in zone.subcomponents]
    assert len(parts) == 2
    for part in parts:
        start = part.decoded("dtstart")
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=start)
        change = rule.after(datetime(year, 1, 1))
        before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
        moment = (change - before).replace(tzinfo=UTC)
        assert (moment - timedelta(seconds=1)).astimezone(CHICAGO).utcoffset() == before
        assert moment.astimezone(CHICAGO).utcoffset() == after


def test_a_calendar_made_again_changes_the_same_event() -> None:
    first, later = (papers.week(week(v), ".ics", MADE + timedelta(hours=h)) for h, v in enumerate((SOME[0], SOME[0])))
    (one,), (two,) = (icalendar.Calendar.from_ical(text).walk("VEVENT") for text in (first, later))
    assert one["UID"] == two["UID"]
    assert one.decoded("dtstamp") < two.decoded("dtstamp")


NAMES = st.text(min_size=1, max_size=60)


@given(NAMES, NAMES)
def test_any_name_survives_the_calendar_and_hides_nothing(name: str, key: str) -> None:
    text = papers.week(week(visit(1, 0, 540, 600, name)._replace(appointment=key)), ".ics", MADE)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == 1
    shown = str(events[0]["SUMMARY"])
    assert shown.endswith(": community contact, 4 units")
    assert len(shown) - len(": community contact, 4 units") == len(name)
    if name.isprintable():
        assert shown.startswith(name)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert not any(c < 0x20 for c in text.replace(b"\r\n", b""))


class Page(HTMLParser):
    """What a browser sees: the tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.said.append(data)


ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "p",
    "div",
    "section",
    "span",
    "b",
    "small",
} | {
    "ul",
    "li",
    "footer",
}


@given(NAMES)
def test_any_name_in_the_printed_page_is_only_text(name: str) -> None:
    usual = Page(papers.week(week(*SOME, due=(item(1, MONDAY),)), ".html").decode())
    text = papers.week(
        week(*(v._replace(member_name=name) for v in SOME), name=name, due=(item(1, MONDAY, who=name),)), ".html"
    )
    page = Page(text.decode())
    assert page.tags == usual.tags
    assert set(page.tags) <= ALLOWED
    assert [key for key, _ in page.attributes if key in ("src", "href", "onclick", "style")] == []
    if name.isprintable():
        assert page.said.count(name) == len(SOME)


def test_the_printed_page_fetches_nothing_and_names_what_is_in_it() -> None:
    text = papers.week(week(*SOME, name="<script>alert(1)</script>"), ".html").decode()
    assert "<script" not in text and "&lt;script&gt;" in text
    assert "default-src 'none'" in text
    assert "//" not in text.replace("-//", "").replace("default-src", "")
    assert "Founders &amp; &lt;friends&gt;" in text
    assert "09:00-10:00" in text and "23:30-00:30+1" in text and "missed" in text


def test_the_page_of_text_is_one_page() -> None:
    late = tuple(item(n, MONDAY + timedelta(days=n % 4), "overdue" if n % 2 else "open") for n in range(90))
    lines = papers.week(week(*SOME, due=late), ".txt").decode().splitlines()
    assert len(lines) == 60
    assert max(map(len, lines)) <= 80
    shown = sum(line.startswith(("late ", "by ")) for line in lines)
    assert lines[-1] == f"and {90 - shown} more: tcm due C1"
    assert any(line.startswith("  [ ] 09:00-10:00") and "Ana Pecan M1" in line for line in lines)
    assert any("closed: Founders" in line for line in lines)


@given(NAMES)
def test_any_name_on_the_page_of_text_keeps_its_line(name: str) -> None:
    usual = papers.week(week(*SOME), ".txt").decode().splitlines()
    text = papers.week(week(*(v._replace(member_name=name) for v in SOME), name="Dana Whitehorse"), ".txt").decode()
    assert len(text.splitlines()) == len(usual)
    assert all(c == "\n" or c.isprintable() for c in text)


def test_cancelled_visits_are_not_printed_and_a_weekend_only_when_it_holds_one() -> None:
    gone = visit(5, 1, 540, 600, "Leo Gone", "cancelled")
    plain = papers.week(week(*SOME, gone), ".txt").decode()
    assert "Leo Gone" not in plain and "Sat 7 Mar" not in plain.split("\n", 3)[3]
    assert "Sat 7 Mar" in papers.week(week(visit(6, 5, 540, 600)), ".txt").decode()


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("ending", [*papers.ENDINGS, ".HTM"])
def test_the_file_is_its_owners_alone_even_where_one_stood(ending: str, tmp_path: Path, open_umask: None) -> None:
    path = tmp_path / f"week{ending}"
    path.write_text("before")
    path.chmod(0o666)
    papers.write_week(week(*SOME), path, MADE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == papers.week(week(*SOME), ending, MADE)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "week.txt"
    with pytest.raises(OSError, match="No such file") as caught:
        papers.write_week(week(), path)
    assert caught.value.filename == str(path)


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"\.pdf.*\.txt, \.html or \.ics"):
        papers.write_week(week(), tmp_path / "week.pdf")
    assert list(tmp_path.iterdir()) == []
