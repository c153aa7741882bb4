"""Taking back a write as a new write, from what the audit log says of it; taking that back is redo.

Nothing is taken back where the records have moved on: one sentence says what is in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from tcm_tui.desk import undo_words as words
from tcm_tui.desk import writing
from tcm_tui.desk.undo_log import Batch, last, last_undone, undone
from tcm_tui.desk.views import WriteResult
from tcm_tui.records import undo as log
from tcm_tui.records.queries import undo as sql
from tcm_tui.records.queries import visits
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job
    from tcm_tui.rules.facts import Appointment

__all__ = ["Batch", "batch_of", "last", "last_undone", "redo_last", "undo", "undo_last"]

_WITH_ALL_MONTHS = ("members", "plans", "stays", "residences", "authorizations", "external_units")
"""Records that bear on every month of their member."""

_NO_WRITE = {
    "import": "An import can’t be taken back; restore the backup made before it, or import the earlier files.",
    "rebuild": "Working out the units anew changed no record; there is nothing to take back.",
    "restore": "A restore can’t be taken back; restore another backup.",
    "demo": "The demonstration agency can’t be taken back; make another one.",
}


def batch_of(result: WriteResult) -> Batch | None:
    """The entries by which a write is taken back; None when it changed nothing."""
    return result.batch


def undo(desk: Desk, batch: Batch, on: date, *, key: str | None = None) -> WriteResult:
    """Take back one write, by the first and last entry of the log that tell of it.

    The verdict is refused, and nothing stored, when a record was changed since, when something else needs it now,
    or when it is no write that can be taken back. The batch of the answer takes the undoing back: redo.
    """
    first = desk.store.rows(sql.ENTRIES, {"first": batch[0], "last": batch[0]})
    action = "redo" if any(row[0] == batch[0] and row[3] == "undo" for row in first) else "undo"
    return _write(desk, action, lambda _: batch, on, key)


def undo_last(desk: Desk, on: date, *, key: str | None = None) -> WriteResult:
    """Take back this user's latest write that is not taken back yet."""
    return _write(desk, "undo", lambda frame: last(frame.desk, frame.uow.who), on, key)


def redo_last(desk: Desk, on: date, *, key: str | None = None) -> WriteResult:
    """Bring back what this user took back last, unless they have written something else since."""
    return _write(desk, "redo", lambda frame: last_undone(frame.desk, frame.uow.who), on, key)


def _write(desk: Desk, action: str, find: Callable[[Job], Batch | None], on: date, key: str | None) -> WriteResult:
    def job(frame: Job) -> str:
        batch = find(frame)
        if batch is None:
            _refuse(frame, f"There is nothing of yours to {action}.")
        entries = _entries(frame, batch)
        member = words.one_member(entries)
        what = {"action": words.root(entries)}
        frame.audit(log.LINK, f"{batch[0]}-{batch[1]}", member, None, what)
        try:
            done = log.take_back(frame.uow.driver, entries)
        except log.Stuck as stuck:
            _refuse(frame, words.stuck(stuck))
        for change in done:
            frame.audit(change.entity, change.key, change.member, change.before, change.after)
        _refresh(frame, done)
        _still_fits(frame, batch, done, on)
        frame.objections.add("ok", Reason(action, words.done(action, entries, done), "agency"))
        return words.subject(entries)

    return writing.write(desk, action, job, key=key, session=False)


def _refuse(frame: Job, sentence: str) -> NoReturn:
    frame.objections.add("refused", Reason("undo", sentence[0].upper() + sentence[1:], "agency"))
    frame.plan()
    raise AssertionError("a refused job goes on")


def _entries(frame: Job, batch: Batch) -> list[log.Entry]:
    """The entries of a write that may be taken back; ends the job when it may not."""
    first, last_one = batch
    found = [log.entry(row) for row in frame.uow.rows(sql.ENTRIES, {"first": first, "last": last_one})]
    entries = [each for each in found if first <= each.id <= last_one]
    around = [each for each in found if not first <= each.id <= last_one]
    moments = {(each.at, each.who, each.action) for each in entries}
    if len(moments) != 1 or any((each.at, each.who, each.action) in moments for each in around):
        _refuse(frame, f"The audit log has no write that is its entries {first} to {last_one}.")
    action = entries[0].action
    if action in _NO_WRITE:
        _refuse(frame, _NO_WRITE[action])
    if first in undone(frame.desk, first):
        again = "brought back" if action == "undo" else "taken back"
        _refuse(frame, f"{words.what(entries)} was {again} already.")
    for each in entries:
        if each.entity != log.LINK and not log.is_record(frame.uow.driver, each.entity):
            _refuse(frame, f"“{action}” changed no record that can be taken back.")
    return entries


def _refresh(frame: Job, done: Iterable[log.Change]) -> None:
    """Bring the ledger up to date for every member and month that the changes bear on."""
    from tcm_tui.records.refresh import members_served_by

    uow, packs = frame.uow, frame.desk.packs
    whole: set[str] = set()
    days: dict[str, set[date]] = {}
    workers: set[str] = set()
    for change in done:
        sides = [{**change.record, **(change.before or {})}, change.record]
        if change.entity in _WITH_ALL_MONTHS:
            whole.update(side["member_id"] for side in sides)
        elif change.entity == "services":
            for side in sides:
                # past midnight the ledger looks itself
                days.setdefault(side["member_id"], set()).add(date.fromisoformat(side["date"]))
        elif change.entity == "case_managers":
            workers.add(change.record["cm_id"])
        elif change.entity == "sites":
            workers.update(cm for (cm,) in uow.rows(sql.WORKERS_OF, {"site": change.record["site_id"]}))
    whole.update(members_served_by(uow.driver, workers) if workers else ())
    policy = writing.inside(uow, frame.desk).policy
    if any(change.entity == "settings" for change in done):
        uow.refresh(policy, packs, [])  # everyone's units, where they follow from the setting
    if whole:
        uow.refresh(policy, packs, whole)
    for member, touched in days.items():
        if member not in whole:
            uow.refresh(policy, packs, [member], days=touched)


def _still_fits(frame: Job, batch: Batch, done: Sequence[log.Change], on: date) -> None:
    """A visit that is planned again must not collide with what was written meanwhile. R3, R4"""
    from tcm_tui.records.queries import facts, people

    if not _others_since(frame, batch):
        return
    for change in done:
        if change.entity != "appointments" or change.after is None:
            continue
        row = frame.uow.row(people.APPOINTMENT_BY_ID, {"id": change.record["appointment_id"]})
        if row is None or facts.appointment(row).status != "scheduled":
            continue
        visit = facts.appointment(row)
        served = frame.uow.row(visits.NAMED_BY_SERVICE, {"id": visit.appointment_id})
        if served is not None and "status" in change.after:
            _refuse(frame, f"{visit.appointment_id} has the service {served[0]}; take that back first.")
        if visit.date >= on:
            _has_room(frame, visit)


def _has_room(frame: Job, visit: Appointment) -> None:
    from tcm_tui.desk import booking, lookup

    inner, found = writing.inside(frame.uow, frame.desk), writing.Objections()
    booking.overlaps(frame._replace(desk=inner, objections=found), visit)
    if found.verdict == "refused":
        _refuse(frame, f"{visit.appointment_id} has no place any more: {writing.sentence(found.reasons)}.")
    left = lookup.units(inner, visit.member_id, visit.date)
    over = max(left.day.over, left.month.over)
    if over and inner.policy.over_limit_plans == "refuse":
        _refuse(frame, f"{visit.appointment_id} has no units any more: {visit.member_id} would be {over} over.")


def _others_since(frame: Job, batch: Batch) -> bool:
    """Whether a write after the batch, other than this one, still holds."""
    gone = undone(frame.desk, batch[0])
    own = frame.uow.batch
    assert own is not None
    rows = frame.uow.rows(sql.SINCE, {"after": batch[1], "before": own[0]})
    starts = [row[0] for row, before in zip(rows, [None, *rows], strict=False) if not before or row[1:] != before[1:]]
    links = {ident for ident, _, _, action in rows if action in ("undo", "redo")}
    return any(start not in gone and start not in links for start in starts)
