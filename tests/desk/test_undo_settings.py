"""A reading of the rules that was changed is taken back like any write, with everybody's units."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from tcm_tui.desk import forms, lookup, undo
from tcm_tui.desk.office import Desk
from tests.desk.weeks import week_of

ON = date(2026, 3, 27)
SERVICES = [
    "S1,M1,C1,2026-03-24,09:00,09:23,member-face-to-face,home",
    "S2,M2,C1,2026-03-24,10:00,10:38,member-face-to-face,home",
]
"""23 and 38 minutes: 1 and 2 completed units; 2 and 3 by eight minutes (R1)."""


def agency(folder: Path) -> Desk:
    return week_of(folder, ON, "M1 M2", services=SERVICES)


def used(desk: Desk) -> list[int]:
    return [lookup.units(desk, member, ON).month.used for member in ("M1", "M2")]


def choose(desk: Desk, key: str, value: str) -> None:
    context = {"record": key, "key": key}
    saved = forms.save(desk, "setting", {"key": key, "value": value}, ON, context)
    assert saved.result is not None and saved.result.id, saved


def test_the_units_of_everybody_are_as_before_and_again_by_redo(tmp_path: Path) -> None:
    desk = agency(tmp_path)
    assert used(desk) == [1, 2]
    choose(desk, "unit_rounding", "eight-minute")
    assert used(desk) == [2, 3]
    taken = undo.undo_last(desk, ON)
    assert taken.verdict == "ok", taken.reasons
    assert used(desk) == [1, 2] and desk.policy.unit_rounding == "completed-15"
    again = undo.redo_last(desk, ON)
    assert again.verdict == "ok" and used(desk) == [2, 3]


def test_it_stands_in_the_way_of_no_earlier_write(tmp_path: Path) -> None:
    desk = agency(tmp_path)
    texts = {"member": "M1", "date": "2026-03-24", "mode": "phone"}
    before = stored(desk)
    saved = forms.save(desk, "outreach", texts, ON, {})
    assert saved.result is not None and saved.result.id, saved
    choose(desk, "unit_scope", "member-day")
    assert undo.undo_last(desk, ON).verdict == "ok" and undo.undo_last(desk, ON).verdict == "ok"
    assert stored(desk) == before


def stored(desk: Desk) -> list[tuple[object, ...]]:
    with sqlite3.connect(str(desk.store.path)) as connection:
        return [
            *connection.execute("SELECT * FROM outreach"),
            *connection.execute("SELECT * FROM settings"),
            *connection.execute("SELECT * FROM ledger ORDER BY service_id"),
        ]
