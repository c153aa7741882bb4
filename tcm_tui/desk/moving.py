"""An agency from its file onto a server: the file stays as it was, but for an entry in its log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.disclosure import COMMAND_WAIT, Head
from tcm_tui.records import audit, ids
from tcm_tui.records.audit import Seen
from tcm_tui.records.errors import StoreError

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Moved(NamedTuple):
    """Where the agency is as well, its rows by table, the end of the log there, a sentence where the file's log could
    not be told."""

    to: str
    rows: dict[str, int]
    head: Head
    untold: str | None


def copy_to(desk: Desk, url: str, progress: Callable[[int, int], bool] | None = None) -> Moved:
    """Copy the agency into an empty database of a server and compare every row. Raises StoreError: nothing is there.

    What follows from the records (ledger, workers' days, fingerprint) is copied and compared like them, so every answer
    is the same.
    """
    from tcm_tui.records import paths

    file, place = desk.store.file, paths.database_place(url)
    if not isinstance(place, Path):
        from tcm_tui.records.postgres import copying

        found = copying.to_server(file, place, progress)
    else:
        raise StoreError("unreachable", "A copy goes to a server: give postgresql+psycopg://…, or use tcm backup FILE.")
    head = Head(found.entry, found.hash)
    about = {"to": str(place), "entry": head.entry, "hash": head.hash}
    untold = None
    try:
        seen = [Seen("backup", "backup", "server", None, datetime.now(UTC), about)]
        audit.tell(file, ids.user_name(), seen, COMMAND_WAIT)
    except StoreError as error:
        untold = f"The audit log of {file} could not be told of the copy: {error}"
    return Moved(str(place), found.rows, head, untold)
