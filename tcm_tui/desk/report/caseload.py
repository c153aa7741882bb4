"""Caseload: who was there at the start, who came and went, who is there at the end, against the ranges. R9-R12, R31

Members count from the day before the month to its last day; a change counts on its day, with the worker it takes
from and the one it gives to, so that workers add up to sites and sites to the agency.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tcm_tui.desk import caseload as desk_caseload
from tcm_tui.desk import cohort
from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.records.queries import caseload as caseload_sql
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import report as sql
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import saying
from tcm_tui.rules.facts import Assignment

ID, TITLE, RULES = "caseload", "Caseload", "R9-R12, R31"
BY_DAY = False
NOTE = "Members count with the case manager responsible that day; the status is that of the last day."
STATUSES = ("over", "at-cap", "within", "under", "no-standard")
_WORDS = {
    "over": "Case managers over their range",
    "at-cap": "Case managers at the cap",
    "within": "Case managers within their range",
    "under": "Case managers under their range",
    "no-standard": "Case managers without a range",
}


def lines(frame: Frame) -> Iterator[Line]:
    """Members at the start, changes, members at the end; case managers by status."""
    care: dict[str, list[Assignment]] = {}
    for row in frame.desk.store.rows(sql.ASSIGNMENTS):
        care.setdefault(row[0], []).append(facts.assignment(row))
    hospital = {r[0] for r in frame.desk.store.rows(caseload_sql.IN_HOSPITAL.all, {"on": frame.seen.isoformat()})}
    for cared in frame.cared:
        yield from _member(frame, cared, care.get(cared.member.member_id, []), hospital)
    yield from _workers(frame)


def _member(frame: Frame, cared: cohort.Cared, care: list[Assignment], hospital: set[str]) -> Iterator[Line]:
    member, key = cared.member, cared.member.member_id
    before = frame.first - timedelta(days=1)
    turns = {member.opened_on, member.closed_on, member.refused_on, cared.first_assigned}
    turns |= {each.starts_on for each in care} | {each.ends_on for each in care}
    days = [before, *sorted(day for day in turns if day is not None and before < day <= frame.seen)]
    was, had = "", None
    for day in days:
        now = cared.status(day)
        has = next((each.cm_id for each in care if _holds(each, day)), None)
        said = saying.near_day(day)
        if day == before:
            if now == "active":
                yield Line("start", has, key, 1)
        elif was != "active" and now == "active":
            yield Line("opened", has, key, 1, said)
        elif was == "active" and now != "active":
            yield Line(now if now in ("closed", "refused") else "closed", had, key, 1, said)
        elif now == "active" and had != has:
            yield Line("out", had, key, 1, f"{said}, to {_name(frame, has)}")
            yield Line("in", has, key, 1, f"{said}, from {_name(frame, had)}")
        was, had = now, has
    if was == "active":
        yield Line("end", had, key, 1)
        if had is None:
            yield Line("nobody", None, key, 1)
        if member.hold_from is not None and rules.held(member.hold_from, member.hold_until, frame.seen):
            yield Line("hold", had, key, 1, member.hold_reason or "no reason given")
        if key in hospital:
            yield Line("hospital", had, key, 1)


def _holds(care: Assignment, day: date) -> bool:
    return care.starts_on <= day and (care.ends_on is None or care.ends_on > day)


def _name(frame: Frame, cm: str | None) -> str:
    return frame.staff[cm].who.name if cm in frame.staff else "nobody"


def _workers(frame: Frame) -> Iterator[Line]:
    for row in desk_caseload.rows(frame.desk, frame.seen, reasons=False):
        span = f" of {row.low}-{row.high}" if row.high is not None else ""
        more = f", {row.over} over" if row.over else f", {row.open} open" if row.open else ""
        yield Line(row.status, row.cm, None, 1, f"{row.counted} {row.unit}{span}{more}")
        if row.open:
            yield Line("places", row.cm, None, row.open, f"{row.high} − {row.counted} {row.unit}")
        if row.over:
            yield Line("too-many", row.cm, None, row.over, f"{row.counted} − {row.high} {row.unit}")


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """The caseload's figures; the end is the start with what came and went."""

    def of(key: str, label: str, text: str, rule: str = "R31", unit: str = "members", listed: bool = False) -> Figure:
        return Figure(key, label, sums.total(key), unit, rule, text, listed=listed, lines=sums.of(key))

    start, end = sums.total("start"), sums.total("end")
    opened, closed, refused = sums.total("opened"), sums.total("closed"), sums.total("refused")
    came, went = sums.total("in"), sums.total("out")
    before, last = saying.day(frame.first - timedelta(days=1)), saying.day(frame.seen)
    yield of("start", "Members at the start", f"{n(start)} active on {before}", "R9")
    yield of("opened", "Opened", f"{n(opened)} became active in the month", listed=True)
    yield of("closed", "Closed", f"{n(closed)} closed in the month", "R24", listed=True)
    yield of("refused", "Refused", f"{n(refused)} refused in the month", "R24", listed=True)
    yield of("in", "Transferred in", f"{n(came)} from another case manager, or from none", listed=True)
    # of the whole agency the list of who came says from whom
    part = frame.mine is not None
    yield of("out", "Transferred out", f"{n(went)} to another case manager, or to none", listed=part)
    text = f"{n(start)} + {n(opened)} opened − {n(closed)} closed − {n(refused)} refused + {n(came)} in"
    yield of("end", "Members at the end", f"{text} − {n(went)} out = {n(end)} on {last}", "R9")
    yield of("hold", "of them on hold", f"{n(sums.total('hold'))} of {n(end)} on {last}", "R17", listed=True)
    yield of("hospital", "of them in hospital", f"{n(sums.total('hospital'))} of {n(end)} on {last}", "R9", listed=True)
    if frame.mine is None:
        text = f"{n(sums.total('nobody'))} of {n(end)} have nobody responsible on {last}"
        yield of("nobody", "of them without a case manager", text, listed=True)
    workers = sum(sums.total(status) for status in STATUSES)
    for status in STATUSES:
        found = sums.of(status)
        if found or status == "over":
            text = "; ".join(f"{_name(frame, line.cm)}: {line.note}" for line in found[:3])
            text = f"{n(len(found))} of {n(workers)} on {last}" + (f": {text}" if 0 < len(found) <= 3 else "")
            rule = _rule(frame, [line.cm for line in found])
            shown = status if found else ""
            yield Figure(status, _WORDS[status], len(found), "case managers", rule, text, shown, lines=found)
    yield of("places", "Open places", "range’s upper edge − count, summed over who is below it", "R9", "places")
    yield of("too-many", "Cases over the range", "count − range’s upper edge, summed over who is over", "R9", "cases")


def _rule(frame: Frame, cms: list[str | None]) -> str:
    """The rule of the range where all have the same one."""
    found = {rules.RANGE_RULE.get(frame.staff[cm].who.type, "R9") for cm in cms if cm in frame.staff}
    return found.pop() if len(found) == 1 else "R9"
