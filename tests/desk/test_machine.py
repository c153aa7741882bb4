"""Any order of writes, undone and redone at will, agrees with a model of plain dicts after every step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tcm_tui.desk import appointments, booking, clocks, lookup, outreach, servicelog, transfer, undo, void
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import Desk, open_desk
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.facts import Service
from tests.desk.given import ONE, agency
from tests.desk.model_of_writes import Model

ON = date(2026, 3, 3)  # a Tuesday
MEMBERS, WORKERS = ["M1", "M2"], ["C1", "C8"]
PLANNED = [date(2026, 2, d) for d in (26, 27, 27)] + [date(2026, 3, d) for d in (2, 2, 3, 4, 5)]
DONE = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2), ON]
ASKED = [date(2026, 2, 28), date(2026, 3, 1), ON]
WHY = "agreed"
EXAMPLES = 40
NOT_COMPARED = ("audit", "meta", "requests", "drafts")

members, workers = st.sampled_from(MEMBERS), st.sampled_from(WORKERS)
starts = st.integers(16, 36).map(lambda half: half * 30)
lengths = st.sampled_from([15, 30, 40, 60, 60, 120, 180, 240, 270])
picks = st.integers(0, 99)

Tables = dict[str, list[tuple[Any, ...]]]


def tables(desk: Desk) -> Tables:
    """Every row of every table but the program's own notes."""
    names = [row[0] for row in desk.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in names if name not in NOT_COMPARED and not name.startswith("sqlite_")]
    return {name: sorted(desk.store.rows(f'SELECT * FROM "{name}"'), key=repr) for name in kept}


class State(NamedTuple):
    """Model and tables before or after the write of a batch."""

    model: Model
    tables: Tables
    batch: undo.Batch


class Writes(RuleBasedStateMachine):
    """One user's writes; ``past`` and ``future`` are what undo and redo should lead to."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.past: list[State] = []  # before each write that holds
        self.future: list[State] = []  # after each that was taken back

    @initialize()
    def open(self) -> None:
        self.desk = open_desk(str(shutil.copy(self.template, Path(self.folder.name) / "agency.db")))
        self.model = Model(ON, MEMBERS, WORKERS[0])

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
        self.folder.cleanup()

    def did(self, allowed: bool, write: Callable[[], WriteResult], change: Callable[[Model, str], object]) -> None:
        """Carry out a write that the model allows or not, and tell the model of it."""
        before, was = tables(self.desk), self.model.copy()
        result = WriteResult(None, "refused", ())
        with suppress(Refused):
            result = write()
        assert (result.id is not None) is allowed, result
        if result.id is None:
            assert result.batch is None and tables(self.desk) == before
            return
        change(self.model, result.id)
        if result.batch is not None:
            self.past.append(State(was, before, result.batch))
            self.future.clear()

    def visit(self, pick: int) -> str:
        return sorted(self.model.visits)[pick % len(self.model.visits)]

    def named(self, pick: int, member: str) -> str | None:
        """One of the member's visits that are not void, or none."""
        mine = [k for k, v in sorted(self.model.visits.items()) if v["member"] == member and not v["void"]]
        return [None, *mine][pick % (len(mine) + 1)]

    @rule(member=members, cm=workers, day=st.sampled_from(PLANNED), start=starts, length=lengths)
    def book(self, member: str, cm: str, day: date, start: int, length: int) -> None:
        span = (member, cm, day, start, start + length)
        row = dict(zip(("member", "cm", "date", "start", "stop"), span, strict=True), status="scheduled")
        self.did(
            self.model.fits(*span),
            lambda: booking.book(self.desk, *span, "community-contact", ON, override=WHY),
            lambda model, key: model.visits.update({key: {**row, "learned": None, "void": False}}),
        )

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks, day=st.sampled_from(PLANNED), start=starts, length=lengths)
    def move(self, pick: int, day: date, start: int, length: int) -> None:
        key = self.visit(pick)
        old = self.model.visits[key]
        if old["void"]:
            return
        new = {"date": day, "start": start, "stop": start + length}
        same = all(old[name] == value for name, value in new.items())
        fits = same or self.model.fits(old["member"], old["cm"], day, start, start + length, but=key)
        self.did(
            self.model.may_be_moved(key) and fits,
            lambda: booking.move(self.desk, key, day, start, start + length, ON, override=WHY),
            lambda model, _: model.visits[key].update(new),
        )

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks)
    def miss(self, pick: int) -> None:
        key = self.visit(pick)
        if self.model.visits[key]["void"]:
            return
        self.did(
            self.model.may_be_missed(key),
            lambda: appointments.miss(self.desk, key, ON),
            lambda model, _: model.visits[key].update(status="missed", learned=model.visits[key]["learned"] or ON),
        )

    @precondition(lambda self: self.model.visits)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        key = self.visit(pick)
        if self.model.visits[key]["void"]:
            return
        self.did(
            self.model.visits[key]["status"] in ("scheduled", "cancelled"),
            lambda: appointments.cancel(self.desk, key, ON),
            lambda model, _: model.visits[key].update(status="cancelled"),
        )

    @rule(
        member=members, cm=workers, day=st.sampled_from(DONE), start=starts | st.just(1410), length=lengths, pick=picks
    )
    def log(self, member: str, cm: str, day: date, start: int, length: int, pick: int) -> None:
        row = {"member": member, "cm": cm, "date": day, "start": start, "stop": start + length}
        visit = self.named(pick, member)
        done = Service("", member, cm, day, start, (start + length) % 1440, "member-face-to-face", place="home")
        self.did(
            True,
            lambda: servicelog.log(self.desk, done._replace(appointment_id=visit), ON),
            lambda model, key: model.log(key, {**row, "visit": visit}),
        )

    @rule(member=members, day=st.sampled_from(DONE), pick=picks)
    def reach_out(self, member: str, day: date, pick: int) -> None:
        visit = self.named(pick, member)
        self.did(
            True,
            lambda: outreach.add(self.desk, member, visit, day, ON, mode="phone"),
            lambda model, key: model.attempts.update(
                {key: {"member": member, "visit": visit, "date": day, "void": False}}
            ),
        )

    @precondition(lambda self: self.model.services or self.model.attempts or self.model.visits)
    @rule(pick=picks)
    def void(self, pick: int) -> None:
        model = self.model
        keys = sorted([*model.visits, *model.services, *model.attempts])
        key = keys[pick % len(keys)]
        row = model.visits.get(key) or model.services.get(key) or model.attempts[key]

        def change(model: Model, key: str) -> None:
            if key in model.services:
                model.void_service(key)
            else:
                (model.visits.get(key) or model.attempts[key])["void"] = True

        free = key not in model.visits or not model.served(key)
        self.did(not row["void"] and free, lambda: void.void(self.desk, key, "a mistake", ON), change)

    @rule(member=members, to=workers, day=st.sampled_from([*PLANNED, date(2025, 7, 1)]))
    def transfer(self, member: str, to: str, day: date) -> None:
        self.did(
            self.model.may_go(member, to, day),
            lambda: transfer.transfer(self.desk, member, to, day, ON, override=WHY),
            lambda model, _: model.transfer(member, to, day),
        )

    @rule()
    def undo(self) -> None:
        was = tables(self.desk)
        result = undo.undo_last(self.desk, ON)
        assert (result.id is not None) is bool(self.past), result
        if self.past:
            before = self.past.pop()
            self.future.append(State(self.model, was, before.batch))
            self.model = before.model
            assert tables(self.desk) == before.tables

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        was = tables(self.desk)
        result = undo.redo_last(self.desk, ON)
        assert result.id is not None, result
        after = self.future.pop()
        self.past.append(State(self.model, was, after.batch))
        self.model = after.model
        assert tables(self.desk) == after.tables

    @precondition(lambda self: self.past and not self.future)
    @rule()
    def redo_after_a_write(self) -> None:
        assert undo.redo_last(self.desk, ON).id is None

    @precondition(lambda self: self.past)
    @rule(pick=picks)
    def take_back_an_earlier_one(self, pick: int) -> None:
        """Either nothing happens, or bringing it back leads to where it was; what else is undone stays so."""
        was = tables(self.desk)
        taken = undo.undo(self.desk, self.past[pick % len(self.past)].batch, ON)
        if taken.batch is None:
            assert taken.verdict == "refused" and tables(self.desk) == was
        else:
            assert undo.undo(self.desk, taken.batch, ON).id == taken.id
            assert tables(self.desk) == was

    @invariant()
    def the_records_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        rows, model = self.desk.store.rows, self.model
        visits = "SELECT appointment_id, member_id, cm_id, date, start_min, stop_min, status, learned_on, voided_on"
        assert rows(f"{visits} FROM appointments ORDER BY 1") == [
            (key, v["member"], v["cm"], iso(v["date"]), v["start"], v["stop"], v["status"], iso(v["learned"]), gone(v))
            for key, v in sorted(model.visits.items())
        ]
        services = "SELECT service_id, member_id, cm_id, date, start_min, stop_min, appointment_id, voided_on"
        assert rows(f"{services} FROM services ORDER BY 1") == [
            (key, s["member"], s["cm"], iso(s["date"]), s["start"], s["stop"], s["visit"], gone(s))
            for key, s in sorted(model.services.items())
        ]
        assert rows("SELECT outreach_id, member_id, appointment_id, date, voided_on FROM outreach ORDER BY 1") == [
            (key, a["member"], a["visit"], iso(a["date"]), gone(a)) for key, a in sorted(model.attempts.items())
        ]
        assert rows("SELECT member_id, starts_on, ends_on, cm_id FROM assignments ORDER BY 1, 2") == [
            (member, iso(a["starts"]), iso(a["ends"]), a["cm"]) for member in MEMBERS for a in model.assigned[member]
        ]

    @invariant()
    def what_follows_agrees(self) -> None:
        if not hasattr(self, "desk"):
            return
        for member in MEMBERS:
            for day in ASKED:
                left = lookup.units(self.desk, member, day)
                found = (left.day.used, left.day.scheduled, left.month.used, left.month.scheduled)
                assert found == self.model.units(member, day, until=day), (member, day)
        items = [i for i in clocks.due(self.desk, ON, all=True, reasons=False) if i.kind == "outreach"]
        assert {item.ref: (item.due_on, item.status) for item in items} == self.model.clocks()


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def gone(row: dict[str, Any]) -> str | None:
    return ON.isoformat() if row["void"] else None


def test_any_order_of_writes_agrees_with_the_model(tmp_path: Path) -> None:
    people = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(tmp_path, ON, members=people, assignments=[f"{m},C1,2025-07-01," for m in MEMBERS])
    desk.close()
    Writes.template = Path(desk.store.path)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Writes, settings=settings(max_examples=EXAMPLES, stateful_step_count=25, deadline=None)
    )
