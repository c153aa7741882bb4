"""``tcm agency``: a line a case manager, site or type; what nobody answers for; what is behind each figure."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Db, Json, On, Site, Supervisor, Type, Why
from tcm_tui.desk.errors import WrongUsage

WAYS = ("worker", "site", "type")


def agency(
    cm: Annotated[str | None, Arg("[CM]", "With --behind: whose figure, by id or part of the name.")] = None,
    behind: Annotated[
        str | None, Opt("--behind", "What is behind a figure: overdue, risk, hours, unassigned and so on.", "FIGURE")
    ] = None,
    by: Annotated[str, Opt("--by", "A line a worker, a site or a type.", "WHAT", choices=WAYS)] = "worker",
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """The whole agency at a glance: caseloads, hours, deadlines, units at risk, and what nobody answers for."""
    from tcm_tui.cli.show import agency as show
    from tcm_tui.desk import agency as desk_agency
    from tcm_tui.desk import behind as desk_behind
    from tcm_tui.desk import names, office, scope, totals

    day = office.today(on)
    if cm is not None and behind is None:
        raise WrongUsage("A case manager is given with --behind FIGURE only; tcm caseload CM lists the members.")
    with office.at_desk(db) as desk:
        team = scope.named(desk, site, type, supervisor)
        if behind is not None:
            found = desk_behind.behind(desk, day, behind, names.cm_id(desk, cm) if cm else None, team)
            out.as_json(show.behind_json(found)) if json else out.as_text(show.behind_text(found, why))
            return
        view = desk_agency.view(desk, day, team)
        label = scope.label(desk, team)
        grounds = desk_agency.reasons(desk, day, view) if json or why else {}
        lines = totals.totals(view, by, desk.packs) if by != "worker" else None
    if json:
        out.as_json(show.to_json(view, team, lines, grounds))
    else:
        out.as_text(show.to_text(view, label, lines, grounds, why))
