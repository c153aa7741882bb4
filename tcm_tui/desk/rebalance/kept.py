"""A plan as text and back: the answer to a key is the plan that was applied."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tcm_tui.desk.rebalance.views import Left, Move, Rebalance
from tcm_tui.desk.views import CaseloadRow
from tcm_tui.rules.verdict import Reason


def text(plan: Rebalance) -> str:
    """The plan as JSON."""
    return json.dumps({**plan._asdict(), "on": plan.on.isoformat()})


def plan(kept: str) -> Rebalance:
    """The plan from its text."""
    fields = json.loads(kept)
    fields["on"] = date.fromisoformat(fields["on"])
    fields["moves"] = tuple(_reasoned(Move._make(each)) for each in fields["moves"])
    for side in ("before", "after"):
        fields[side] = tuple(_reasoned(CaseloadRow._make(each)) for each in fields[side])
    fields["left"] = tuple(Left(cm, n, unit, tuple(who), tuple(why)) for cm, n, unit, who, why in fields["left"])
    fields["curve"] = tuple((moves, short) for moves, short in fields["curve"])
    return Rebalance(**{**fields, "ways_out": tuple(fields["ways_out"]), "notes": tuple(fields["notes"])})


def _reasoned(row: Any) -> Any:
    return row._replace(reasons=tuple(Reason(*reason) for reason in row.reasons))
