"""Whether worker and member are there for a visit: leave, hours, fixed appointments, when a member can be met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.records.queries import facts
from tcm_tui.records.queries import weekplan as sql
from tcm_tui.rules.saying import closing
from tcm_tui.rules.verdict import Reason
from tcm_tui.rules.weekhours import hours_on

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Objections
    from tcm_tui.rules.facts import Appointment

Span = tuple[int, int]


def look(desk: Desk, found: Objections, visit: Appointment) -> None:
    """Say what stands against a visit: leave, a fixed appointment and a member away warn; hours are told."""
    day, cm = visit.date, visit.cm_id
    if cm is not None:
        for first, last, why in _of(desk, sql.LEAVE, day, cm=cm):
            text = f"{cm} is away from {first} through {last}" + (f": {why}" if why else "")
            found.add("warn", Reason("leave", text, "agency"))
    if visit.start is None:
        return
    start, stop = visit.start, visit.start + 15 if visit.stop is None else visit.stop
    if cm is not None:
        for ident, _, a, b, _, label in _of(desk, sql.FIXED, day, cm=cm):
            if a < stop and b > start:
                text = f"{cm} has {label or 'a fixed appointment'} ({ident}) from {closing(a)} to {closing(b)}"
                found.add("warn", Reason("overlap", text, "agency"))
        hours = _on(desk, sql.WORKING_HOURS, day, cm=cm)
        if hours is not None and not _within(hours, start, stop):
            text = f"{cm} works {_spoken(hours)} on that weekday" if hours else f"{cm} does not work on that weekday"
            found.add("ok", Reason("hours", text, "agency"))
    can = _on(desk, sql.AVAILABILITY_OF, day, member=visit.member_id)
    if can is not None and not _within(can, start, stop):
        met = f"be met {_spoken(can)}" if can else "not be met"
        text = f"{visit.member_id} can {met} on that weekday"
        found.add("warn", Reason("availability", text, "agency"))


def working(desk: Desk, cm: str | None, day: date) -> list[Span]:
    """The stretches a worker works on a day, less leave and fixed appointments: [from, until) in minutes."""
    usual = list(desk.planning.usual_day())
    if cm is None:
        return usual
    if _of(desk, sql.LEAVE, day, cm=cm):
        return []
    hours = _on(desk, sql.WORKING_HOURS, day, cm=cm)
    free = usual if hours is None else list(hours)
    for _, _, a, b, *_ in _of(desk, sql.FIXED, day, cm=cm):
        free = [part for x, y in free for part in ((x, min(y, a)), (max(x, b), y)) if part[0] < part[1]]
    return free


def _of(desk: Desk, text: str, day: date, **who: str) -> list[tuple[Any, ...]]:
    return desk.store.rows(text, {"first": day.isoformat(), "last": day.isoformat(), **who})


def _on(desk: Desk, text: str, day: date, **who: str) -> tuple[Span, ...] | None:
    """The stretches of the day; None when nothing is said of any weekday."""
    return hours_on(map(facts.hours, _of(desk, text, day, **who)), day)


def _within(spans: Sequence[Span], start: int, stop: int) -> bool:
    """Whether one stretch, or several that touch, hold the whole time."""
    at = start
    for a, b in sorted(spans):
        if a <= at < b:
            at = b
    return at >= stop


def _spoken(spans: Sequence[Span]) -> str:
    return ", ".join(f"{closing(a)} to {closing(b)}" for a, b in spans)
