"""The ids that rows may refer to while files are loaded, and the sentence for one that nobody has."""

from __future__ import annotations

from collections.abc import Sequence

from tcm_tui.records import drivers
from tcm_tui.records.csvfiles import stored
from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.parsing import Known

_KEYS = {
    "sites": ("site_id", "site"),
    "case_managers": ("cm_id", "case manager"),
    "members": ("member_id", "member"),
    "appointments": ("appointment_id", "appointment"),
}
_REMEMBERED = 10_000


class References:
    """Ids by table, read when first needed; appointments, which can be many, batch by batch."""

    def __init__(self, connection: drivers.Connection) -> None:
        self.connection = connection
        self._known: dict[str, Known] = {}
        self._refused: dict[str, dict[str, str]] = {}  # table -> id -> file:line

    def refused(self, table: str, key: str, place: str) -> None:
        """Remember that the row with this id was itself refused, so that what refers to it says so."""
        rows = self._refused.setdefault(table, {})
        if len(rows) < _REMEMBERED:
            rows.setdefault(key, place)

    def added(self, table: str) -> None:
        """Rows were added to a table: its ids are read anew when next asked for."""
        self._known.pop(table, None)

    def of(self, form: Format) -> dict[str, Known]:
        """The ids for each table that the file's columns refer to."""
        return {column.refers: self.table(column.refers) for column in form.columns if column.refers}

    def table(self, name: str) -> Known:
        if name not in self._known:
            ids = [] if name == "appointments" else stored.ids(self.connection, name, _KEYS[name][0])
            self._known[name] = Known(ids, lambda key: self.explain(name, key))
        return self._known[name]

    def look_ahead(self, name: str, cells: Sequence[str]) -> None:
        """Make the appointments of one batch known, and forget those of the batch before."""
        known = self.table(name)
        known.clear()
        column = _KEYS[name][0]
        there = stored.matching(self.connection, name, column, column, filter(None, cells))
        known.update((key, key) for key in there)

    def explain(self, name: str, key: str) -> str:
        noun = _KEYS[name][1]
        if place := self._refused.get(name, {}).get(key):
            return f"the {noun} {key} was itself refused ({place}); correct that row first"
        near = self._alike(name, key)
        if near:
            return f"no {noun} has the id {key}, but {near} exists; was it changed by a spreadsheet? Write {near}"
        return f"no {noun} has the id {key}; correct it, or add it to {name}.csv"

    def _alike(self, name: str, key: str) -> str | None:
        """An id that differs only in leading zeros or in capitals."""
        form = _bare(key)
        return next((known for known in self._known.get(name, ()) if _bare(known) == form), None)


def _bare(key: str) -> str:
    return key.casefold().lstrip("0").removesuffix(".0")
