"""The report as CSV, workbook and page: the same figures, read back by others; no name in them is ever obeyed."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tcm_tui.desk import report
from tcm_tui.desk.errors import DeskError, Refused
from tcm_tui.desk.office import Desk
from tcm_tui.desk.report import Report, files, saying
from tests.desk.reports import EXPECTED, LATER, MEMBERS, OCTOBER, small

HOSTILE = (
    "=cmd()", "[/]", "\x1b[31m", "<script>alert(1)</script>", "+1", "@SUM(A1)", "-2", "&amp;", "\ufeffa\u202eb\udc80",
)  # fmt: skip
STAFF = """cm_id,name,level,type,site_id,hired_on
C1,=cmd(),II,standard,S110,2024-01-08
C2,<script>alert(2)</script>,II,standard,S111,2024-01-08
C3,@Ines,II,intensive,S111,2024-01-08
C8,+Gus,II,standard,S110,2024-01-08
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = small(tmp_path_factory.mktemp("papers"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def month(desk: Desk) -> Report:
    return report.view(desk, OCTOBER, LATER)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Report]]:
    """The same agency with names that a spreadsheet, a terminal or a browser would obey; the import refuses some."""
    made = small(
        tmp_path_factory.mktemp("hostile"),
        case_managers=STAFF,
        members=MEMBERS.replace("travelling", "=1+1"),
        sites="site_id,name,contract\nS110,=1+1,110\nS111,<b>Lake,111\n",
        settings='agency = "=HYPERLINK(1)<i>"\n',
    )
    found = report.view(made, OCTOBER, LATER)
    names = {f"M{n}": f"{name} {name}" for n, name in enumerate(HOSTILE, 1)}
    yield made, found._replace(members=names, staff=found.staff | {"C1": "\x07=bell"})
    made.close()


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(found: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.content(found, ".csv").decode("utf-8"), newline="")))


def test_the_csv_is_a_row_a_figure_and_names_no_member(month: Report) -> None:
    rows = rows_of(month)
    assert {row["key"]: float(row["value"]) for row in rows if row["key"] in EXPECTED} == EXPECTED
    assert {(row["month"], row["seen_on"], row["to_date"]) for row in rows} == {("2026-10", "2026-11-03", "false")}
    [met] = [row for row in rows if row["key"] == "contacts.met-share"]
    assert (met["section"], met["figure"], met["unit"], met["rule"]) == ("contacts", "Share met", "%", "R17")
    assert met["arithmetic"] == "3 of (7 − 1 on hold) = 50.0%"
    text = files.content(month, ".csv").decode()
    assert not any(name in text for name in month.members.values())


def test_no_cell_of_the_csv_is_a_formula_or_a_control(hostile: tuple[Desk, Report]) -> None:
    text = files.content(hostile[1], ".csv").decode()
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert cell.isprintable() and cell[:1] not in tuple("=+-@\t"), cell
    assert "'=HYPERLINK(1)<i>" in text


# ── workbook ──────────────────────────────────────────────────────────────────────────────────────────


def book_of(found: Report) -> Workbook:
    return load_workbook(io.BytesIO(files.content(found, ".xlsx")))


def test_the_workbook_read_back(month: Report) -> None:
    book = book_of(month)
    sections = [section.title for section in month.sections]
    assert book.sheetnames[: len(sections) + 2] == ["Report", *sections, "Case managers"]
    for section in month.sections:
        sheet = book[section.title]
        found = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
        for figure in section.figures:
            value, unit, rule = found[figure.label][1], found[figure.label][2].value, found[figure.label][4].value
            wanted = figure.value if figure.unit != "%" or figure.value is None else figure.value / 100
            assert value.value == pytest.approx(wanted) and value.data_type == "n", figure.key
            assert (unit, rule) == (figure.unit, figure.rule)
            assert value.number_format == "0.0%" or figure.unit != "%"
        assert sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.column_dimensions["F"].width > 60 and sheet["A1"].font.bold


def test_members_stand_only_on_sheets_that_list_them(month: Report) -> None:
    book = book_of(month)
    names = {*month.members, *month.members.values()}
    for sheet in book:
        cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
        assert bool(cells & names) == sheet.title.endswith(" members"), sheet.title
    listed = [row[:4] for row in book["Contacts members"].iter_rows(min_row=2, values_only=True)]
    assert ("Members with contacts missed", "M9", "Tess Lake", "Dana Whitehorse") in listed
    assert ("Members with contacts missed", "M7", "Vera Nash", "–") in listed
    assert not any(row[0] == "Members with all contacts made" for row in listed)


def test_workers_of_the_workbook_add_up(month: Report) -> None:
    sheet = book_of(month)["Case managers"]
    head, *rows = sheet.iter_rows(values_only=True)
    last = dict(zip(head, rows[-1], strict=True))
    assert last["Case manager"] == "All"
    assert (last["Members at the end"], last["Units delivered"], last["Contacts missed"]) == (7, 44, 3)
    assert last["Hours expected"] == pytest.approx(EXPECTED["hours.expected"])
    nobody = next(row for row in rows if row[0] == "No case manager")
    assert dict(zip(head, nobody, strict=True))["Members at the end"] == 1


def test_no_cell_of_the_workbook_is_a_formula(hostile: tuple[Desk, Report]) -> None:
    book, found = book_of(hostile[1]), set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (sheet.title, cell.coordinate)
                if isinstance(cell.value, str):
                    found.add(cell.value)
                    assert cell.value.isprintable()
                    assert cell.quotePrefix == (cell.value[:1] in ("=", "+", "-", "@", "'"))
    assert {"=cmd() =cmd()", "=HYPERLINK(1)<i>", "<b>Lake", "+Gus", "�[31m �[31m", "�=bell"} <= found


def test_the_workbook_names_nobody_who_made_it(month: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "asha.cattail")
    about = book_of(month).properties
    assert (about.creator, about.lastModifiedBy, about.title) == ("tcm", None, "Month report 2026-10")


# ── page ──────────────────────────────────────────────────────────────────────────────────────────────


class Page(HTMLParser):
    """The texts of a page's cells by row, its tags, and what they point to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: list[str] = []
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name in ("src", "href", "action", "style", "onclick")]
        if tag not in ("meta", "col"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def test_the_page_says_every_figure(month: Report) -> None:
    page = Page(files.content(month, ".html").decode())
    assert page.open == []
    for section in month.sections:
        for figure in section.figures:
            if not figure.detail:
                row = [figure.label, saying.value(figure), saying.status(figure.status), figure.rule, figure.arithmetic]
                assert row in page.rows, figure.key
    assert ["Tess Lake M9", "Dana Whitehorse", "0 of 1 made"] in page.rows


def test_the_page_runs_and_fetches_nothing(hostile: tuple[Desk, Report]) -> None:
    text = files.content(hostile[1], ".html").decode()
    page = Page(text)
    words = "html head meta title style body h1 h2 h3 p section table colgroup col thead tbody tfoot tr th td footer"
    assert page.tags == set(words.split())
    assert page.targets == [] and not re.search(r"https?:|url\(|@import|javascript", text)
    assert all(c.isprintable() or c == "\n" for c in text)
    names = {row[0] for row in page.rows}
    assert {"=cmd() =cmd() M1", "<script>alert(1)</script> <script>alert(1)</script> M4"} <= names
    assert "default-src 'none'" in text and re.search(r"@page \{ margin: [^}s]*\}", text), "the printer's own paper"


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", files.FORMS)
def test_a_file_is_private_whole_and_told_to_the_log(desk: Desk, month: Report, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"month{form}"
    files.write(desk, month, path, form)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    who, action, entity, key, after = desk.store.rows(
        "SELECT who, action, entity, key, after FROM audit ORDER BY id DESC"
    )[0]
    assert who and (action, entity, key) == ("export", "export", "report")
    told = {"month": "2026-10", "of": "agency", "form": form[1:], "members": 0 if form == ".csv" else 9}
    assert json.loads(after) == told


def test_a_file_that_is_there_stays(desk: Desk, month: Report, tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"month\.csv is there already; name another file\."):
        files.write(desk, month, path, ".csv")
    assert path.read_text(encoding="utf-8") == "mine"
    files.write(desk, month, path, ".csv", force=True)
    assert path.read_text(encoding="utf-8").startswith("month,")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cant_be_written_is_a_sentence(desk: Desk, month: Report, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="can't be written: there is no such folder"):
        files.write(desk, month, tmp_path / "no" / "x.csv", ".csv")
    with pytest.raises(DeskError, match="can't be written: it is a folder"):
        files.write(desk, month, tmp_path, ".csv")
