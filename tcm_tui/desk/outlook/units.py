"""Members whose units run out at their present rate, month by month. R3-R5"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import budgets
from tcm_tui.desk.outlook import rates as past
from tcm_tui.desk.outlook.courses import Courses, Span
from tcm_tui.desk.outlook.facts import DAY, Known
from tcm_tui.desk.outlook.views import RunOut
from tcm_tui.planning.outlook import Rate, Stretch, asked, crossing
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.facts import Authorization
from tcm_tui.rules.lines import Row
from tcm_tui.rules.units import limit_for, period_of

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

STEP = 250  # members between two looks at whether to go on


class Limit(NamedTuple):
    """Units of a stretch, by which period they are limited, and whether an authorization raised that."""

    units: int
    per: str
    raised: bool


def run_outs(
    desk: Desk, known: Known, found_rates: dict[str, Rate], courses: Courses, tell: Callable[[float], None]
) -> list[RunOut]:
    """Every month of every member with a rate in which more is asked than the limit has, by member."""
    used = past.used_so_far(desk, known)
    found: list[RunOut] = []
    for number, (key, rate) in enumerate(found_rates.items()):
        if not number % STEP:
            tell(number / len(found_rates))
        spans = courses.of(known.mine[key])
        grants = known.grants.get(key, ())
        one = spans[0].row if len(spans) == 1 and spans[0].runs and not grants else None
        ample = one is not None and one.year is None and one.month is not None
        member = _Member(desk, known, key, rate, used.get(key, 0), spans, grants)
        for month in known.months:
            if ample and one is not None and one.month is not None and month > known.on:
                # in most months of most members nothing is special and the rate stays below the limit
                plain = (key, month) not in known.held and (key, month) not in known.external
                if plain and rate.units <= one.month * rate.months:
                    continue
            item = member.month(month)
            if item is not None:
                found.append(item)
    return found


class _Member:
    """One member's months, asked in order: a year's limit and a total authorization count what went before."""

    def __init__(
        self,
        desk: Desk,
        known: Known,
        key: str,
        rate: Rate,
        used: int,
        spans: list[Span],
        grants: Iterable[Authorization],
    ) -> None:
        self.desk, self.known, self.key, self.rate, self.used, self.spans = desk, known, key, rate, used, spans
        self.grants = tuple(grants)
        self.adds_up = any(g.period == "total" for g in self.grants) or any(
            span.row is not None and span.row.year is not None for span in spans
        )
        self.spent: dict[date, Fraction] = {}  # by month, only where something adds up over months
        self.elsewhere: dict[date, int] = {}

    def month(self, month: date) -> RunOut | None:
        known = self.known
        end = month_end(month)
        days = end.day
        booked = past.held_in(self.desk, known, self.key, month)
        external = known.external.get((self.key, month), 0)
        now = month == known.months[0]
        taken = self.used if now else 0
        limits: list[tuple[Stretch, Limit | None, Row | None]] = []
        for first, last, span in self._pieces(month, end, now):
            limit = self._limit(span.row, first) if span.row is not None else None
            stretch = Stretch(first.day, last.day, limit.units if limit else None, span.runs and first != known.on)
            limits.append((stretch, limit, span.row))
        if not limits:
            return None
        stretches = [stretch for stretch, _, _ in limits]
        hit = crossing(self.rate, days, taken + external, stretches, booked)
        if self.adds_up:
            room = max((s.limit for s in stretches if s.limit is not None), default=0)
            whole = taken + asked(self.rate, days, stretches, booked)
            self.spent[month] = min(whole, Fraction(max(room - external, taken)))
            self.elsewhere[month] = external
        if hit is None:
            return None
        limit, row = next((lim, row) for stretch, lim, row in limits if stretch.first <= hit.day <= stretch.last)
        assert limit is not None and row is not None
        cared = known.mine[self.key]
        return RunOut(
            month=month,
            member=self.key,
            name=cared.member.name,
            cm=known.holder(self.key, month.replace(day=hit.day)),
            day=month.replace(day=hit.day),
            line=row.id,
            per=limit.per,
            limit=limit.units,
            raised=limit.raised,
            taken=taken,
            booked=sum(units for _, units in booked),
            external=external,
            rate_units=self.rate.units,
            rate_months=self.rate.months,
            over=-(-hit.over.numerator // hit.over.denominator),
            source=row.source,
        )

    def _pieces(self, month: date, end: date, now: bool) -> Iterable[tuple[date, date, Span]]:
        """The month's days from the day of the answer, cut where the span or an authorization changes."""
        cuts = {g.starts_on for g in self.grants} | {g.ends_on + DAY for g in self.grants}
        if now:
            cuts.add(self.known.on + DAY)  # on the day itself what was used is used; the rate runs from the next
        for span in self.spans:
            first, stop = max(span.first, month), min(span.end, end + DAY)
            if first >= stop:
                continue
            inside = sorted(day for day in cuts if first < day < stop)
            for begins, ends in zip([first, *inside], [*inside, stop], strict=True):
                yield begins, ends - DAY, span

    def _limit(self, row: Row, day: date) -> Limit | None:
        """What a month may take on a day, from the month's limit and what the year has left. R4, R5"""
        within: Callable[[date, date], int] | None = self._used_between if self.adds_up else None
        month = limit_for(row, self.grants, day, "month", within)
        year = limit_for(row, self.grants, day, "year", within)
        found: list[Limit] = []
        if month is not None:
            found.append(Limit(month, "month", row.month is not None and month > row.month))
        if year is not None:
            first, _ = period_of("year", day)
            start = day.replace(day=1)
            gone = self._used_between(first, start) + self._known_elsewhere(first, start)
            found.append(Limit(max(0, year - gone), "year", row.year is not None and year > row.year))
        return min(found, key=lambda limit: limit.units, default=None)

    def _used_between(self, first: date, end: date) -> int:
        """Units of [first, end): delivered ones, then what the months before are expected to take, in whole units."""
        known = self.known
        done = 0
        if first < known.months[0]:
            done = budgets.used_between(self.desk, self.key, known.on)(first, min(end, known.months[0]))
        ahead = sum((units for month, units in self.spent.items() if first <= month < end), Fraction())
        return done + -(-ahead.numerator // ahead.denominator)

    def _known_elsewhere(self, first: date, start: date) -> int:
        """Units known to be billed by others in the months of the year before this one. R5"""
        before = 0
        month = first
        while month < min(start, self.known.months[0]):
            before += budgets.of_member(self.desk, self.key, month, self.known.on).external
            month = month_end(month) + DAY
        return before + sum(units for month, units in self.elsewhere.items() if first <= month < start)
