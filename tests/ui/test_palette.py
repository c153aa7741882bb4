"""The palette finds what a newcomer would call it, and does it from wherever they are."""

from __future__ import annotations

import pytest

from tcm_tui.ui import commands, finding
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.screens.palette import PaletteScreen
from tcm_tui.ui.screens.pick import PickScreen
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import Fake
from tests.ui.formkeys import screen_of

WORDS = {
    "contact": ("Book a visit", "Log a service"),
    "appointment": ("Book a visit", "Cancel a visit", "Fixed appointment"),
    "visit": ("Book a visit",),
    "note": ("Log a service",),
    "signature": ("Log a service", "Service plan"),
    "phone": ("Outreach", "Member"),
    "hours": ("Working hours",),
    "limit": ("Unit look-up", "Authorization", "Rules"),
    "overdue": ("Clocks",),
    "cancel": ("Cancel a visit",),
    "export": ("Export the agency's files", "Print or export"),
    "backup": ("Backup of the database",),
    "import": ("Import the agency's files",),
    "print": ("Print or export",),
    "calendar": ("Week", "Print or export"),
    "vacation": ("Leave",),
    "holiday": ("Closed day", "Leave"),
    "hospital": ("Institutional stay",),
    "discharge": ("What if discharged on …", "Institutional stay"),
    "goals": ("Service plan",),
    "no-show": ("Missed visit", "Outreach"),
    "delete": ("Void a record", "Remove a mistaken record"),
    "mistake": ("Undo", "Void a record"),
    "client": ("Caseload", "Member"),
    "search": ("Unit look-up", "Filter"),
    "exit": ("Quit",),
    "dark": ("Colours",),
    "schedule": ("Plan the week", "Book a visit"),
    "address": ("Member",),
    "supervisor": ("Agency",),
    "why": ("Explain",),
    "tutorial": ("First five minutes",),
    "rounding": ("Minutes to units",),
    "no show": ("Missed visit",),
    "prior approval": ("Authorization",),
}


@pytest.mark.parametrize("area", ["caseload", "week", "clocks", "member"])
async def test_a_newcomer_s_words_are_found_on_the_first_page(area: str, opened: Opened) -> None:
    async with opened(area, (120, 40)) as pilot:
        await pilot.press("ctrl+p")
        screen = pilot.app.screen
        assert isinstance(screen, PaletteScreen)
        same = {"Missed visit": "Mark the visit missed", "Cancel a visit": "Cancel the visit",
                "Log a service": "Log what was done", "Service plan": "A new plan",
                "Institutional stay": "A new stay", "Authorization": "A new authorization"}  # fmt: skip
        for typed, wanted in WORDS.items():
            titles = {choice.left[0][0].strip() for choice in screen.find(typed, 14)}
            for title in wanted:
                assert title in titles or same.get(title) in titles, f"{typed}: {title} is not among {titles}"


async def test_what_is_at_hand_comes_before_what_is_elsewhere(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("ctrl+p", *"book")
        screen = pilot.app.screen
        assert isinstance(screen, PickScreen)
        assert screen.find("book", 2)[0].key == "book"
        assert "week.book" not in [choice.key for choice in screen.find("book", 99)], "the same thing stands once"


async def test_a_command_of_another_area_goes_there_and_is_done(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("ctrl+p", *"saturday")
        assert "in Week" in text_of(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, TcmApp)
        assert app.area == "week" and app.front.weekend is True  # type: ignore[attr-defined]


async def test_a_form_opens_about_whom_the_cursor_is_on_and_a_setting_where_it_stands(opened: Opened) -> None:
    source = Fake()
    async with opened("caseload", source=source) as pilot:
        await pilot.press("ctrl+p", *"goals", "enter")
        await pilot.pause()
        assert screen_of(pilot).form.id == "plan"  # type: ignore[attr-defined]
        await pilot.press("escape", "ctrl+p", *"minutes to units", "enter")
        await pilot.pause()
        assert "Minutes to units" in text_of(pilot.app).partition("Settings")[2]


async def test_what_only_the_command_line_does_says_so(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("ctrl+p", *"backup", "enter")
        await pilot.pause()
        assert "command line: tcm backup --help" in text_of(pilot.app)


def test_every_word_belongs_to_something_there_is() -> None:
    from tcm_tui.cli.commands import COMMANDS as TYPED
    from tcm_tui.desk import forms

    assert set(finding.ALSO) <= set(commands.BY_ID)
    titles = {form.id: form.title for form in forms.all()}
    assert {id: form.title for id, form in finding.FORMS.items()} == {id: titles[id] for id in finding.FORMS}
    opened = {"book", "move", "log", "miss", "cancel", "outreach", "transfer", "void", "setting", "service"}
    assert set(titles) == opened | set(finding.FORMS), "a form the palette doesn't find"
    assert set(finding.BY_COMMAND_LINE) <= set(TYPED)
