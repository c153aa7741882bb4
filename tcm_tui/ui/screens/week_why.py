"""What ``e`` says in the week beside what the records explain: of a plan's sentences, of what it leaves, proposes."""

from __future__ import annotations

from tcm_tui.desk.views import Explanation, PlannedVisit, PlanView, Unmet
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import words
from tcm_tui.ui.screens.week_queue import Note, found_out
from tcm_tui.ui.screens.week_says import sort_of, span

RULES = {"contact": "R17", "outreach": "R19", "plan": "R18"}


def of_note(note: Note, plan: PlanView) -> list[Explanation]:
    """The whole sentence, and for what can't be done together the ways out."""
    if note.kind == "way out":
        return [Explanation("A way out", note.text, (_tried(plan),))]
    if note.kind != "together":
        return [Explanation("About the plan", note.text, ())]
    group = next((names for names in plan.conflicts if Note.of(names) == note), ())
    told = f"These {len(group)} can't all be done this week. Without any one of them the others can."
    return [Explanation("Not together", told, tuple(Reason("!", name, "") for name in group)), *_ways(plan)]


def of_unmet(row: Unmet, plan: PlanView) -> list[Explanation]:
    """Why it is left out, with whom it stands against each other, and what would help."""
    due = f"due {words.day(row.due_on)}"
    if not found_out(plan):
        told = f"Not in this plan, {due}. Whether it can be is known when the proof is through."
    elif row.alone:
        told = f"Not even an empty week could do it; {due}."
    else:
        told = f"Alone it could be done, not with the others; {due}."
    rule = RULES.get(row.kind, "")
    reasons = [Reason(rule, text, "") for text in row.because]
    if reasons and rule:
        from tcm_tui.rules.book import source

        reasons[-1] = reasons[-1]._replace(source=source(rule))
    against = [names for names in plan.conflicts if any(row.member_name in name for name in names)]
    reasons += [Reason("!", f"not together: {', '.join(names)}", "") for names in against]
    title = f"{row.member_name} · {row.kind} can't be met" if found_out(plan) else f"{row.member_name} · {row.kind}"
    return [Explanation(title, told, tuple(reasons)), *_ways(plan)]


def of_ghost(visit: PlannedVisit, plan: PlanView) -> list[Explanation]:
    """What a proposal serves, under which rule; why a booked visit would be cancelled."""
    where = span(visit.date, visit.start, visit.stop, plan.on)
    if visit.state == "dropped":
        told = f"The plan would cancel this visit: {where}."
        return [Explanation(f"Better cancelled · {visit.member_name}", told, visit.because)]
    told = f"{where}, {sort_of(visit.kind, visit.units)}. Nothing is booked until it is accepted."
    return [Explanation(f"Proposed · {visit.member_name}", told, visit.because)]


def _tried(plan: PlanView) -> Reason:
    return Reason("plan", f"tried in this week's plan of {plan.name}: the rest stays as good as it is", "")


def _ways(plan: PlanView) -> list[Explanation]:
    if not plan.ways_out:
        return []
    told = "Each was tried and helps:"
    return [Explanation("Ways out", told, tuple(Reason("→", way, "") for way in plan.ways_out))]
