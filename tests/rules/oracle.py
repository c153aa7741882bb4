"""A second calculation of calendar arithmetic, by plain counting of days.

Written from the statute and the rules alone: nothing of the product, no datetime, no dateutil. A day is a
number counted from 1 January 2000, which is day 0 and was a Saturday.
"""

from __future__ import annotations

from functools import cache

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def leap(year: int) -> bool:
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)


def length(year: int, month: int) -> int:
    """Days of a month."""
    if month == 2:
        return 29 if leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@cache
def new_year(year: int) -> int:
    """The number of 1 January; from 2000 on."""
    return 0 if year == 2000 else new_year(year - 1) + (366 if leap(year - 1) else 365)


@cache
def number(year: int, month: int, day: int) -> int:
    return new_year(year) + sum(length(year, m) for m in range(1, month)) + day - 1


def weekday(n: int) -> int:
    """0 is Monday."""
    return (n + SAT) % 7


@cache
def civil(n: int) -> tuple[int, int, int]:
    """Year, month and day of a number."""
    year = 2000
    while new_year(year + 1) <= n:
        year += 1
    rest, month = n - new_year(year), 1
    while rest >= length(year, month):
        rest -= length(year, month)
        month += 1
    return year, month, rest + 1


def nth(year: int, month: int, wanted: int, count: int) -> int:
    """The count-th such weekday of a month, found by walking through it."""
    for day in range(1, length(year, month) + 1):
        n = number(year, month, day)
        count -= weekday(n) == wanted
        if count == 0:
            return n
    raise ValueError("the month has not that many")


def last(year: int, month: int, wanted: int) -> int:
    n = number(year, month, length(year, month))
    while weekday(n) != wanted:
        n -= 1
    return n


def off_weekend(n: int) -> int:
    return n - 1 if weekday(n) == SAT else n + 1 if weekday(n) == SUN else n


def christmas(year: int, side: str) -> set[int]:
    """The closed weekdays of Christmas."""
    day = number(year, 12, 25)
    if weekday(day) == SAT:
        return {day - 2, day - 1}
    if weekday(day) == SUN:
        return {day + 1, day + 2}
    if side == "long-weekend":
        # the side that gives the longer row of free days; the day before when it makes no difference
        side = "after" if free_row(day, day + 1) > free_row(day, day - 1) else "before"
    return {day, day - 1 if side == "before" else day + 1}


def free_row(day: int, beside: int) -> int:
    """How many days in a row are free around a day when the one beside it is closed as well."""

    def free(n: int) -> bool:
        return n in (day, beside) or weekday(n) in (SAT, SUN)

    count, n = 1, day - 1
    while free(n):
        count, n = count + 1, n - 1
    n = day + 1
    while free(n):
        count, n = count + 1, n + 1
    return count


@cache
def closed(side: str = "long-weekend", juneteenth: bool = False) -> frozenset[int]:
    """Every closed day from 2001 to 2040."""
    days: set[int] = set()
    for year in range(2001, 2041):
        days |= {
            off_weekend(number(year, 1, 1)),
            off_weekend(number(year, 7, 4)),
            off_weekend(number(year, 11, 11)),
        }
        days |= {nth(year, 1, MON, 3), nth(year, 2, MON, 3), last(year, 5, MON), nth(year, 9, MON, 1)}
        thanks = nth(year, 11, THU, 4)
        days |= {thanks, thanks + 1} | christmas(year, side)
        if juneteenth:
            days.add(off_weekend(number(year, 6, 19)))
    return frozenset(days)


def business(n: int, shut: frozenset[int]) -> bool:
    return weekday(n) not in (SAT, SUN) and n not in shut


def business_day_after(n: int, count: int, shut: frozenset[int]) -> int:
    """The count-th business day after a day."""
    passed: list[int] = []
    while len(passed) < count:
        n += 1
        if business(n, shut):
            passed.append(n)
    return passed[-1]


def business_day_on_or_before(n: int, shut: frozenset[int]) -> int:
    return n if business(n, shut) else business_day_on_or_before(n - 1, shut)


def month_end(n: int) -> int:
    year, month, _ = civil(n)
    return number(year, month, length(year, month))


def add_months(n: int, months: int) -> int:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month, day = civil(n)
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return number(year, month, min(day, length(year, month)))
