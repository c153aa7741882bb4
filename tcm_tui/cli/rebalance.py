"""``tcm rebalance``: the fewest moves that even out the caseloads, and making them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import DATE, Db, Json, Key, On, Override, Why, read_count, read_date


def rebalance(
    max_moves: Annotated[int | None, Opt("--max-moves", "Move so many members at most.", "N", read_count)] = None,
    pin: Annotated[
        list[str] | None, Opt("--pin", "A member who stays: id or part of the name; again for more.", "MEMBER")
    ] = None,
    leave: Annotated[
        list[str] | None,
        Opt("--leave", "A case manager to be taken out: id or part of the name; again for more.", "CM"),
    ] = None,
    apply: Annotated[bool, Opt("--apply", "Make the moves, all in one write.")] = False,
    effective: Annotated[
        date | None,
        Opt("--effective", "The first day with the new workers; the caseloads are that day's.", DATE, read_date),
    ] = None,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """The fewest moves after which nobody is over and everybody has a worker."""
    from tcm_tui.cli.show import rebalance as show
    from tcm_tui.desk import errors, names, office
    from tcm_tui.desk import rebalance as desk_rebalance

    day = office.today(on)
    if apply and effective is None:
        raise errors.WrongUsage("--apply needs --effective YYYY-MM-DD, the first day with the new workers.")
    with office.at_desk(db) as desk:
        pins = [names.member_id(desk, each) for each in pin or ()]
        out_of = [names.cm_id(desk, each) for each in leave or ()]
        plan = desk_rebalance.propose(desk, effective or day, pins=pins, leave=out_of, max_moves=max_moves)
        result = None
        if apply and effective is not None and (plan.moves or key is not None):
            plan, result = desk_rebalance.apply(desk, plan, effective, key=key, override=override)
    if json:
        out.as_json(show.to_json(plan, result, effective))
    else:
        out.as_text(show.to_text(plan, why))
    if result is not None and not json:
        lines = show.applied(result, effective, why)
        if result.id is None:
            out.note("\n".join(lines))
        else:
            out.as_text(["", *lines])
    stored = result is not None and result.id is not None
    return 0 if stored else int(plan.status == "infeasible" or result is not None)
