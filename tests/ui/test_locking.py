"""Nobody at the keys, a key that blanks the screen, a lock: nothing is left to see, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from tcm_tui.desk.office import StoreError
from tcm_tui.ui.idle import Idle
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import Fake

NAMES = ("Max Oak", "Dana", "Ana", "Caseload")


class Clocks:
    """Time as a test has it: seconds awake and seconds asleep."""

    def __init__(self) -> None:
        self.awake = self.slept = 0.0

    def idle(self) -> Idle:
        return Idle(lambda: self.awake, lambda: self.slept, 3.0)


def sealed() -> Fake:
    source = Fake()
    source.encrypted = True
    return source


def names_in(app: Any) -> list[str]:
    return [name for name in NAMES if name in text_of(app)]


def test_what_the_clocks_say() -> None:
    clocks = Clocks()
    idle = clocks.idle()
    clocks.awake = 61.0
    assert idle.seconds == 61 and not idle.suspended()
    clocks.slept = 3.0
    assert idle.suspended() and not idle.suspended()
    clocks.slept = 5.9
    assert not idle.suspended(), "a clock put right a little is no sleep"
    idle.active()
    assert idle.seconds == 0
    assert Idle().seconds < 60 and not Idle().suspended()


async def test_a_key_blanks_everything_and_any_key_brings_it_back(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        before = text_of(pilot.app)
        assert names_in(pilot.app)
        await pilot.press("f12")
        assert names_in(pilot.app) == [] and text_of(pilot.app).strip() == "any key brings it back"
        await pilot.press("1")
        assert text_of(pilot.app) == before, "the key did only that"
        await pilot.press("f12", "f12")
        assert text_of(pilot.app) == before


async def test_over_a_form_what_is_typed_stays(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        app: Any = pilot.app
        await pilot.press("b", *"note")
        form, typed = app.screen, app.screen.box.texts()
        await pilot.press("f12")
        assert names_in(app) == []
        await pilot.press("x")
        assert app.screen is form and form.box.texts() == typed and "Book a visit" in text_of(app)


async def test_what_is_said_meanwhile_is_seen_only_after(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("f12")
        pilot.app.say("Saved: Ana Pecan.", "warning")
        await pilot.pause()
        assert names_in(pilot.app) == []
        await pilot.press("x")
        await pilot.pause()
        assert "Ana Pecan" in text_of(pilot.app)


async def test_a_mouse_button_brings_it_back_and_its_moving_does_not(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("f12")
        at = (None, 5, 5, 0, 0, 1, False, False, False)
        pilot.app.post_message(events.MouseMove(*at))
        await pilot.pause()
        assert names_in(pilot.app) == []
        pilot.app.post_message(events.MouseDown(*at))
        await pilot.pause()
        await pilot.pause()
        assert names_in(pilot.app)


async def test_a_plain_agency_is_blanked_after_ten_minutes_with_a_warning(opened: Opened) -> None:
    clocks = Clocks()
    async with opened("caseload") as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        clocks.awake = 539
        app.tick()
        assert "blanked" not in text_of(app)
        clocks.awake = 540
        app.tick()
        await pilot.pause()
        assert "The screen is blanked in a minute" in text_of(app)
        clocks.awake = 600
        app.tick()
        await pilot.pause()
        assert names_in(app) == [] and not app.locked
        app.tick()
        await pilot.press("x")
        await pilot.pause()
        assert names_in(app)


async def test_a_key_puts_it_off(opened: Opened) -> None:
    clocks = Clocks()
    async with opened("caseload", source=sealed()) as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        for _ in range(5):
            clocks.awake += 590
            app.tick()
            clocks.awake += 5
            await pilot.press("j")
        assert not app.locked and names_in(app)


async def test_an_encrypted_one_locks_and_keeps_what_was_typed(opened: Opened) -> None:
    clocks, source = Clocks(), sealed()
    async with opened("caseload", source=source) as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        await pilot.press("b", "tab", "tab", *"fri")
        clocks.awake = 541
        app.tick()
        await pilot.pause()
        assert "The program locks itself in a minute" in text_of(app)
        clocks.awake = 600
        app.tick()
        await until(pilot, lambda: app.locked or not app.is_running)
    assert app.locked == "idle" and [draft.form for draft in source.drafts()] == ["book"]


async def test_a_write_under_way_is_finished_first_behind_a_blank_screen(opened: Opened) -> None:
    import threading

    go, done = threading.Event(), list[str]()

    def slow(source: object) -> None:
        go.wait(60)
        done.append("written")

    async with opened("caseload", source=sealed()) as pilot:
        app: Any = pilot.app
        app.write(slow, lambda found: None)
        await pilot.pause()
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert names_in(app) == [] and "finished first" in text_of(app) and not app.locked
        await pilot.press("x")
        assert names_in(app) == [], "no key brings it back"
        go.set()
        await until(pilot, lambda: app.locked)
    assert done == ["written"] and app.locked == "asked"


async def test_after_a_suspension_it_locks_at_once(opened: Opened) -> None:
    clocks = Clocks()
    async with opened("caseload", source=sealed()) as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        clocks.slept = 4
        app.tick()
        await until(pilot, lambda: app.locked)
    assert app.locked == "suspended"


async def test_the_first_key_of_the_morning_reaches_nothing(opened: Opened) -> None:
    """The clock that looks every few seconds may not have looked yet."""
    clocks = Clocks()
    async with opened("caseload", source=sealed()) as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        clocks.awake = 700
        await pilot.press("1")
        assert app.area == "caseload"
        await until(pilot, lambda: app.locked)
    clocks = Clocks()
    async with opened("caseload") as pilot:
        app = pilot.app
        app.idle = clocks.idle()
        clocks.awake = 700
        await pilot.press("1")
        assert names_in(app) == [] and app.area == "caseload"
        await pilot.press("1")
        assert names_in(app) and app.area == "caseload"


@pytest.mark.parametrize("minutes", [1, 15])
async def test_the_agency_says_after_how_long(opened: Opened, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fake, "guarded", lambda self: (True, minutes))
    clocks = Clocks()
    async with opened("caseload") as pilot:
        app: Any = pilot.app
        app.idle = clocks.idle()
        clocks.awake = 60 * minutes - 1
        app.tick()
        await pilot.pause()
        assert ("20 seconds" if minutes == 1 else "a minute") in text_of(app) and not app.locked
        clocks.awake += 1
        app.tick()
        await until(pilot, lambda: app.locked)


async def test_nothing_is_locked_that_is_not_encrypted(opened: Opened) -> None:
    async with opened("caseload") as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert names_in(pilot.app) == [] and not pilot.app.locked
        await pilot.press("x")
        assert "nothing to lock" in text_of(pilot.app)


async def test_a_key_that_was_changed_by_somebody_locks(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Fake) -> int:
        raise StoreError("sealed", "The key of ~/agency.db was changed: log in again.")

    async with opened("caseload", source=sealed()) as pilot:
        app: Any = pilot.app
        monkeypatch.setattr(Fake, "version", gone)
        app.poll()
        await until(pilot, lambda: app.locked)
    assert app.locked == "key changed"
