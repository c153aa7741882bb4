"""``tcm ahead``: the coming year, month by month."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli.asking import Answer, Ask, asks
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import Site, Supervisor, Type, read_some


def read_months(text: str) -> int:
    """Months to look at, 1 to 120."""
    from tcm_tui.desk.outlook import MOST_MONTHS

    number = read_some(text)
    if number > MOST_MONTHS:
        raise ValueError(f"At most {MOST_MONTHS} months can be looked at.")
    return number


@asks
def ahead(
    ask: Ask,
    months: Annotated[int, Opt("--months", "How many months, the present one first.", "N", read_months)] = 12,
    site: Site = None,
    type: Type = None,
    supervisor: Supervisor = None,
    list: Annotated[bool, Opt("--list", "Also every line behind the figures: members, workers, days.")] = False,
) -> Answer:
    """The coming year: units that run out, contacts, caseloads, hours and hires, what falls due."""
    from tcm_tui.cli.show import ahead as show
    from tcm_tui.desk import outlook, scope

    team = scope.named(ask.desk, site, type, supervisor)
    found = outlook.look(ask.desk, ask.day, months, team)
    if ask.json:
        return show.to_json(found)
    return show.to_text(found, scope.label(ask.desk, team), list, ask.why)
