"""The days of the demonstration: months, business days, steps between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import Any

from tcm_tui.desk.demo.columns import Row
from tcm_tui.rules.calendar import Calendar


def shift(day: date, months: int) -> date:
    """The first of the month that many months on from the day's month."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    return shift(day, 1) - timedelta(days=1)


def same_day(day: date, months: int) -> date:
    """The same day some months on; month ends clamp, as they do for the clocks of R45."""
    first = shift(day, months)
    return first.replace(day=min(day.day, month_end(first).day))


def years_before(day: date, years: int) -> date:
    """The birthday of somebody who turns that many years on the day."""
    return same_day(day, -12 * years)


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Days:
    """The business days from far enough before the months shown to well after them.

    on: the agency's today. first: first day of the months shown. horizon: Friday of the next week, to which
    visits are booked. closures: the agency's own closed and opened days, as rows.
    """

    def __init__(self, on: date, months: int) -> None:
        self.on = on
        self.month = on.replace(day=1)
        self.first = shift(on, 1 - months)
        monday = on - timedelta(days=on.weekday())
        self.monday = monday
        self.horizon = monday + timedelta(days=11)
        self.closures = _closures(self)
        calendar = Calendar({date.fromisoformat(d): (name, bool(is_open)) for d, name, is_open in self.closures})
        span = (self.horizon - self.first).days + 260
        start = self.first - timedelta(days=150)
        every = [start + timedelta(days=n) for n in range(span)]
        self.business = [day for day in every if calendar.is_business_day(day)]

    def is_business(self, day: date) -> bool:
        at = bisect_left(self.business, day)
        return at < len(self.business) and self.business[at] == day

    def back(self, count: int) -> date:
        """The business day count before the last one that is not after today: back(0) is today or the last
        one.
        """
        return self.business[bisect_right(self.business, self.on) - 1 - count]

    def ahead(self, count: int) -> date:
        """The count-th business day after today."""
        return self.business[bisect_right(self.business, self.on) - 1 + count]

    def after(self, day: date, count: int) -> date:
        """The count-th business day after a day."""
        return self.business[bisect_right(self.business, day) - 1 + count]

    def between(self, first: date, last: date) -> list[date]:
        """The business days from first to last, both included."""
        return self.business[bisect_left(self.business, first) : bisect_right(self.business, last)]

    def this_month(self) -> list[date]:
        """The days of this month on which work can have been done: its business days so far, and today."""
        days = self.between(self.month, self.on)
        return days if days and days[-1] == self.on else [*days, self.on]


def _closures(days: Any) -> list[Row]:
    """A day lost to ice, a day of training ahead, and a preloaded holiday on which the agency works."""
    ice = date(days.on.year, 1, 28)
    if ice >= days.on - timedelta(days=21):
        ice = date(days.on.year - 1, 1, 28)
    while ice.weekday() > 4:
        ice += timedelta(days=1)
    training = days.monday + timedelta(days=31)
    president = date(days.on.year, 2, 15)
    if president > days.on:
        president = date(days.on.year - 1, 2, 15)
    president += timedelta(days=-president.weekday() % 7)
    rows: list[Row] = [
        (ice.isoformat(), "closed for ice", 0),
        (training.isoformat(), "staff training", 0),
        (president.isoformat(), "Presidents' Day, open", 1),
    ]
    return sorted(rows)
