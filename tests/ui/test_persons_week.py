"""A person's week, Monday to Friday, by keys alone: planned, moved, logged, missed, reached, undone.

Every day is a start of the program of its own. At the end the database is compared, row by row, with what it
held before and what was done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk.demo.build import build
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.desksource import open_source
from tcm_tui.ui.screens.week import WeekScreen
from tests.ui.conftest import text_of

MONDAY = date(2026, 10, 26)
DAYS = [MONDAY + timedelta(days=n) for n in range(5)]
Row = dict[str, Any]
Rows = dict[str, Row]
TABLES = {
    "appointments": ("appointment_id", "member_id cm_id date start_min stop_min kind status learned_on voided_on"),
    "services": ("service_id", "member_id cm_id date start_min stop_min activity appointment_id voided_on"),
    "outreach": ("outreach_id", "member_id appointment_id date mode voided_on"),
}


def rows(db: Path) -> dict[str, Rows]:
    """What the three tables hold, by key."""
    found: dict[str, Rows] = {}
    with closing(sqlite3.connect(db)) as raw:
        raw.row_factory = sqlite3.Row
        for table, (key, columns) in TABLES.items():
            every = raw.execute(f"SELECT {key}, {', '.join(columns.split())} FROM {table}")
            found[table] = {row[key]: dict(row) for row in every}
    return found


def hhmm(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


async def settled(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.02)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def save(pilot: Pilot[int]) -> None:
    """Save the form; where the rules want a reason, give one."""
    await press(pilot, "ctrl+s")
    if "goes on only with a reason" in text_of(pilot.app):
        await press(pilot, *"agreed", "enter")
    assert len(pilot.app.screen_stack) == 1, text_of(pilot.app)


@asynccontextmanager
async def at_work(db: Path, cm: str, on: date) -> AsyncIterator[tuple[Pilot[int], WeekScreen]]:
    """The program opened on a day, with the cursor among the days of the week."""
    source = open_source(str(db))
    app = TcmApp(source, on, cm, "week")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "tab")
        screen = app.front
        assert isinstance(screen, WeekScreen) and screen.focused is screen.grid
        yield pilot, screen
    source.close()


async def go_to(pilot: Pilot[int], screen: WeekScreen, key: str) -> None:
    """Put the cursor on a block, by arrows."""
    grid = screen.grid
    places = {item.key: (n, m) for n, day in enumerate(grid.days) for m, item in enumerate(day.items)}
    day, at = places[key]
    while grid.day != day:
        await pilot.press("right" if grid.day < day else "left")
    await pilot.press("home", *["down"] * at)
    assert grid.item is not None and grid.item.key == key


def of_day(screen: WeekScreen, day: date, status: str = "scheduled") -> list[str]:
    """The visits of a day in a state, in time order."""
    assert screen.view is not None
    return [v.appointment for v in screen.view.visits if v.date == day and v.status == status and v.start is not None]


def busiest(db: Path) -> str:
    """The case manager with most visits in the week."""
    with closing(sqlite3.connect(db)) as raw:
        sql = """SELECT cm_id FROM appointments WHERE status = 'scheduled' AND date BETWEEN ? AND ?
                 GROUP BY cm_id ORDER BY count(*) DESC, cm_id LIMIT 1"""
        return str(raw.execute(sql, (DAYS[0].isoformat(), DAYS[4].isoformat())).fetchone()[0])


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("week") / "demo.db"
    build(path, MONDAY, case_managers=4, members=90, seed=3)
    return path


class Told:
    """What was done, as the rows it should have made of those that were there."""

    def __init__(self, before: dict[str, Rows]) -> None:
        self.rows = {table: {key: dict(row) for key, row in found.items()} for table, found in before.items()}
        self.fresh: dict[str, list[Row]] = {table: [] for table in before}

    def visit(self, key: str, **changed: object) -> None:
        self.rows["appointments"][key].update(changed)


async def test_a_week_by_keys(agency: Path) -> None:
    cm = busiest(agency)
    before = rows(agency)
    told = Told(before)
    done: dict[str, str] = {}

    # Monday: plan the week, accept it all; take it back, do it again; move one of its visits.
    async with at_work(agency, cm, DAYS[0]) as (pilot, screen):
        await press(pilot, "p")
        assert screen.plan is not None and screen.plan.stage in ("proved", "best found")
        planned = list(screen.ghosts)
        assert planned and all(ghost.state == "proposed" and ghost.appointment is None for ghost in planned)
        await press(pilot, "A")
        assert screen.ghosts == []
        accepted = {key: row for key, row in rows(agency)["appointments"].items() if key not in before["appointments"]}
        assert sorted((r["member_id"], r["date"], r["start_min"], r["stop_min"]) for r in accepted.values()) == sorted(
            (g.member, g.date.isoformat(), g.start, g.stop) for g in planned
        )
        await press(pilot, "ctrl+z")
        assert rows(agency)["appointments"] == before["appointments"], "one undo takes all of the plan back"
        await press(pilot, "ctrl+y")
        again = {key: row for key, row in rows(agency)["appointments"].items() if key not in before["appointments"]}
        assert again == accepted
        told.rows["appointments"] |= accepted

        moved = of_day(screen, DAYS[4])[-1]
        await go_to(pilot, screen, moved)
        row = told.rows["appointments"][moved]
        steps = 0
        while steps == 0 or (screen.held and screen.held.answer and screen.held.answer.verdict != "ok"):
            await press(pilot, "shift+down")
            steps += 1
            assert steps < 12, "no quarter of an hour is free after it"
        assert rows(agency)["appointments"][moved] == row, "nothing is stored while it is held"
        await press(pilot, "enter")
        told.visit(moved, start_min=row["start_min"] + 15 * steps, stop_min=row["stop_min"] + 15 * steps)
        done["moved"] = moved

    # Tuesday: log a visit of the day, with its times as they were planned.
    async with at_work(agency, cm, DAYS[1]) as (pilot, screen):
        done["logged"] = logged = of_day(screen, DAYS[1])[0]
        await go_to(pilot, screen, logged)
        await press(pilot, "l")
        assert hhmm(told.rows["appointments"][logged]["start_min"]) in text_of(pilot.app)
        await save(pilot)
        told.visit(logged, status="kept")
        visit = told.rows["appointments"][logged]
        told.fresh["services"].append(
            {
                "member_id": visit["member_id"],
                "cm_id": cm,
                "date": visit["date"],
                "start_min": visit["start_min"],
                "stop_min": visit["stop_min"],
                "appointment_id": logged,
                "voided_on": None,
            }
        )

    # Wednesday: somebody did not come; the outreach clock stands in the queue at once.
    async with at_work(agency, cm, DAYS[2]) as (pilot, screen):
        done["missed"] = missed = of_day(screen, DAYS[2])[0]
        await go_to(pilot, screen, missed)
        await press(pilot, "m", "enter")
        told.visit(missed, status="missed", learned_on=DAYS[2].isoformat())
        clocks = [line.row for line in screen.queue.listing.lines if getattr(line.row, "ref", None) == missed]
        assert [getattr(row, "kind", None) for row in clocks] == ["outreach"]

    # Thursday: outreach in two keys from the queue; a visit called off, and that taken back.
    async with at_work(agency, cm, DAYS[3]) as (pilot, screen):
        await press(pilot, "shift+tab", "home")
        while getattr(screen.queue.row, "ref", None) != missed:
            at = screen.queue.at
            await pilot.press("j")
            assert screen.queue.at != at, "the miss is not in the queue"
        await press(pilot, "o", "enter")
        told.fresh["outreach"].append(
            {
                "member_id": told.rows["appointments"][missed]["member_id"],
                "appointment_id": missed,
                "date": DAYS[3].isoformat(),
                "mode": "phone",
                "voided_on": None,
            }
        )
        await press(pilot, "tab")
        await go_to(pilot, screen, moved)
        await press(pilot, "c", "enter")
        assert rows(agency)["appointments"][moved]["status"] == "cancelled"
        await press(pilot, "ctrl+z")
        assert rows(agency)["appointments"][moved]["status"] == "scheduled"

    # Friday: what was moved is held and logged; next week one more is booked for the same member.
    async with at_work(agency, cm, DAYS[4]) as (pilot, screen):
        await go_to(pilot, screen, moved)
        await press(pilot, "l")
        await save(pilot)
        told.visit(moved, status="kept")
        visit = told.rows["appointments"][moved]
        told.fresh["services"].append(
            {
                "member_id": visit["member_id"],
                "cm_id": cm,
                "date": visit["date"],
                "start_min": visit["start_min"],
                "stop_min": visit["stop_min"],
                "appointment_id": moved,
                "voided_on": None,
            }
        )
        assert [v.status for v in screen.view.visits if v.appointment == moved] == ["kept"]  # type: ignore[union-attr]
        await press(pilot, "]", "home", "b", *visit["member_id"])
        await press(pilot, "enter")
        await save(pilot)
        told.fresh["appointments"].append(
            {
                "member_id": visit["member_id"],
                "cm_id": cm,
                "date": screen.grid.days[4].date.isoformat(),
                "kind": "community-contact",
                "status": "scheduled",
                "learned_on": None,
                "voided_on": None,
            }
        )

    after = rows(agency)
    for table, (key, _) in TABLES.items():
        kept = {ident: row for ident, row in after[table].items() if ident in told.rows[table]}
        assert kept == told.rows[table], table
        fresh = [row for ident, row in after[table].items() if ident not in told.rows[table]]
        shown = [{name: row[name] for name in wanted} for row, wanted in zip(fresh, told.fresh[table], strict=True)]
        assert shown == told.fresh[table], f"{table} by {key}"
