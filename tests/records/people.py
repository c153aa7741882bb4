"""A site, a worker and a member to hang other records on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tcm_tui.records.store import Store
from tcm_tui.records.tables import Assignment, CaseManager, Member, Record, Service, Site
from tcm_tui.records.write import Work, work

DAY = dt.date(2026, 3, 2)


def site(**more: Any) -> Site:
    return Site(**{"site_id": "S1", "name": "Main Street", "contract": "110", **more})


def worker(**more: Any) -> CaseManager:
    return CaseManager(**{"cm_id": "C1", "name": "Dana", "level": "II", "type": "standard", "site_id": "S1", **more})


def member(**more: Any) -> Member:
    plain = {"member_id": "M1", "first_name": "Ana", "last_name": "Ruiz", "dob": dt.date(1990, 5, 17)}
    return Member(**{**plain, "program": "standard", "focus": "HE", **more})


def assignment(**more: Any) -> Assignment:
    return Assignment(**{"member_id": "M1", "cm_id": "C1", "starts_on": dt.date(2026, 1, 1), **more})


def service(**more: Any) -> Service:
    plain = {"service_id": "V1", "member_id": "M1", "cm_id": "C1", "date": DAY, "start_min": 540}
    return Service(**{**plain, "stop_min": 600, "activity": "member-face-to-face", "place": "home", **more})


def add(uow: Work, *records: Record) -> None:
    """Add records in this order, and tell the log."""
    for record in records:
        uow.session.add(record)
        uow.session.flush()
    uow.audit("test", "records")


def put(store: Store, *records: Record) -> None:
    """Add records in a transaction of their own."""
    with work(store, "tester", "put") as uow:
        add(uow, *records)
