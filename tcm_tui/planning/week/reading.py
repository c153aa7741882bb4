"""The JSON form of a week's problem, read strictly: what is wrong is said in one sentence that names the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tcm_tui.planning.week.problem import (
    MODES,
    Day,
    Fixed,
    Future,
    Member,
    Obligation,
    Problem,
    Published,
    Spans,
)

LATEST = 2880
"""No minute of a day is later: two days cover a shift over midnight."""


class ProblemError(ValueError):
    """The file holds no problem that can be solved; ``str(error)`` is one sentence: where, and what is wrong."""


def read_problem(instance: Any) -> Problem:
    """The problem an ``instance`` describes. Raises ProblemError."""
    what = _object(instance, "instance")
    areas = _names(what, "areas", "instance")
    base = _text(what, "base", "instance")
    if base not in areas:
        raise ProblemError(f"instance.base: “{base}” is none of the areas.")
    days = tuple(_day(item, f"days[{i}]", areas) for i, item in enumerate(_list(what, "days", "instance")))
    months = {day.date: day.month for day in days}
    _once([day.date for day in days], "days")
    members = tuple(_member(m, f"members[{i}]", areas) for i, m in enumerate(_list(what, "members", "instance")))
    _once([member.id for member in members], "members")
    known = {member.id: member for member in members}
    obligations = tuple(
        _obligation(o, f"obligations[{i}]", known, months) for i, o in enumerate(_list(what, "obligations", "instance"))
    )
    _once([obligation.id for obligation in obligations], "obligations")
    prior = tuple(_published(p, f"prior[{i}]") for i, p in enumerate(_list(what, "prior", "instance", ())))
    for who, date in [(o.member, d) for o in obligations for d in o.days] + [(p.member, p.date) for p in prior]:
        if who in known and date in months and months[date] not in known[who].month_left:
            raise ProblemError(f"members: {who} has no month_left for {months[date]}.")
    return Problem(
        days=days,
        base=base,
        travel=_travel(what, areas),
        hop=_count(what, "hop", "instance"),
        members=members,
        obligations=obligations,
        future=tuple(
            Future(_text(f, "deadline", f"future[{i}]"), _count(f, "minutes", f"future[{i}]"))
            for i, f in enumerate(_list(what, "future", "instance", ()))
        ),
        pace_units=_count(what, "pace_units", "instance", 0),
        prior=prior,
    )


def _day(item: Any, at: str, areas: list[str]) -> Day:
    fixed = []
    for i, entry in enumerate(_list(item, "fixed", at, ())):
        here = f"{at}.fixed[{i}]"
        start, stop = _count(entry, "s", here), _count(entry, "e", here)
        area = _object(entry, here).get("area")
        if not start < stop <= LATEST:
            raise ProblemError(f"{here}: it must end after it starts, within the day.")
        if area is not None and area not in areas:
            raise ProblemError(f"{here}.area: {area!r} is none of the areas.")
        fixed.append(Fixed(start, stop, area, str(entry.get("label") or "")))
    date = _text(item, "date", at)
    month = _object(item, at).get("month", date[:7])
    if not isinstance(month, str):
        raise ProblemError(f"{at}.month: it must be text.")
    fixed.sort(key=lambda f: (f.start, f.stop))
    return Day(date, month, _spans(item.get("windows"), f"{at}.windows"), tuple(fixed), _count(item, "buffer", at, 0))


def _member(item: Any, at: str, areas: list[str]) -> Member:
    low, high = _count(item, "min", at), _count(item, "full", at)
    if not 1 <= low <= high:
        raise ProblemError(f"{at}: min must be at least 1 and at most full.")
    area = _text(item, "area", at)
    if area not in areas:
        raise ProblemError(f"{at}.area: “{area}” is none of the areas.")
    given = item.get("avail")
    avail: dict[str, Spans | None] | None = None
    if given is not None:
        found = _object(given, f"{at}.avail")
        avail = {d: None if v is None else _spans(v, f"{at}.avail.{d}") for d, v in found.items()}
    phone = 0 if item.get("phone") is None else _count(item, "phone", at)
    return Member(
        _text(item, "id", at),
        area,
        low,
        high,
        phone,
        avail,
        _counts(item, "daily_left", at),
        _counts(item, "month_left", at),
    )


def _obligation(item: Any, at: str, members: Mapping[str, Member], months: Mapping[str, str]) -> Obligation:
    who, tier = _text(item, "member", at), _count(item, "tier", at)
    if who not in members:
        raise ProblemError(f"{at}.member: “{who}” is none of the members.")
    if tier not in (1, 3):
        raise ProblemError(f"{at}.tier: it must be 1 (regulatory) or 3 (plan frequency).")
    modes = _names(item, "modes", at)
    if not set(modes) <= set(MODES):
        raise ProblemError(f"{at}.modes: only visit and phone are known.")
    future = item.get("future", False)
    if not isinstance(future, bool):
        raise ProblemError(f"{at}.future: it must be true or false.")
    days = tuple(sorted({day for day in _names(item, "days", at) if day in months}))
    ident, deadline = _text(item, "id", at), _text(item, "deadline", at)
    return Obligation(ident, who, tier, tuple(sorted(set(modes))), days, _count(item, "need", at, 1), deadline, future)


def _published(item: Any, at: str) -> Published:
    mode = _text(item, "mode", at)
    if mode not in MODES:
        raise ProblemError(f"{at}.mode: only visit and phone are known.")
    start = None if item.get("start") is None else _count(item, "start", at)
    units = None if item.get("units") is None else _count(item, "units", at)
    return Published(_text(item, "member", at), _text(item, "date", at), mode, start, units)


def _travel(what: dict[str, Any], areas: list[str]) -> dict[str, dict[str, int]]:
    table = _object(what.get("travel"), "instance.travel")
    found: dict[str, dict[str, int]] = {}
    for a in areas:
        row = _object(table.get(a, {}), f"travel.{a}")
        found[a] = {b: _count(row, b, f"travel.{a}", 0 if a == b else None) for b in areas}
    return found


def _spans(value: Any, at: str) -> Spans:
    if not isinstance(value, list):
        raise ProblemError(f"{at}: it must be a list of [from, to] in minutes.")
    spans = []
    for pair in value:
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(m) is int for m in pair)):
            raise ProblemError(f"{at}: it must be a list of [from, to] in minutes.")
        if not 0 <= pair[0] <= pair[1] <= LATEST:
            raise ProblemError(f"{at}: {pair} is no stretch of a day.")
        spans.append((pair[0], pair[1]))
    return tuple(spans)


def _object(value: Any, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProblemError(f"{at}: an object is needed here.")
    return value


def _list(item: Any, key: str, at: str, default: tuple[Any, ...] | None = None) -> list[Any]:
    value = _object(item, at).get(key, default)
    if not isinstance(value, list | tuple):
        raise ProblemError(f"{at}.{key}: a list is needed here.")
    return list(value)


def _names(item: Any, key: str, at: str) -> list[str]:
    names = _list(item, key, at)
    if not all(isinstance(name, str) for name in names):
        raise ProblemError(f"{at}.{key}: a list of names is needed here.")
    return names


def _text(item: Any, key: str, at: str) -> str:
    value = _object(item, at).get(key)
    if not isinstance(value, str) or not value:
        raise ProblemError(f"{at}.{key}: text is needed here.")
    return value


def _count(item: Any, key: str, at: str, default: int | None = None) -> int:
    value = _object(item, at).get(key, default)
    if type(value) is not int or value < 0:
        raise ProblemError(f"{at}.{key}: a whole number from 0 on is needed here.")
    return value


def _counts(item: Any, key: str, at: str) -> dict[str, int]:
    found = _object(_object(item, at).get(key, {}), f"{at}.{key}")
    if not all(type(value) is int for value in found.values()):
        raise ProblemError(f"{at}.{key}: whole numbers are needed here.")
    return {name: max(0, value) for name, value in found.items()}  # over a limit: nothing is left


def _once(names: list[str], at: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ProblemError(f"{at}: “{name}” is there twice.")
        seen.add(name)
