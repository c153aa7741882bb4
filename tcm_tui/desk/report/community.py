"""The share of billable minutes spent at home or in the community. R22"""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.rules import contacts

ID, TITLE, RULES = "community", "Community share", "R22"
BY_DAY = False
NOTE = "Billable minutes in person at home or in the community, of all billable minutes of the month."


def lines(frame: Frame) -> Iterator[Line]:
    """Minutes by worker and member, and the workers whose month is under half."""
    sums: dict[tuple[str, str], list[int]] = {}
    for entry in frame.entries:
        if entry.billable_minutes:
            both = sums.setdefault((entry.cm_id, entry.member_id), [0, 0])
            both[0] += entry.billable_minutes if entry.community else 0
            both[1] += entry.billable_minutes
    workers: dict[str, list[int]] = {}
    for (cm, member), (inside, minutes) in sums.items():
        if inside:
            yield Line("inside", cm, member, inside, f"of {n(minutes)} minutes")
        yield Line("billable", cm, member, minutes)
        both = workers.setdefault(cm, [0, 0])
        both[0] += inside
        both[1] += minutes
    for cm, (inside, minutes) in sorted(workers.items()):
        verdict = contacts.community_verdict(inside, minutes, frame.last, frame.desk.packs)
        yield Line("low" if verdict.status == "low" else "enough", cm, None, 1, verdict.reasons[0].text)


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """The share over all, and who is under half."""
    inside, minutes = sums.total("inside"), sums.total("billable")
    verdict = contacts.community_verdict(inside, minutes, frame.last, frame.desk.packs)
    value = None if verdict.value is None else round(100 * verdict.value, 1)
    status = {"low": "low", "ok": "ok"}.get(verdict.status, "")
    text = verdict.reasons[0].text
    yield Figure("share", "Community share", value, "%", "R22", text, status, lines=sums.of("inside"))
    text = "in person at home or in the community"
    yield Figure("inside", "Minutes in the community", inside, "minutes", "R22", text, lines=sums.of("inside"))
    text = "all work that is billable, paid or not"
    yield Figure("billable", "Billable minutes", minutes, "minutes", "R22", text, lines=sums.of("billable"))
    low = sums.of("low")
    text = f"{len(low)} of {len(low) + len(sums.of('enough'))} with billable minutes this month"
    shown = "low" if low else ""
    yield Figure("low", "Case managers under half", len(low), "case managers", "R22", text, shown, lines=low)
