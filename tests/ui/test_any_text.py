"""Arbitrary text in every field, prompt and surface: no crash, nothing lost, no byte acts on a terminal.

One agency is opened for many texts, since opening costs more than all that is tried on it.
"""

from __future__ import annotations

import asyncio
import io
import unicodedata
from collections.abc import Awaitable, Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from tcm_tui.desk import forms, papers
from tcm_tui.desk.views import FixedVisit
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.plain import plain
from tcm_tui.ui.screens.formdraft import part
from tests.ui.fake import ON, Fake
from tests.ui.fakeweek import Planning
from tests.ui.formkeys import open_form, screen_of, written
from tests.ui.test_hostile import check

ACTING = st.sampled_from(
    ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x00", "\r\n", "\u202e", "[/]", "[bold]", "<script>", "{}", "%s"]
)
TEXTS = st.lists(st.text(max_size=12) | ACTING, max_size=4).map("".join)
QUICK = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
"""Each example opens the app once and tries its texts on everything there."""
PROMPTS: dict[str, tuple[str, ...]] = {
    "look-up": ("slash",),
    "answer": ("slash", "a", "n", "a", "enter"),
    "filter": ("f",),
    "palette": ("ctrl+p",),
    "workers": ("w",),
    "records": ("N",),
    "colours": ("f9",),
    "settings": ("f8", "f"),
    "discharge": ("4", "W"),
    "print": ("1", "P"),
}


def printable(text: str) -> None:
    """No control character but the line's end, and none that turns or hides what follows."""
    bad = [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not bad, f"{bad!r} in {text!r}"


def running(source: Fake, do: Callable[[Pilot[int]], Awaitable[None]], area: str = "caseload") -> None:
    async def run() -> None:
        app = TcmApp(source, ON, area=area)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.pause()
            await do(pilot)

    asyncio.run(run())


@pytest.mark.parametrize("form", [form.id for form in forms.all()])
@settings(QUICK, max_examples=2)
@given(drawn=st.lists(TEXTS, min_size=3, max_size=6))
def test_every_field_of_every_form_keeps_what_is_typed(form: str, drawn: list[str]) -> None:
    source = Fake()
    names = [field.name for field in source.form(form).fields]
    texts = dict(zip(names, cycle(drawn), strict=False))

    async def do(pilot: Pilot[int]) -> None:
        box = await open_form(pilot, form, member="M1000", cm="C01")
        screen = screen_of(pilot)
        expected = {}
        for entry in box.entries:
            row = next((r for r in box.rows if r.box is None and box.entries[r.entry] is entry), None)
            if row is None:
                continue  # what does not apply is not asked
            box.go(row)
            if entry.options:
                entry.put(texts[entry.field.name])
            else:
                entry.put("")
                box.on_paste(events.Paste(texts[entry.field.name]))
                expected[entry.field.name] = plain(" ".join(texts[entry.field.name].split("\n")))[:200]
        screen.look()
        await pilot.pause()
        check(pilot.app)
        assert {name: box.texts()[name] for name in expected} == expected
        kept = box.texts()
        changed = screen.changed()
        screen.leave()
        await written(pilot)
        if changed:  # esc kept it
            assert part(source.kept[form, screen.subject], "text") == kept
        check(pilot.app)

    running(source, do)


@pytest.mark.parametrize("prompt", PROMPTS)
@settings(QUICK, max_examples=2)
@given(typed=st.lists(TEXTS, min_size=1, max_size=6))
def test_every_prompt_shows_what_is_typed(prompt: str, typed: list[str]) -> None:
    async def do(pilot: Pilot[int]) -> None:
        await pilot.press(*PROMPTS[prompt])
        await pilot.pause()
        focused: Any = pilot.app.focused
        for text in typed:
            pilot.app.post_message(events.Paste(text))  # as the terminal sends it
            await pilot.pause()
            check(pilot.app)
            if hasattr(focused, "edit"):
                assert focused.edit.text == plain(" ".join(text.split("\n")))[:200]
            await pilot.press("ctrl+u")

    running(Fake(), do)


@settings(QUICK, max_examples=6)
@given(name=TEXTS)
def test_every_surface_shows_stored_text_as_text(name: str) -> None:
    """Each area, its key bar and detail, explain, look-up, planned week and notices, with the text in every name."""

    async def do(pilot: Pilot[int]) -> None:
        app: Any = pilot.app
        for area in ("1", "2", "3", "4", "5", "7"):
            await pilot.press(area)
            await pilot.pause()
            check(app)
            app.action_explain()
            await pilot.pause()
            check(app)
            app.action_step_back()
        for keys in (("1", "p"), ("w",), ("slash", "a", "n", "a", "enter", "6", "u")):
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            check(app)
        app.action_copy()
        app.say(name or "-", "error")
        await pilot.pause()
        check(app)
        printable(app.clipboard)

    running(Planning(hostile=name), do, "week")


@settings(max_examples=30, deadline=None)
@given(name=TEXTS, label=TEXTS)
def test_a_printed_week_holds_no_byte_that_acts(name: str, label: str) -> None:
    monday = date(2026, 11, 16)
    view = Planning(hostile=name).week("C01", ON, monday)
    view = view._replace(fixed=(FixedVisit("F1", monday, 780, 840, label),), leave=((monday, label),))
    at = datetime(2026, 11, 18, tzinfo=UTC)
    for ending in papers.ENDINGS:
        page = papers.week(view, ending, at).decode("utf-8")
        printable(page.replace("\r\n", "\n"))
        assert ending != ".html" or "<script" not in page.casefold()


@settings(QUICK, max_examples=20)
@given(name=TEXTS)
def test_the_command_line_writes_no_byte_that_acts(name: str) -> None:
    from tcm_tui.cli import out
    from tcm_tui.cli.show import lists, member

    source = Fake(hostile=name)
    said = [
        *lists.members_text(source.lines("C01", ON)),
        *lists.due_text(ON, source.due(ON, None, 31, True), 31, True),
        *lists.check_text(ON, source.member("M1000", ON).findings, True),
        *member.to_text(source.member("M1000", ON), True),
        *member.what_if_text(source.what_if_discharged("M1000", "2026-12-04", ON).what),
    ]
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        out.as_text(said)
        out.note(name)
    printable(told.getvalue())
