"""Units by line, level modifier and contract: delivered, payable, pending, over a limit, at risk. R1-R6, R39-R41"""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.rules import saying
from tcm_tui.rules.entries import NOT_BILLABLE, NOT_COMPENSABLE, OVER_LIMIT, PENDING, Entry
from tcm_tui.rules.lines import CONTRACTS

ID, TITLE, RULES = "units", "Units", "R1-R7, R25-R29, R39-R41"
BY_DAY = False
NOTE = "Units count on their calendar date, with the case manager who delivered them; earlier services first."
PARTS = (
    ("payable", "Payable", "R4"),
    ("pending", "Waiting for the plan’s signatures", "R39"),
    ("over", "Over a limit", "R4"),
    ("risk", "At risk", "R40"),
)


def lines(frame: Frame) -> Iterator[Line]:
    """A line a member and worker for each part of the units of each line of service."""
    sums: dict[tuple[str, str, str], list[float]] = {}
    days: dict[tuple[str, str, str], set[object]] = {}

    def add(key: str, entry: Entry, amount: int, dated: bool = False) -> None:
        at = (key, entry.cm_id, entry.member_id)
        both = sums.setdefault(at, [0, 0])
        both[0] += amount
        both[1] += 1
        if dated:
            days.setdefault(at, set()).add(entry.date)

    for entry in frame.entries:
        if entry.status == NOT_BILLABLE:
            add("not-billable", entry, entry.minutes)
        elif entry.status == NOT_COMPENSABLE:
            add("situation" if entry.line_id else "no-row", entry, entry.minutes)
        else:
            line = entry.line_id or "none"
            for key in ("delivered", f"{line}.delivered"):
                add(key, entry, entry.units)
            over = entry.units - entry.payable_units if entry.status == OVER_LIMIT else 0
            pending = entry.units if entry.status == PENDING else 0
            parts = {"payable": entry.payable_units, "pending": pending, "over": over}
            for part, units in (parts | {"risk": entry.units if entry.at_risk else 0}).items():
                if units:
                    add(part, entry, units, part in ("over", "risk"))
                    add(f"{line}.{part}", entry, units)
    for (key, cm, member), (amount, services) in sums.items():
        note = saying.some(int(services), "service")
        when = days.get((key, cm, member))
        if when:
            named = sorted(when)[:3]  # type: ignore[type-var]
            note = ", ".join(saying.near_day(day) for day in named) + (" …" if len(when) > 3 else "")  # type: ignore[arg-type]
        yield Line(key, cm, member, amount, note)


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """The totals, then each line of service that was billed, then minutes that make no units."""
    yield _delivered(sums, "", "Units delivered")
    for part, label, rule in PARTS:
        text = _PART[part]
        shown = "over-limit" if part == "over" and sums.total(part) else ""
        yield Figure(part, label, sums.total(part), "units", rule, text, shown, part in ("over", "risk", "pending"),
                     lines=sums.of(part))  # fmt: skip
    for row in frame.desk.packs.rows():
        if sums.of(f"{row.id}.delivered"):
            name = f"{row.level_modifier or 'no modifier'} × {row.contract} {CONTRACTS.get(row.contract, '')}".strip()
            yield _delivered(sums, f"{row.id}.", name)
            for part, label, rule in PARTS:
                key = f"{row.id}.{part}"
                yield Figure(key, f"{name}: {label.lower()}", sums.total(key), "units", rule, _PART[part], detail=True,
                             lines=sums.of(key))  # fmt: skip
    for key, label, rule, text in _MINUTES:
        found = sums.of(key)
        listed = key != "not-billable"
        yield Figure(key, label, sums.total(key), "minutes", rule, text, listed=listed, lines=found)


_PART = {
    "payable": "units within the limits of a day and a month, and of what is authorized",
    "pending": "units of plan development until member, case manager and licensed professional have signed",
    "over": "delivered beyond a limit: kept, and not payable",
    "risk": "units delivered with an element of the note missing, a faxed original outstanding or a plan unsigned",
}
_MINUTES = (
    ("no-row", "Minutes without a line", "R2", "billable work for which the limits table has no row"),
    ("situation", "Minutes barred by a stay or residence", "R25", "billable work on days that are not compensable"),
    ("not-billable", "Minutes of work not billable", "R28", "travel, forms and what else makes no units"),
)


def _delivered(sums: Sums, prefix: str, label: str) -> Figure:
    each = {part: sums.total(prefix + part) for part, *_ in PARTS}
    units = sums.total(f"{prefix}delivered")
    text = f"{n(each['payable'])} payable + {n(each['pending'])} pending + {n(each['over'])} over = {n(units)}"
    text += f"; {n(each['risk'])} of them at risk"
    return Figure(f"{prefix}delivered", label, units, "units", "R1", text, lines=sums.of(f"{prefix}delivered"))
