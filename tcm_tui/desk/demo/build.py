"""Writes the demonstration agency into a database of its own, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.demo.agency import Agency, generate
from tcm_tui.desk.demo.columns import COLUMNS
from tcm_tui.desk.errors import Refused
from tcm_tui.records import paths
from tcm_tui.records.audit import TOLD
from tcm_tui.records.store import StoreError, open_store
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import load_packs

if TYPE_CHECKING:
    from tcm_tui.records.write import Work

Progress = Callable[[str, int, int], bool]
"""Told (what is being done, how much is done, how much in all); False gives up, and nothing is left behind."""

ACTION = "demo"
"""The action in the audit log by which a demonstration is known."""


class Built(NamedTuple):
    """What was written: the file, rows by table, and the ids that carry each planted case."""

    path: Path
    rows: dict[str, int]
    planted: dict[str, list[str]]


def build(
    path: str | os.PathLike[str],
    on: date,
    case_managers: int = 12,
    members: int = 320,
    months: int = 14,
    seed: int = 1,
    services: int | None = None,
    progress: Progress | None = None,
) -> Built:
    """Make the agency and write it to path; an earlier demonstration there is replaced.

    The database is made beside its place and moved there when it is whole. Raises Refused when the file holds
    anything but an untouched demonstration, StoreError when it can't be written or progress gave False,
    ValueError for numbers below 1.
    """
    from tcm_tui.records.write import work

    target = paths.database_path(path)
    if not replaceable(target):
        raise Refused(f"{target} holds records that are not a fresh demonstration: name another file.")
    agency = generate(on, case_managers, members, months, seed, services)
    draft = target.with_name(f"{target.name}.new-{os.getpid()}")
    counted: dict[str, int] = dict.fromkeys(COLUMNS, 0)
    try:
        with open_store(draft, create=True) as store:
            moment = datetime.combine(on, time(12), UTC)  # the same call makes the same log
            with work(store, "tcm demo", ACTION, at=moment, cache_mb=256) as uow:
                _store(uow, agency, counted, progress)
                uow.audit("agency", f"seed {seed}", after={**counted, "on": on})
        draft.replace(target)
        for file in (draft, target):  # a leftover journal belongs to the file that is gone
            _journal(file).unlink(missing_ok=True)
    except BaseException:
        draft.unlink(missing_ok=True)
        _journal(draft).unlink(missing_ok=True)
        raise
    return Built(target, counted, agency.planted)


def usual_place() -> Path:
    """Where the demonstration lies unless somebody says otherwise: beside the agency's own database."""
    return paths.data_folder() / "demo.db"


def replaceable(target: Path) -> bool:
    """True when there is nothing at the path, an empty file, or a demonstration nobody has worked in."""
    found = paths.check_ours(target)
    if found is None or found.st_size == 0:
        return True
    with open_store(target) as store:
        told = store.rows("SELECT DISTINCT action FROM audit")
    return {action for (action,) in told} - TOLD == {ACTION}


def _store(uow: Work, agency: Agency, counted: dict[str, int], progress: Progress | None) -> None:
    from tcm_tui.records.bulk import fill, indexes_aside

    done = 0
    with indexes_aside(uow.driver, "appointments", "outreach", "services"):
        for table, rows in agency:
            fill(uow.driver, table, COLUMNS[table], rows)
            counted[table] += len(rows)
            if table == "services":
                done += 1
                if progress is not None and not progress("months", done, agency.months):
                    raise StoreError("cancelled", "Given up: no demonstration was written.")

    def told(done: int, total: int) -> bool:
        return progress is None or progress("ledger", done, total)

    uow.refresh(Policy(), load_packs(), progress=told)


def _journal(file: Path) -> Path:
    return file.with_name(f"{file.name}-journal")
