"""Looking ahead by keys: a thread works it out, its answer is kept, and every figure leads to its members."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.desk.outlook import Outlook, Tell
from tcm_tui.desk.scope import Scope
from tcm_tui.ui.screens.ahead_figures import figures
from tcm_tui.ui.widgets.plot import Chart, figure, nice, over, said
from tests.ui.cases_ahead import Looking
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import Fake


class Counted(Fake):
    """Remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[tuple[date, Scope]] = []

    def outlook(self, on: date, months: int, team: Scope, tell: Tell) -> Outlook:
        self.looks.append((on, team))
        return super().outlook(on, months, team, tell)


async def ready(pilot: Any) -> Any:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return pilot.app.screen


async def test_from_agency_to_the_member_behind_a_figure_and_back(opened: Opened) -> None:
    async with opened("agency", (120, 40)) as pilot:
        await pilot.press("a")
        screen = await ready(pilot)
        assert pilot.app.area == "ahead"
        assert screen.found is not None
        await pilot.press("enter")
        assert screen.lines.row.member == "M1000"
        assert "Behind November 2026" in text_of(pilot.app)
        await pilot.press("enter")
        assert (pilot.app.area, pilot.app.shown.member) == ("member", "M1000")
        await pilot.press("escape")
        assert pilot.app.area == "ahead" and screen.lines.display
        await pilot.press("escape")
        assert screen.table.display and screen.table.has_focus and not screen.lines.display
        await pilot.press("escape")
        assert pilot.app.area == "agency"


async def test_a_figure_leads_to_its_own_section_and_a_worker_to_the_caseload(opened: Opened) -> None:
    async with opened("ahead", (120, 40)) as pilot:
        screen = await ready(pilot)
        await pilot.press("down", "right", "enter")
        assert screen.lines.row.key == "reaches|C01|M1000"
        hours = next(n for n, each in enumerate(figures(screen.found)) if each.key == "hours")
        await pilot.press(*["right"] * (hours - 1))
        assert screen.lines.row.key == "hours|C01"
        await pilot.press("enter")
        assert (pilot.app.area, pilot.app.shown.cm) == ("caseload", "C01")


async def test_every_line_behind_a_month_has_its_grounds(opened: Opened) -> None:
    async with opened("ahead", (120, 40)) as pilot:
        screen = await ready(pilot)
        kinds = set()
        for _ in range(3):
            await pilot.press("enter")
            for line in screen.lines.listing.lines:
                if line.row is not None:
                    screen.lines.select(line.row.key)
                    [told] = screen.explained()
                    assert told.title and told.answer and all(reason.text and reason.rule for reason in told.reasons)
                    assert told.reasons
                    kinds.add(type(line.row.item).__name__)
            await pilot.press("escape", "down")
        assert len(kinds) == 8


async def test_every_figure_has_its_turn_and_its_chart(opened: Opened) -> None:
    async with opened("ahead", (80, 24)) as pilot:
        screen = await ready(pilot)
        titles = []
        for each in figures(screen.found):
            titles.append(screen.plot.chart.title)
            assert screen.plot.chart == each.chart(screen.found)
            assert len(screen.plot.chart.bars) == len(screen.plot.chart.labels) == 12
            await pilot.press("right")
        assert len(set(titles)) == len(titles) and screen.plot.chart.title == titles[0]
        await pilot.press("left")
        assert screen.plot.chart.title == titles[-1]


async def test_the_mark_in_the_plot_follows_the_cursor(opened: Opened) -> None:
    async with opened("ahead", (80, 24)) as pilot:
        screen = await ready(pilot)
        await pilot.press("down", "down")
        await pilot.pause()
        assert screen.plot.mark == 2 and "January 2027" in text_of(pilot.app)


async def test_the_answer_is_kept_until_records_day_or_choice_change(opened: Opened) -> None:
    source = Counted()
    async with opened("ahead", (80, 24), source) as pilot:
        screen = await ready(pilot)
        await pilot.press("2", "5", "a")
        await pilot.resize_terminal(100, 30)
        await ready(pilot)
        assert len(source.looks) == 1
        source.written += 1
        pilot.app.poll()
        await ready(pilot)
        assert len(source.looks) == 2
        await pilot.press("]")
        await ready(pilot)
        pilot.app.shown.team = Scope(type="intensive")
        screen.read()
        await ready(pilot)
        assert [(on.day, team.type) for on, team in source.looks] == [
            (18, None),
            (18, None),
            (19, None),
            (19, "intensive"),
        ]
        assert screen.found.scope.type == "intensive"


async def test_keys_go_on_while_it_is_worked_out_and_esc_stops_it(opened: Opened) -> None:
    async with opened("ahead", (80, 24), Looking()) as pilot:
        screen = pilot.app.screen
        await until(pilot, lambda: screen.run is not None and screen.run.share)
        await pilot.press("right", "down", "enter", "e")
        assert screen.run is not None
        run = screen.run
        await pilot.press("escape")
        assert run.stopped and screen.run is None
        assert "not worked out" in text_of(pilot.app)
        await pilot.app.workers.wait_for_complete()  # the thread saw it and ended
        await pilot.press("f5")
        assert screen.run is not None
        await pilot.press("2")
        assert pilot.app.area == "caseload"


async def test_an_answer_to_an_older_question_is_dropped(opened: Opened) -> None:
    source = Looking()
    async with opened("ahead", (80, 24), source) as pilot:
        screen = pilot.app.screen
        await until(pilot, lambda: screen.run is not None)
        old = screen.run
        await pilot.press("]")
        assert old.stopped and screen.run is not old
        found = Fake().outlook(date(2026, 11, 18), 12, Scope(), lambda what, share: True)
        screen._heard(old, screen._answer, old.stamp, found)
        assert screen.found is None
        screen.stop()


async def test_a_part_chosen_while_one_looks_behind_a_month(opened: Opened) -> None:
    source = Counted()
    async with opened("ahead", (100, 30), source) as pilot:
        screen = await ready(pilot)
        await pilot.press("down", "enter", "v", *"intensive", "enter")
        await ready(pilot)
        assert source.looks[-1][1] == Scope(type="intensive") == pilot.app.shown.team
        assert screen.lines.display and "Behind December 2026" in text_of(pilot.app)
        await pilot.press(*["}"] * 9)  # into January: December is no longer ahead
        await ready(pilot)
        assert screen.table.display and screen.found.months[0].first == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (10, 10), (11, 20), (320, 400), (401, 500)]
)
def test_an_axis_ends_at_an_even_number_that_is_not_below(most: float, top: int) -> None:
    assert nice(most) == top


def test_what_is_above_its_level_is_told_in_figures_too() -> None:
    assert not over(35, 35) and over(36, 35) and not over(36, None)
    assert [said(value) for value in (0, 8.4, 1234, 123_456)] == ["0", "8", "1,234", "123k"]


async def test_bars_reach_as_high_as_their_values(opened: Opened) -> None:
    """Counted in eighths of a row: 4 rows for an axis to 4, so a value of n fills n rows."""
    async with opened("ahead", (80, 24)) as pilot:
        screen = await ready(pilot)
        plot = screen.plot
        plot.show(Chart("x", ["a", "b", "c", "d"], [4, 2, 0.5, 0], [None, 1, None, None], "bar", "level", "over"))
        height = plot.rows
        columns = [0.0] * 4
        for row in range(height):
            text = "".join(piece for piece, _ in plot.line(1 + row))
            inner = text[5:-2]
            cells, gap = plot._across(plot.chart, 80 - 4 - 3)
            for at in range(4):
                char = inner[at * (cells + gap) + gap + 1]
                columns[at] += {"▓": 8}.get(char, " ▁▂▃▄▅▆▇█".find(char)) if char != "─" else 0
        assert columns[0] == height * 8
        assert columns[1] == pytest.approx(height * 4, abs=4)
        assert columns[2] == pytest.approx(height, abs=1) and columns[3] == 0


@pytest.mark.parametrize(
    ("value", "above", "cells", "text"),
    [
        (2714, False, 5, "2,714"),
        (2714, False, 4, "2714"),
        (2714, True, 4, "3k!"),
        (0, False, 1, "0"),
        (36, True, 2, "!"),
    ],
)
def test_a_figure_takes_the_room_there_is(value: float, above: bool, cells: int, text: str) -> None:
    assert figure(value, above, cells) == text
