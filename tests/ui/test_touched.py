"""What was touched is painted and nothing else; the terminal then shows what a whole painting would show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyte
import pytest
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.pilot import Pilot

from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.screens.rules import RulesScreen
from tcm_tui.ui.widgets.drawn import Drawn
from tcm_tui.ui.widgets.touched import Pieces
from tests.ui.conftest import Opened

WIDE, NARROW = (120, 40), (80, 24)


class Painted:
    """A terminal that is given all that the app paints; updates: each painting since ``forget``."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.screen = pyte.Screen(*size)
        self.stream = pyte.Stream(self.screen)
        self.updates: list[CompositorUpdate] = []

    def take(self, app: App[Any], update: CompositorUpdate) -> None:
        self.updates.append(update)
        self.stream.feed(update.render_segments(app.console).replace("\n", "\r\n"))

    def forget(self) -> None:
        self.updates.clear()

    def cells(self) -> list[list[pyte.screens.Char]]:
        return [[self.screen.buffer[y][x] for x in range(self.size[0])] for y in range(self.size[1])]


@contextmanager
def painting(patch: pytest.MonkeyPatch, size: tuple[int, int] = WIDE) -> Iterator[Painted]:
    """All that goes to the terminal from now on."""
    terminal = Painted(size)
    display = App._display

    def told(self: App[Any], screen: Any, update: Any) -> None:
        if update is not None and not self._batch_count:
            terminal.take(self, update)
        display(self, screen, update)

    with patch.context() as within:
        within.setattr(App, "_display", told)
        yield terminal


async def still(pilot: Pilot[int]) -> None:
    for _ in range(2):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def anew(app: App[Any], size: tuple[int, int]) -> list[list[pyte.screens.Char]]:
    """What a terminal shows that is painted whole."""
    for widget in app.screen.query(Drawn):
        widget._kept_lines.clear()
    whole = Painted(size)
    whole.take(app, app.screen._compositor.render_full_update())
    return whole.cells()


@pytest.mark.parametrize(
    ("area", "keys", "size"),
    [
        ("week", "down tab down enter down escape right_square_bracket", WIDE),
        ("caseload", "down end home n f a n enter escape s down pagedown right_square_bracket", WIDE),
        ("clocks", "down end home f z escape", WIDE),
        ("member", "down tab down end tab right_square_bracket", WIDE),
        ("agency", "down z down z z end i down backspace", WIDE),
        ("rules", "down down up end f c a enter down enter end pageup escape", WIDE),
        ("rules", "down down up end enter end", NARROW),
        ("caseload", "slash a n backspace down enter 4 5 m backspace 9 u escape escape down", WIDE),
        ("caseload", "question_mark down end backspace e down backspace ctrl+p u n escape down", NARROW),
    ],
)
async def test_the_terminal_shows_what_a_whole_painting_shows(
    area: str, keys: str, size: tuple[int, int], opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(area, size) as pilot:
        await still(pilot)
        with painting(monkeypatch, size) as terminal:
            pilot.app.screen.refresh()
            for key in ("", *keys.split()):
                await pilot.press(*[key][: bool(key)])
                await still(pilot)
                assert terminal.cells() == anew(pilot.app, size), key


async def test_a_move_in_the_rule_book_paints_the_lines_that_differ(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("rules", WIDE) as pilot:
        await pilot.press("down")
        await still(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RulesScreen)
        list_at, page_at, last = screen.table.region, screen.reader.region, screen.detail.region
        with painting(monkeypatch) as terminal:
            pilot.app.screen.refresh()
            await pilot.press("up", "down")  # what these touched is not painted again
            await still(pilot)
            before = terminal.cells()
            terminal.forget()
            drawn: list[int] = []
            draw = type(screen.table).render_line
            monkeypatch.setattr(type(screen.table), "render_line", lambda table, y: drawn.append(y) or draw(table, y))
            row = list_at.y + screen.table.at - screen.table.top + screen.table._head
            await pilot.press("down")
            await still(pilot)
            (update,) = terminal.updates
            after = terminal.cells()
    assert isinstance(update, Pieces)
    differ = {
        y - page_at.y
        for y in page_at.line_range
        if before[y][page_at.x : page_at.right] != after[y][page_at.x : page_at.right]
    }
    assert 3 < len(differ) < page_at.height - 3
    assert [(x, y) for y, x, _ in update.pieces] == sorted(
        [
            *[(list_at.x, y) for y in (row, row + 1)],
            *[(page_at.x, page_at.y + y) for y in differ],
            (last.x, last.y + 1),
        ],
        key=lambda place: place[::-1],
    )
    assert sorted(y + list_at.y for y in drawn) == [row, row + 1]


async def test_what_lies_under_a_notice_is_left_to_the_framework(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("caseload", WIDE) as pilot:
        await still(pilot)
        with painting(monkeypatch) as terminal:
            pilot.app.say("Something was said.", "warning")
            await still(pilot)
            pilot.app.screen.refresh()
            await still(pilot)
            terminal.forget()
            await pilot.press("right_square_bracket")
            await still(pilot)
            assert not any(isinstance(update, Pieces) for update in terminal.updates)
            assert terminal.cells() == anew(pilot.app, WIDE)
            assert "Something was said." in terminal.screen.display[0]
            terminal.forget()
            await pilot.press("down")
            await still(pilot)
            assert [type(update) for update in terminal.updates] == [Pieces]
            assert terminal.cells() == anew(pilot.app, WIDE)


@pytest.mark.parametrize("over", ["slash", "question_mark slash"])
async def test_what_changes_below_shows_around_what_lies_over_it(
    over: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("caseload", WIDE) as pilot:
        await still(pilot)
        front = pilot.app.front  # type: ignore[attr-defined]
        with painting(monkeypatch) as terminal:
            for key in over.split():
                await pilot.press(key)
                await still(pilot)
            front.detail.show([("Said meanwhile", "text")])
            await still(pilot)
            assert terminal.cells() == anew(pilot.app, WIDE)
            for _ in over.split():
                shown = "Said meanwhile" in terminal.screen.display[-2]
                gone = pilot.app.screen
                await pilot.press("escape")
                await still(pilot)
                assert isinstance(gone, Over) and gone._below is None  # nor is it kept for nothing
                assert terminal.cells() == anew(pilot.app, WIDE)
                assert "Said meanwhile" in terminal.screen.display[-2]
            assert shown  # around what lay over it alone
