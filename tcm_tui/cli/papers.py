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
        papers.write_week(view, Path(ics), ending=".ics", desk=desk, to=to)
        count = sum(visit.status == "scheduled" for visit in view.visits)
        _told(ics, f"with {count} visit{'s' * (count != 1)}")
    if page:
        noticed = papers.write_week(view, Path(page), desk=desk, to=to)
        _told(page, "with the week", noticed)


def _told(path: str, what: str, noticed: bool = False) -> None:
    notice = "; it carries the notice of 42 CFR part 2" if noticed else ""
    out.note(f"Wrote {path} {what}; it names members, so keep it private{notice}.")
