"""``tcm staff`` and ``tcm roster``: what workers must have, what they may take, and who is on call."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import AnyCm, Db, Json, On, Site, Supervisor, Type, Why, read_some


def staff(
    cm: AnyCm = None,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Each case manager's qualification, consultation and what each may take; for one, every credential."""
    from tcm_tui.cli.show import staff as show
    from tcm_tui.desk import names, office, scope
    from tcm_tui.desk import staff as desk_staff

    day = office.today(on)
    with office.at_desk(db) as desk:
        team = scope.named(desk, site, type, supervisor)
        if cm is not None:
            sheet = desk_staff.sheet(desk, names.cm_id(desk, cm), day)
            assert sheet is not None  # the name fits somebody
            out.as_json(show.sheet_json(sheet)) if json else out.as_text(show.sheet_text(sheet, why))
            return
        view = desk_staff.view(desk, day, team, reasons=json or why)
    out.as_json(show.staff_json(view)) if json else out.as_text(show.staff_text(view, why))


def roster(
    days: Annotated[int, Opt("--days", "How many days ahead to look.", "N", read_some)] = 14,
    program: Annotated[
        str | None, Opt("--program", "Only this program's roster: intensive or wraparound.", "PROGRAM")
    ] = None,
    site: Site = None,
    supervisor: Supervisor = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Who is on call when, the hours nobody is, and who may take them."""
    from tcm_tui.cli.show import staff as show
    from tcm_tui.desk import office, scope
    from tcm_tui.desk import roster as desk_roster

    day = office.today(on)
    with office.at_desk(db) as desk:
        team = scope.named(desk, site, None, supervisor)
        view = desk_roster.view(desk, day, days=days, program=program, scope=team)
    out.as_json(show.roster_json(view)) if json else out.as_text(show.roster_text(view, why))
