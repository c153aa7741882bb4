"""The month report by keys: months, who is behind a figure, whose month, stopping, files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk.report import Progress, Report
from tcm_tui.desk.scope import Scope
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import ON, Fake
from tests.ui.test_hostile import NAMES, check


async def settled(pilot: Pilot[Any]) -> str:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return text_of(pilot.app)


def asked(source: Fake) -> list[str]:
    return [each for each in source.asked if each.startswith("report")]


async def test_it_is_reached_from_the_agency_and_left_again(opened: Opened) -> None:
    async with opened("agency") as pilot:
        await pilot.press("r")
        assert "November 2026 to date" in await settled(pilot)
        await pilot.press("backspace")
        assert pilot.app.front.NAME == "agency"  # type: ignore[attr-defined]


async def test_months_before_and_after(opened: Opened) -> None:
    source = Fake()
    async with opened("report", source=source) as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        await pilot.press("left_square_bracket")
        shown = await settled(pilot)
        assert "October 2026 ·" in shown and "to date" not in shown.splitlines()[1]
        assert pilot.app.shown.on == ON  # type: ignore[attr-defined]
        await pilot.press("right_square_bracket")
        await settled(pilot)
        await pilot.press("right_square_bracket")
        assert "December 2026 has not begun on Wed 18 Nov 2026." in await settled(pilot)
        # The month that was read before was at hand.
        assert asked(source) == ["report 2026-11", "report 2026-10"]
        await pilot.press("{")
        assert "November 2025" in await settled(pilot)
        await pilot.press("left_square_bracket", "}")
        assert (await settled(pilot), screen.first)[1] == date(2026, 10, 1)
        await pilot.press("t")
        assert "November 2026 to date" in await settled(pilot)


async def test_from_a_figure_to_the_members_and_back(opened: Opened) -> None:
    async with opened("report") as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        screen.table.select("contacts.open")
        await pilot.press("enter")
        shown = await settled(pilot)
        assert "Members with contacts open 2 members" in shown and "Ana Pecan" in shown and "Kim Stone" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert screen.drilled is None and screen.table.row.key == "contacts.open"
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert (pilot.app.front.NAME, pilot.app.shown.member) == ("member", "M1000")  # type: ignore[attr-defined]
        await pilot.press("backspace")
        assert "Members with contacts open" in await settled(pilot)


async def test_a_case_managers_line_opens_the_week(opened: Opened) -> None:
    async with opened("report") as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        screen.table.select("caseload.over")
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert (pilot.app.front.NAME, pilot.app.shown.cm) == ("week", "C02")  # type: ignore[attr-defined]


async def test_a_figure_without_lines_says_so(opened: Opened) -> None:
    async with opened("report") as pilot:
        await settled(pilot)
        await pilot.press("enter")
        assert "Nobody is behind this figure." in await settled(pilot)


async def test_whose_month(opened: Opened) -> None:
    async with opened("report") as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        await pilot.press("w", *"robin", "enter")
        assert "November 2026 to date · Robin Vale" in await settled(pilot)
        await pilot.press("v", *"harbor", "enter")
        await settled(pilot)
        assert (screen.cm, screen.shown.team) == (None, Scope(site="S3"))
        await pilot.press("a")
        assert "November 2026 to date · Prairie Wellness" in await settled(pilot)


async def test_e_explains_the_figure_with_its_arithmetic(opened: Opened) -> None:
    async with opened("report") as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        screen.table.select("contacts.met-share")
        await pilot.press("e")
        shown = await settled(pilot)
        assert "Share met · Prairie Wellness" in shown and "98 of (100 − 0 on hold) = 98.0%" in shown


class Waiting(Fake):
    """A report that waits until it is told to go on, or stops."""

    go = stopped = False

    def report(self, month: date, on: date, team: Scope, cm: str | None, progress: Progress | None = None) -> Report:
        from time import sleep

        assert progress is not None
        while not self.go:
            if not progress("services", 3, 10):
                self.stopped = True
                break
            sleep(0.005)
        return super().report(month, on, team, cm, progress)


async def test_keys_are_heard_while_it_reads_and_esc_stops(opened: Opened) -> None:
    source = Waiting()
    async with opened("report", source=source) as pilot:
        screen: Any = pilot.app.screen
        await until(pilot, lambda: "Reading services" in text_of(pilot.app))
        await pilot.press("question_mark")
        assert pilot.app.screen is not screen
        await pilot.press("escape")
        await pilot.press("escape")
        await until(pilot, lambda: source.stopped)
        assert "The report was stopped; F5 reads it." in await settled(pilot)
        assert screen.report is None
        source.go = True
        await pilot.press("f5")
        assert "Members at the start" in await settled(pilot)


async def test_another_month_takes_the_place_of_one_under_way(opened: Opened) -> None:
    source = Waiting()
    async with opened("report", source=source) as pilot:
        screen: Any = pilot.app.screen
        await pilot.pause()
        source.stopped = False
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: source.stopped)
        source.go = True
        await settled(pilot)
        assert screen.report.month == date(2026, 10, 1)


async def test_a_write_meanwhile_lets_it_come_to_its_end_and_is_read_then(opened: Opened) -> None:
    source = Waiting()
    async with opened("report", source=source) as pilot:
        await until(pilot, lambda: "Reading services" in text_of(pilot.app))
        for _ in range(3):
            source.written += 1
            pilot.app.poll()  # type: ignore[attr-defined]
            await pilot.pause()
        assert not source.stopped
        source.go = True
        await until(pilot, lambda: len(asked(source)) == 2)
        await settled(pilot)
        assert not source.stopped and asked(source) == ["report 2026-11"] * 2


@pytest.mark.parametrize(("key", "name", "told"), [("enter", "html", "names 4 members"), ("down", "xlsx", "names 4")])
async def test_files(key: str, name: str, told: str, opened: Opened) -> None:
    source = Fake()
    async with opened("report", source=source) as pilot:
        await settled(pilot)
        await pilot.press("P", *"/tmp/", key, *(["enter"] if key == "down" else []))
        assert told in await settled(pilot)
        assert source.asked[-1] == f"write report-2026-11.{name}"


@pytest.mark.parametrize("name", NAMES[:3], ids=range(3))
async def test_a_name_may_hold_anything(name: str, opened: Opened) -> None:
    async with opened("report", (80, 24), Fake(hostile=name)) as pilot:
        screen: Any = pilot.app.screen
        await settled(pilot)
        check(pilot.app)
        screen.table.select("contacts.open")
        for keys in (["enter"], ["e"], ["escape", "w"], ["escape", "P"]):
            await pilot.press(*keys)
            await settled(pilot)
            check(pilot.app)
