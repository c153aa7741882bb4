"""A report put into a file: its owner's alone (0600), whole or not at all, and told to the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk import part2
from tcm_tui.desk.disclosure import NOBODY, To, left
from tcm_tui.desk.errors import DeskError, Refused, WrongUsage
from tcm_tui.desk.part2 import Written
from tcm_tui.desk.report.unnamed import without
from tcm_tui.desk.report.views import Report

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

FORMS = (".csv", ".xlsx", ".html")


def content(report: Report, form: str, notice: bool = False) -> bytes:
    """The report in one of ``FORMS``, with the notice of 42 CFR Part 2 where it names members. Raises WrongUsage."""
    if form == ".csv":
        from tcm_tui.desk.report import csvform

        return csvform.document(report)
    if form == ".xlsx":
        from tcm_tui.desk.report import workbook

        return workbook.document(report, notice)
    if form == ".html":
        from tcm_tui.desk.report import page

        return page.document(report, notice).encode()
    raise WrongUsage(f"“{form}” is no form of a report; name one of {', '.join(FORMS)}.")


def named(report: Report, form: str) -> set[str]:
    """The members that a file of the form names."""
    if form == ".csv":
        return set()
    listed = (figure for section in report.sections for figure in section.figures if figure.listed)
    return {line.member for figure in listed for line in figure.lines if line.member is not None}


def free(paths: Iterable[Path], force: bool = False, or_else: str = "") -> None:
    """Raises Refused for a file that is there, so that of several files all are written or none.

    or_else: what else one can do where one is asked.
    """
    for path in paths:
        if path.is_file() and not force:
            raise Refused(f"{path} is there already; name another file{or_else}.")


def write(desk: Desk, report: Report, path: Path, form: str, force: bool = False, to: To = NOBODY) -> Written:
    """Write the report in a form, and tell the audit log who gets it. force: over a file that is there.

    Its lists name members under 42 CFR Part 2 only as ``to`` says; figures count everybody. Raises Refused for a file
    that is there, WrongUsage where ``to`` doesn't go together, DeskError when the place can't be written, StoreError.
    """
    from tcm_tui.desk.papers import put

    free([path], force)
    if path.is_dir() or not path.parent.is_dir():
        raise DeskError(f"{path} can't be written: {'it is a folder' if path.is_dir() else 'there is no such folder'}.")
    how = part2.choose(desk, to)
    shown, left_out = without(report, how.hidden) if form != ".csv" else (report, 0)
    members = named(shown, form)
    notice = form != ".csv" and how.notice(members)
    made = content(shown, form, notice)
    about = {"month": f"{report.month:%Y-%m}", "of": report.of, "form": form[1:], "members": len(members)}
    left(desk, "report", about | how.told(members, left_out), to, how.disclosed(members))
    try:
        put(path, made)
    except OSError as error:
        raise DeskError(f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
    return Written(len(members), left_out, notice)
