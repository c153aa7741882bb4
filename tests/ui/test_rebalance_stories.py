"""A supervisor's stories by keys alone, with the same end in every table as by commands alone; undo takes them back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tcm_tui.cli.app import run
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.desksource import open_source
from tests.desk.given import agency
from tests.ui.conftest import text_of, until

ON = date(2026, 3, 3)
MONDAY = "2026-03-09"
NOT_COMPARED = ("audit", "applied_keys", "drafts", "meta")
"""Who wrote when, and what a key answered: another each time."""

# Under contract 110: C1 has twenty members, C6 fifteen and C8 ten. Ten came in and have nobody.
HELD = (
    {f"A{n:02}": "C1" for n in range(20)}
    | {f"B{n:02}": "C6" for n in range(15)}
    | {f"D{n:02}": "C8" for n in range(10)}
)
PEOPLE = [f"{member},Ana,{member},1990-05-05,standard,HE,2025-07-01" for member in HELD]
INTAKE = [f"N{n:02},Leo,N{n:02},1992-02-02,standard,HF,2026-03-02" for n in range(10)]
LINES = [f"{member},{cm},2025-07-01," for member, cm in HELD.items()]
VISITS = [
    "V1,A00,C1,2026-03-12,10:00,11:00,community-contact,scheduled",
    "V2,A01,C1,2026-03-05,10:00,11:00,community-contact,scheduled",
]

Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    agency(folder, ON, members=PEOPLE + INTAKE, assignments=LINES, appointments=VISITS).close()
    return folder / "agency.db"


@pytest.fixture
def two(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same agency twice: for the keys and for the commands."""
    return Path(shutil.copy(built, tmp_path / "keys.db")), Path(shutil.copy(built, tmp_path / "commands.db"))


def tables(db: Path) -> Tables:
    """Every row of every table."""
    with closing(sqlite3.connect(db)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: sorted(raw.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in names
            if name not in NOT_COMPARED and not name.startswith("sqlite_")
        }


def of(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as raw:
        return raw.execute(sql).fetchall()


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def shown(pilot: Pilot[int], text: str) -> None:
    """Wait until a text stands on the screen: what is written is told a moment later."""
    await until(pilot, lambda: text in text_of(pilot.app))


@asynccontextmanager
async def at_the_desk(db: Path) -> AsyncIterator[Pilot[int]]:
    """The program opened by a supervisor, on Rebalance by its key."""
    source = open_source(str(db))
    app = TcmApp(source, ON, None, "agency")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "6")
        yield pilot
    source.close()


def commanded(db: Path, *args: str) -> None:
    assert run([*args, "--db", str(db), "--on", str(ON)]) == 0


async def test_closing_a_worker(two: tuple[Path, Path]) -> None:
    keys, commands = two
    before = tables(keys)
    async with at_the_desk(keys) as pilot:
        await press(pilot, "l", *"c1", "ctrl+s")
        assert "leaves for good from 3 Mar 2026" in text_of(pilot.app)
        await press(pilot, "A")
        assert "with 30 moves, 30 accepted" in text_of(pilot.app)
        assert tables(keys) == before, "nothing changes until it is applied"
        await press(pilot, "ctrl+s", *"mon")
        told = "Dana Whitehorse leaves: Mon 9 Mar 2026 is recorded as the first day no longer"
        await shown(pilot, told)
        await press(pilot, "ctrl+s")
        await shown(pilot, "30 members moved from Mon 9 Mar 2026 on; what was asked of Dana Whitehorse is")
        after = tables(keys)
        await press(pilot, "escape")
        assert pilot.app.front.ask.leave == (), "the records say it now"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+z")
        await shown(pilot, "Undone")
        assert tables(keys) == before
        await press(pilot, "ctrl+y")
        assert tables(keys) == after
    commanded(commands, "rebalance", "--leaving", "C1", "--apply", "--effective", MONDAY)
    assert tables(commands) == after
    assert of(keys, "SELECT cm_id, left_on FROM case_managers WHERE left_on IS NOT NULL") == [("C1", MONDAY)]
    assert of(keys, f"SELECT count(*) FROM assignments WHERE cm_id = 'C1' AND ends_on = '{MONDAY}'") == [(20,)]
    assert of(keys, f"SELECT count(*) FROM assignments WHERE starts_on = '{MONDAY}' AND ends_on IS NULL") == [(30,)]
    [(went,)] = of(keys, "SELECT cm_id FROM appointments WHERE appointment_id = 'V1'")
    assert went in ("C6", "C8"), "a visit after the day goes along"
    assert of(keys, "SELECT cm_id FROM appointments WHERE appointment_id = 'V2'") == [("C1",)]


async def test_a_leave_of_absence(two: tuple[Path, Path]) -> None:
    keys, commands = two
    before = tables(keys)
    async with at_the_desk(keys) as pilot:
        await press(pilot, "l", *"c1", "tab", *"mon", "tab", *"4/10", "ctrl+s")
        assert "on leave 9 Mar to 10 Apr 2026" in text_of(pilot.app)
        await press(pilot, "A", "ctrl+s")
        for told in ("20 members back on Sat 11 Apr 2026", "Dana Whitehorse is on leave from Mon 9 Mar 2026 to Fri"):
            await shown(pilot, told)
        await press(pilot, "ctrl+s", "escape")
        after = tables(keys)
        await press(pilot, "ctrl+z")
        assert tables(keys) == before
        await press(pilot, "ctrl+y")
    commanded(commands, "rebalance", "--leave", f"C1:{MONDAY}:2026-04-10", "--apply", "--effective", MONDAY)
    assert tables(commands) == after == tables(keys)
    assert of(keys, "SELECT cm_id, starts_on, ends_on FROM leave") == [("C1", MONDAY, "2026-04-10")]
    spells = of(keys, "SELECT cm_id, starts_on, ends_on FROM assignments WHERE member_id = 'A07' ORDER BY starts_on")
    assert [spells[0], spells[2]] == [("C1", "2025-07-01", MONDAY), ("C1", "2026-04-11", None)]
    assert spells[1][1:] == (MONDAY, "2026-04-11") and len(spells) == 3


async def test_intake_of_ten_members(two: tuple[Path, Path]) -> None:
    """Ten have nobody; the first is rejected where it was proposed, so it goes elsewhere; all are applied today."""
    keys, commands = two
    before = tables(keys)
    async with at_the_desk(keys) as pilot:
        front: Any = pilot.app.front  # type: ignore[attr-defined]
        assert "10 places short → ✓ none with 10 moves" in text_of(pilot.app)
        first = front.plan.moves[0]
        await press(pilot, "x")
        assert f"{first.name} not with" in text_of(pilot.app)
        assert [move.to for move in front.plan.moves if move.member == first.member] != [first.to]
        await press(pilot, "A", "ctrl+s", "ctrl+s", "escape")
        after = tables(keys)
        await press(pilot, "ctrl+z")
        assert tables(keys) == before
        await press(pilot, "ctrl+y")
    forbid = f"{first.member}:{first.to}"
    commanded(commands, "rebalance", "--forbid", forbid, "--apply", "--effective", str(ON))
    assert tables(commands) == after == tables(keys)
    assert of(keys, f"SELECT count(*) FROM assignments WHERE member_id GLOB 'N*' AND starts_on = '{ON}'") == [(10,)]


async def test_some_of_the_moves(two: tuple[Path, Path]) -> None:
    """Two of ten are accepted and applied; the others stay proposed."""
    keys, _ = two
    async with at_the_desk(keys) as pilot:
        await press(pilot, "a", "a", "ctrl+s")
        assert "accepted 2" in text_of(pilot.app)
        await press(pilot, "ctrl+s", "escape")
        await shown(pilot, "8 places short → ✓ none with 8 moves")
    assert of(keys, f"SELECT count(*) FROM assignments WHERE starts_on = '{ON}'") == [(2,)]


async def test_members_given_and_brought_back_by_hand(two: tuple[Path, Path]) -> None:
    """Three of C1 to C8 by hand; when they come back, they stand among the moves as accepted."""
    keys, _ = two
    async with at_the_desk(keys) as pilot:
        await press(pilot, "T", *"dana", "enter", "space", "space", "space", "enter", *"c8", "ctrl+s")
        await shown(pilot, "3 members given to Gus Pine")
        await press(pilot, "escape")
        assert of(keys, f"SELECT count(*) FROM assignments WHERE cm_id = 'C8' AND starts_on = '{ON}'") == [(3,)]
        await press(pilot, "T", *"dana", "enter")
        await press(pilot, "end", "a")
        assert "Dana Whitehorse · 3 marked" in text_of(pilot.app), "those who were theirs, not those who are"
        await press(pilot, "enter")
        front: Any = pilot.app.front  # type: ignore[attr-defined]
        back = [(move.origin, move.to, move.accepted) for move in front.plan.moves if move.to == "C1" and move.origin]
        assert back == [("C8", "C1", True)] * 3
