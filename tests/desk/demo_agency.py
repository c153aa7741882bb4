"""Demonstration agencies for the tests, made once a process: as rows by name, and as databases."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from tcm_tui.desk.demo import COLUMNS, Agency, generate, tables
from tcm_tui.desk.demo.build import build
from tcm_tui.desk.office import Desk, open_desk

WEDNESDAY = date(2026, 11, 18)
MONTH_END = date(2026, 11, 30)  # a Monday, the last day of its month
NEW_YEAR = date(2027, 1, 1)  # closed, and the first of a month
SUNDAY = date(2026, 11, 1)  # the first of a month as well

BEFORE_HOLIDAY = date(2026, 7, 3)  # a closed Friday early in a month: what was planted lies in the month before

Named = dict[str, Any]
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []  # gone when the process ends


class Made:
    """An agency, its planted ids, and its rows as dicts by table."""

    def __init__(self, agency: Agency) -> None:
        self.on = agency.on
        found = tables(agency)
        self.planted = agency.planted
        self.tables: dict[str, list[Named]] = {
            table: [dict(zip(COLUMNS[table], row, strict=True)) for row in rows] for table, rows in found.items()
        }

    def __getitem__(self, table: str) -> list[Named]:
        return self.tables[table]

    def members(self) -> dict[str, Named]:
        return {row["member_id"]: row for row in self["members"]}

    def staff(self) -> dict[str, Named]:
        return {row["cm_id"]: row for row in self["case_managers"]}


@lru_cache(maxsize=8)
def made(on: date = WEDNESDAY, seed: int = 1) -> Made:
    return Made(generate(on, seed=seed))


@lru_cache(maxsize=4)
def desk(on: date = WEDNESDAY) -> tuple[Desk, dict[str, list[str]]]:
    """The default agency of a day in a database, open for questions, and its planted ids."""
    folder = tempfile.TemporaryDirectory(prefix="tcm-demo-")
    _FOLDERS.append(folder)
    built = build(Path(folder.name) / "demo.db", on)
    return open_desk(str(built.path)), built.planted
