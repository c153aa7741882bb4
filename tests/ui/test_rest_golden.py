"""Settings, first minutes, look-up, discharge and printing in text, at three sizes; WRITE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.conftest import Opened, text_of

WRITE = bool(os.environ.get("WRITE_GOLDEN"))
FOLDER = Path(__file__).parent / "golden_rest"
SIZES = ((80, 24), (120, 40), (160, 50))
ANA = ("slash", *"ana", "enter")
STATES = {
    "settings": ("caseload", ("f8",)),
    "settings-reading": ("rules", ("f8", "n", "j")),
    "first-minutes": ("week", ("f1",)),
    "look-up-answer": ("clocks", ANA),
    "look-up-fits": ("clocks", (*ANA, "3", "u")),
    "look-up-over": ("clocks", (*ANA, "6", "u")),
    "look-up-never": ("clocks", (*ANA, "2", "0", "u")),
    "discharge": ("member", ("W",)),
    "discharge-day": ("member", ("W", *"2026-12-04")),
    "discharge-wrong": ("member", ("W", *"soon")),
    "print": ("week", ("P",)),
    "member-records": ("member", ("end",)),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_a_state(name: str, size: tuple[int, int], opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_KEYS", "/etc/tcm/keys.toml")
    area, keys = STATES[name]
    async with opened(area, size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        shown = text_of(pilot.app)
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{name} differs from {path.name}"


def test_no_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{w}x{h}.txt" for name in STATES for w, h in SIZES}
