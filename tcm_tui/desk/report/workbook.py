"""The report as an Excel workbook, by openpyxl, imported here only: a sheet a section, then who is behind the figures.

Members are named only on the sheets that list them. Text is text: nothing in it is ever taken for a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from tcm_tui.desk.papers.words import clean
from tcm_tui.desk.part2 import NOTICE
from tcm_tui.desk.report import saying
from tcm_tui.desk.report.columns import COLUMNS, total
from tcm_tui.desk.report.views import Report, Section
from tcm_tui.rules.book import source

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | float | None
FORMATS = {"%": "0.0%", "hours": "#,##0.0"}
_ABOUT = {"agency": "the whole agency", "part": "a part of the agency", "worker": "one case manager"}
_HEAD = Font(bold=True)
_LINE = Border(bottom=Side(style="thin"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")


def document(report: Report, notice: bool = False) -> bytes:
    """The file's content; notice: with that of 42 CFR Part 2 on the first sheet and on those that name members."""
    book = Workbook()
    book.properties.creator = "tcm"
    book.properties.lastModifiedBy = None
    book.properties.title = f"Month report {report.month:%Y-%m}"
    first = book.active
    assert first is not None
    book.remove(first)
    _about(book, report, notice)
    for section in report.sections:
        _section(book, section)
    if report.kind != "worker":
        _workers(book, report)
    for section in report.sections:
        _members(book, report, section, notice)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, head: Sequence[str], widths: Sequence[float]) -> Worksheet:
    """A sheet with its titles frozen, set up to print on the width of a page with the titles on each."""
    sheet: Worksheet = book.create_sheet(title)
    _row(sheet, 1, head)
    for cell in sheet[1]:
        cell.font, cell.border, cell.alignment = _HEAD, _LINE, _WRAP
    sheet.freeze_panes = "B2"
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    footer = sheet.oddFooter
    assert footer is not None and footer.center is not None
    footer.center.text = "&A · page &P of &N"
    return sheet


def _row(sheet: Worksheet, at: int, values: Sequence[Value], formats: Sequence[str] = ()) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(at, column)
        assert isinstance(cell, Cell)
        cell.alignment = _TOP
        if isinstance(value, str):
            if value:
                _put_text(cell, value)
        elif value is not None:
            unit = formats[column - 1] if column <= len(formats) else ""
            cell.value = value / 100 if unit == "%" else value
            cell.number_format = FORMATS.get(unit, "#,##0" if value == int(value) else "#,##0.0")


def _put_text(cell: Cell, text: str) -> None:
    """A text stays one, also once somebody edits the cell: the mark is what a leading apostrophe leaves in Excel."""
    said = clean(text)
    cell.value = said
    cell.data_type = "s"
    if said[:1] in ("=", "+", "-", "@", "'"):
        cell.quotePrefix = True


def _about(book: Workbook, report: Report, notice: bool) -> None:
    sheet = _sheet(book, "Report", ("Month report", report.about), (26, 100))
    rows = [
        ("Month", saying.title(report)),
        ("Days", saying.seen(report)),
        ("Agency", report.agency),
        ("About", _ABOUT[report.kind]),
        *((section.title, f"{section.rules}. {section.note}") for section in report.sections),
        ("Keep it private", "Sheets that end in “members” name members: keep this file as a record is kept."),
        *([("Notice", NOTICE)] if notice else []),
    ]  # fmt: skip
    for at, row in enumerate(rows, 2):
        _row(sheet, at, row)
        sheet.cell(at, 2).alignment = _WRAP


def _section(book: Workbook, section: Section) -> None:
    head = ("Figure", "Value", "Unit", "Status", "Rule", "Arithmetic", "Source")
    sheet = _sheet(book, section.title, head, (40, 12, 15, 16, 7, 76, 40))
    for at, figure in enumerate(section.figures, 2):
        texts = (saying.status(figure.status), figure.rule, figure.arithmetic, source(figure.rule))
        _row(sheet, at, (figure.label, figure.value, figure.unit, *texts), ("", figure.unit))
        for column in (6, 7):
            sheet.cell(at, column).alignment = _WRAP


def _workers(book: Workbook, report: Report) -> None:
    head = ("Case manager", "Id", "Type", "Site", "Status", *(column.title for column in COLUMNS))
    sheet = _sheet(book, "Case managers", head, (26, 8, 16, 26, 13, *(10.5 for _ in COLUMNS)))
    formats = ("",) * 5 + tuple(column.unit for column in COLUMNS)
    at = 1
    for at, worker in enumerate(report.workers, 2):
        about = (worker.name, worker.cm, worker.type, worker.site, saying.status(worker.status))
        _row(sheet, at, (*about, *(column.value(worker) for column in COLUMNS)), formats)
    _row(sheet, at + 1, ("All", "", "", "", "", *(total(report, column) for column in COLUMNS)), formats)
    for cell in sheet[at + 1]:
        cell.font = _HEAD


def _members(book: Workbook, report: Report, section: Section, notice: bool) -> None:
    """Who is behind the figures that call for somebody to look; nothing where there is nobody."""
    rows = [
        (figure.label, line.member or "", *saying.who(report, line), line.amount, figure.unit, line.note)
        for figure in section.figures
        if figure.listed
        for line in figure.lines
    ]
    if rows:
        head = ("Figure", "Member id", "Member", "Case manager", "Amount", "Unit", "Note")
        sheet = _sheet(book, f"{section.title} members", head, (34, 11, 28, 26, 9, 10, 76))
        for at, row in enumerate(rows, 2):
            _row(sheet, at, row)
        sheet.auto_filter.ref = f"A1:G{len(rows) + 1}"
        if notice:
            _row(sheet, len(rows) + 3, [NOTICE])
            assert sheet.oddFooter is not None and sheet.oddFooter.left is not None
            sheet.oddFooter.left.text = NOTICE
