"""When a worker's credentials fall due. R42, R45

Three anchors that are easily confused: the training runs from the hire, the credentialing from the day
it began, a licence backwards from its expiry. The consultation starts anew each Monday.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tcm_tui.rules.credentials import ByKind, Needs, add_months, by_kind, current
from tcm_tui.rules.facts import CaseManager, Credential

WEEK = timedelta(days=7)
WEEKS_LOOKED_AT = 53  # a year of past consultation weeks; older ones no longer help anybody


class Clock(NamedTuple):
    """One deadline of a worker. late_by counts days; required and done are minutes of consultation."""

    what: str
    due_on: date
    status: str  # met | met-late | open | due-today | overdue
    late_by: int
    ref: str
    rule: str
    text: str
    required: int | None = None
    done: int | None = None


class Week(NamedTuple):
    """A Monday-to-Sunday week of consultation; short is what is missing, in minutes."""

    monday: date
    minutes: int
    required: int
    short: int

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def deadline(due_on: date, done_on: date | None, on: date) -> tuple[str, int]:
    """(status, days late) of something due by the end of a day; what was done after ``on`` is not seen."""
    if done_on is not None and done_on <= on:
        late = max(0, (done_on - due_on).days)
        return ("met-late" if late else "met"), late
    late = (on - due_on).days
    return ("overdue", late) if late > 0 else ("due-today" if late == 0 else "open", 0)


def works(cm: CaseManager, on: date) -> bool:
    """True before the day the worker left; on that day somebody else is answerable."""
    return cm.left_on is None or on < cm.left_on


def clocks(cm: CaseManager, credentials: Iterable[Credential], on: date, need: Needs) -> list[Clock]:
    """Every credential clock of a worker, also the ones that are met. Document B's workers have none."""
    if cm.type == "first-time-mothers" or not works(cm, on):
        return []
    have = by_kind(credentials)
    found = [clock for kind in have for clock in expiries(kind, have, on)]
    if cm.type == "wraparound":
        found += training_clock(cm, have, on, need)
        found += credentialing_clocks(have, on, need)
        found += consultation_clocks(cm, have, on, need)
    return sorted(found, key=lambda clock: (clock.due_on, clock.what))


def expiries(kind: str, have: ByKind, on: date) -> list[Clock]:
    """One clock for each expiry of a kind; a renewal without a gap meets it, a later one meets it late.

    A licence that the worker's level does not rest on, because there is a degree, has no clock.
    """
    if kind in ("rn", "cadc") and current(have, "degree", on):
        return []
    known = [(_since(c), c) for c in have[kind] if _since(c) <= on]
    found = []
    for _, credential in known:
        due = credential.expires_on
        if due is None:
            continue
        later = [since for since, c in known if c.expires_on is None or c.expires_on > due]
        renewed = min(later, default=None)
        if renewed is not None and renewed <= due + timedelta(days=1):
            status, late = "met", 0  # valid through the last day, so the next day is soon enough
        else:
            status, late = deadline(due, renewed, on)
        text = f"{kind} expires {due}" + (f", renewed {renewed}" if late and renewed else "")
        found.append(Clock(kind, due, status, late, credential.ref, "R42", text))
    return found


def _since(credential: Credential) -> date:
    return credential.completed_on or credential.began_on or date.min


def training_clock(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[Clock]:
    """Wraparound training within six months of the hire; nothing without a day of hire. R45"""
    if cm.hired_on is None:
        return []
    months = need.wraparound_training_months
    due = add_months(cm.hired_on, months)
    done = min(
        (c for c in have.get("training-wraparound", ()) if c.completed_on is not None and c.completed_on <= on),
        key=_since,
        default=None,
    )
    status, late = deadline(due, done.completed_on if done else None, on)
    ref = done.ref if done else f"{cm.cm_id}:training-wraparound"
    text = f"hired {cm.hired_on} + {months} months = {due}"
    return [Clock("training-wraparound", due, status, late, ref, "R45", text)]


def credentialing_clocks(have: ByKind, on: date, need: Needs) -> list[Clock]:
    """Wraparound credentialing within nine months of beginning it; nothing before it began. R45"""
    months = need.wraparound_credential_months
    found = []
    for credential in have.get("wraparound-credential", ()):
        began = credential.began_on
        if began is None or began > on:
            continue
        due = add_months(began, months)
        status, late = deadline(due, credential.completed_on, on)
        text = f"began {began} + {months} months = {due}"
        found.append(Clock("wraparound-credential", due, status, late, credential.ref, "R45", text))
    return found


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def consultation_week(have: ByKind, monday: date, on: date, need: Needs) -> Week:
    """Minutes of consultation from a Monday through its Sunday, as far as seen on ``on``. R45"""
    end = min(monday + timedelta(days=6), on)
    minutes = sum(
        c.amount or 0
        for c in have.get("consultation", ())
        if c.completed_on is not None and monday <= c.completed_on <= end
    )
    done = int(minutes)
    return Week(monday, done, need.consultation_minutes, max(0, need.consultation_minutes - done))


def first_week(have: ByKind, on: date) -> date:
    """The Monday from which finished weeks are looked at: that of the first consultation, at most a year back.

    Without any consultation on record only the last finished week is looked at. R45
    """
    this = week_of(on)
    first = min(
        (c.completed_on for c in have.get("consultation", ()) if c.completed_on and c.completed_on <= on), default=None
    )
    return this - WEEK if first is None else max(week_of(first), this - WEEKS_LOOKED_AT * WEEK)


def short_week(cm: CaseManager, have: ByKind, monday: date, on: date, need: Needs) -> Week | None:
    """A finished week if it had too little consultation. R45

    A week the worker was hired or left in the midst of is not held against anybody.
    """
    week = consultation_week(have, monday, on, need)
    held = (cm.hired_on is None or cm.hired_on <= monday) and works(cm, week.sunday)
    return week if week.short and held else None


def short_weeks(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[Week]:
    """Finished weeks with too little consultation, the earliest first. R45"""
    found = []
    monday, this = first_week(have, on), week_of(on)
    while monday < this:
        week = short_week(cm, have, monday, on, need)
        if week is not None:
            found.append(week)
        monday += WEEK
    return found


def consultation_clocks(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[Clock]:
    """This week's consultation, due on its Sunday, and last week's while it is short. R45"""
    monday = week_of(on)
    weeks = [consultation_week(have, monday, on, need)]
    if monday > first_week(have, on):
        last = short_week(cm, have, monday - WEEK, on, need)
        weeks += [last] if last is not None else []
    found = []
    for week in weeks:
        status, late = deadline(week.sunday, None, on) if week.short else ("met", 0)
        text = f"{week.minutes} of {week.required} minutes in the week of {week.monday}"
        ref = f"{cm.cm_id}:consultation:{week.monday}"
        found.append(Clock("consultation", week.sunday, status, late, ref, "R45", text, week.required, week.minutes))
    return found
