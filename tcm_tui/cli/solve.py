"""``tcm solve``: a planning problem from a file."""

from __future__ import annotations

from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg
from tcm_tui.cli.options import Db, Json, On, Why


def solve(
    file: Annotated[str, Arg("FILE", "A planning problem as JSON: of a week, or of caseloads.")],
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """The best plan for a problem in a file; needs no database."""
    from tcm_tui.cli.show import solve as show
    from tcm_tui.desk import office, solving

    office.today(on)
    answer = solving.solve_file(file)
    if json:
        out.as_json(answer)
    else:
        out.as_text(show.to_text(answer, why))
