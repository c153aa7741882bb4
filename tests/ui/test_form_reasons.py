"""What the rules say to a form is read in full, however much it is, and the form is as it was afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tcm_tui.desk.forms import Checked
from tcm_tui.rules.verdict import Reason
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import Fake
from tests.ui.formkeys import BOOK, open_form, screen_of, values

MANY = tuple(Reason(f"R{n}", f"reason number {n}, which is said in full", f"A, section {n}") for n in range(1, 31))


class Talkative(Fake):
    def check(self, form: str, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Checked:
        return Checked({}, "refused", MANY)


async def test_more_lines_than_the_form_has_are_read_by_a_key_and_scrolled(opened: Opened) -> None:
    async with opened(size=(80, 24), source=Talkative()) as pilot:
        await open_form(pilot, "book", **BOOK)
        await pilot.press("x")
        typed = values(pilot)
        screen = screen_of(pilot)
        assert "more lines: F3 reads them" in text_of(pilot.app)
        await pilot.press("f3")
        await pilot.pause()
        assert "reason number 1, which" in text_of(pilot.app) and "reason number 30," not in text_of(pilot.app)
        await pilot.press("G")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert "reason number 30, which is said in full" in shown and "A, section 30" in shown and "✗ refused" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen and values(pilot) == typed


async def test_a_click_on_what_the_rules_say_reads_it_as_well(opened: Opened) -> None:
    async with opened(size=(80, 24), source=Talkative()) as pilot:
        box = await open_form(pilot, "book", **BOOK)
        await pilot.click(box, offset=(10, box.size.height - 2))
        await pilot.pause()
        assert "A, section 1" in text_of(pilot.app)


async def test_where_nothing_is_said_the_key_does_nothing(opened: Opened) -> None:
    class Silent(Fake):
        def check(self, form: str, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Checked:
            return Checked({}, "ok", ())

    async with opened(size=(80, 24), source=Silent()) as pilot:
        await open_form(pilot, "book", **BOOK)
        await pilot.press("f3")
        await pilot.pause()
        screen_of(pilot)
