"""The entries of a ledger and what they are made from: the vocabulary of ``ledger.assess``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tcm_tui.rules.facts import Authorization, Member, Plan, Residence, Service, Stay
from tcm_tui.rules.units import DAY, split_by_date

VERSION = 1
"""To be raised when the same records give other entries: stored ledgers are then worked out anew."""

STATUSES = ("not-billable", "not-compensable", "pending", "over-limit", "payable")
"""All statuses, the one that wins first."""

NOT_BILLABLE, NOT_COMPENSABLE, PENDING, OVER_LIMIT, PAYABLE = STATUSES


class MemberFacts(NamedTuple):
    """What the worth of a member's services depends on. external: units elsewhere by first of month (R5)."""

    member: Member
    residences: Sequence[Residence] = ()
    stays: Sequence[Stay] = ()
    plans: Sequence[Plan] = ()
    external: Mapping[date, int] = {}
    authorizations: Sequence[Authorization] = ()


class Entry(NamedTuple):
    """One service on one calendar date; start and stop count from that date's midnight.

    minutes: time that really passed. billable_minutes: the same where the activity is billable, whatever
    the member's situation; else 0. units: delivered, billable and compensable; they are what is used.
    payable_units: those within the limits. is_contact: counts for R17, on the date it began.
    community: billable and in person at home or in the community (R22). at_risk: has units that
    paperwork can still lose or save: an element of the note is missing (R40), the original of a fax is
    not on file (R41), or the plan waits for a signature (R39).
    """

    service_id: str
    member_id: str
    cm_id: str
    date: date
    start: int
    stop: int
    minutes: int
    billable_minutes: int
    units: int
    payable_units: int
    status: str
    line_id: str | None
    is_contact: bool
    community: bool
    at_risk: bool


def service_status(entries: Iterable[Entry]) -> str:
    """The status of a whole service from its parts: the one that wins. ``payable`` for none."""
    found = {entry.status for entry in entries}
    return next((status for status in STATUSES if status in found), PAYABLE)


def cut_at_midnight(services: Iterable[Service]) -> tuple[list[Service], set[tuple[str, date]]]:
    """Services cut at midnight and sorted again, and which of the parts are continuations. R1"""
    found: list[Service] = []
    continued: set[tuple[str, date]] = set()
    for service in services:
        if service.stop <= DAY:
            found.append(service)
            continue
        for place, (day, start, stop, _) in enumerate(split_by_date(service.date, service.start, service.stop)):
            found.append(service._replace(date=day, start=start, stop=stop))
            if place:
                continued.add((service.service_id, day))
    found.sort(key=lambda service: (service.date, service.start, service.service_id))
    return found, continued
