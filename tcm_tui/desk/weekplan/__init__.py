"""Planning a worker's week: the problem from the records, a plan in people's words, and its acceptance."""

from __future__ import annotations

from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.weekplan.accepting import accept
from tcm_tui.desk.weekplan.document import document
from tcm_tui.desk.weekplan.problem import WeekProblem, problem
from tcm_tui.desk.weekplan.solving import PATIENCE, propose, quick

__all__ = ["PATIENCE", "NotOne", "WeekProblem", "accept", "document", "problem", "propose", "quick"]
