"""``tcm check``: what in the records a rule objects to, rule by rule."""

from __future__ import annotations

from datetime import date

from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.checks import limits, notes, people, services, staff, visits
from tcm_tui.rules.checks.bundle import CheckFacts, Seen
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs
from tcm_tui.rules.verdict import Finding

__all__ = ["CheckFacts", "findings", "of_worker"]


def findings(facts: CheckFacts, on: date, policy: Policy, packs: Packs, calendar: Calendar) -> list[Finding]:
    """Everything the rules object to in the records as a day sees them, by rule, then member and worker.

    error: units claimed that cannot be paid as they stand, or a duty that is past its day. warning: at
    risk, mendable, or open to another reading. info: worth knowing. Facts dated after ``on`` are not seen.
    """
    seen = Seen(facts, on, policy, packs, calendar)
    found = [finding for module in (services, notes, limits, visits, people, staff) for finding in module.check(seen)]
    return sorted(found, key=_order)


def of_worker(found: list[Finding], cm: str) -> list[Finding]:
    """The findings of one worker: their own, and those of the members they answer for."""
    return [finding for finding in found if finding.cm == cm]


def _order(finding: Finding) -> tuple[bool, int, str, str, str, str]:
    number = finding.rule[1:]
    is_rule = finding.rule.startswith("R") and number.isdigit()
    return (
        not is_rule,
        int(number) if is_rule else 0,
        finding.rule,
        finding.member or "",
        finding.cm or "",
        finding.ref or "",
    )
