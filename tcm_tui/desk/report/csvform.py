"""The report as CSV in long form: a row a figure. It names no member."""

from __future__ import annotations

import csv
import io

from tcm_tui.desk.papers.words import clean
from tcm_tui.desk.report.views import Report
from tcm_tui.records.csvfiles.formulas import neutral
from tcm_tui.rules.book import source

HEAD = (
    "month",
    "seen_on",
    "to_date",
    "report",
    "section",
    "key",
    "figure",
    "value",
    "unit",
    "rule",
    "arithmetic",
    "source",
)


def document(report: Report) -> bytes:
    """UTF-8 with a header row; values as plain numbers, empty for none; texts that look like formulas made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    about = (f"{report.month:%Y-%m}", report.on.isoformat(), "true" if report.to_date else "false", _text(report.about))
    for section in report.sections:
        for figure in section.figures:
            value = "" if figure.value is None else f"{figure.value:.10g}"
            texts = (figure.rule, _text(figure.arithmetic), _text(source(figure.rule)))
            writer.writerow((*about, section.id, figure.key, _text(figure.label), value, figure.unit, *texts))
    return out.getvalue().encode()


def _text(text: str) -> str:
    return neutral(clean(text))
