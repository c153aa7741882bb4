"""Outreach after a missed appointment or contact. R19

Each miss has its own clock. It runs from the miss, whenever that was learned of; visits rescheduled
beforehand or cancelled are no miss.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tcm_tui.rules import saying
from tcm_tui.rules.calendar import DAY, Calendar
from tcm_tui.rules.facts import Appointment, Outreach
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.verdict import Reason, Verdict


def is_miss(appointment: Appointment, on: date) -> bool:
    """Whether an appointment of any kind was missed, its day being no later than ``on``."""
    return appointment.status == "missed" and appointment.date <= on


def attempts_for(appointment: Appointment, outreach: Iterable[Outreach], on: date) -> list[date]:
    """The days of the attempts that answer a miss, in order, as known on a day.

    They name the appointment or, naming none, the member; they are dated from the miss on. An attempt
    that names no appointment answers every open miss of the member.
    """
    return sorted(
        row.date
        for row in outreach
        if appointment.date <= row.date <= on
        and (
            row.appointment_id == appointment.appointment_id
            if row.appointment_id
            else row.member_id == appointment.member_id
        )
    )


@lru_cache(maxsize=4096)
def allowed_days(packs: Packs | None, miss: date) -> int:
    """Business days allowed for outreach after a miss. R19"""
    return (packs or load_packs()).number("outreach.business_days", miss)


def due_on(miss: date, calendar: Calendar, packs: Packs | None = None) -> date:
    """The business day at whose end outreach is due; the day of the miss is day 0. R19"""
    return calendar.add_business_days(miss, allowed_days(packs, miss))


def status(
    miss: date, attempts: Iterable[date], on: date, calendar: Calendar, packs: Packs | None = None
) -> tuple[str, date, int]:
    """(status, due day, business days late) of a miss.

    status: met, met-late, open, due-today or overdue. Attempts before the miss or after ``on`` are not
    seen. On the weekend after a due day outreach is overdue by 0 business days.
    """
    due = due_on(miss, calendar, packs)
    first = min((day for day in attempts if miss <= day <= on), default=None)
    if first is not None:
        return ("met", due, 0) if first <= due else ("met-late", due, calendar.business_days_between(due, first))
    if on > due:
        return "overdue", due, calendar.business_days_between(due, on)
    return ("due-today" if on == due else "open"), due, 0


def outreach_verdict(
    miss: date, attempts: Iterable[date], on: date, calendar: Calendar, packs: Packs | None = None
) -> Verdict[date]:
    """The clock of a miss with its arithmetic; the value is the due day. R19"""
    from tcm_tui.rules import book

    attempts = sorted(day for day in attempts if miss <= day <= on)
    word, due, late = status(miss, attempts, on, calendar, packs)
    count = allowed_days(packs, miss)
    text = f"{saying.day(miss)} + {count} business {_days(count)} = {saying.day(due)}"
    skipped = _closed_between(miss, due, calendar)
    if skipped:
        text += f" (closed: {skipped})"
    reasons = [Reason("R19", text, book.source("R19"))]
    if attempts:
        text = f"first attempt {saying.day(attempts[0])}"
        text += f", {late} business {_days(late)} late" if word == "met-late" else ", in time"
        reasons.append(Reason("R19", text, book.source("R19")))
    elif word == "overdue":
        text = f"no attempt by {saying.day(on)}, {late} business {_days(late)} late"
        reasons.append(Reason("R19", text, book.source("R19")))
    return Verdict(due, word, "R19", tuple(reasons), calendar.policy)


def _closed_between(miss: date, due: date, calendar: Calendar) -> str:
    """The closed weekdays that moved the due day, with their names."""
    found, day = [], miss + DAY
    while day < due:
        name = calendar.closed_name(day)
        if name is not None and day.weekday() < 5:
            found.append(f"{saying.day(day)}, {name}")
        day += DAY
    return "; ".join(found)


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
