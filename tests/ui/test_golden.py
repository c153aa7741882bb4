"""Each screen in text, compared line by line; WRITE_GOLDEN=1 writes the files anew, to be looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.conftest import Opened, text_of

WRITE = bool(os.environ.get("WRITE_GOLDEN"))
FOLDER = Path(__file__).parent / "golden"
AREAS = ("week", "caseload", "clocks", "member", "agency", "rules")
SIZES = ((80, 24), (120, 40), (160, 50))
OVERS = {
    "look-up": ("slash", "a", "n", "a"),
    "answer": ("slash", "a", "n", "a", "enter", "6", "u"),
    "explain": ("e",),
    "help": ("question_mark",),
    "commands": ("ctrl+p", "d", "a", "y"),
    "workers": ("w",),
    "filter": ("f", "m", "o", "s"),
}


def compare(name: str, shown: str) -> None:
    path = FOLDER / f"{name}.txt"
    if WRITE:
        path.write_text(shown, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    assert shown == expected, f"{name} differs from {path.name}"


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("area", AREAS)
async def test_an_area(area: str, size: tuple[int, int], opened: Opened) -> None:
    async with opened(area, size) as pilot:
        compare(f"{area}-{size[0]}x{size[1]}", text_of(pilot.app))


@pytest.mark.parametrize("name", OVERS)
async def test_what_lies_over_an_area(name: str, opened: Opened) -> None:
    async with opened("caseload", (80, 24)) as pilot:
        await pilot.press(*OVERS[name])
        await pilot.pause()
        compare(f"{name}-80x24", text_of(pilot.app))


async def test_no_file_is_left_over() -> None:
    known = {f"{area}-{w}x{h}.txt" for area in AREAS for w, h in SIZES} | {f"{name}-80x24.txt" for name in OVERS}
    assert {path.name for path in FOLDER.iterdir()} == known
