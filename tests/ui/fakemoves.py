"""Rebalancing of the made-up agency: two members without a worker, two more than Jordan Blue may have.

Each goes to the first worker who is not ruled out: what is asked shows in the answer, as the real one would.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.holding import Held
from tcm_tui.desk.rebalance import Absence, Applied, Ask, Left, Move, NewWorker, Part, Rebalance, Spread, Way
from tcm_tui.desk.views import CaseloadRow, WriteResult
from tcm_tui.rules.verdict import Reason

NOBODY = Reason("R31", "nobody is responsible", "B, (a)")
OVER = Reason("R10", "C02 has 17 of 15: 2 over", "A, caseload sizes")
OUT = Reason("R31", "C01 is taken out", "agency")
ROOM = Reason("R9", "33 of 35: 2 open, 2 come", "A, caseload sizes")
PARTS = (
    Part("continuity", 18, "18 months with the present worker"),
    Part("language", -24, "speaks Spanish"),
    Part("fullness", 5, "how full the new worker is"),
)
NOTES = ("Not moved for it, but the worker does not fit (R2, R13): Yuri Tull M1003.",)
TARGETS = ("C01", "C03", "C04", "C05")


class FakeMoves:
    """Mixed into ``faketeam.FakeTeam``; what it uses of the others is the fake's."""

    caseload: Callable[..., CaseloadRow]
    _people: Callable[[str], list[tuple[str, str]]]
    _name: Callable[[str], str]
    _write: Callable[..., WriteResult]
    workers: Callable[[date], list[Any]]
    asked: list[str]
    answers: list[Any]

    def rebalance(self, on: date, ask: Ask, going_on: Callable[[], bool] | None = None) -> Rebalance:
        self.asked.append("rebalance")
        known = [worker.cm for worker in self.workers(on)]
        if any(new.label in known for new in ask.new):
            raise WrongUsage("“C01” is the id of a case manager already; give the new one another.")
        out = {away.cm: away for away in ask.leave}
        waits: list[tuple[str, str, str | None]] = []
        if known:
            waits = [("M9001", self._name("Odell Mesa"), None), ("M9002", self._name("Prue Lake"), None)]
            waits += [(member, name, "C02") for member, name in self._people("C02")[:2]]
            waits += [(member, name, cm) for cm in out for member, name in self._people(cm)[:4]]
        room = dict.fromkeys(TARGETS, 2) | {new.label: 6 for new in ask.new}
        moves: list[Move] = []
        left: list[tuple[str, str, str | None]] = []
        most = len(waits) if ask.max_moves is None else ask.max_moves
        for member, name, origin in waits:
            agreed = [to for who, to in ask.accepted if who == member]
            open_ = [
                to
                for to in agreed or [*(new.label for new in ask.new), *TARGETS]
                if room.get(to) and to not in out and to != origin and (member, to) not in ask.forbid
            ]
            if member in ask.pins or not open_ or len(moves) >= most:
                left.append((member, name, origin))
                continue
            room[open_[0]] -= 1
            away = out.get(origin or "")
            back = away.until + timedelta(days=1) if away and away.until else None
            moves.append(self._moved(member, name, origin, open_[0], back, bool(agreed)))
        if ask.extra_moves:
            member, name = self._people("C04")[0]
            moves.append(self._moved(member, name, "C04", "C01", None, False)._replace(extra=True))
        return self._answer(on, ask, tuple(moves), left, len(waits))

    def _moved(self, member: str, name: str, origin: str | None, to: str, back: date | None, agreed: bool) -> Move:
        why = NOBODY if origin is None else OVER if origin == "C02" else OUT
        parts = PARTS[2:] if origin is None else PARTS
        cost = sum(part.weight for part in parts)
        return Move(member, name, origin, to, (why, ROOM), parts, cost, why.text, False, back, agreed)

    def _answer(
        self, on: date, ask: Ask, moves: tuple[Move, ...], left: list[tuple[str, str, str | None]], waits: int
    ) -> Rebalance:
        before = tuple(self.caseload(worker.cm, on) for worker in self.workers(on))
        rows = before + tuple(self._new(new) for new in ask.new)
        after = tuple(
            self._counted(row, sum(m.to == row.cm for m in moves) - sum(m.origin == row.cm for m in moves))
            for row in rows
        )
        short = len(left)
        lefts = tuple(
            Left(
                cm,
                sum(o == cm for _, _, o in left),
                "members",
                tuple(m for m, _, o in left if o == cm),
                (f"{cm} is out",),
            )
            for cm in dict.fromkeys(o for _, _, o in left)
        )
        ways: tuple[Way, ...] = ()
        if short:
            hired = ask._replace(new=(*ask.new, NewWorker("New 1", "II", "standard", "S1")))
            ways = (Way("hire", "One more case manager of type standard would leave none short.", 0, hired),)
        curve = tuple((k, max(short, waits - k)) for k in range(len(moves) + 1))
        status = "infeasible" if short else "moves" if moves else "balanced"
        spread = (Spread("standard", 2, 37.0, (36.3, 38.5), (36.5, 37.5)),)
        ways_out = tuple(way.text for way in ways) + (("C05 has room and can’t help: no row (R2).",) if short else ())
        return Rebalance(
            on, status, moves, short, waits, before, after, True, 0.02, lefts, ways_out, curve,
            notes=NOTES if ask.max_moves else (), max_moves=ask.max_moves, ways=ways, spread=spread, ask=ask,
            absences=tuple(
                Absence(away.cm, next(row.name for row in before if row.cm == away.cm), away.from_day, away.until)
                for away in ask.leave if away.until or away.leaving
            ),
        )  # fmt: skip

    def _new(self, new: NewWorker) -> CaseloadRow:
        row = self.caseload("C04", date(2026, 11, 18))
        empty = row._replace(cm=new.label, name=new.label, level=new.level, type=new.type, counted=0, weighted=0.0)
        return self._counted(empty, 0)

    def _counted(self, row: CaseloadRow, more: int) -> CaseloadRow:
        """The line with so many more; as the rules would count it."""
        n, low, high = row.counted + more, row.low, row.high
        if low is None or high is None:
            return row._replace(counted=n, members=n, weighted=row.weighted + more * 1.1)
        status = "over" if n > high else "at-cap" if n == high else "under" if n < low else "within"
        return row._replace(
            counted=n,
            members=n,
            status=status,
            open=max(0, high - n),
            over=max(0, n - high),
            under=max(0, low - n),
            weighted=row.weighted + more * 1.1,
        )

    def make_moves(
        self, plan: Rebalance, effective: date, only: Collection[str] | None, override: str | None = None
    ) -> Applied:
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return Applied(plan, answer)
        if plan.shortfall and only is None and not override:
            why = Reason("R9", f"{plan.shortfall} would still be over cap or without a worker", "agency")
            return Applied(plan, WriteResult(None, "warn", (why,)))
        chosen = tuple(m.member for m in plan.moves if only is None or m.member in only)
        return Applied(plan, self._write("moves", (effective, chosen, override)))

    def held(self, cm: str, on: date) -> tuple[list[Held], list[Held]]:
        now = [Held(member, name, "standard", cm, date(2025, 3, 1)) for member, name in self._people(cm)]
        other = next(worker.cm for worker in self.workers(on) if worker.cm != cm)
        gone = self._people(other)[:3]
        before = [Held(m, name, "standard", other, date(2026, 9, 1), date(2026, 9, 1)) for m, name in gone]
        return now, before

    def hand_over(
        self,
        cm: str,
        to: str,
        effective: date,
        on: date,
        members: Collection[str],
        until: date | None = None,
        override: str | None = None,
    ) -> WriteResult:
        return self._write("hand over", (cm, to, effective, tuple(members), until, override))

    def hand_over_sheets(self, batch: tuple[int, int], on: date, folder: Path, ending: str) -> tuple[int, str]:
        self.asked.append(f"sheets {folder} {ending}")
        return 2, ""

    def sites(self) -> list[tuple[str, str]]:
        return [
            ("S1", self._name("Eastside OPBH")),
            ("S2", self._name("Center CMHC")),
            ("S3", self._name("Harbor PACT")),
        ]
