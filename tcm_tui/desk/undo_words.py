"""How taking back is told: what it was, what became of the records, or what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from tcm_tui.records.undo import Change, Entry, Stuck

_WRITES = {
    "book": "the booking",
    "move": "the move",
    "log": "the record",
    "miss": "the miss",
    "cancel": "the cancellation",
    "outreach": "the outreach",
    "transfer": "the transfer",
    "rebalance": "the rebalancing",
    "handover": "the hand-over",
    "void": "the voiding",
    "record": "the entry",
    "change": "the change",
    "remove": "the removal",
}
_RECORDS = {
    "appointments": "visit",
    "services": "service",
    "outreach": "outreach attempt",
    "assignments": "assignment",
    "case_managers": "case manager",
    "credentials": "credential",
    "sites": "site",
    "members": "member",
    "families": "family",
    "plans": "plan",
    "residences": "residence",
    "stays": "stay",
    "authorizations": "authorization",
    "external_units": "external units",
    "on_call": "on-call hours",
    "closures": "closed day",
    "settings": "setting",
    "working_hours": "working hours",
    "availability": "availability",
    "fixed_appointments": "fixed appointment",
}
_COLUMNS = {"start_min": "start", "stop_min": "stop", "cm_id": "case manager", "member_id": "member",
            "part2": "42 CFR Part 2"}  # fmt: skip
_TRUTHS = ("covered", "member_present", "open", "part2", "pinned")
_SHOWN = 3
"""Records and columns that a sentence names; the rest it counts."""


def record(entity: str, key: str) -> str:
    """``visit TA5``."""
    return f"{_RECORDS.get(entity, entity.replace('_', ' '))} {key}"


def one_member(entries: Sequence[Entry]) -> str | None:
    """The member a write was about; None if several, or none."""
    members = {each.member for each in entries if each.member is not None}
    return members.pop() if len(members) == 1 else None


def main(entries: Sequence[Entry]) -> Entry:
    """The entry a write is named by: the record it made or removed, else the first it changed.

    An undoing goes backwards through what it takes back, and is named alike.
    """
    mine = [each for each in entries if each.entity != "audit"] or list(entries)
    if mine[0].action == "undo":
        mine.reverse()
    return next((each for each in mine if each.before is None or each.after is None), mine[0])


def subject(entries: Sequence[Entry]) -> str:
    """The key of the record a write is named by."""
    return main(entries).key


def root(entries: Sequence[Entry]) -> str:
    """The action that was taken back at first, however often it was brought back since."""
    first = entries[0]
    return str(first.after["action"]) if first.entity == "audit" and first.after else first.action


def what(entries: Sequence[Entry]) -> str:
    """``the booking of visit TA5 (M1)``."""
    member, chief = one_member(entries), main(entries)
    said = root(entries)
    if said == "accept":
        count = len({each.key for each in entries if each.entity != "audit"})
        return f"the accepted plan of {count} visit{'s' if count > 1 else ''}"
    action = _WRITES.get(said.partition(" ")[0], f"“{said}”")  # of “record plan” and the like its first word
    about = f" ({member})" if member is not None and member not in chief.key.replace("/", ":").split(":") else ""
    return f"{action} of {record(chief.entity, chief.key)}{about}"


def done(action: str, entries: Sequence[Entry], changes: Sequence[Change]) -> str:
    """``Took back the booking of visit TA5 (M1): visit TA5 is gone.``"""
    told = [_became(change) for change in reversed(changes) if change.before != change.after]
    more = len(told) - _SHOWN
    if more > 0:
        told = [*told[:_SHOWN], f"{more} more record{'s' if more > 1 else ''}"]
    verb = "Brought back" if action == "redo" else "Took back"
    return f"{verb} {what(entries)}: {'; '.join(told) or 'no record changes by it'}."


def _became(change: Change) -> str:
    name = record(change.entity, change.key)
    if change.after is None:
        return f"{name} is gone"
    if change.before is None:
        return f"{name} is back"
    differing = [column for column in change.after if change.before[column] != change.after[column]]
    parts = [
        f"{_COLUMNS.get(column, column.replace('_', ' '))} {_value(column, change.before[column])}"
        f" → {_value(column, change.after[column])}"
        for column in differing[:_SHOWN]
    ]
    more = f" and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else ""
    return f"{name} has {', '.join(parts)}{more}" if parts else f"{name} is as it was"


def _value(column: str, value: Any) -> str:
    if value is None:
        return "none"
    if column.endswith("_min") and isinstance(value, int):
        return clock(value)
    if column in _TRUTHS:
        return "yes" if value else "no"
    return str(value)


def stuck(why: Stuck) -> str:
    """What is in the way of taking back, and what to do."""
    name = record(why.entity, why.key)
    if why.kind == "hangs":
        entity, _, key = why.other.partition(" ")
        return f"{name} is needed by {record(entity, key)} now; take that back first."
    return {
        "gone": f"{name} is no longer there; somebody has removed it since.",
        "there": f"{name} is there again; somebody has entered it anew since.",
        "changed": f"{name} was changed since ({_COLUMNS.get(why.column, why.column.replace('_', ' '))});"
        " change it by hand if it is still wrong.",
        "needs": f"{name} names a record that is no longer there.",
        "rules": f"{name} no longer goes with the other records; change it by hand if it is still wrong.",
    }[why.kind]
