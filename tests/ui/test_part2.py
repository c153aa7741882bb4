"""Members under 42 CFR Part 2 on screen: the page's word, the files of a report, and a week that is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.desk.part2 import Written
from tcm_tui.desk.views import MemberView
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import Fake


class Marked(Fake):
    """Two members are marked, and whoever's page is opened."""

    under_part2 = 2

    def member(self, member: str, on: date) -> MemberView:
        return super().member(member, on)._replace(part2=True)


async def shown(pilot: Any) -> str:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return text_of(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_the_page_says_the_word(size: tuple[int, int], opened: Opened) -> None:
    async with opened("member", size, Marked()) as pilot:
        assert "42 CFR Part 2" in await shown(pilot)
    async with opened("member", size) as pilot:
        assert "Part 2" not in await shown(pilot)


async def test_a_report_names_them_only_when_that_is_chosen(opened: Opened) -> None:
    source = Marked()
    async with opened("report", source=source) as pilot:
        await shown(pilot)
        await pilot.press("P", *"/tmp/")
        assert "Page, own use" in await shown(pilot) and "Book, own use" in text_of(pilot.app)
        assert text_of(pilot.app).count("no Part 2 member named") == 2
        await pilot.press("enter")
        assert "names 2 members" in (said := await shown(pilot)) and "2 Part 2 members are not named" in said
        assert source.asked[-1] == "write report-2026-11.html"
        await pilot.press("P", *"/tmp/", "down", "down", "down", "enter")
        assert "names 4 members" in (said := await shown(pilot)) and "the notice of 42 CFR part 2" in said
        assert source.asked[-1] == "write report-2026-11-own.html own-use"


async def test_where_nobody_is_marked_nothing_is_offered(opened: Opened) -> None:
    async with opened("report") as pilot:
        await shown(pilot)
        await pilot.press("P")
        assert "CSV file" in await shown(pilot) and "own use" not in text_of(pilot.app)


async def test_what_is_said_of_a_week_stands_in_the_notice(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Marked()
    monkeypatch.setattr(source, "write_week", lambda view, path: Written(3, 1, True).told)
    async with opened("week", source=source) as pilot:
        await pilot.press("P", "enter")
        said = " ".join((await shown(pilot)).split())
        assert "it names 3 members" in said and "1 Part 2 member is not named; it carries the notice" in said


async def test_what_is_said_of_sheets_stands_in_the_notice(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Marked()
    monkeypatch.setattr(
        source, "hand_over_sheets", lambda *_: (2, "1 Part 2 member is on the sheets, with the notice.")
    )
    async with opened("rebalance", source=source) as pilot:
        await pilot.press("A")
        await shown(pilot)
        await pilot.press("ctrl+s", "ctrl+s")
        await shown(pilot)
        await pilot.press("enter")
        assert "private. 1 Part 2 member is on the sheets, with the notice." in " ".join((await shown(pilot)).split())
