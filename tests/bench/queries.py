"""The unit look-up inside one process, against the same question in raw sqlite3 on the same file."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.bench.agencies import ON
from tests.bench.figures import Figure, middle, p95

DAY = date.fromisoformat(ON)
MEMBER = """
SELECT m.dob, m.focus, a.cm_id, c.level, c.type, s.contract FROM members m
LEFT JOIN assignments a ON a.member_id = m.member_id AND a.starts_on <= :on AND (a.ends_on IS NULL OR a.ends_on > :on)
LEFT JOIN case_managers c ON c.cm_id = a.cm_id LEFT JOIN sites s ON s.site_id = c.site_id
WHERE m.member_id = :member"""
USED = "SELECT date, units FROM ledger WHERE member_id = :member AND date BETWEEN :first AND :on"
HELD = """
SELECT date, units, start_min, stop_min FROM appointments
WHERE member_id = :member AND date BETWEEN :first AND :last AND status = 'scheduled' AND voided_on IS NULL"""
ELSEWHERE = "SELECT units FROM external_units WHERE member_id = :member AND month = :first"

# What can bar a service or raise a limit belongs to the question as well.
BARRED = "SELECT kind, starts_on, ends_on FROM residences WHERE member_id = :member AND starts_on <= :on"
STAYS = "SELECT kind, admitted_on, planned_discharge_on, discharged_on, covered FROM stays WHERE member_id = :member"
GRANTS = "SELECT units, period FROM authorizations WHERE member_id = :member AND :on BETWEEN starts_on AND ends_on"


def tenfold_figure(million: Path, ten: Path, count: int = 2000) -> Figure:
    """The same look-up in both files, in turn: the machine's pace changes from minute to minute."""
    from tcm_tui.desk import lookup, office

    desks = [office.open_desk(str(path)) for path in (million, ten)]
    with closing(sqlite3.connect(million)) as raw:
        members = [row[0] for row in raw.execute("SELECT member_id FROM members")]
    taken: list[list[float]] = [[], []]
    for n, member in enumerate(random.Random(1).choices(members, k=count) * 2):
        for desk, times in zip(desks, taken, strict=True):
            began = time.perf_counter()
            lookup.units(desk, member, DAY)
            if n >= count:  # the first pass warms both
                times.append((time.perf_counter() - began) * 1e6)
    for desk in desks:
        desk.close()
    return Figure("look-up, ten million", middle(taken[1]), "us", "one million, in turn", middle(taken[0]), 1.3)


def figures(path: Path, count: int = 2000) -> list[Figure]:
    """Members at random; the order is the same for both."""
    from tcm_tui.desk import lookup, office

    raw = sqlite3.connect(path)
    members = [row[0] for row in raw.execute("SELECT member_id FROM members")]
    asked = random.Random(1).choices(members, k=count)
    first = DAY.replace(day=1).isoformat()
    ours: list[float] = []
    floor: list[float] = []
    alone: list[float] = []
    desk = office.open_desk(str(path))
    for n, member in enumerate(asked * 2):
        params = {"member": member, "on": ON, "first": first, "last": "2026-11-30"}
        began = time.perf_counter()
        for sql in (MEMBER, USED, HELD, ELSEWHERE):
            raw.execute(sql, params).fetchall()
        units_alone = time.perf_counter()
        for sql in (BARRED, STAYS, GRANTS):
            raw.execute(sql, params).fetchall()
        between = time.perf_counter()
        lookup.units(desk, member, DAY)
        ended = time.perf_counter()
        if n >= count:  # the first pass warms both
            floor.append((between - began) * 1e6)
            alone.append((units_alone - began) * 1e6)
            ours.append((ended - between) * 1e6)
    services = raw.execute("SELECT count(*) FROM services").fetchone()[0]
    raw.close()
    desk.close()
    at = f"look-up at {services:,} services"
    return [
        Figure(f"{at}, whole answer", middle(ours), "us", "raw sqlite3", middle(floor), 3),
        Figure(f"{at}, whole answer", middle(ours), "us", "raw, units alone", middle(alone), None),
        Figure(f"{at}, p95", p95(ours), "us", "raw sqlite3 p95", p95(floor), None),
    ]
