"""A report whose lists don't name some members: every figure stays whole, their lines become one without names."""

from __future__ import annotations

from collections.abc import Collection

from tcm_tui.desk.report.views import Figure, Line, Report
from tcm_tui.rules.saying import some


def without(report: Report, hidden: Collection[str]) -> tuple[Report, int]:
    """The report without these members in its lists, and how many of them stood in one."""
    gone: set[str] = set()

    def figure(found: Figure) -> Figure:
        theirs = [line for line in found.lines if line.member in hidden]
        if not found.listed or not theirs:
            return found
        whose = {line.member for line in theirs if line.member is not None}
        gone.update(whose)
        note = f"{some(len(whose), 'Part 2 member')}, not named"
        kept = (line for line in found.lines if line.member not in hidden)
        return found._replace(lines=(*kept, Line("", None, None, sum(line.amount for line in theirs), note)))

    sections = tuple(
        section._replace(figures=tuple(figure(each) for each in section.figures)) for section in report.sections
    )
    return report._replace(sections=sections), len(gone)
