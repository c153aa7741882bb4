"""What in a member's situation bars payment on a day: residence before stays. R25, R26, R27"""

from __future__ import annotations

from datetime import date

from tcm_tui.rules import residence, transition
from tcm_tui.rules.entries import MemberFacts
from tcm_tui.rules.pack import Packs


def not_compensable(
    facts: MemberFacts, day: date, activity: str, packs: Packs, on: date = date.max
) -> transition.Outcome | None:
    """What in the member's situation bars payment on a day: residence first, then stays. R25-R27"""
    place = residence.barred(facts.residences, day, packs)
    if place is not None:
        why = residence.residence_verdict(facts.residences, day, packs).reasons[0].text
        return transition.Outcome("R27", None, why)
    return transition.outcome(facts.stays, day, facts.member.dob, activity, on, packs)


def closed(facts: MemberFacts, day: date, activity: str, packs: Packs, on: date) -> bool:
    """``not_compensable`` without the words."""
    if facts.residences and residence.barred(facts.residences, day, packs) is not None:
        return True
    if not facts.stays and activity != "transition":
        return False
    return transition.outcome(facts.stays, day, facts.member.dob, activity, on, packs) is not None
