"""The week as a page to print, landscape."""

from __future__ import annotations

from datetime import date

from tcm_tui.desk.papers import words
from tcm_tui.desk.papers.frame import page
from tcm_tui.desk.papers.frame import text as _text
from tcm_tui.desk.views import ClockItem, Visit, WeekView
from tcm_tui.rules.saying import near_day

DUE_SHOWN = 24
STYLE = """
@page { size: landscape; margin: 10mm }
body { font: 10pt/1.3 system-ui, sans-serif; max-width: 277mm; color: #111 }
h1 { font-size: 14pt; margin: 0 } p { margin: 1mm 0 3mm; color: #444 }
.days { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border: 1px solid #888 }
.days section { border-left: 1px solid #bbb; padding: 2mm; min-height: 95mm }
.days section:first-child { border-left: 0 }
h2 { font-size: 10pt; margin: 0 0 2mm; border-bottom: 1px solid #bbb } .closed { color: #a00 }
.visit { border: 1px solid #888; border-left-width: 3px; padding: 1mm 1.5mm; margin-bottom: 1.5mm; break-inside: avoid }
.visit b { display: block } .visit small { color: #444 } .missed { border-left-style: double; color: #a00 }
ul { columns: 3; padding-left: 5mm; margin: 1mm 0; list-style: square } li { break-inside: avoid } .late { color: #a00 }
footer { color: #666; font-size: 8pt; margin-top: 2mm }
""".strip()


def document(view: WeekView, notice: bool = False) -> str:
    """The whole file; notice: with that of 42 CFR Part 2."""
    days = "\n".join(
        f"<section><h2>{near_day(on)}{_closed(closed)}</h2>\n{_visits(visits)}</section>"
        for on, closed, visits in words.days(view)
    )
    waiting = words.due(view)
    items = "\n".join(_due(item, view.on) for item in waiting[:DUE_SHOWN])
    more = f"<li>and {len(waiting) - DUE_SHOWN} more</li>" if len(waiting) > DUE_SHOWN else ""
    body = f"""<p>{_text(words.standing(view))}</p>
<div class="days">
{days}
</div>
<h2>Due by the end of the week, as of {near_day(view.on)}</h2>
<ul>
{items or "<li>Nothing.</li>"}{more}
</ul>"""
    return page(f"{_text(view.name)} · {words.title(view)}", STYLE, body, words.foot(notice))


def _closed(name: str | None) -> str:
    return f' <span class="closed">closed: {_text(name)}</span>' if name else ""


def _visits(visits: list[Visit]) -> str:
    return "".join(_visit(visit) for visit in visits) or "<small>nothing booked</small>\n"


def _visit(visit: Visit) -> str:
    box = {"kept": "☑", "missed": "☒"}.get(visit.status, "☐")
    css = "visit missed" if visit.status == "missed" else "visit"
    told = f"{words.kind(visit)}{' · missed' * (visit.status == 'missed')}"
    told += f" · {words.units(visit.units)}" if visit.units else ""
    return (
        f'<div class="{css}">{box} {words.clock(visit.start)}-{words.clock(visit.stop)}'
        f"<b>{_text(visit.member_name)}</b><small>{_text(visit.member)} · {_text(told)}</small></div>\n"
    )


def _due(item: ClockItem, on: date) -> str:
    when, what, who = words.due_parts(item, on)
    late = ' class="late"' if words.late(item) else ""
    return f"<li{late}>{when} · {_text(what)} · {_text(who)}</li>"
