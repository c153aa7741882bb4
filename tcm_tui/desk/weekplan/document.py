"""A week's problem as the JSON that ``tcm solve`` reads. Ids only: no name, no place, no label of an appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.desk.weekplan.problem import WeekProblem

if TYPE_CHECKING:
    from tcm_tui.planning.week import Problem
    from tcm_tui.planning.week.problem import Spans


def document(made: WeekProblem) -> dict[str, Any]:
    """The file of a week. instance: booked visits stand; movable: the same week with them as the published plan."""
    cm, monday = made.facts.who.who.cm_id, made.facts.monday
    found = {
        "kind": "week",
        "name": f"{cm} week of {monday}, seen on {made.facts.on}",
        "instance": instance(made.standing),
    }
    if made.movable:
        found["movable"] = instance(made.free.problem)
    return found


def instance(problem: Problem) -> dict[str, Any]:
    """A problem in the outer form of planning problems."""
    return {
        "days": [
            {
                "date": day.date,
                "month": day.month,
                "windows": _spans(day.windows),
                "fixed": [{"s": f.start, "e": f.stop, "area": f.area, "label": ""} for f in day.fixed],
                "buffer": day.buffer,
            }
            for day in problem.days
        ],
        "base": problem.base,
        "areas": list(problem.travel),
        "travel": {a: dict(row) for a, row in problem.travel.items()},
        "hop": problem.hop,
        "members": [
            {
                "id": member.id,
                "area": member.area,
                "min": member.low,
                "full": member.high,
                "phone": member.phone,
                "avail": None
                if member.avail is None
                else {day: None if spans is None else _spans(spans) for day, spans in member.avail.items()},
                "daily_left": dict(member.daily_left),
                "month_left": dict(member.month_left),
            }
            for member in problem.members
        ],
        "obligations": [
            {
                "id": o.id,
                "member": o.member,
                "kind": o.id.split(":")[1],
                "tier": o.tier,
                "modes": list(o.modes),
                "days": list(o.days),
                "need": o.need,
                "deadline": o.deadline,
                "future": o.future,
            }
            for o in problem.obligations
        ],
        "future": [mark._asdict() for mark in problem.future],
        "pace_units": problem.pace_units,
        "prior": [
            {"member": p.member, "date": p.date, "mode": p.mode, "start": p.start, "units": p.units}
            for p in problem.prior
        ],
    }


def _spans(spans: Spans) -> list[list[int]]:
    return [[start, stop] for start, stop in spans]
