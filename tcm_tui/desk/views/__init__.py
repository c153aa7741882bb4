"""What the desk hands to the screens and the command line: frozen, complete, free of storage.

A view carries figures and words, never formatted text; the screens and renderers lay it out. Lists
come without reasons (they are cheap to ask for later, through ``desk.explain``); single answers carry them.
"""

from __future__ import annotations

from tcm_tui.desk.views.answers import Accepted, AuditLine, Explanation, RuleValue, RuleView, WriteResult
from tcm_tui.desk.views.lists import (
    AgencyRow,
    AgencyTotal,
    AgencyView,
    Behind,
    BehindView,
    CaseloadRow,
    ClockItem,
    HoursRow,
    MemberLine,
)
from tcm_tui.desk.views.member import LedgerLine, MemberView, StayLine, WhatIf
from tcm_tui.desk.views.units import Budget, Line, Match, Proposal, UnitsView
from tcm_tui.desk.views.week import FixedVisit, PlannedVisit, PlanView, Unmet, Visit, WeekView

__all__ = [
    "Accepted",
    "AgencyRow",
    "AgencyTotal",
    "AgencyView",
    "AuditLine",
    "Behind",
    "BehindView",
    "Budget",
    "CaseloadRow",
    "ClockItem",
    "Explanation",
    "FixedVisit",
    "HoursRow",
    "LedgerLine",
    "Line",
    "Match",
    "MemberLine",
    "MemberView",
    "PlanView",
    "PlannedVisit",
    "Proposal",
    "RuleValue",
    "RuleView",
    "StayLine",
    "UnitsView",
    "Unmet",
    "Visit",
    "WeekView",
    "WhatIf",
    "WriteResult",
]
