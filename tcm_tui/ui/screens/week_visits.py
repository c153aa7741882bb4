"""What is done with a visit, or for a member of the queue: book, log, missed, outreach, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tcm_tui.desk.views import ClockItem, PlannedVisit, Unmet, Visit
from tcm_tui.ui import words
from tcm_tui.ui.screens.week_base import WeekBase
from tcm_tui.ui.widgets.grid_items import Item

USUAL = 60
"""Minutes of a new visit."""
OPENS, CLOSES = 8 * 60, 17 * 60
"""The day, where the records do not say when the worker works."""


def free_from(taken: Sequence[tuple[int, int]], hours: Sequence[tuple[int, int]], after: int, minutes: int) -> int:
    """The first time from ``after`` on at which so many minutes are free within the hours.

    All in minutes from midnight. Where none is, the first hour of the day.
    """
    for opens, closes in hours:
        at = max(opens, after)
        for start, stop in sorted(taken):
            if stop <= at:
                continue
            if start >= at + minutes:
                break
            at = max(at, stop)
        if at + minutes <= closes:
            return at
    return hours[0][0] if hours else OPENS


class WeekVisits(WeekBase):
    """The part of the week's screen that opens forms."""

    def whom(self) -> tuple[str | None, Visit | None]:
        """The member the cursor is on, and the visit where it is one."""
        self.put_back()
        if self.focused is self.grid:
            about = self.grid.item.about if self.grid.item else None
            if isinstance(about, Visit):
                return about.member, about
            return (about.member, None) if isinstance(about, PlannedVisit) else (None, None)
        row = self.queue.row
        return (row.member if isinstance(row, (ClockItem, Unmet)) else None), None

    def _the_visit(self, verb: str) -> Visit | None:
        """The scheduled visit under the cursor; else it is said what is wrong."""
        visit = self.whom()[1]
        if visit is None:
            self.tcm.say(f"Put the cursor on the visit to {verb}.")
        elif visit.status != "scheduled":
            self.tcm.say(f"This visit is {visit.status} already; only a scheduled one can be {verb}ed.", "warning")
            return None
        return visit

    def free(self, day: date, after: int | None) -> int:
        """The first free time of a day, from a time on."""
        items: Sequence[Item] = next((d.items for d in self.grid.days if d.date == day), ())
        taken = [(i.start, i.stop) for i in items if i.start is not None and i.stop is not None and _takes(i)]
        hours = [(start, stop) for when, start, stop in getattr(self.view, "open", ()) if when == day]
        return free_from(taken, hours or [(OPENS, CLOSES)], after or 0, USUAL)

    def action_book(self) -> None:
        """A new visit on the cursor's day, at its next free time; for the member of the queue's line."""
        if self.view is None:
            return
        self.put_back()
        day = self.grid.when or self.shown.on
        item = self.grid.item if self.focused is self.grid else None
        start = self.free(day, item.stop if item else None)
        context = {
            "cm": self.view.cm,
            "date": day.isoformat(),
            "start": words.clock(start),
            "stop": words.clock(start + USUAL),
        }
        if self.focused is self.queue and self.whom()[0]:
            context["member"] = self.whom()[0] or ""
        self.tcm.open_form("book", context)

    def action_log(self) -> None:
        """What was done: from the visit with its times, else for the member, else empty."""
        if self.view is None:
            return
        member, visit = self.whom()
        if visit is not None and visit.date > self.shown.on:
            self.tcm.say("This visit is still ahead: it is logged once it was done.")
            return
        context = {"cm": self.view.cm}
        if member:
            context["member"] = member
        if visit is not None:
            context |= {"appointment": visit.appointment, "date": visit.date.isoformat()}
            times = (("start", visit.start), ("stop", visit.stop))
            context |= {name: words.clock(at) for name, at in times if at is not None}
        else:
            day = (self.grid.when if self.focused is self.grid else None) or self.shown.on
            context["date"] = min(day, self.shown.on).isoformat()
        self.tcm.open_form("log", context)

    def action_missed(self) -> None:
        visit = self._the_visit("miss")
        if visit is not None:
            self.tcm.open_form("miss", {"appointment": visit.appointment, "member": visit.member})

    def action_cancel(self) -> None:
        visit = self._the_visit("cancel")
        if visit is not None:
            self.tcm.open_form("cancel", {"appointment": visit.appointment, "member": visit.member})

    def action_outreach(self) -> None:
        """An attempt to reach the member, for the miss the cursor is on where it is one."""
        member, visit = self.whom()
        if member is None:
            self.tcm.say("Put the cursor on a missed visit, or on a line of the queue.")
            return
        context = {"member": member}
        row = self.queue.row if self.focused is self.queue else None
        if visit is not None and visit.status == "missed":
            context["appointment"] = visit.appointment
        elif isinstance(row, ClockItem) and row.kind == "outreach" and row.ref:
            context["appointment"] = row.ref
        self.tcm.open_form("outreach", context)


def _takes(item: Item) -> bool:
    """Whether a block takes its time."""
    return item.what != "away" and item.status not in ("cancelled", "rescheduled", "missed", "moving")
