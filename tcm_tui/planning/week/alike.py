"""Members who are alike for a week, so that the programme counts them instead of telling them apart.

Two are alike when the same contact is due for the same days, in the same area, at the same length and hours, and no
limit of a month binds them. Of such a group only how many are seen on each day matters: whoever is seen is dealt
out in turn afterwards, which gives nobody two contacts on a day and nobody more than are needed.
"""

from __future__ import annotations

from typing import NamedTuple

from tcm_tui.planning.week.choices import Choices


class Group(NamedTuple):
    """Obligations that are alike. slots: (day, mode) -> a choice for each, in the order of the obligations."""

    obligations: tuple[int, ...]
    slots: dict[tuple[int, str], tuple[int, ...]]


def alike(choices: Choices) -> list[Group]:
    """Groups of at least two, disjoint in their choices."""
    if not choices.steady:
        return []
    obligations = choices.problem.obligations
    of_member: dict[str, list[int]] = {}
    for o, obligation in enumerate(obligations):
        of_member.setdefault(obligation.member, []).append(o)
    found: dict[object, list[int]] = {}
    for member, own in of_member.items():
        if _bound(choices, member, own):
            continue
        for o in own:
            slots = tuple((c.day, c.mode, c.item) for c in map(choices.all.__getitem__, choices.serving[o]))
            facts = obligations[o]
            key = (slots, facts.tier, facts.need, facts.deadline, facts.future, choices.members[member].high)
            found.setdefault(key, []).append(o)
    groups = []
    for same in map(sorted, found.values()):
        if len(same) > 1 and choices.serving[same[0]]:
            columns = zip(*(choices.serving[o] for o in same), strict=True)
            slots_of = {(choices.all[c[0]].day, choices.all[c[0]].mode): c for c in columns}
            groups.append(Group(tuple(same), slots_of))
    return groups


def _bound(choices: Choices, member: str, own: list[int]) -> bool:
    """Whether contacts of a member depend on each other: two reasons for one day, a published one, a month's limit."""
    if any(choices.all[c].member == member for c in choices.was):
        return True  # a published call serves nothing here, and takes its day all the same
    taken: set[int] = set()
    units: dict[str, int] = {}
    for o in own:
        serving = [choices.all[c] for c in choices.serving[o]]
        days = {c.day for c in serving}
        if days & taken or any(choices.served[c.id] != [o] for c in serving):
            return True
        taken |= days
        for month in {choices.month(c)[1] for c in serving}:
            longest = max(c.units for c in serving if choices.month(c)[1] == month)
            units[month] = units.get(month, 0) + longest * choices.problem.obligations[o].need
    left = choices.members[member].month_left
    return any(wanted > left.get(month, 0) for month, wanted in units.items())


def dealt(group: Group, seen: dict[tuple[int, str], int]) -> list[int]:
    """The choices for how many are seen in each slot; each day's go to the next in turn."""
    selection, turn = [], 0
    for slot in sorted(group.slots):
        for _ in range(seen.get(slot, 0)):
            selection.append(group.slots[slot][turn % len(group.obligations)])
            turn += 1
    return selection
