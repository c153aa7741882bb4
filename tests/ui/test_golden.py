"""Every screen in every state as text, compared line by line; WRITE_GOLDEN=1 writes the files anew, to be looked at."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.desk.access import NotIn
from tcm_tui.desk.errors import Refused
from tcm_tui.ui import commands
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.first import FirstApp, Jobs, Progress
from tcm_tui.ui.login import OPENING
from tcm_tui.ui.run import LOCKED
from tests.ui.cases import CASES, WAIT
from tests.ui.conftest import Opened, text_of
from tests.ui.doors import WORDS, MadeUp, login
from tests.ui.states import Case
from tests.ui.test_hostile import check

WRITE = bool(os.environ.get("WRITE_GOLDEN"))
FOLDER = Path(__file__).parent / "golden"
SIZES = ((80, 24), (120, 40), (160, 50))
START = (
    "choices",
    "folder",
    "working",
    "error",
    "keeping",
    "not-installed",
    "person",
    "person-wrong",
    "code",
    "code-wrong",
)
LOG_IN = ("usual", "wrong", "waiting", "locked", "code", "opening")
MUST = {
    "week": "usual nobody empty filtered long-names over error proposed moving refused warned two-months weekend",
    "caseload": "usual nobody empty filtered filtered-none sorted long-names over at-cap no-row error",
    "clocks-team": "by-day by-worker by-kind site reading long-names empty error",
    "ahead": "usual contacts caseload behind explain nobody empty long-names error working stopped",
    "staff": "usual nobody filtered sorted site long-names error",
    "staff-sheet": "usual wraparound credentials not-shown nobody long-names error",
    "report": "usual nobody month-over behind filtered worker reading long-names error",
    "report-about": "usual none long-names",
    "report-files": "usual file error",
    "roster": "usual nobody holes later filtered long-names error",
    "clocks": "usual nobody empty filtered sorted long-names error",
    "member": "usual nobody long-names over no-row error",
    "agency": "usual nobody filtered sorted sites types site inside explain long-names error",
    "agency-behind": "usual site uncovered nothing filtered long-names error",
    "agency-part": "usual filtered none long-names",
    "rebalance": "usual nobody balanced infeasible what-if accepted rejected solving apply-form apply-short by-hand "
    "sheets long-names error",
    "rules": "usual nobody filtered filtered-none long-names error",
    "look-up": "begin matches none long-names error",
    "look-up-answer": "usual over no-row long-names",
    "look-up-proposal": "fits over never",
    "explain": "usual nothing long-names",
    "help": "usual",
    "palette": "usual filtered none",
    "pickers": "workers workers-none workers-long-names nobody records colours",
    "forms": "empty error ok refused warn draft conflict people elements drafts long-names",
    "settings": "usual filtered form error",
    "first-minutes": "usual",
    "first-start": "choices folder working error keeping not-installed person person-wrong code code-wrong",
    "log-in": "usual wrong waiting locked code opening",
    "blank": "usual",
    "discharge": "usual day wrong no-stay long-names",
    "print": "usual file error",
    "notice": "message error many",
}
"""The states that look different on each screen: none of them may go."""
ANEW = {
    "member", "discharge", "explain", "help", "first-minutes", "week weekend", "caseload sorted", "agency sorted",
    "forms elements", "settings error",
}  # fmt: skip
"""Opened anew at each size: the keys mean something else there (other columns, panes), or a long text stays at the
place to which it was read."""


def path_of(screen: str, state: str, size: tuple[int, int]) -> Path:
    return FOLDER / screen / f"{state}-{size[0]}x{size[1]}.txt"


def compare(screen: str, state: str, size: tuple[int, int], app: Any) -> None:
    """What is shown against the file; no byte of it acts on a terminal and every line is as wide as the screen."""
    check(app)
    path, shown = path_of(screen, state, size), text_of(app)
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{screen} {state} differs from {path.name}"


def each() -> list[Any]:
    return [pytest.param(s, n, case, id=f"{s}-{n}") for s, states in CASES.items() for n, case in states.items()]


@pytest.mark.parametrize(("screen", "state", "case"), each())
async def test_a_screen(screen: str, state: str, case: Case, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_KEYS", "/etc/tcm/keys.toml")
    fresh = screen in ANEW or f"{screen} {state}" in ANEW
    for sizes in [(size,) for size in SIZES] if fresh else [SIZES]:
        source = case.source()
        async with opened(case.area, sizes[0], source, cm=case.cm) as pilot:
            for key in case.keys:
                if key == WAIT:
                    await pilot.app.workers.wait_for_complete()
                    await pilot.pause()
                else:
                    await pilot.press(key)
            if case.do is not None:
                await case.do(pilot, source)
            await every_size(pilot, screen, state, sizes)


async def every_size(pilot: Pilot[Any], screen: str, state: str, sizes: Sequence[tuple[int, int]] = SIZES) -> None:
    """The state at the first size, and after the terminal has grown to each of the others."""
    for size in sizes:
        if size != sizes[0]:
            await pilot.resize_terminal(*size)
        await pilot.pause()
        await pilot.pause()
        compare(screen, state, size, pilot.app)


@pytest.mark.parametrize("state", START)
async def test_the_first_start(state: str) -> None:
    def told(*args: Any) -> str:
        raise Refused("Nothing was stored.", more=("/agency/members.csv:7 dob: “2000-13-01” is no date.",))

    rules = MadeUp(
        missing="Encryption needs two more packages: pip install 'tcm-tui[encrypted]'" * (state[:3] == "not")
    )
    jobs = Jobs(told, told, lambda: "", *((rules, rules.secured.append) if state not in ("folder", "error") else ()))
    app = FirstApp(jobs, "There is no database at ~/.local/share/tcm/agency.db.")
    async with app.run_test(size=SIZES[0]) as pilot:
        if state in ("folder", "error"):
            await pilot.press("2", *"/agency")
        if state == "error":
            await pilot.press("enter")
            await app.workers.wait_for_complete()
        if state == "working":
            app.welcome.progress = Progress("Months", 3, 10)
            app.welcome.redraw()
        if state in ("keeping", "not-installed", "person", "person-wrong", "code", "code-wrong"):
            await pilot.press("3", *(["1"] if state != "keeping" else []))
        if state in ("person-wrong", "code", "code-wrong"):
            await pilot.press(*WORDS, "enter", *(WORDS[:9] if state == "person-wrong" else WORDS), "enter")
        if state == "code-wrong":
            await pilot.press(*"ABCDE", "enter")
        await every_size(pilot, "first-start", state)


@pytest.mark.parametrize("state", LOG_IN)
async def test_the_log_in(state: str) -> None:
    waiting = NotIn("Too many wrong log-ins: the next one is possible in 30 seconds.", 30)
    why = LOCKED["idle"] if state == "locked" else "These records are encrypted."
    app = login(MadeUp(waiting if state == "waiting" else None), why)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        if state in ("wrong", "waiting"):
            await pilot.press(*"wrong words", "enter")
            await app.workers.wait_for_complete()
        if state == "code":
            await pilot.press("f4", *"EAQGF")
        if state == "opening":
            app.box.work(OPENING)
        await every_size(pilot, "log-in", state)


def test_every_screen_stands_in_every_state_at_every_size() -> None:
    wanted = {path_of(s, state, size) for s, states in MUST.items() for state in states.split() for size in SIZES}
    assert sorted(str(path.relative_to(FOLDER)) for path in wanted if not path.is_file()) == []
    assert set(MUST) == {*CASES, "first-start", "log-in"}
    assert {name.replace("_", "-") for name in TcmApp.AREAS} <= set(MUST), "an area without a golden screen"


def test_no_file_is_left_over() -> None:
    states = {screen: list(cases) for screen, cases in CASES.items()} | {
        "first-start": list(START),
        "log-in": list(LOG_IN),
    }
    known = {path_of(screen, state, size) for screen, names in states.items() for state in names for size in SIZES}
    assert {path for path in FOLDER.rglob("*") if path.is_file()} == known


def test_every_command_that_opens_something_has_its_screen() -> None:
    opens = {
        "lookup": "look-up", "explain": "explain", "help": "help", "palette": "palette", "colours": "pickers",
        "choose_worker": "pickers", "add_record": "pickers", "settings": "settings", "first": "first-minutes",
        "drafts": "forms", "print_week": "print", "discharge": "discharge",
    }  # fmt: skip
    actions = {command.action.removeprefix("app.").partition("(")[0] for command in commands.COMMANDS}
    assert set(opens) <= actions and set(opens.values()) <= set(CASES)
    from tcm_tui.ui.overs import Overs

    names = {name.removeprefix("action_") for name in vars(Overs) if name.startswith("action_")} - {"copy"}
    assert names <= set(opens), "something new lies over the areas: give it its golden screens"
