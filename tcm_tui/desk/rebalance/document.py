"""A rebalancing problem as the JSON that ``tcm solve`` reads. Ids only: no name, and nothing of a member but costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.desk.rebalance import problem, proposing
from tcm_tui.desk.rebalance.fit import Fit

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.rebalance.views import Rebalance


def document(desk: Desk, plan: Rebalance) -> dict[str, Any]:
    """The file of the question that a plan answers, without its bounds: moves and evening out are not part of it."""
    with desk.reading():
        solved = proposing.solve(desk, plan.on, plan.ask._replace(extra_moves=0, max_moves=None))
        fit = Fit(desk.packs, plan.on, solved.able, solved.fit.weights)
        asked = problem.build(solved.able, solved.people, fit, solved.ask, True, full=solved.found.full)
    cases = []
    for group in asked.groups:
        options = {cm: group.base + weight for cm, weight in group.row.items() if cm in asked.caps and cm != group.cm}
        if not group.free and group.cm is not None:
            options = {group.cm: 0, **options}
        cases.append({"id": group.id, "cm": group.cm, "options": options})
    return {
        "kind": "rebalance",
        "name": f"caseloads on {plan.on}",
        "instance": {"cms": [{"id": cm, "cap": cap} for cm, cap in asked.caps.items()], "cases": cases},
    }
