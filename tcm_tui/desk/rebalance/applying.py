"""All moves in one transaction, each checked as a transfer is: all of them, or none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import transfer, writing
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.rebalance import kept
from tcm_tui.desk.rebalance.views import Applied, Move, Rebalance
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def apply(
    desk: Desk, plan: Rebalance, effective: date, *, key: str | None = None, override: str | None = None
) -> Applied:
    """Make the moves of a plan from a day on; clocks, contacts and planned visits go along as in a transfer.

    One write, so one undo takes all of it back. A plan that leaves cases short waits for a reason, and so does a
    caseload that would be over; what is refused for one member is refused for all. The same key again gives the
    plan that was applied.
    """

    def job(frame: Job) -> str:
        if plan.shortfall:
            frame.objections.say("warn", "R9", f"{plan.shortfall} would still be over cap or without a worker")
        waiting = list(plan.moves)
        while waiting:
            # a worker at the cap has room once another move has made it: first what needs no reason
            refused = [move for move in waiting if not _one(frame, desk, move, effective, "ok")]
            if len(refused) == len(waiting):
                break
            waiting = refused
        for move in waiting:
            _one(frame, desk, move, effective, "refused")
        frame.plan()
        count = len(plan.moves)
        frame.objections.say("ok", "R31", f"{count} member{'' if count == 1 else 's'} moved from {effective} on")
        return kept.text(plan)

    done = writing.write(desk, "rebalance", job, key=key, override=override)
    if done.id is None:
        return Applied(plan, done)
    applied = kept.plan(done.id)
    return Applied(applied, done._replace(id=f"{effective}:{len(applied.moves)}"))


def _one(frame: Job, desk: Desk, move: Move, effective: date, most: str) -> bool:
    """Check and store one move within the transaction, if what speaks against it is at most so grave."""
    inner = frame._replace(desk=writing.inside(frame.uow, desk), objections=writing.Objections())
    found = inner.objections
    try:
        past, old = transfer.look(inner, move.member, move.to, effective)
        if old != move.origin:
            text = f"{old or 'nobody'} is responsible by now, not {move.origin or 'nobody'}"
            found.say("refused", "R31", f"{text}; ask for the moves again")
    except DeskError as error:
        found.add("refused", Reason("R31", str(error), "agency"))
    if writing.GRAVITY.index(found.verdict) > writing.GRAVITY.index(most):
        return False
    if found.verdict != "refused":
        transfer.carry_out(inner, past, old, move.to, effective)
        frame.uow.session.flush()
    told = [reason._replace(text=f"{move.member}: {reason.text}") for reason in found.reasons]
    frame.objections.add(found.verdict, *told)
    return True
