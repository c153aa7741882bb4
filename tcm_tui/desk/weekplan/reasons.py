"""Why something due can't be done, and what would help, in people's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.weekplan.dues import Due
from tcm_tui.desk.weekplan.facts import DAY
from tcm_tui.desk.weekplan.problem import WeekProblem
from tcm_tui.desk.weekplan.words import listed, month, on_days, short, span
from tcm_tui.rules.saying import clock, some

if TYPE_CHECKING:
    from tcm_tui.planning.week import Missed, WayOut

WORDS = {"contact": "contact", "outreach": "outreach", "plan": "plan contact"}
_OF_UNITS = re.compile(r"\d+ units? left")
_OF_A_DAY = re.compile(r"(\d{4}-\d\d-\d\d): (.*)", re.DOTALL)


def unmet(
    made: WeekProblem,
    due: Due,
    missed: Missed,
    conflicts: Sequence[Sequence[str]],
    dues: dict[str, Due],
) -> tuple[str, ...]:
    """Why one thing due is left out."""
    if missed.alone:
        return _alone(made, due, missed.because)
    groups = [group for group in conflicts if due.id in group]
    if not groups:
        return ("the week is full with what comes before it",)
    least = min(groups, key=len)  # one is enough to see it; the plan has them all
    others = [_named(made, dues[other]) for other in least if other != due.id]
    return (f"can’t be done together with {listed(others)}" if others else "can’t be done this week",)


def hopeless(made: WeekProblem, due: Due) -> tuple[str, ...]:
    """Why something due after this week can't be done on any day until then; nothing if it may be."""
    count = (due.deadline - made.facts.first).days + 1
    days = [day for n in range(count) if made.diary.windows(day := made.facts.first + n * DAY)]
    need, word = (made.diary.terms.call, "a call") if due.calls else (made.diary.terms.low, "a visit")
    by_text: dict[str, list[date]] = {}
    for day in days:
        why = made.people.why_not(due.member, day)
        if why is None:
            _, left = made.people.left(due.member, day)
            if left >= need:
                return ()
            why = made.people.unpaid(due.member, day)
            why = why or f"{some(left, 'unit')} left in {month(day)}, {word} takes {need}"
        by_text.setdefault(why, []).append(day)
    return tuple(by_text) or (f"no working day until {short(due.deadline)}",)


def _alone(made: WeekProblem, due: Due, said: Sequence[str]) -> tuple[str, ...]:
    """Why not even an empty week would do: what stands against whole days, then what the planner found."""
    by_text: dict[str, list[date]] = {}
    last = min(due.deadline, due.ends)
    for day in made.days:
        if day in due.days or not due.begins <= day <= last:
            continue
        why = made.people.why_not(due.member, day)
        if why:
            by_text.setdefault(why, []).append(day)
    found = [text if _says_when(text) else f"{text} ({on_days(days)})" for text, days in by_text.items()]
    unpaid = dict.fromkeys(why for day in due.days if (why := made.people.unpaid(due.member, day)))
    found += unpaid
    grouped: dict[str, list[date]] = {}
    for text in said:
        match = _OF_A_DAY.fullmatch(text)
        if match:
            day = date.fromisoformat(match[1])
            grouped.setdefault(_by_hours(made, due.member, day, match[2]), []).append(day)
        elif due.days and not (unpaid and _OF_UNITS.match(text)):
            found.append(spoken(text))
    found += [f"{text} on {on_days(days)}" for text, days in grouped.items()]
    if not found:
        left = [day for day in made.days if day <= last]
        found = ["no working day is left for it"] if not left else ["nothing of this week is open for it"]
    return tuple(found)


def _by_hours(made: WeekProblem, member: str, day: date, text: str) -> str:
    """What the planner says of a day, with the hours the member gave."""
    spans = made.people.agreed(member, day)
    if spans is None:
        return "others have the member’s time" if text.startswith("not available") else text
    if text.startswith("not available"):
        return f"available only {span(spans)}" if spans else "not available"
    return text.replace("the member is available", f"the member is available ({span(spans)})")


def _says_when(text: str) -> bool:
    return "until" in text or "since" in text or "from" in text


def spoken(text: str) -> str:
    """A sentence of the planner with its months and days as people say them."""
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda m: short(date.fromisoformat(m[0])), text)
    return re.sub(r"\d{4}-\d\d(?!\d)", lambda m: month(date.fromisoformat(f"{m[0]}-01")), text)


def _named(made: WeekProblem, due: Due) -> str:
    name = made.facts.names[due.member][0]
    return name if due.kind == "contact" else f"{name} ({WORDS[due.kind]})"


def conflict(made: WeekProblem, dues: dict[str, Due], group: Sequence[str]) -> tuple[str, ...]:
    """A minimal set that can't be done together, each by name."""
    return tuple(_named(made, dues[name]) for name in group)


def way_out(made: WeekProblem, way: WayOut) -> str:
    """A change that was tried, and what it brings."""
    more = "one more is seen" if way.gain == 1 else f"{way.gain} more are seen"
    if way.do == "units" and way.member is not None:
        name = made.facts.names[way.member][0]
        return f"an authorization of {some(way.units or 0, 'more unit')} for {name}, and {more}"
    day = short(date.fromisoformat(way.date)) if way.date else ""
    if way.do == "release" and way.start is not None:
        return f"release {day} {clock(way.start)}{_label(made, way)}, and {more}"
    if way.do == "buffer":
        return f"give up the minutes kept for crises on {day}, and {more}"
    return spoken(way.text)


def _label(made: WeekProblem, way: WayOut) -> str:
    for day in made.standing.days:
        for fixed in day.fixed:
            if (day.date, fixed.start) == (way.date, way.start):
                visit = next((v for v in made.bookings.standing if v.id == fixed.label), None)
                name = made.facts.names[visit.member][0] if visit else fixed.label
                return f" ({name})" if name else ""
    return ""
