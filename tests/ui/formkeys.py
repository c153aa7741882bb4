"""Filling in a form as a person does: opening, typing, waiting for a write."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tcm_tui.ui.screens.form import FormScreen

BOOK = {
    "member": "M1000",
    "cm": "C01",
    "date": "2026-11-20",
    "start": "10:00",
    "stop": "11:00",
    "kind": "community-contact",
}


def screen_of(pilot: Pilot[int]) -> Any:
    assert isinstance(pilot.app.screen, FormScreen)
    return pilot.app.screen


async def open_form(pilot: Pilot[int], form: str = "book", **context: str) -> Any:
    """The form's box, opened on a context, looked at once."""
    pilot.app.open_form(form, context)  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.pause()
    screen = screen_of(pilot)
    screen.look()
    return screen.box


async def typed(pilot: Pilot[int], *keys: str) -> None:
    """Keys, then the idle moment in which the form is read, and the one after which errors are told."""
    await pilot.press(*keys)
    screen = screen_of(pilot)
    screen._rested()
    screen._settled()
    await pilot.pause()


async def written(pilot: Pilot[int]) -> None:
    """Until every write came back."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def values(pilot: Pilot[int]) -> dict[str, str]:
    found: dict[str, str] = screen_of(pilot).box.texts()
    return found
