"""Business days: Monday to Friday, not closed. Oklahoma's closed days are data (25 O.S. 82.1).

Holidays are computed with dateutil's rules from ``data/calendar/oklahoma.toml``, a year at a time and
once each; dateutil is imported when the first year is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tcm_tui.rules.packfile import Reader

DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY, SUNDAY = 5, 6
SIDES = ("long-weekend", "before", "after")

_SAID = frozenset({"name", "kind", "from", "until", "source", "reading", "weekend", "switch"})
_KINDS = {
    "fixed": frozenset({"month", "day"}),
    "nth-weekday": frozenset({"month", "weekday", "nth"}),
    "last-weekday": frozenset({"month", "weekday"}),
    "day-after": frozenset({"of"}),
}


class Calendar:
    """The business days of an agency.

    closures: the agency's own days, each (name, open); open takes a preloaded holiday away, and never
    makes a weekend a business day. juneteenth and christmas_side are the agency's settings.
    """

    def __init__(
        self,
        closures: Mapping[date, tuple[str, bool]] | None = None,
        juneteenth: bool = False,
        christmas_side: str = "long-weekend",
    ) -> None:
        if christmas_side not in SIDES:
            raise ValueError(f"christmas_side must be one of {', '.join(SIDES)}, not {christmas_side!r}")
        self.closures = dict(closures or {})
        self.switches = frozenset({"juneteenth"} if juneteenth else ())
        self.christmas_side = christmas_side
        self._years: dict[int, dict[date, str]] = {}

    @property
    def policy(self) -> tuple[tuple[str, Any], ...]:
        """The agency's settings that made these days, by name."""
        return ("juneteenth", "juneteenth" in self.switches), ("christmas_side", self.christmas_side)

    def closed_days(self, year: int) -> dict[date, str]:
        """The closed days of a calendar year with their names, in order; plain weekends are not listed."""
        found = self._years.get(year)
        if found is None:
            days = dict(preloaded(year, self.switches, self.christmas_side))
            for day, (name, is_open) in self.closures.items():
                if day.year == year and is_open:
                    days.pop(day, None)
                elif day.year == year:
                    days[day] = name
            found = self._years[year] = {day: days[day] for day in sorted(days)}
        return found

    def closed_name(self, day: date) -> str | None:
        """Why a day is closed; None when it is not, also on a plain weekend."""
        return self.closed_days(day.year).get(day)

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday and not closed."""
        return day.weekday() < SATURDAY and day not in self.closed_days(day.year)

    def add_business_days(self, day: date, count: int) -> date:
        """The count-th business day after a day, which itself is day 0 whatever it is. ValueError below 1."""
        if count < 1:
            raise ValueError(f"business days are counted from 1, not {count}")
        while count:
            day += DAY
            count -= self.is_business_day(day)
        return day

    def business_days_between(self, after: date, until: date) -> int:
        """Business days later than ``after`` and not later than ``until``; 0 when there are none."""
        span = (until - after).days
        if span <= 0:
            return 0
        weeks, rest = divmod(span, 7)
        first = after.weekday()
        count = weeks * 5 + sum((first + step) % 7 < SATURDAY for step in range(1, rest + 1))
        for year in range(after.year, until.year + 1):
            for day in self.closed_days(year):
                count -= after < day <= until and day.weekday() < SATURDAY
        return count

    def last_business_day_on_or_before(self, day: date) -> date:
        """The day itself or the nearest business day before it: the day to plan for."""
        while not self.is_business_day(day):
            day -= DAY
        return day


@lru_cache(maxsize=64)
def preloaded(year: int, switches: frozenset[str], christmas_side: str) -> dict[date, str]:
    """The preloaded closed days that fall in a year; those of its neighbours can cross the year's end."""
    found: dict[date, str] = {}
    for near in range(max(1, year - 1), min(9999, year + 1) + 1):
        for day, name in _kept(near, switches, christmas_side):
            if day.year == year:
                found.setdefault(day, name)
    return found


@lru_cache(maxsize=64)
def _kept(year: int, switches: frozenset[str], christmas_side: str) -> list[tuple[date, str]]:
    """The holidays of a year on the days on which they are kept."""
    from dateutil.relativedelta import relativedelta, weekday

    table = holidays()
    dates: dict[str, date] = {}
    kept = []
    for entry in table["holidays"]:
        kind, name = entry["kind"], entry["name"]
        if kind == "day-after":
            day = dates[entry["of"]] + relativedelta(days=1)
        elif kind == "fixed":
            day = date(year, entry["month"], 1) + relativedelta(day=entry["day"])
        else:
            # the last one counts back from day 31, which dateutil clamps to the month's end
            start, nth = (31, -1) if kind == "last-weekday" else (1, entry["nth"])
            on = weekday(WEEKDAYS.index(entry["weekday"]), nth)
            day = date(year, entry["month"], 1) + relativedelta(day=start, weekday=on)
        dates[name] = day
        if entry.get("switch", "") in ("", *switches) and _holds(entry, day):
            kept.append(_shifted(day, name) if entry.get("weekend") == "shift" else (day, name))
    christmas = table["christmas"]
    day = date(year, christmas["month"], christmas["day"])
    if _holds(christmas, day):
        offsets = christmas[christmas_side][WEEKDAYS[day.weekday()]]
        for offset, name in zip(offsets, (christmas["name"], christmas["beside"]), strict=True):
            kept.append((day + relativedelta(days=offset), name))
    return kept


def _holds(entry: Mapping[str, Any], day: date) -> bool:
    return (entry["from"] == "open" or entry["from"] <= day) and ("until" not in entry or day < entry["until"])


def _shifted(day: date, name: str) -> tuple[date, str]:
    """Saturday is kept on Friday, Sunday on Monday."""
    if day.weekday() == SATURDAY:
        return day - DAY, f"{name} (kept on Friday)"
    if day.weekday() == SUNDAY:
        return day + DAY, f"{name} (kept on Monday)"
    return day, name


@lru_cache(maxsize=1)
def holidays() -> dict[str, Any]:
    """The checked table that ships. PackError naming file, key and reason."""
    import tomllib

    from tcm_tui.resources import data_path

    file = data_path("calendar", "oklahoma.toml")
    return read_holidays(tomllib.loads(file.read_text(encoding="utf-8")), file.name)


def read_holidays(table: dict[str, Any], file: str) -> dict[str, Any]:
    """The table, once every entry is as it must be. PackError ``file: key: reason`` otherwise."""
    reader = Reader(file)
    reader.fields("holidays", table, frozenset({"holidays", "christmas"}))
    known: set[str] = set()
    for place, entry in enumerate(table.get("holidays", [])):
        key = f"holidays[{place}]"
        kind = entry.get("kind")
        if kind not in _KINDS:
            raise reader.fail(f"{key}.kind", f"must be one of {', '.join(_KINDS)}, not {kind!r}")
        reader.fields(key, entry, _SAID | _KINDS[kind])
        _check(reader, key, entry)
        for name in sorted(_KINDS[kind] - {"weekday", "of"}):
            if reader.whole(f"{key}.{name}", entry.get(name)) < 1:
                raise reader.fail(f"{key}.{name}", "must be at least 1")
        if "weekday" in _KINDS[kind] and entry.get("weekday") not in WEEKDAYS:
            raise reader.fail(f"{key}.weekday", f"must be one of {', '.join(WEEKDAYS)}")
        if kind == "day-after" and entry.get("of") not in known:
            raise reader.fail(f"{key}.of", "must name a holiday that stands before it")
        if entry["name"] in known:
            raise reader.fail(f"{key}.name", f"doubled: {entry['name']}")
        known.add(entry["name"])
    christmas = table.get("christmas")
    if not isinstance(christmas, dict):
        raise reader.fail("christmas", "is missing")
    reader.fields("christmas", christmas, _SAID | {"month", "day", "beside", *SIDES})
    _check(reader, "christmas", christmas)
    for side in SIDES:
        days = reader.fields(f"christmas.{side}", christmas.get(side), frozenset(WEEKDAYS))
        for weekday in WEEKDAYS:
            offsets = days.get(weekday)
            if not isinstance(offsets, list) or [type(offset) for offset in offsets] != [int, int]:
                raise reader.fail(f"christmas.{side}.{weekday}", "must be two whole numbers of days")
    return table


def _check(reader: Reader, key: str, entry: Mapping[str, Any]) -> None:
    """What every entry says: name, first day, source, reading."""
    for name in ("name", "source", "reading"):
        reader.text(key, entry, name)
    if entry.get("from") != "open":
        reader.day(f"{key}.from", entry.get("from"))
    if "until" in entry:
        reader.day(f"{key}.until", entry["until"])


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - DAY
