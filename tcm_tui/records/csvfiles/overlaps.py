"""Which stored row a refused one overlaps: the database says that one does, a person needs to know which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tcm_tui.records import drivers
from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.parsing import Fault
from tcm_tui.rules.saying import closing
from tcm_tui.rules.weekhours import WEEKDAYS

# The conditions of the tables' triggers.
_OF_WEEKDAY = """
SELECT start_min, stop_min, starts_on, ends_on FROM {table}
WHERE {owner} = :{owner} AND weekday = :weekday AND (starts_on <> :starts_on OR start_min <> :start_min)
  AND (:ends_on IS NULL OR starts_on < :ends_on) AND (ends_on IS NULL OR ends_on > :starts_on)
  AND start_min < :stop_min AND stop_min > :start_min ORDER BY starts_on, start_min LIMIT 1"""
_OF_DAYS = """
SELECT starts_on, ends_on FROM {table}
WHERE {owner} = :{owner} AND starts_on <> :starts_on AND starts_on <= :ends_on AND ends_on >= :starts_on
ORDER BY starts_on LIMIT 1"""


class Clash(NamedTuple):
    """The other row: the cells by which its line is found, and what is said of it."""

    cells: dict[str, str]
    column: str
    own: str
    other: str

    def fault(self, line: int | None) -> Fault:
        """The message; line is where the other row stands in the same file, None: it was stored before."""
        where = f"line {line}" if line else "already stored"
        return self.column, f"{self.own} overlaps {self.other} ({where}); let one of them end before the other begins"


def clash(connection: drivers.Connection, form: Format, row: Mapping[str, Any]) -> Clash | None:
    """The first stored row of the same owner that shares time with this one, if there is one."""
    owner = form.key[0]
    asked = {"ends_on": None, **row}
    weekly = "weekday" in row
    sql = (_OF_WEEKDAY if weekly else _OF_DAYS).format(table=form.name, owner=owner)
    found = connection.execute(sql, asked).fetchone()
    if found is None:
        return None
    if not weekly:
        cells = {owner: row[owner], "starts_on": found[0]}
        own, other = f"{row['starts_on']} to {row['ends_on']}", f"{found[0]} to {found[1]} of {row[owner]}"
        return Clash(cells, "starts_on", own, other)
    start, stop, starts_on, ends_on = found
    weekday = WEEKDAYS[row["weekday"]]
    cells = {owner: row[owner], "weekday": weekday, "start": closing(start), "starts_on": starts_on}
    until = f"until {ends_on}" if ends_on else "with no end"
    other = f"{closing(start)}-{closing(stop)} of {row[owner]} from {starts_on} {until}"
    return Clash(cells, "start", f"{weekday} {closing(row['start_min'])}-{closing(row['stop_min'])}", other)
