"""Outreach after the month's missed visits: in time, late, open. R19"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n, percent
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.records.queries import report as sql
from tcm_tui.rules import outreach as rules
from tcm_tui.rules import saying

ID, TITLE, RULES = "outreach", "Outreach", "R19, R24"
BY_DAY = True
NOTE = "Each missed visit of the month has its own clock; it counts with the case manager responsible on its day."
_LABELS = {
    "met": ("Answered in time", "met", False),
    "met-late": ("Answered late", "met-late", True),
    "overdue": ("Not answered, overdue", "overdue", True),
    "open": ("Not answered, still open", "open", True),
    "ended": ("Ended unanswered", "", True),
}


def lines(frame: Frame) -> Iterator[Line]:
    """One line a miss, by what became of it as known on the day."""
    desk = frame.desk
    members = {cared.member.member_id: cared for cared in frame.cared}
    for ident, member, cm, missed, answered in desk.store.rows(sql.MISSES, frame.days):
        if not frame.holds(cm):
            continue
        miss = date.fromisoformat(missed)
        attempts = [date.fromisoformat(answered)] if answered else []
        status, due, late = rules.status(miss, attempts, frame.on, desk.calendar, desk.packs)
        note = f"{ident} missed {saying.near_day(miss)}, due {saying.near_day(due)}"
        if attempts:
            note += f", answered {saying.near_day(attempts[0])}"
        elif members[member].status(frame.on) in ("closed", "refused"):
            # a refusal or closing ends the dues (R24)
            status, note = "ended", f"{note}, {members[member].status(frame.on)} before it was answered"
        if late and status != "ended":
            note += f", {saying.some(late, 'business day')} late"
        yield Line("misses", cm, member, 1, note)
        yield Line("open" if status == "due-today" else status, cm, member, 1, note)


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """How many misses there were and what became of each."""
    misses = sums.total("misses")
    text = f"{n(misses)} visits missed from {saying.near_day(frame.first)} to {saying.day(frame.seen)}"
    yield Figure("misses", "Missed visits", misses, "misses", "R19", text, lines=sums.of("misses"))
    for key, (label, status, listed) in _LABELS.items():
        number = sums.total(key)
        if key == "ended" and not number:
            continue
        rule = "R24" if key == "ended" else "R19"
        text = f"{n(number)} of {n(misses)}"
        if key == "ended":
            text += ": the member was closed or refused first, which ends the dues"
        shown = status if number else ""
        yield Figure(key, label, number, "misses", rule, text, shown, listed=listed, lines=sums.of(key))
    met, settled = sums.total("met"), sums.total("met") + sums.total("met-late") + sums.total("overdue")
    found = percent(met, settled)
    text = f"{n(met)} of ({n(met)} in time + {n(sums.total('met-late'))} late + {n(sums.total('overdue'))} overdue)"
    text += f" = {found:.1f}%" if found is not None else ": none has come to its due day"
    yield Figure("met-share", "Share in time", found, "%", "R19", text, lines=sums.of("met"))
