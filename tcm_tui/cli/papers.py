"""Files of a week beside the answer: a calendar, a page of text, a page for printing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.cli import out

if TYPE_CHECKING:
    from tcm_tui.desk.disclosure import To
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WeekView


def write(desk: Desk, view: WeekView, ics: str | None, page: str | None, to: To) -> None:
    """Write what was asked for, tell the audit log who gets it, and say what was written.

    Raises WrongUsage for a page of no known kind.
    """
    from tcm_tui.desk import papers
    from tcm_tui.desk.errors import WrongUsage

    if page and Path(page).suffix.lower() not in (".txt", ".html", ".htm"):
        raise WrongUsage(f"--print: “{page}” should end in .txt (a page of text) or .html (a page to print).")
    if ics:
        told = papers.write_week(view, Path(ics), ending=".ics", desk=desk, to=to).told
        count = sum(visit.status == "scheduled" for visit in view.visits)
        out.note(f"Wrote {ics} with {count} visit{'s' * (count != 1)}; {told}.")
    if page:
        told = papers.write_week(view, Path(page), desk=desk, to=to).told
        out.note(f"Wrote {page} with the week; {told}.")
