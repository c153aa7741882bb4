"""The monthly contact, and what else is counted of contacts. R17, R18, R20, R22, R24

What counts as a contact is decided in ``activities``; several on one date are one. A month's contacts
are due on its last day, and better planned for the last business day on or before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules import saying
from tcm_tui.rules.activities import MOTHERS
from tcm_tui.rules.calendar import Calendar, month_end
from tcm_tui.rules.caseload import held, member_status
from tcm_tui.rules.documentation import plan_in_force
from tcm_tui.rules.facts import Member, Plan
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.verdict import Reason, Verdict


class Month(NamedTuple):
    """A member's contacts of one calendar month, as known on a day.

    done: distinct dates with a contact; scheduled: further booked dates still ahead. partial: the member
    was opened within the month, which counts all the same.
    """

    first: date
    due: date
    plan_by: date
    required: int
    done: int
    scheduled: int
    status: str
    partial: bool


def has_clock(program: str) -> bool:
    """Whether a program has the monthly contact: document B asks none of first-time mothers. R17"""
    return program != MOTHERS


def required_contacts(plans: Iterable[Plan], last_day: date, packs: Packs | None = None) -> int:
    """Contacts asked of a month: what the plan in force on its last day says, and never less than R17. R18"""
    return _asked(plan_in_force(plans, last_day), least_contacts(packs, last_day))


@lru_cache(maxsize=512)
def least_contacts(packs: Packs | None, last_day: date) -> int:
    """Contacts asked of every month by the regulation. R17"""
    return (packs or load_packs()).number("contacts.least_per_month", last_day)


def _asked(plan: Plan | None, least: int) -> int:
    times = plan.contacts_per_month if plan is not None else None
    return least if times is None or times < least else times


@lru_cache(maxsize=64)  # an agency's calendar is another one after each change
def _frame(packs: Packs | None, calendar: Calendar, month: date) -> tuple[date, date, date, int]:
    """What all members' months have in common: first and last day, the day to plan for, the least asked."""
    due = month_end(month)
    return month.replace(day=1), due, calendar.last_business_day_on_or_before(due), least_contacts(packs, due)


def month_status(required: int, done: int, scheduled: int, due: date, on: date, on_hold: bool) -> str:
    """met, on-hold, missed, scheduled, due-today or open. R17, R18

    A contact that was made counts during a hold too. A booked visit meets nothing, and one that is still
    booked when the month is over served nothing.
    """
    if done >= required:
        return "met"
    if on_hold:
        return "on-hold"
    if on > due:
        return "missed"
    if done + scheduled >= required:
        return "scheduled"
    return "due-today" if on == due else "open"


def asked_of(member: Member, first_assigned: date | None, month: date, on: date) -> bool:
    """Whether the contacts of a month are asked of a member, as known on a day.

    The member is active on that day and, for a month that is over, was on its last day: opening within
    the month starts the dues (R17), closing or refusing ends them, those of a month before too (R24).
    """
    if not has_clock(member.program) or member_status(member, first_assigned, on) != "active":
        return False
    # a month of the day asked needs no second look
    if month.year == on.year and month.month == on.month:
        return True
    return member_status(member, first_assigned, min(on, month_end(month))) == "active"


def month_of(
    member: Member,
    plans: Sequence[Plan],
    contact_dates: Iterable[date],
    booked_dates: Iterable[date],
    month: date,
    on: date,
    calendar: Calendar,
    first_assigned: date | None = None,
    packs: Packs | None = None,
) -> Month:
    """The contacts of the month that holds the day ``month``, as known on the day ``on``.

    contact_dates: dates on which a contact of R17 began. booked_dates: dates of booked community contacts.
    """
    first, due, plan_by, least = _frame(packs, calendar, month)
    seen = on if on < due else due
    made = {day for day in contact_dates if first <= day <= seen}
    booked = {day for day in booked_dates if on <= day <= due and day >= first and day not in made}
    required = _asked(plan_in_force(plans, due), least) if plans else least
    done, scheduled = len(made), len(booked)
    on_hold = member.hold_from is not None and held(member.hold_from, member.hold_until, seen)
    status = month_status(required, done, scheduled, due, on, on_hold)
    opened = member.opened_on or first_assigned
    partial = opened is not None and first < opened <= due
    return Month(first, due, plan_by, required, done, scheduled, status, partial)


def contact_verdict(
    member: Member,
    plans: Sequence[Plan],
    contact_dates: Iterable[date],
    booked_dates: Iterable[date],
    month: date,
    on: date,
    calendar: Calendar,
    first_assigned: date | None = None,
    packs: Packs | None = None,
    telehealth_counts: bool = False,
) -> Verdict[Month]:
    """``month_of`` with its grounds; by telehealth_counts the contact_dates were chosen. R17, R18"""
    from tcm_tui.rules import book

    made = sorted(set(contact_dates))
    found = month_of(member, plans, made, booked_dates, month, on, calendar, first_assigned, packs)
    source = book.source("R17")
    reasons = []
    plan = plan_in_force(plans, found.due)
    least = least_contacts(packs, found.due)
    if plan is not None and plan.contacts_per_month is not None:
        asked = f"{plan.contacts_per_month} by the plan from {plan.starts_on}"
        text = f"max({least}, {asked}) = {found.required} required"
        reasons.append(Reason("R18", text, book.source("R18")))
    else:
        text = f"{found.required} required; no plan in force on {saying.day(found.due)} asks for more"
        reasons.append(Reason("R17", text, source))
    days = [day.isoformat() for day in made if found.first <= day <= min(on, found.due)]
    text = f"{found.done} of {found.required} done" + (f" ({', '.join(days)})" if days else "")
    if found.scheduled:
        text += f", {found.scheduled} booked, which do not count until kept"
    reasons.append(Reason("R17", text, source))
    text = f"due {saying.day(found.due)}, the month's last day"
    if found.plan_by != found.due:
        text += f"; plan by {saying.day(found.plan_by)}, the last business day before it"
    reasons.append(Reason("R17", text, source))
    if found.partial:
        opened = member.opened_on or first_assigned
        reasons.append(Reason("R17", f"partial first month: open from {opened}, and it counts", source))
    if found.status == "on-hold":
        until = f" through {member.hold_until}" if member.hold_until else ""
        text = f"on hold from {member.hold_from}{until}: {member.hold_reason or 'no reason given'}"
        reasons.append(Reason("R17", text, source))
    rule = "R18" if found.required > least else "R17"
    used = (("telehealth_counts", telehealth_counts), *calendar.policy)
    return Verdict(found, found.status, rule, tuple(reasons), used)


def first_contact_days(assigned_on: date, contact_dates: Iterable[date], on: date) -> int | None:
    """Days from assignment to the first contact with the member, by phone or in person; else None. R20"""
    first = min((day for day in contact_dates if assigned_on <= day <= on), default=None)
    return None if first is None else (first - assigned_on).days


def first_contact_verdict(assigned_on: date, contact_dates: Iterable[date], on: date) -> Verdict[int | None]:
    """``first_contact_days`` with its arithmetic. status: made or waiting. R20"""
    from tcm_tui.rules import book

    days = first_contact_days(assigned_on, contact_dates, on)
    if days is None:
        text = f"no contact yet, {(on - assigned_on).days} days after the assignment on {saying.day(assigned_on)}"
        return Verdict(None, "waiting", "R20", (Reason("R20", text, book.source("R20")),))
    text = f"first contact {days} {'day' if days == 1 else 'days'} after the assignment on {saying.day(assigned_on)}"
    return Verdict(days, "made", "R20", (Reason("R20", text, book.source("R20")),))


def community_share(community_minutes: int, minutes: int) -> float | None:
    """The part of a worker's billable minutes in person at home or in the community; None without any. R22"""
    return community_minutes / minutes if minutes > 0 else None


def community_verdict(
    community_minutes: int, minutes: int, month: date, packs: Packs | None = None
) -> Verdict[float | None]:
    """The share of a worker's month. status: ok, low under half, or none without minutes. R22"""
    from tcm_tui.rules import book

    share = community_share(community_minutes, minutes)
    if share is None:
        return Verdict(None, "none", "R22", (Reason("R22", "no billable minutes this month", book.source("R22")),))
    percent = (packs or load_packs()).number("contacts.community_percent", month_end(month))
    # in whole numbers, so that exactly half is half
    low = community_minutes * 100 < percent * minutes
    text = f"{community_minutes} of {minutes} min in the community = {share:.1%}"
    text += f", under {percent}%" if low else f", at least {percent}%"
    return Verdict(share, "low" if low else "ok", "R22", (Reason("R22", text, book.source("R22")),))
