"""``tcm units`` and ``tcm member``: questions about one member."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import Db, Json, MaybeStart, MaybeStop, Member, On, Why, read_some


def units(
    member: Member,
    cm: Annotated[str | None, Opt("--cm", "Whose service it would be; else the responsible worker's.", "CM")] = None,
    line: Annotated[
        str | None, Opt("--line", "The level modifier billed, or none; else the worker's.", "HN|none")
    ] = None,
    contract: Annotated[
        str | None, Opt("--contract", "The contract billed; else that of the worker's site.", "111")
    ] = None,
    minutes: Annotated[int | None, Opt("--minutes", "A proposed service of so many minutes.", "N", read_some)] = None,
    units: Annotated[int | None, Opt("--units", "A proposed service of so many units.", "N", read_some)] = None,
    start: MaybeStart = None,
    stop: MaybeStop = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Units left today and this month, and what a proposed service would do."""
    from tcm_tui.cli.show import units as show
    from tcm_tui.desk import lookup, names, office

    day = office.today(on)
    with office.at_desk(db) as desk:
        who = names.member_id(desk, member)
        worker = names.cm_id(desk, cm) if cm else None
        asked = lookup.Asked(worker, line, contract, minutes, units, start, stop)
        view = lookup.units(desk, who, day, asked)
        fitting = lookup.next_days(desk, who, day, view.proposal.units, asked) if view.proposal else None
        if json:
            out.as_json(show.to_json(view, fitting))
        else:
            out.as_text(show.to_text(view, why, fitting))
    return int(view.proposal is not None and view.proposal.verdict == "refused")


def member(member: Member, db: Db = None, on: On = None, json: Json = False, why: Why = False) -> None:
    """Everything about one member on one page."""
    from tcm_tui.cli.show import member as show
    from tcm_tui.desk import member as page
    from tcm_tui.desk import names, office

    day = office.today(on)
    with office.at_desk(db) as desk:
        view = page.page(desk, names.member_id(desk, member), day)
        if json:
            out.as_json(show.to_json(view))
        else:
            out.as_text(show.to_text(view, why))
