"""Opened when a week is over, the coming one is shown, and that is said."""

from __future__ import annotations

from datetime import date

from tcm_tui.ui.app import TcmApp
from tests.ui.conftest import Opened, text_of
from tests.ui.fakeweek import Planning
from tests.ui.test_week import press, week_of

SATURDAY = date(2026, 11, 21)


async def test_on_a_saturday_the_coming_week_is_shown_with_a_word_and_the_one_that_is_over_by_a_key() -> None:
    app = TcmApp(Planning(), SATURDAY, "C01", "week")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert week_of(pilot).first_day == date(2026, 11, 23)
        assert "This week is over: the coming one is shown. [ goes back to the 2 visits still to be logged." in text_of(
            app
        )
        await press(pilot, "[")
        assert week_of(pilot).first_day == date(2026, 11, 16) and "this week" in text_of(app)
        await press(pilot, "t")
        assert week_of(pilot).first_day == date(2026, 11, 23)


async def test_the_week_under_one_s_eyes_stays_when_it_ends() -> None:
    class Ends(Planning):
        over: int | None = None

        def week_over(self, cm: str, on: date) -> int | None:
            return self.over

    source = Ends()
    app = TcmApp(source, SATURDAY, "C01", "week")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        source.over = 0
        await press(pilot, "f5")
        assert week_of(pilot).first_day == date(2026, 11, 16)


async def test_come_to_from_another_area_the_frame_below_meets_the_lines_between_the_days(opened: Opened) -> None:
    async with opened("caseload", (80, 24), Planning()) as pilot:
        await press(pilot, "1")
        lines = text_of(pilot.app).splitlines()
        [above] = [line for line in lines if line.startswith("├ Due")]
        [below] = [line for line in lines if line.startswith("├──")]
        assert [n for n, c in enumerate(above) if c == "┬"] == [n for n, c in enumerate(below) if c == "┴"]
