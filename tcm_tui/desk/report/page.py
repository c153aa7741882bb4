"""The report as a page to print on A4 or Letter."""

from __future__ import annotations

from collections.abc import Iterable

from tcm_tui.desk.papers import words
from tcm_tui.desk.papers.frame import page
from tcm_tui.desk.papers.frame import text as _text
from tcm_tui.desk.report import saying
from tcm_tui.desk.report.columns import COLUMNS, total
from tcm_tui.desk.report.views import Figure, Report, Section

STYLE = """
@page { margin: 14mm 12mm }
body { font: 9.5pt/1.35 system-ui, sans-serif; max-width: 186mm; color: #000 }
h1 { font-size: 15pt; margin: 0 } h2 { font-size: 11.5pt; margin: 6mm 0 0; break-after: avoid }
h3 { font-size: 9.5pt; margin: 3mm 0 1mm; break-after: avoid } p { margin: 1mm 0 2mm; color: #333 }
table { border-collapse: collapse; width: 100% } thead { display: table-header-group }
th { text-align: left; border-bottom: 1.5px solid #000; font-size: 8pt; vertical-align: bottom }
td { border-bottom: .5px solid #999; vertical-align: top } th, td { padding: .6mm 1.2mm }
tr { break-inside: avoid } .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.s { white-space: nowrap; font-weight: 600 } .w, .r { font-size: 8pt; color: #222 } .r { white-space: nowrap }
.figures { table-layout: fixed } .figures col:nth-child(1) { width: 30% } .figures col:nth-child(2) { width: 17% }
.figures col:nth-child(3) { width: 15% } .figures col:nth-child(4) { width: 6% }
.lists { table-layout: fixed } .lists col:nth-child(1) { width: 31% } .lists col:nth-child(2) { width: 22% }
.lists col.n { width: 12% }
 .staff { font-size: 8pt }
.staff tfoot td { font-weight: 600; border-top: 1.5px solid #000 }
.staff td:first-child { white-space: normal } .of td:first-child { padding-left: 4mm }
footer { margin-top: 6mm; border-top: .5px solid #999; padding-top: 1mm; color: #333; font-size: 8pt }
""".strip()


def document(report: Report, notice: bool = False) -> str:
    """The whole file; notice: with that of 42 CFR Part 2."""
    agency = f"{_text(report.agency)} · " if report.agency and report.agency != report.about else ""
    sections = "\n".join(_section(section) for section in report.sections)
    behind = "\n".join(_behind(report, figure) for section in report.sections for figure in section.figures)
    named = f"<h2>Who is behind the figures</h2>\n{behind}" if behind.strip() else ""
    body = f"""<p>{agency}Month report, {_text(saying.seen(report))}</p>
{sections}
{_workers(report) if report.kind != "worker" else ""}
{named}"""
    return page(f"{_text(report.about)} · {saying.title(report)}", STYLE, body, words.foot(notice))


def _table(css: str, head: Iterable[tuple[str, str]], rows: Iterable[str], foot: str = "") -> str:
    head = tuple(head)
    widths = "".join(f'<col class="{cell}">' for _, cell in head)
    titles = "".join(f'<th class="{cell}">{_text(said)}</th>' for said, cell in head)
    return (
        f'<table class="{css}"><colgroup>{widths}</colgroup><thead><tr>{titles}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + f"\n</tbody>{foot}</table>"
    )


def _row(cells: Iterable[tuple[str, str]], css: str = "") -> str:
    inside = "".join(
        f'<td class="{kind}">{_text(said)}</td>' if kind else f"<td>{_text(said)}</td>" for said, kind in cells
    )
    return f'<tr class="{css}">{inside}</tr>' if css else f"<tr>{inside}</tr>"


def _section(section: Section) -> str:
    rows = [
        _row(
            (
                (figure.label, ""),
                (saying.value(figure), "n"),
                (saying.status(figure.status), "s"),
                (figure.rule, "r"),
                (figure.arithmetic, "w"),
            ),
            "of" if figure.label.startswith("of them") else "",
        )
        for figure in section.figures
        if not figure.detail
    ]
    head = (("Figure", ""), ("", "n"), ("", ""), ("Rule", ""), ("Arithmetic", ""))
    return (
        f"<section>\n<h2>{_text(section.title)}</h2>\n<p>{_text(section.rules)}. {_text(section.note)}</p>\n"
        f"{_table('figures', head, rows)}\n</section>"
    )


def _workers(report: Report) -> str:
    shown = [column for column in COLUMNS if column.short]

    def said(value: float | None, unit: str) -> tuple[str, str]:
        return ("–" if value is None else f"{value:.0f}%" if unit == "%" else f"{value:,.0f}"), "n"

    rows = [
        _row(((worker.name, ""), (saying.status(worker.status), "s"), *(said(c.value(worker), c.unit) for c in shown)))
        for worker in report.workers
    ]
    sums = _row((("All", ""), ("", ""), *(said(total(report, column), "") for column in shown)))
    head = (("Case manager", ""), ("Caseload", ""), *((column.short, "n") for column in shown))
    return f"<h2>Case managers</h2>\n{_table('staff', head, rows, f'<tfoot>{sums}</tfoot>')}"


def _behind(report: Report, figure: Figure) -> str:
    if not figure.listed or not figure.lines:
        return ""
    rows = []
    counted = any(line.amount != 1 for line in figure.lines)
    for line in figure.lines:
        member, cm = saying.who(report, line)
        whom = f"{member} {line.member}" if line.member else ""
        number = ((saying.n(line.amount), "n"),) if counted else ()
        rows.append(_row(((whom, ""), (cm, ""), *number, (line.note, "w"))))
    head = (("Member", ""), ("Case manager", ""), *(((figure.unit, "n"),) if counted else ()), ("", ""))
    return f"<h3>{_text(figure.label)}: {_text(saying.value(figure))}</h3>\n{_table('lists', head, rows)}"
