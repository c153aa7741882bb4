"""The week in text in each of its states; WRITE_GOLDEN=1 writes the files anew, to be looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.conftest import Opened, text_of
from tests.ui.fakeweek import Planning

WRITE = bool(os.environ.get("WRITE_GOLDEN"))
FOLDER = Path(__file__).parent / "golden_week"
SIZES = ((80, 24), (120, 40), (160, 50))
STATES: dict[str, tuple[str, ...]] = {
    "plain": ("tab",),
    "proposed": ("p",),
    "cant-be-met": ("p", "shift+tab", "g"),
    "moving": ("tab", "shift+right", *["shift+down"] * 5),
    "refused": ("tab", "shift+right"),
    "warned": ("tab", "shift+right", "shift+right"),
    "longer": ("tab", "+", "+"),
    "weekend": ("W", "tab", "]", "end", *["right"] * 4, "up"),
    "two-months": ("tab", "]", "]"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("state", STATES)
async def test_a_state(state: str, size: tuple[int, int], opened: Opened) -> None:
    async with opened("week", size, Planning()) as pilot:
        for key in STATES[state]:
            await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        shown = text_of(pilot.app)
    path = FOLDER / f"{state}-{size[0]}x{size[1]}.txt"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{state} differs from {path.name}"


def test_no_file_is_left_over() -> None:
    known = {f"{state}-{w}x{h}.txt" for state in STATES for w, h in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == known
