"""Rows that can only be judged together: assignments of a member must not overlap, a supervisor must exist.

Each function takes the good rows of a whole file as {row number: row} and gives {row number: fault} for
those that cannot stay; whoever calls takes them out. When two rows exclude each other, the later one goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tcm_tui.records.csvfiles.parsing import Fault

Row = tuple[Any, ...]
Spans = dict[str, tuple[str, str]]  # starts_on -> ends_on ("9999" when open), cm_id
OPEN = "9999"


def supervisors(
    rows: Mapping[int, Row], columns: Sequence[str], stored: set[str], explain: Callable[[str], str]
) -> dict[int, Fault]:
    """Refuse workers whose supervisor is neither stored nor in a row that stays."""
    if "supervisor_id" not in columns:
        return {}
    own, above = columns.index("cm_id"), columns.index("supervisor_id")
    faults: dict[int, Fault] = {}
    while True:
        known = stored | {row[own] for number, row in rows.items() if number not in faults}
        more = {
            number: ("supervisor_id", explain(row[above]))
            for number, row in rows.items()
            if number not in faults and row[above] is not None and row[above] not in known
        }
        if not more:
            return faults
        faults |= more


def assignments(
    rows: Mapping[int, Row],
    columns: Sequence[str],
    stored: Mapping[str, Spans],
    place: Callable[[int], str],
) -> dict[int, Fault]:
    """Refuse assignments that overlap another one of the member, stored or in this file (R31).

    stored holds what the database has for the members concerned; place(number) says where a row stands.
    """
    column = {name: columns.index(name) for name in columns}
    by_member: dict[str, list[int]] = defaultdict(list)
    for number, row in rows.items():
        by_member[row[column["member_id"]]].append(number)
    faults: dict[int, Fault] = {}
    for member, numbers in by_member.items():
        faults |= _of_member({n: rows[n] for n in numbers}, column, stored.get(member, {}), place)
    return faults


def _of_member(
    rows: Mapping[int, Row], column: Mapping[str, int], stored: Spans, place: Callable[[int], str]
) -> dict[int, Fault]:
    starts, cm = column["starts_on"], column["cm_id"]
    faults: dict[int, Fault] = {}
    while True:
        spans = [(start, end, worker, -1) for start, (end, worker) in stored.items()]
        taken = {row[starts]: n for n, row in rows.items() if n not in faults}
        spans = [span for span in spans if span[0] not in taken]
        for start, n in taken.items():
            end = rows[n][column["ends_on"]] if "ends_on" in column else stored.get(start, (None,))[0]
            spans.append((start, end or OPEN, rows[n][cm], n))
        spans.sort()
        clash = next(((a, b) for a, b in pairwise(spans) if b[0] < a[1]), None)
        if clash is None:
            return faults
        if clash[0][3] < 0 and clash[1][3] < 0:
            return faults  # both are stored: not for this file to mend
        loser, other = sorted(clash, key=lambda span: span[3], reverse=True)
        faults[loser[3]] = ("starts_on", _overlap(loser, other, place))


def _overlap(own: tuple[str, str, str, int], other: tuple[str, str, str, int], place: Callable[[int], str]) -> str:
    where = place(other[3]) if other[3] >= 0 else "already stored"
    until = "with no end" if other[1] == OPEN else f"until {other[1]}"
    return (
        f"the assignment from {own[0]} overlaps the one to {other[2]} from {other[0]} {until} ({where}); "
        "a member has one worker a day, so end the earlier one on the day the next begins"
    )
