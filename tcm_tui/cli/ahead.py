"""``tcm ahead``: the coming year, month by month."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import Db, Json, On, Site, Supervisor, Type, Why, read_some


def read_months(text: str) -> int:
    """Months to look at, 1 to 120."""
    from tcm_tui.desk.outlook import MOST_MONTHS

    number = read_some(text)
    if number > MOST_MONTHS:
        raise ValueError(f"At most {MOST_MONTHS} months can be looked at.")
    return number


def ahead(
    months: Annotated[int, Opt("--months", "How many months, the present one first.", "N", read_months)] = 12,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    list: Annotated[bool, Opt("--list", "Also every line behind the figures: members, workers, days.")] = False,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """The coming year: units that run out, contacts, caseloads, hours and hires, what falls due."""
    from tcm_tui.cli.show import ahead as show
    from tcm_tui.desk import office, outlook, scope

    day = office.today(on)
    with office.at_desk(db) as desk:
        team = scope.named(desk, site, type, supervisor)
        found = outlook.look(desk, day, months, team)
        label = scope.label(desk, team)
    if json:
        out.as_json(show.to_json(found))
    else:
        out.as_text(show.to_text(found, label, list, why))
