"""Why a figure of the year ahead is what it is: the rule, the arithmetic, the source, the settings it goes by."""

from __future__ import annotations

from datetime import date

from tcm_tui.desk.outlook.rates import LOOK_BACK
from tcm_tui.desk.outlook.views import (
    Expiry,
    Item,
    LineChange,
    MonthAhead,
    Opening,
    Outlook,
    Reach,
    RunOut,
    SiteReach,
    Staffing,
)
from tcm_tui.rules import saying
from tcm_tui.rules.book import source
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.caseload import RANGE_RULE
from tcm_tui.rules.lines import CONTRACTS
from tcm_tui.rules.verdict import Reason


def method(found: Outlook) -> tuple[Reason, ...]:
    """How the whole is worked out, with the settings in force."""
    months = f"{saying.some(found.rate_months, 'full month')} with service (setting rate_months)"
    behind = f"{saying.some(found.intake_months, 'full month')} (setting intake_months)"
    told = (
        (
            "R4",
            f"a member's rate is the mean of the latest {months}, of the last {LOOK_BACK}; it goes on evenly over the "
            "days on which units can be used, or what is booked where that is more; the limit is that of the line "
            "billed on the day",
        ),
        ("R5", "authorizations and units known elsewhere count as far as they are on record; known units only"),
        (
            "R17",
            "contacts are those the months ask for; one takes the full visit (setting visit_units_full) and one way "
            "(setting travel_minutes), out of working hours less leave, closed days, own appointments and the "
            "crisis buffer",
        ),
        ("R18", "a service plan is taken to be renewed as it is"),
        (
            "R9",
            f"intake and closing go on as over the last {behind}; one hire is one worker up to the range's upper edge",
        ),
        ("R48", "hours asked are members times the mean rate / 4; the year's hours are a pace, never a cap"),
    )
    return tuple(Reason(rule, text, source(rule)) for rule, text in told)


def reasons(item: Item) -> tuple[Reason, ...]:
    """The grounds of one line."""
    if isinstance(item, RunOut):
        return _run_out(item)
    if isinstance(item, Reach):
        return _reach(item)
    if isinstance(item, SiteReach):
        return _site(item)
    if isinstance(item, Staffing):
        return _staffing(item)
    if isinstance(item, LineChange):
        return _line_change(item)
    if isinstance(item, Opening):
        return item.reasons
    assert isinstance(item, Expiry)
    return (Reason(item.rule, item.text, source(item.rule)),)


def came(found: Outlook) -> tuple[Reason, ...]:
    """Why a member who was opened or closed stands behind the caseloads ahead."""
    months = saying.some(found.intake_months, "full month")
    return (Reason("R9", f"one of those in the last {months} (setting intake_months) behind the rates", source("R9")),)


def rate_text(units: int, months: int) -> str:
    """``82 units / 3 months = 27.3 a month``"""
    return f"{saying.some(units, 'unit')} / {saying.some(months, 'month')} = {units / months:.1f} a month"


def _run_out(item: RunOut) -> tuple[Reason, ...]:
    terms, left = [str(item.limit)], item.limit
    for amount, word in ((item.external, "known elsewhere"), (item.taken, "used so far")):
        if amount:
            terms.append(f"{amount} {word}")
            left -= amount
    lifted = ", raised by an authorization" if item.raised else ""
    rest = f" = {left} left" if left >= 0 else f": 0 left, {-left} over"
    short = (
        f"by the month's end {saying.some(item.over, 'unit')} are missing"
        if item.over != 1
        else ("by the month's end 1 unit is missing")
    )
    per = str(item.month.year) if item.per == "year" else saying.whole_month(item.month)
    found = [
        Reason("R4", f"present rate: {rate_text(item.rate_units, item.rate_months)}", source("R4")),
        Reason("R4", f"{per}: limit {' − '.join(terms)}{rest} (line {item.line}{lifted})", item.source),
    ]
    if item.booked:
        text = (
            f"visits booked in the month hold {saying.some(item.booked, 'unit')}; the larger of rate and booked counts"
        )
        found.append(Reason("R4", text, source("R4")))
    if item.external:
        found.append(Reason("R5", "known units only; other agencies may bill more", source("R5")))
    daily = item.rate_units / item.rate_months / month_end(item.month).day
    asked = f"{daily:.2f} a day: from {saying.near_day(item.day)} on more is asked than is left; {short}"
    return (*found, Reason("R4", asked, item.source))


def _reach(item: Reach) -> tuple[Reason, ...]:
    contacts = saying.some(item.needed, "contact")
    if item.cm is None:
        text = f"{contacts} of members without a case manager: nobody can make them"
        return (Reason("R17", text, source("R17")), Reason("R31", "one worker is responsible for each", source("R31")))
    outcome = f"{item.needed} − {item.can} = {item.cant} can't be made" if item.cant else "all can be made"
    found = [
        Reason("R17", f"{contacts} asked of {saying.whole_month(item.month)} and not made yet", source("R17")),
        Reason(
            "R29", f"{item.visit} min visit + {item.each - item.visit} min way = {item.each} min each", source("R29")
        ),
        Reason(
            "R17",
            f"{item.minutes:,} min of working time / {item.each} = {item.minutes // item.each} contacts: {outcome}",
            source("R17"),
        ),
    ]
    if item.pace is not None:
        made = item.can * item.visit / 60
        end = f"{item.pace_short:,} h short of the pace" if item.pace_short else "enough for the pace"
        text = f"contacts {made:,.1f} h + {item.left:,} h left, the pace asks {item.pace:,} h: {end}"
        found.append(Reason("R48", text, source("R48")))
    return tuple(found)


def _site(item: SiteReach) -> tuple[Reason, ...]:
    made = f"{item.can} can be made, {item.cant} can't"
    text = f"{saying.some(item.needed, 'contact')} needed, each by its own worker: {made}"
    if item.workers:
        text += f"; the others of the site have time for {item.spare} more"
    found = [Reason("R17", text, source("R17"))]
    if item.pace:
        hours = f"{item.minutes / 60:,.1f} h of working time, {item.pace:,} h of pace, {item.pace_short:,} h short"
        found.append(Reason("R48", hours, source("R48")))
    return tuple(found)


def _staffing(item: Staffing) -> tuple[Reason, ...]:
    rule = RANGE_RULE.get(item.type, "R9")
    flow = f"({item.opened} opened − {item.closed} closed) / {saying.some(item.months, 'month')} × {item.ahead:g}"
    found = [Reason(rule, f"{item.now} {item.unit} today + {flow} = {item.counted}, to the nearest", source(rule))]
    if item.high is None:
        found.append(Reason(rule, f"the sources give no range for {item.type}: no places, no hires", source(rule)))
    else:
        needed = -(-item.counted // item.high)
        there = f"{item.workers} then there"
        outcome = f"{item.hires} to hire" if item.hires else "none to hire"
        text = f"{item.counted} {item.unit} / {item.high} = {saying.some(needed, 'case manager')}, {there}: {outcome}"
        found.append(Reason(rule, text, source(rule)))
    if item.hours is not None:
        asked = f"{item.members} members × {item.rate} units (mean of {item.rate_of}) / 4 = {item.hours:,} h a month"
        pace = f"; the pace of those there is {item.pace:,} h" if item.pace is not None else ""
        found.append(Reason("R48", asked + pace, source("R48")))
    return tuple(found)


def _line_change(item: LineChange) -> tuple[Reason, ...]:
    leap = ""
    if (item.dob.month, item.dob.day) == (2, 29) and (item.on.month, item.on.day) == (3, 1):
        leap = ", in a common year on Mar 1"
    contract = f"{item.contract} {CONTRACTS.get(item.contract, '')}".strip() if item.contract else "none"
    said = f"level modifier {item.modifier or 'none'}, contract {contract}"
    return (
        Reason("R8", f"born {item.dob}: {item.age} on {item.on}{leap}", source("R8")),
        Reason("R2", f"{said}: {row(item.before)} until the day before, {row(item.after)} from then on", source("R2")),
    )


def row(name: str | None) -> str:
    """A row of the limits table, or that there is none."""
    return f"row {name}" if name else "NO ROW"


def month_reasons(month: MonthAhead) -> tuple[Reason, ...]:
    """The grounds of a month's figures, one a figure."""
    since = f" from {saying.near_day(month.begins)} on" if month.begins != month.first else ""
    places = f" of {month.places} places" if month.places is not None else ""
    told = (
        (
            "R4",
            f"{saying.some(month.out, 'member')} run out{since}; {saying.some(month.over, 'unit')} missing at the end",
        ),
        ("R17", f"{month.needed} contacts needed{since}, {month.cant} of them beyond the present staff's time"),
        ("R9", f"{month.members} members; {month.held} count against the ranges{places}; {month.hires} to hire"),
        ("R48", f"{month.hours:,} h asked a month, {month.pace:,} h of pace"),
        ("R8", f"{saying.some(month.lines, 'birthday')} that change the line"),
        ("R25", f"{saying.some(month.openings, 'transition window')} open or opening"),
        ("R42", f"{saying.some(month.expiries, 'credential')} fall due"),
    )
    return tuple(Reason(rule, text, source(rule)) for rule, text in told)


def month_name(month: date) -> str:
    """``Nov 2026``"""
    return f"{saying.month(month)} {month.year}"
