"""What a sheet says of a member, line by line as (what, text); the page of text and the page to print lay it out."""

from __future__ import annotations

from tcm_tui.desk.handover.views import Handed, Sheet
from tcm_tui.desk.papers.words import clean, clock, due_parts, units
from tcm_tui.desk.views import UnitsView
from tcm_tui.rules.saying import day, near_day, short_day, some

UNCHANGED = "Contacts, clocks, units and booked visits are the member’s: they go along and don’t start anew."


def title(sheet: Sheet) -> str:
    return clean(f"{sheet.name} · hand-over from {day(sheet.effective)}")


def standing(sheet: Sheet) -> str:
    """``Gives 3 members, takes 1 · as of Wed 18 Nov 2026``"""
    gives, takes = some(len(sheet.gives), "member"), some(len(sheet.takes), "member")
    more = f" · {some(sheet.left_out, 'Part 2 member')} not on this sheet" if sheet.left_out else ""
    return f"Gives {gives}, takes {takes} · as of {day(sheet.on)}{more}"


def parts(sheet: Sheet) -> list[tuple[str, tuple[Handed, ...]]]:
    """The sheet's headings with whom they stand over."""
    return [(head, who) for head, who in (("Takes", sheet.takes), ("Gives", sheet.gives)) if who]


def head(handed: Handed, gives: bool) -> str:
    """``Ana Pecan M01 · standard HE · 36 years · to Lee Park until Sun 28 Feb``"""
    other = f"to {handed.to_name}" if gives else f"from {handed.origin_name or 'nobody'}"
    back = ""
    if handed.back is not None:
        back = f" · back with {handed.origin_name} from {short_day(handed.back)}"
    return clean(
        f"{handed.name} {handed.member} · {handed.program} {handed.focus} · {handed.age} years · {other}{back}"
    )


def lines(handed: Handed, sheet: Sheet) -> list[tuple[str, str]]:
    """What there is to know, most pressing first."""
    found = [("clocks", _said(due_parts(item, sheet.on)[:2])) for item in handed.clocks[:6]]
    if len(handed.clocks) > 6:
        found.append(("clocks", f"and {len(handed.clocks) - 6} more"))
    found = found or [("clocks", "nothing late or open")]
    found.append(("units", _units(handed.units)))
    found += [("booked", _visit(handed, n)) for n in range(min(6, len(handed.visits)))]
    if len(handed.visits) > 6:
        found.append(("booked", f"and {len(handed.visits) - 6} more"))
    if not handed.visits:
        found.append(("booked", "nothing"))
    found.append(("plan", _plan(handed)))
    met = short_day(handed.last_contact) if handed.last_contact else "not yet"
    since = f"; with {handed.origin_name} since {short_day(handed.since)}" if handed.since else ""
    found.append(("last met", met + since))
    found += [("reach", f"{what} {how}") for what, how in handed.reach]
    if handed.missing:
        found.append(("reach", f"to ask for: {', '.join(handed.missing)}"))
    if handed.said:
        found.append(("know", "; ".join(handed.said)))
    return [(what, clean(text)) for what, text in found]


def _said(parts: tuple[str, ...]) -> str:
    when, what = parts
    return f"{what} {when}"


def _units(view: UnitsView) -> str:
    if view.month.limit is None or view.day.limit is None:
        return f"no row of the limits table pays ({view.status.replace('-', ' ')})"
    over = f", {view.month.over} over" if view.month.over else ""
    held = f", {view.month.scheduled} held by booked visits" if view.month.scheduled else ""
    return (
        f"{view.month.available} left this month{over} of {view.month.limit}{held}; {view.available_today} left today"
    )


def _visit(handed: Handed, at: int) -> str:
    visit = handed.visits[at]
    holds = f", {units(visit.units)}" if visit.units else ""
    return f"{near_day(visit.date)} {clock(visit.start)}-{clock(visit.stop)} {visit.kind.replace('-', ' ')}{holds}"


def _plan(handed: Handed) -> str:
    if handed.plan is None:
        return "none recorded"
    starts, ends, contacts, unsigned = handed.plan
    said = f"from {short_day(starts)}" + (f" to {short_day(ends)}" if ends else "")
    said += f", {some(contacts, 'contact')} a month" if contacts else ""
    return said + (f"; not signed by {', '.join(unsigned)}" if unsigned else "; signed")
