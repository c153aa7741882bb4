"""Keeping the records safe: a copy while in use, putting one back, and a look at everything that can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Check(NamedTuple):
    """One thing looked at: its name, whether it is well, and a sentence for a person."""

    name: str
    ok: bool
    sentence: str


def backup(desk: Desk, file: str | Path, progress: Callable[[int, int], bool] | None = None) -> Path:
    """Copy the database to a file while it is in use; gives the file. Raises StoreError."""
    from tcm_tui.records import backup as copies

    return copies.backup(desk.store, file, progress)


def restore(file: str | Path, db: str | None = None) -> Path | None:
    """Put a verified backup in the place of the database; gives where the old one is kept, None without one.

    Raises StoreError; the database is then as it was.
    """
    from tcm_tui.records import backup as copies

    return copies.restore(file, db, at=datetime.now(UTC))


def doctor(db: str | None = None, whole: bool = False) -> list[Check]:
    """Integrity, version, permissions, the files of rule values, and whether the ledger still follows from the records.

    whole works out every member's ledger again, not a sample. With a faulty file of rule values, which no desk can
    be opened with, everything is looked at that needs none. Raises StoreError.
    """
    from tcm_tui.desk import office
    from tcm_tui.records import doctor as looking
    from tcm_tui.records.store import open_store
    from tcm_tui.rules.pack import PackError, load_packs

    with open_store(db) as store:
        try:
            faults = load_packs(office.overlay_folder(store.path)).faults()
        except PackError as error:
            faults = [str(error)]
        if faults:
            return [Check(*check) for check in looking.with_faulty_figures(store, faults)]
    with office.at_desk(db) as desk:
        found = looking.doctor(desk.store, desk.policy, desk.packs, whole=whole)
    return [Check(*check) for check in found]
