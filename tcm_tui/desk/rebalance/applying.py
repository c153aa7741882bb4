"""All or some moves of a plan in one transaction, each checked as a transfer is: all of them, or none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import bulk, writing
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.rebalance import absences, kept
from tcm_tui.desk.rebalance.views import Applied, Rebalance

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def apply(
    desk: Desk,
    plan: Rebalance,
    effective: date,
    *,
    only: Collection[str] | None = None,
    key: str | None = None,
    override: str | None = None,
) -> Applied:
    """Make the moves of a plan from a day on; clocks, contacts and planned visits go along as in a transfer.

    only: the members to be moved, None for all; with all of them the leave, or the leaving, that was asked for is
    recorded too, with some of them it is not. One write, so one undo takes all of it back. A plan that leaves
    cases short waits for a reason, when all of it is to be made, and so does a caseload that would be over; what is
    refused for one member is refused for all. The same key again gives the moves that were applied. Raises Refused
    for moves to a worker who is not recorded yet, and for members whom the plan does not move.
    """
    chosen = plan if only is None else _some(plan, only)

    def job(frame: Job) -> str:
        new = sorted({move.to for move in chosen.moves} & {worker.label for worker in plan.ask.new})
        if new:
            are = "are" if len(new) > 1 else "is"
            raise Refused(
                f"{', '.join(new)} {are} not recorded yet: record the new case manager first, then ask again."
            )
        if plan.shortfall and only is None:
            frame.objections.say("warn", "R9", f"{plan.shortfall} would still be over cap or without a worker")
        steps = [bulk.Step(move.member, move.origin, move.to, move.back) for move in chosen.moves]
        bulk.carry_out(frame, desk, steps, effective)
        frame.plan()
        frame.objections.say("ok", "R31", f"{bulk.count(len(steps))} moved from {effective} on")
        recorded = absences.of(frame.desk, plan.ask) if only is None else ()
        absences.store(frame, recorded, effective)
        return kept.text(chosen._replace(absences=recorded))

    done = writing.write(desk, "rebalance", job, key=key, override=override)
    if done.id is None:
        return Applied(chosen, done)
    applied = kept.plan(done.id)
    return Applied(applied, done._replace(id=f"{effective}:{len(applied.moves)}"))


def _some(plan: Rebalance, only: Collection[str]) -> Rebalance:
    """The plan with these moves alone; what it says of the caseloads stays that of the whole."""
    strange = sorted(set(only) - {move.member for move in plan.moves})
    if strange:
        raise Refused(f"The plan does not move {', '.join(strange)}; choose among its moves.")
    return plan._replace(moves=tuple(move for move in plan.moves if move.member in set(only)))
