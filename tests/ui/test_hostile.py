"""A name may hold anything: on every surface it is shown, and nothing of it reaches the terminal as a command."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import Opened, strips, text_of
from tests.ui.fake import Fake

NAMES = [
    "[/] [he/him]",
    "\x1b]0;x\x07 a\u202eb\u2066c\x9b31m",
    "\x00\r\n\t\u2028\x7f\u200b",
    "漢字" * 30 + "e" + "\u0301" * 40,
]
AREAS = (
    *("week", "caseload", "clocks", "member", "agency", "rebalance", "rules", "staff", "staff_sheet", "roster"),
    *("ahead", "agency_behind", "report"),
)
OVERS = (
    ("slash", "a", "n"),
    ("slash", "a", "n", "enter", "3", "u"),
    ("e",),
    ("w",),
    ("ctrl+p",),
    ("question_mark",),
    ("f8",),
    ("f1",),
    ("4", "W", *"2026-12-04"),
    ("1", "P", "x"),
    ("6", "l", *"c01"),
    ("6", "w"),
    ("6", "ctrl+s"),
    ("6", "T", "enter"),
    ("5", "v"),
    ("5", "z"),
    ("5", "r", "P"),
)


def check(app: Any) -> None:
    """No character that a terminal would obey, and every line exactly as wide as the screen."""
    from rich.cells import cell_len

    for line in strips(app):
        text = "".join(segment.text for segment in line)
        assert all(segment.control is None for segment in line)
        bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")]
        assert not bad, f"{bad!r} in {text!r}"
        assert cell_len(text) == app.size.width


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("area", AREAS)
async def test_on_every_area(area: str, name: str, opened: Opened) -> None:
    pilot: Pilot[int]
    for size in ((80, 24), (150, 36)):
        async with opened(area, size, Fake(hostile=name)) as pilot:
            check(pilot.app)


@pytest.mark.parametrize("keys", OVERS, ids=lambda keys: "-".join(keys))
@pytest.mark.parametrize("name", ["[/]", "\x1b]0;x\x07\u202e"])
async def test_on_everything_that_lies_over(keys: tuple[str, ...], name: str, opened: Opened) -> None:
    async with opened("caseload", (100, 30), Fake(hostile=name)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        check(pilot.app)


@pytest.mark.parametrize("name", ["[/]", "[he/him]"])
async def test_what_looks_like_markup_is_shown_as_it_is(name: str, opened: Opened) -> None:
    async with opened("caseload", (150, 36), Fake(hostile=name)) as pilot:
        assert f"Max Oak{name}" in text_of(pilot.app)


async def test_in_a_notice(opened: Opened) -> None:
    async with opened("caseload", (100, 30)) as pilot:
        pilot.app.say("[/] \x1b[2J [he/him] \u202e", "error")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.pause()
        check(pilot.app)
        assert "[/] ␛[2J [he/him] �" in text_of(pilot.app)


async def test_typed_and_pasted(opened: Opened) -> None:
    from textual import events

    async with opened("caseload", (100, 30)) as pilot:
        await pilot.press("f")
        pilot.app.focused.post_message(events.Paste("\x1b[31m[/]\u202e\n"))  # type: ignore[union-attr]
        await pilot.pause()
        check(pilot.app)
        assert "␛[31m[/]�" in text_of(pilot.app)
