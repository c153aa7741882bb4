"""``tcm staff`` and ``tcm roster``: what workers must have, what they may take, and who is on call."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli.asking import Answer, Ask, asks
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import AnyCm, Site, Supervisor, Type, read_some


@asks
def staff(
    ask: Ask,
    cm: AnyCm = None,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
) -> Answer:
    """Each case manager's qualification, consultation and what each may take; for one, every credential."""
    from tcm_tui.cli.show import staff as show
    from tcm_tui.desk import names, scope
    from tcm_tui.desk import staff as desk_staff

    team = scope.named(ask.desk, site, type, supervisor)
    if cm is not None:
        sheet = desk_staff.sheet(ask.desk, names.cm_id(ask.desk, cm), ask.day)
        assert sheet is not None  # the name fits somebody
        return show.sheet_json(sheet) if ask.json else show.sheet_text(sheet, ask.why)
    view = desk_staff.view(ask.desk, ask.day, team, reasons=ask.json or ask.why)
    return show.staff_json(view) if ask.json else show.staff_text(view, ask.why)


@asks
def roster(
    ask: Ask,
    days: Annotated[int, Opt("--days", "How many days ahead to look.", "N", read_some)] = 14,
    program: Annotated[
        str | None, Opt("--program", "Only this program's roster: intensive or wraparound.", "PROGRAM")
    ] = None,
    site: Site = None,
    supervisor: Supervisor = None,
) -> Answer:
    """Who is on call when, the hours nobody is, and who may take them."""
    from tcm_tui.cli.show import staff as show
    from tcm_tui.desk import roster as desk_roster
    from tcm_tui.desk import scope

    team = scope.named(ask.desk, site, None, supervisor)
    view = desk_roster.view(ask.desk, ask.day, days=days, program=program, scope=team)
    return show.roster_json(view) if ask.json else show.roster_text(view, ask.why)
