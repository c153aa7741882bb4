"""A report put into a file: its owner's alone (0600), whole or not at all, and told to the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk.disclosure import NOBODY, To, left
from tcm_tui.desk.errors import DeskError, Refused, WrongUsage
from tcm_tui.desk.report.views import Report

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

FORMS = (".csv", ".xlsx", ".html")


def content(report: Report, form: str) -> bytes:
    """The report in one of ``FORMS``. Raises WrongUsage for another."""
    if form == ".csv":
        from tcm_tui.desk.report import csvform

        return csvform.document(report)
    if form == ".xlsx":
        from tcm_tui.desk.report import workbook

        return workbook.document(report)
    if form == ".html":
        from tcm_tui.desk.report import page

        return page.document(report).encode()
    raise WrongUsage(f"“{form}” is no form of a report; name one of {', '.join(FORMS)}.")


def named(report: Report, form: str) -> int:
    """How many members a file of the form names."""
    if form == ".csv":
        return 0
    listed = (figure for section in report.sections for figure in section.figures if figure.listed)
    return len({line.member for figure in listed for line in figure.lines if line.member is not None})


def free(paths: Iterable[Path], force: bool = False, or_else: str = "") -> None:
    """Raises Refused for a file that is there, so that of several files all are written or none.

    or_else: what else one can do where one is asked.
    """
    for path in paths:
        if path.is_file() and not force:
            raise Refused(f"{path} is there already; name another file{or_else}.")


def write(desk: Desk, report: Report, path: Path, form: str, force: bool = False, to: To = NOBODY) -> None:
    """Write the report in a form, and tell the audit log who gets it. force: over a file that is there.

    Raises Refused for such a file, DeskError when the place can't be written, and StoreError.
    """
    from tcm_tui.desk.papers import put

    free([path], force)
    if path.is_dir() or not path.parent.is_dir():
        raise DeskError(f"{path} can't be written: {'it is a folder' if path.is_dir() else 'there is no such folder'}.")
    made = content(report, form)
    about = {"month": f"{report.month:%Y-%m}", "of": report.of, "form": form[1:], "members": named(report, form)}
    left(desk, "report", about, to)
    try:
        put(path, made)
    except OSError as error:
        raise DeskError(f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
