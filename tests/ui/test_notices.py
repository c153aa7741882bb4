"""Notices hide nothing that is worked with, don't pile up, and what went wrong stays until somebody has seen it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tcm_tui.ui import notices
from tcm_tui.ui.app import TcmApp
from tests.ui.conftest import Opened, text_of
from tests.ui.states import GONE

SHORT = "Ana Pecan booked, Fri 20 10:00"


def app_of(pilot: Pilot[int]) -> TcmApp:
    assert isinstance(pilot.app, TcmApp)
    return pilot.app


def said(pilot: Pilot[int]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]


@pytest.mark.parametrize("area", ["week", "caseload", "clocks", "member", "rules"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_notice_covers_only_the_line_of_the_areas(area: str, size: tuple[int, int], opened: Opened) -> None:
    async with opened(area, size) as pilot:
        before = text_of(pilot.app).splitlines()
        app_of(pilot).say(SHORT)
        await pilot.pause()
        await pilot.pause()
        after = text_of(pilot.app).splitlines()
        assert SHORT in after[0]
        assert after[1:] == before[1:]


async def test_a_long_error_leaves_the_lists_and_the_lines_below_them(opened: Opened) -> None:
    async with opened("week", (80, 24)) as pilot:
        before = text_of(pilot.app).splitlines()
        app_of(pilot).say(GONE, "error")
        await pilot.pause()
        await pilot.pause()
        after = text_of(pilot.app).splitlines()
        assert after[3:] == before[3:] and "✗ /mnt/share" in after[0] and "F5" in " ".join(after[:3])


async def test_what_informs_gives_way_to_the_next(opened: Opened) -> None:
    async with opened() as pilot:
        app_of(pilot).say("one")
        app_of(pilot).say("two")
        await pilot.pause()
        assert said(pilot) == ["two"]


async def test_errors_wait_their_turn_and_stay_until_a_key_is_pressed_after_a_while(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as pilot:
        for number in range(4):
            app_of(pilot).say(f"wrong {number}", "error")
        app_of(pilot).say("1 draft waits")
        await pilot.pause()
        assert said(pilot) == ["✗ wrong 0", "✗ wrong 1", "1 draft waits"]
        await pilot.press("j")
        assert said(pilot)[:2] == ["✗ wrong 0", "✗ wrong 1"], "a key on its way is no sign that it was read"
        assert all(notice.time_left > 3600 for notice in pilot.app._notifications if "✗" in notice.message)
        monkeypatch.setattr(notices, "SEEN_AFTER", -1.0)
        await pilot.press("j")
        assert said(pilot) == ["1 draft waits", "✗ wrong 2", "✗ wrong 3"]
        await pilot.press("j")
        assert said(pilot) == ["1 draft waits"]


async def test_a_write_settles_what_was_said_before(opened: Opened) -> None:
    async with opened() as pilot:
        for number in range(3):
            app_of(pilot).say(f"wrong {number}", "error")
        app_of(pilot)._tell("Ana Pecan booked")
        await pilot.pause()
        await pilot.press("j")
        assert said(pilot) == ["Ana Pecan booked"]


async def test_over_another_screen_an_error_said_thrice_stands_once_at_the_top(opened: Opened) -> None:
    async with opened("week", (80, 24)) as pilot:
        app_of(pilot).say(GONE, "error")
        await pilot.press("/")
        for _ in range(3):
            app_of(pilot).say(GONE, "error")
            await pilot.pause()
        shown = text_of(pilot.app)
        assert shown.count("✗ /mnt/share") == 1 and shown.startswith(" ✗ /mnt/share")
        await pilot.press("escape")
        await pilot.pause()
        assert text_of(pilot.app).count("✗ /mnt/share") == 1
