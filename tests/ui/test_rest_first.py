"""The first five minutes: every step of the page is done on a demonstration, by the keys the page names."""

from __future__ import annotations

import os
import textwrap
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk.demo.build import build
from tcm_tui.ui import commands
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.desksource import open_source
from tcm_tui.ui.run import NEWCOMER
from tcm_tui.ui.screens.explain import ExplainScreen
from tcm_tui.ui.screens.first_minutes import STEPS, FirstScreen, Step, keys, paragraphs
from tcm_tui.ui.screens.lookup import LookupScreen
from tcm_tui.ui.screens.week import WeekScreen
from tests.ui.conftest import Opened, text_of
from tests.ui.test_persons_week import busiest, go_to, of_day, press, rows

ON = date(2026, 10, 28)  # a Wednesday


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("first") / "demo.db"
    build(path, ON, case_managers=4, members=90, seed=3)
    return path


def test_every_step_names_commands_that_are_there_and_says_what_happens() -> None:
    assert [step.title for step in STEPS if not step.does or not step.sees.endswith(".")] == []
    told = "".join(text for spans, _ in paragraphs() for text, _ in spans)
    for step in STEPS:
        assert step.title in told and step.sees in told
        assert keys(step.does) in told


def test_the_page_names_the_keys_in_force() -> None:
    try:
        commands.use_keymap({"week.plan": "ctrl+g,p"})
        assert keys(("week.plan",)) == "^g"
    finally:
        commands.use_keymap({})


def published() -> str:
    """The page as a document."""
    lines = [
        "# The first five minutes",
        "",
        "Made from `tcm_tui/ui/screens/first_minutes.py`; `F1` in the program shows it with the keys in force. Begin",
        "with the demonstration: `make demo` (or `tcm demo`), where nothing you do touches real records.",
        "",
    ]
    for n, step in enumerate(STEPS, 1):
        pressed = " ".join(f"`{key}`" for key in keys(step.does).split("  "))
        lines.append(f"{n}. **{step.title}** {pressed}")
        lines += [f"   {line}" for line in textwrap.wrap(step.sees, 112)]
    return "\n".join(lines) + "\n"


def test_the_page_is_in_the_documents() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "first-minutes.md"
    if os.environ.get("WRITE_GOLDEN"):
        page.write_text(published(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == published(), "write it anew with WRITE_GOLDEN=1, as the golden screens"


async def test_the_page_opens_from_anywhere_and_closes(opened: Opened) -> None:
    async with opened("caseload", (80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FirstScreen)
        assert "Who is due?" in text_of(pilot.app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Keys" in text_of(pilot.app)
        await pilot.press("escape", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_a_newcomer_follows_the_page(agency: Path) -> None:
    source = open_source(str(agency))
    app = TcmApp(source, ON, busiest(agency))
    step = iter(STEPS)

    def pressed(told: Step) -> list[str]:
        return [commands.keys_of(commands.BY_ID[id])[0] for id in told.does]

    async with app.run_test(size=(100, 32), notifications=True) as pilot:
        # 1. Who is due?
        await press(pilot, *pressed(next(step)))
        screen = app.front
        assert isinstance(screen, WeekScreen) and screen.view is not None
        assert screen.queue.row is not None and "month " in text_of(app)
        # 2. Let it plan the week
        await press(pilot, *pressed(next(step)))
        ghosts = list(screen.ghosts)
        assert len(ghosts) > 1 and "░" in text_of(app)
        before = rows(agency)
        # 3. Accept: one, then the others
        one, others = pressed(next(step))
        await press(pilot, one)
        assert len(rows(agency)["appointments"]) == len(before["appointments"]) + 1
        await press(pilot, others)
        assert len(rows(agency)["appointments"]) == len(before["appointments"]) + len(ghosts)
        assert screen.ghosts == []
        # 4. Log what was done
        to_days, log, save = pressed(next(step))
        if screen.focused is not screen.grid:
            await press(pilot, to_days)
        assert screen.focused is screen.grid
        first, second = of_day(screen, ON)[:2]
        await go_to(pilot, screen, first)
        await press(pilot, log, save)
        assert rows(agency)["appointments"][first]["status"] == "kept"
        assert len(rows(agency)["services"]) == len(before["services"]) + 1
        # 5. Mark a visit missed
        await go_to(pilot, screen, second)
        await press(pilot, *pressed(next(step)))
        assert rows(agency)["appointments"][second]["status"] == "missed"
        assert second in [getattr(line.row, "ref", None) for line in screen.queue.listing.lines]
        # 6. Do the outreach
        await go_to(pilot, screen, second)
        await press(pilot, *pressed(next(step)))
        attempts = [row for row in rows(agency)["outreach"].values() if row["appointment_id"] == second]
        assert [(row["date"], row["mode"]) for row in attempts] == [(ON.isoformat(), "phone")]
        # 7. How many units are left?
        name = next(v.member_name for v in screen.view.visits if v.appointment == first)
        await press(pilot, *pressed(next(step)), *name.split()[0][:4], "enter", *"45m")
        assert isinstance(app.screen, LookupScreen)
        assert "3 units" in text_of(app) and "Next" in text_of(app)
        await press(pilot, "escape", "escape")
        # 8. Why?
        await press(pilot, *pressed(next(step)))
        assert isinstance(app.screen, ExplainScreen)
        await press(pilot, "escape")
        # 9. Take it back
        undo, redo = pressed(next(step))
        await press(pilot, undo)
        assert not [row for row in rows(agency)["outreach"].values() if row["appointment_id"] == second]
        await press(pilot, redo)
        assert [row for row in rows(agency)["outreach"].values() if row["appointment_id"] == second]
        # 10. The rest
        help, palette, leave = pressed(next(step))
        await press(pilot, help)
        assert "Keys" in text_of(app)
        await press(pilot, "escape", palette)
        assert "Commands" in text_of(app)
        await press(pilot, "escape", leave)
    assert next(step, None) is None
    source.close()


def test_a_first_start_offers_it_once(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.ui import run

    told: list[list[str]] = []
    monkeypatch.setattr(TcmApp, "run", lambda self: told.append(self.notices))
    for _ in range(2):
        source = open_source(str(agency))
        run.show(source, run.Place(ON, "caseload"))
        source.close()
    assert told == [[NEWCOMER], []]
    assert "F1" in NEWCOMER and commands.keys_of(commands.BY_ID["first"]) == ["f1"]
