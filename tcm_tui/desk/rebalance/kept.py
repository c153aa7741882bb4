"""A plan as text and back: the answer to a key is the plan that was applied."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tcm_tui.desk.rebalance.views import Absence, Left, Move, Part, Rebalance, Spread
from tcm_tui.desk.views import CaseloadRow
from tcm_tui.rules.verdict import Reason


def text(plan: Rebalance) -> str:
    """The plan as JSON."""
    fields = {**plan._asdict(), "on": plan.on.isoformat()}
    for left_out in ("ask", "ways"):  # what was asked is no part of what was done
        del fields[left_out]
    return json.dumps(fields, default=date.isoformat)


def plan(kept: str) -> Rebalance:
    """The plan from its text."""
    fields = json.loads(kept)
    fields["on"] = date.fromisoformat(fields["on"])
    fields["moves"] = tuple(map(_move, fields["moves"]))
    for side in ("before", "after"):
        fields[side] = tuple(_reasoned(CaseloadRow._make(each)) for each in fields[side])
    fields["left"] = tuple(Left(cm, n, unit, tuple(who), tuple(why)) for cm, n, unit, who, why in fields["left"])
    fields["curve"] = tuple((moves, short) for moves, short in fields["curve"])
    fields["absences"] = tuple(_absence(*each) for each in fields.get("absences", ()))
    fields["spread"] = tuple(_spread(*each) for each in fields.get("spread", ()))
    return Rebalance(**{**fields, "ways_out": tuple(fields["ways_out"]), "notes": tuple(fields["notes"])})


def _absence(cm: str, name: str, first: str, last: str | None, against: str) -> Absence:
    return Absence(cm, name, date.fromisoformat(first), date.fromisoformat(last) if last else None, against)


def _move(each: list[Any]) -> Move:
    move: Move = _reasoned(Move(*each))  # those kept by earlier versions are shorter
    back = date.fromisoformat(str(move.back)) if move.back else None
    return move._replace(parts=tuple(Part(*part) for part in move.parts), back=back)


def _spread(kind: str, workers: int, mean: float, before: list[float], after: list[float]) -> Spread:
    return Spread(kind, workers, mean, (before[0], before[1]), (after[0], after[1]))


def _reasoned(row: Any) -> Any:
    return row._replace(reasons=tuple(Reason(*reason) for reason in row.reasons))
