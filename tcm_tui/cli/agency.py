"""``tcm agency``: a line a case manager, site or type; what nobody answers for; what is behind each figure."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli.asking import Answer, Ask, asks
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Site, Supervisor, Type
from tcm_tui.desk.errors import WrongUsage

WAYS = ("worker", "site", "type")


@asks
def agency(
    ask: Ask,
    cm: Annotated[str | None, Arg("[CM]", "With --behind: whose figure, by id or part of the name.")] = None,
    behind: Annotated[
        str | None, Opt("--behind", "What is behind a figure: overdue, risk, hours, unassigned and so on.", "FIGURE")
    ] = None,
    by: Annotated[str, Opt("--by", "A line a worker, a site or a type.", "WHAT", choices=WAYS)] = "worker",
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
) -> Answer:
    """The whole agency at a glance: caseloads, hours, deadlines, units at risk, and what nobody answers for."""
    from tcm_tui.cli.show import agency as show
    from tcm_tui.desk import agency as desk_agency
    from tcm_tui.desk import behind as desk_behind
    from tcm_tui.desk import names, scope, totals

    desk, day = ask.desk, ask.day
    if cm is not None and behind is None:
        raise WrongUsage("A case manager is given with --behind FIGURE only; tcm caseload CM lists the members.")
    team = scope.named(desk, site, type, supervisor)
    if behind is not None:
        found = desk_behind.behind(desk, day, behind, names.cm_id(desk, cm) if cm else None, team)
        return show.behind_json(found) if ask.json else show.behind_text(found, ask.why)
    view = desk_agency.view(desk, day, team)
    grounds = desk_agency.reasons(desk, day, view) if ask.json or ask.why else {}
    lines = totals.totals(view, by, desk.packs) if by != "worker" else None
    if ask.json:
        return show.to_json(view, team, lines, grounds)
    return show.to_text(view, scope.label(desk, team), lines, grounds, ask.why)
