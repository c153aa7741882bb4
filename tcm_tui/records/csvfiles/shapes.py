"""From the columns of a file to the columns of its table, a batch at a time.

``Cells`` maps a column's name to its parsed values, one per row. A shape raises BadRow when the
values of a row do not go together; the caller then asks again row by row to learn which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import lt
from typing import Any

from tcm_tui.records.csvfiles.faults import BadRow
from tcm_tui.rules.saying import clock

Cells = dict[str, Sequence[Any]]
DAY = 1440


def as_they_are(cells: Cells) -> Cells:
    """The table's columns are the file's."""
    return cells


def in_order(cells: Cells, pairs: Iterable[tuple[str, str, bool]]) -> None:
    """Check that until follows from in every row that has both. Raises BadRow."""
    for first, then, same in pairs:
        if first in cells and then in cells:
            for a, b in zip(cells[first], cells[then], strict=True):
                if a is not None and b is not None and (b < a or (b == a and not same)):
                    what = "is before" if b < a else "is the same as"
                    raise BadRow(then, f"{b} {what} {first} {a}; correct one of the two")


def credential(cells: Cells) -> Cells:
    """key_on, the first day a credential is known by, tells several of one kind apart."""
    known_by = [cells[name] for name in ("began_on", "completed_on", "expires_on") if name in cells]
    rows = len(cells["cm_id"])
    keys = [next(filter(None, given), "") for given in zip(*known_by, strict=True)] if known_by else [""] * rows
    return {"cm_id": cells["cm_id"], "kind": cells["kind"], "key_on": keys, **cells}


def service(cells: Cells) -> Cells:
    """Clock times become minutes from the midnight of date; past 1440 on the next day."""
    stops = cells["stop"]
    stop_dates = cells.get("stop_date", ())
    if any(stop_dates) or not all(map(lt, cells["start"], stops)):
        given = stop_dates or [None] * len(stops)
        stops = [_stop(*row) for row in zip(cells["date"], cells["start"], stops, given, strict=True)]
    return _timed(cells, stops)


def appointment(cells: Cells) -> Cells:
    """Like a service, but times may be missing; a stop needs a start."""
    size = len(cells["date"])
    starts = cells.get("start", [None] * size)
    stops = cells.get("stop", [None] * size)
    given = cells.get("stop_date", [None] * size)
    timed: list[int | None] = []
    for row in zip(cells["date"], starts, stops, given, strict=True):
        if row[2] is None:
            if row[3] is not None:
                raise BadRow("stop_date", "is given without a stop; give the time as well")
            timed.append(None)
        elif row[1] is None:
            raise BadRow("stop", "is given without a start; give both or neither")
        else:
            timed.append(_stop(*row))
    return _timed(cells, timed)


def of_one_day(cells: Cells) -> Cells:
    """Clock times of one day become minutes from its midnight; the stop comes after the start."""
    for start, stop in zip(cells["start"], cells["stop"], strict=True):
        if stop <= start:
            what = "is before" if stop < start else "is also"
            raise BadRow("stop", f"{clock(stop)} {what} the start {clock(start)}; correct one of the two")
    return _timed(cells, cells["stop"])


def ways(cells: Cells) -> Cells:
    """A way leads from one area to another one."""
    for start, stop in zip(cells["area_from"], cells["area_to"], strict=True):
        if start == stop:
            raise BadRow("area_to", "is also the area_from; within one area the setting hop_minutes holds")
    return cells


def _timed(cells: Cells, stops: Sequence[int | None]) -> Cells:
    shaped: Cells = {}
    for name, column in cells.items():
        if name == "start":
            shaped["start_min"] = column
        elif name == "stop":
            shaped["stop_min"] = stops
        elif name != "stop_date":
            shaped[name] = column
    return shaped


def _stop(day: str, start: int, stop: int, stop_date: str | None) -> int:
    """The stop in minutes from the midnight of day. Raises BadRow unless 0 < stop - start <= 24 hours."""
    if stop_date is None or stop_date == day:
        if stop > start:
            return stop
        if stop == start:
            raise BadRow("stop", f"{clock(stop)} is also the start, so nothing lies between; correct one of the two")
        if stop_date is None:
            raise BadRow(
                "stop",
                f"{clock(stop)} is before the start {clock(start)}; correct it, or give {_after(day)} as stop_date",
            )
        raise BadRow(
            "stop",
            f"{clock(stop)} is before the start {clock(start)} of the same day; correct one of them",
        )
    if stop_date < day:
        raise BadRow("stop_date", f"{stop_date} is before the date {day}; correct one of the two")
    if stop_date != _after(day) or stop > start:
        raise BadRow(
            "stop_date",
            f"{stop_date} {clock(stop)} is more than 24 hours after {day} {clock(start)}; split it by day",
        )
    return stop + DAY


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
