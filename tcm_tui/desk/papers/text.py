"""The week as a page of text: 80 columns, at most 60 lines unless the visits themselves need more."""

from __future__ import annotations

from tcm_tui.desk.papers import words
from tcm_tui.desk.part2 import NOTICE
from tcm_tui.desk.views import Visit, WeekView
from tcm_tui.rules.saying import near_day

COLUMNS, LINES = 80, 60


def page(view: WeekView, notice: bool = False) -> str:
    """Who and where they stand, the days with a box to tick at each visit, then what is due as far as it fits.

    notice: with that of 42 CFR Part 2 at the foot.
    """
    lines = [
        words.fit(f"{words.clean(view.name)} · {words.title(view)}", COLUMNS),
        words.fit(words.standing(view), COLUMNS),
        "=" * COLUMNS,
    ]
    for on, closed, visits in words.days(view):
        name = near_day(on) + (f"   closed: {words.clean(closed)}" if closed else "")
        lines += ["", words.fit(name if visits or closed else f"{name}   nothing booked", COLUMNS)]
        lines += [_visit(visit) for visit in visits]
    lines += ["", f"Due by the end of the week, as of {near_day(view.on)}", "-" * COLUMNS]
    waiting = words.due(view)
    foot = ["", NOTICE] if notice else []
    room = max(1, LINES - len(lines) - len(foot))
    shown = waiting if len(waiting) <= room else waiting[: room - 1]
    lines += [_due(*words.due_parts(item, view.on)) for item in shown]
    if len(shown) < len(waiting):
        lines.append(f"and {len(waiting) - len(shown)} more: tcm due {words.clean(view.cm)}")
    if not waiting:
        lines.append("Nothing.")
    lines += foot
    return "".join(line.rstrip() + "\n" for line in lines)


def _visit(visit: Visit) -> str:
    box = {"kept": "[x]", "missed": "[-]"}.get(visit.status, "[ ]")
    holds = words.units(visit.units) if visit.units else ""
    missed = " missed" if visit.status == "missed" else ""
    times = f"{words.clock(visit.start)}-{words.clock(visit.stop)}"
    who = words.fit(f"{words.clean(visit.member_name)} {words.clean(visit.member)}", 26)
    return words.fit(f"  {box} {times:<13} {who} {words.kind(visit)}{missed}  {holds}", COLUMNS)


def _due(when: str, what: str, who: str) -> str:
    return f"{when:<17} {words.fit(what, 26)} {words.fit(who, 34)}"
