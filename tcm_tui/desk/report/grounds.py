"""The rule behind a figure, with its source; what ``e`` shows."""

from __future__ import annotations

from tcm_tui.desk.report import saying
from tcm_tui.desk.report.views import Figure, Report
from tcm_tui.desk.views import Explanation
from tcm_tui.rules.book import source
from tcm_tui.rules.verdict import Reason


def reason(figure: Figure) -> Reason:
    """The figure's arithmetic under its rule."""
    return Reason(figure.rule, figure.arithmetic, source(figure.rule))


def explanation(report: Report, figure: Figure) -> Explanation:
    """The figure in a line, its arithmetic, and how the figures of its section are counted."""
    section = next(each for each in report.sections if figure in each.figures)
    answer = f"{saying.value(figure)} {saying.status(figure.status)}".rstrip()
    why = (reason(figure), Reason(figure.rule, section.note, ""), Reason(figure.rule, saying.seen(report), ""))
    return Explanation(f"{figure.label} · {report.about}, {saying.title(report)}", answer, why)
