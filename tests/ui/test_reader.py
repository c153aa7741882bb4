"""A page shown again is drawn as it was only while it says the same at the same size in the same colours."""

from __future__ import annotations

from tcm_tui.ui.screens.rules import RulesScreen
from tests.ui.conftest import Opened, text_of


async def test_a_page_shown_again_is_the_page_drawn_anew(opened: Opened) -> None:
    async with opened("rules", (120, 40)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RulesScreen)
        for keys in (("down", "up"), ("down", "down", "up", "up", "down"), ("end", "home"), ("n", "g", "down", "up")):
            await pilot.press(*keys)
            await pilot.pause()
            kept = text_of(pilot.app)
            screen.reader.recolour()
            screen.table.recolour()
            await pilot.pause()
            assert text_of(pilot.app) == kept


async def test_a_page_that_says_something_else_is_drawn_anew(opened: Opened) -> None:
    async with opened("rules", (120, 40)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RulesScreen)
        reader = screen.reader
        first = [([("one of the first", "text")], 0)]
        for said in (first, [([("two of the second", "text")], 0)], first, [([("three", "text")], 0)]):
            reader.show([("Same", "title")], said, "same")
            await pilot.pause()
            assert said[0][0][0][0] in text_of(pilot.app)
            reader.show([("Other", "title")], [([("another page", "text")], 0)], "other")
            await pilot.pause()
            assert "another page" in text_of(pilot.app) and said[0][0][0][0] not in text_of(pilot.app)


async def test_a_page_shown_again_fits_another_size(opened: Opened) -> None:
    async with opened("rules", (120, 40)) as pilot:
        await pilot.press("down", "up", "down")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("up", "down", "up")
        await pilot.pause()
        small = text_of(pilot.app)
    async with opened("rules", (80, 24)) as pilot:
        await pilot.pause()
        assert text_of(pilot.app) == small
