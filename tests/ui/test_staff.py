"""The supervisor's staff screens by keys, on records: a hole given and taken back, a credential, clocks by worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk import roster as desk_roster
from tcm_tui.desk import staff as desk_staff
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views.staff import ConsultationWeek, Duty, ProgramRoster
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.desksource import DeskSource, open_source
from tcm_tui.ui.screens import clocks, roster_rows, staff_parts, staff_rows
from tests.desk.given import agency
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import ON, Fake
from tests.ui.formkeys import screen_of, typed, values, written

TODAY = date(2026, 11, 18)  # a Wednesday
DUTIES = (
    "cm_id,program,starts_at,ends_at\n"
    "C4,wraparound,2026-11-16T08:00,2026-11-21T22:00\nC4,wraparound,2026-11-22T06:00,2026-12-30T08:00\n"
    "C3,intensive,2026-11-16T08:00,2026-12-30T08:00\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[DeskSource]:
    desk = agency(tmp_path, TODAY, on_call=DUTIES)
    path = desk.store.path
    desk.close()
    found = open_source(str(path))
    yield found
    found.close()


@asynccontextmanager
async def running(source: Any, area: str = "agency", on: date = TODAY) -> AsyncIterator[Pilot[int]]:
    app = TcmApp(source, on, "C4", area)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def head(pilot: Pilot[int]) -> str:
    app: Any = pilot.app
    front = app.front
    return "".join(text for spans in (front.head.title, *front.head.body) for text, _ in spans)


def cursor(pilot: Pilot[int]) -> str:
    app: Any = pilot.app
    return str(app.front.table.row.key)


async def test_a_hole_is_given_to_who_may_take_it_and_taken_back(source: DeskSource) -> None:
    async with running(source) as pilot:
        await pilot.press("o")
        assert "✗ 8 h uncovered" in head(pilot)
        await pilot.press("n", "n")
        assert cursor(pilot) == "hole wraparound 2026-11-21T22:00"
        await pilot.press("enter")
        assert values(pilot) == {
            "cm": "C4", "program": "wraparound", "date": "2026-11-21", "start": "22:00", "until": "2026-11-22",
            "stop": "06:00",
        }  # fmt: skip
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "uncovered" not in head(pilot)
        assert desk_roster.view(source.desk, TODAY).programs[1].hours == 0
        await pilot.press("end")
        assert cursor(pilot) == "duty C4/wraparound/2026-11-22T06:00"
        await pilot.press("up", "R")
        assert values(pilot) | {"because": ""} == {
            "what": "on-call", "record": "C4/wraparound/2026-11-21T22:00", "because": "",
        }  # fmt: skip
        screen_of(pilot).box.entries[2].put("swapped")
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "✗ 8 h uncovered" in head(pilot)


async def test_the_weeks_after_and_the_day_looked_from(source: DeskSource) -> None:
    async with running(source, "roster") as pilot:
        await pilot.press("]")
        assert "Wed 25 Nov to Tue 1 Dec 2026" in head(pilot) and "uncovered" not in head(pilot)
        await pilot.press("}")
        assert "Thu 26 Nov to Wed 2 Dec 2026" in head(pilot)
        await pilot.press("t")
        assert "Wed 18 Nov to Tue 24 Nov 2026" in head(pilot)


async def test_a_credential_is_added_from_a_worker_s_sheet(source: DeskSource) -> None:
    async with running(source) as pilot:
        await pilot.press("p")
        assert "60 min to go this week" in head(pilot)
        app: Any = pilot.app
        app.front.table.select("C4")
        await pilot.press("enter")
        assert app.area == "staff_sheet" and "Walt Reed" in head(pilot)
        while not cursor(pilot).startswith("week"):
            await pilot.press("n")
        await pilot.press("enter")
        assert (values(pilot)["cm"], values(pilot)["kind"]) == ("C4", "consultation")
        entries = {entry.field.name: entry for entry in screen_of(pilot).box.entries}
        entries["completed_on"].put("2026-11-17")
        entries["amount"].put("59")
        await typed(pilot)
        await pilot.press("ctrl+s")
        await written(pilot)
        assert "1 min to go" in head(pilot)
        [row] = desk_staff.view(source.desk, TODAY, Scope(type="wraparound")).rows
        assert row.short_now == 1
        await pilot.press("end", "enter")  # the only credential on file
        assert values(pilot)["amount"] == "59"
        await pilot.press("escape")
        await pilot.press("backspace", "backspace")
        assert app.area == "agency"


async def test_a_part_of_the_agency_is_chosen_for_all_lists(source: DeskSource) -> None:
    async with running(source, "clocks") as pilot:
        app: Any = pilot.app
        await pilot.press("v", *"wrap", "enter")
        assert app.front.team and app.shown.team == Scope(type="wraparound")
        assert {item.cm for group in app.front.table.listing.groups for item in group.rows} <= {"C4", None}
        app.action_area("staff")
        await pilot.pause()
        assert [row.cm for group in app.front.table.listing.groups for row in group.rows] == ["C4"]
        await pilot.press("v", *"whole", "enter")
        assert len(app.front.table.listing.groups[0].rows) == 8
        app.action_area("roster")
        await pilot.press("v", *"intens", "enter")
        assert "Wraparound" not in head(pilot) and "Intensive" in head(pilot)


async def test_explaining_a_line_names_its_rules(source: DeskSource) -> None:
    async with running(source, "staff") as pilot:
        await pilot.press("e")
        shown = text_of(pilot.app)
        assert "R42" in shown and "Qualification of" in shown
    async with running(source, "roster") as pilot:
        await pilot.press("end", "e")
        assert "168 h" in text_of(pilot.app) and "R14" in text_of(pilot.app)


async def test_a_new_duty_begins_with_the_day_or_hole_of_the_cursor(source: DeskSource) -> None:
    async with running(source, "roster") as pilot:
        await pilot.press("a")  # on a day that is covered: a duty of that program
        assert values(pilot)["program"] == "intensive" and values(pilot)["cm"] == ""
        await pilot.press("escape")
        app: Any = pilot.app
        app.front.table.select("wraparound 2026-11-22")  # the hole that reaches into this day, all of it
        assert app.front.acting_on() == {
            "program": "wraparound", "date": "2026-11-21", "start": "22:00", "until": "2026-11-22", "stop": "06:00",
        }  # fmt: skip
        await pilot.press("end")
        assert app.front.acting_on() == {"cm": "C4", "program": "wraparound"}


async def test_the_team_is_grouped_and_a_big_one_is_read_aside(opened: Opened) -> None:
    class Big(Fake):
        at_hand = False
        begun = 0

        def workers(self, on: date) -> list[Any]:
            return super().workers(on) * 10

        def team_due_ahead(self, on: date, days: int, met: bool) -> Any:
            self.begun += 1
            return super().team_due_ahead(on, days, met)

    source = Big()
    async with opened("clocks", source=source) as pilot:
        front: Any = pilot.app.front  # type: ignore[attr-defined]
        await pilot.press("z")
        assert [group.title for group in front.table.listing.groups][:2] == ["Outreach", "Contacts"]
        await pilot.press("a")
        await until(pilot, lambda: "5 overdue" in head(pilot))
        assert (front.by, source.begun) == ("kind", 1)
        await pilot.press("z", "z")
        titles = [group.title for group in front.table.listing.groups]
        assert front.by == "worker" and sorted(titles) == sorted({w.name for w in source.workers(ON)})
        await pilot.press("a")
        assert front.by == "day"


async def test_a_team_that_can_t_be_read_says_why(opened: Opened) -> None:
    from tests.ui.states import GONE, Unread

    class Gone(Unread):
        at_hand = False

        def workers(self, on: date) -> list[Any]:
            return super().workers(on) * 10

        def due(self, on: date, cm: str | None, days: int, met: bool) -> list[Any]:
            return []

        def team_due_ahead(self, on: date, days: int, met: bool) -> Any:
            return self._gone

    async with opened("clocks", source=Gone()) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: [n.message for n in pilot.app._notifications])
        assert GONE in next(notice.message for notice in pilot.app._notifications)


def bar(minutes: int, status: str = "met") -> str:
    week = ConsultationWeek(date(2026, 11, 16), minutes, 60, max(0, 60 - minutes), status)
    return "".join(text for text, _ in staff_parts.bar(week, 30))


def test_a_week_s_bar_shows_the_hour() -> None:
    """Of 30 cells 20 are the hour; one minute is seen, 59 do not reach the mark, 75 stand over it."""
    assert bar(0) == "·" * 20 + "┃" + " " * 9
    assert bar(1).startswith("━·")
    assert bar(59) == "━" * 19 + "·┃" + " " * 9
    assert bar(60) == "━" * 20 + "┃" + " " * 9
    assert bar(75) == "━" * 20 + "┃━━━━━" + " " * 4
    assert bar(600) == "━" * 20 + "┃" + "━" * 9
    weeks = [ConsultationWeek(date(2026, 11, 16), m, 60, max(0, 60 - m), "short") for m in (0, 1, 30, 59, 60, 90)]
    assert "".join(text for text, _ in staff_rows.bars(weeks)) == "·▁▄▇██"


def test_a_band_shows_short_holes_and_whose_duty_begins() -> None:
    from datetime import datetime

    from tcm_tui.desk.views.staff import Stretch

    day = datetime(2026, 11, 18)
    duties = (
        Duty("a", "C1", "Dana Whitehorse", "intensive", day, day.replace(hour=8), True),
        Duty("b", "C2", "Lee Park", "intensive", day.replace(hour=8, minute=10), datetime(2026, 11, 19), False),
    )
    hole = Stretch("intensive", day.replace(hour=8), day.replace(hour=8, minute=10), 10)
    found = ProgramRoster("intensive", True, duties, (hole,), (), 0.17, ())
    shown = roster_rows.band(found, day.date(), 24)
    assert "".join(mark for mark, _ in shown) == "DW━━━━━━░P━━━━━━━━━━━━━━"
    assert [role for _, role in shown][8:11] == ["bad", "strong", "warn"]
    assert "".join(mark for mark, _ in roster_rows.band(found, date(2026, 11, 20), 24)) == "░" * 24


def test_headings_count_what_is_late_and_due() -> None:
    items = Fake().due(ON, None, 31, False)
    [overdue, today, *_] = clocks.groups(items, ON, "day")
    assert (overdue.title, overdue.note) == ("Overdue", [("10", "muted")])
    assert (today.title, "".join(text for text, _ in today.note)) == ("Today", "10 · 5 today")
