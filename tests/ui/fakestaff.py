"""Staff sheet, roster and a team's deadlines of the made-up agency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.desk.views.staff import (
    ConsultationWeek,
    Duty,
    HeldCredential,
    ProgramRoster,
    RosterView,
    StaffRow,
    StaffSheet,
    StaffView,
    Stretch,
    Taker,
)
from tcm_tui.rules.credential_clocks import Clock
from tcm_tui.rules.credentials import Requirement
from tcm_tui.rules.facts import Credential
from tcm_tui.rules.qualification import May
from tcm_tui.rules.verdict import Reason

CERTIFIED = Requirement("R42", "certification", True, "current certification: yes")
LAPSED = Requirement("R42", "certification", False, "current certification: no", True)
CRISIS = Requirement("R46", "crisis-experience", False, "crisis diversion experience: no")
COACHED = Requirement("R45", "coaching", True, "ongoing coaching: yes")
NO_ROW = Reason("R2", "no row of the limits table for HN under contract 111", "A, limits table")
NOT = Reason("R46", "6-hour intensive training: no", "A, Staffing Requirements")
MIXED = Reason("R12", "no rule forbids it; the caseload is then mixed, its worker of type standard", "A, Types of CM")
STATUS = {"C01": "qualified", "C02": "not-shown", "C03": "lapsing", "C04": "lapsed", "C05": "qualified"}
MINUTES = (60, 75, 60, 59, 0, 60, 40, 45)


class FakeStaff:
    """Mixed into ``faketeam.FakeTeam``; what it uses of the others is the fake's."""

    asked: list[str]
    due: Callable[..., list[ClockItem]]
    workers: Callable[..., list[Any]]
    hours: Callable[..., Any]
    at_hand = True

    def scope_label(self, team: Scope) -> str:
        return " · ".join(part for part in team if part)

    def team_due(self, on: date, days: int, met: bool, team: Scope) -> list[ClockItem]:
        mine = {w.cm for w in self._team(on, team)}
        return [item for item in self.due(on, None, days, met) if item.cm in mine]

    def _team(self, on: date, team: Scope) -> list[Any]:
        return [w for w in self.workers(on) if team.type in (None, w.type) and team.site in (None, w.site)]

    def team_due_at_hand(self, on: date, days: int, met: bool) -> bool:
        return self.at_hand

    def team_due_ahead(self, on: date, days: int, met: bool) -> Callable[[], Callable[[], None]]:
        def keep() -> None:
            self.at_hand = True

        return lambda: keep

    def staff(self, on: date, team: Scope) -> StaffView:
        self.asked.append("staff")
        return StaffView(on, tuple(self._staff_row(w, on) for w in self._team(on, team)))

    def _staff_row(self, w: Any, on: date) -> StaffRow:
        status = STATUS[w.cm]
        intensive, wraparound = w.type == "intensive", w.type == "wraparound"
        missing = {"lapsed": (LAPSED,), "not-shown": (CRISIS,), "lapsing": (LAPSED,)}.get(status, ())
        monday = on - timedelta(days=on.weekday())
        states = ("met", "met", "met", "short", "short", "met", "short", "open")
        weeks = tuple(
            ConsultationWeek(monday - timedelta(days=7 * (7 - n)), minutes, 60, max(0, 60 - minutes), states[n])
            for n, minutes in enumerate(MINUTES)
        )
        until = {"lapsing": on + timedelta(days=20), "lapsed": on - timedelta(days=4)}.get(status, date(2027, 6, 30))
        training = Clock(
            "training-wraparound", on + timedelta(days=12), "open", 0, f"{w.cm}:training-wraparound", "R45",
            "hired 2026-05-30 + 6 months = 2026-11-30",
        )  # fmt: skip
        certified = Clock(
            "certification", until, "open", 0, f"{w.cm}:certification", "R42", f"certification expires {until}"
        )
        takes = [May(p, "ok" if p == w.type else "warn", () if p == w.type else (MIXED,)) for p in ("standard", "pact")]
        takes.append(May("intensive", "ok" if intensive else "refused", () if intensive else (NOT,)))
        takes.append(May("wraparound", "ok" if wraparound else "refused", () if wraparound else (NOT,)))
        at_110 = w.type == "standard"
        bills = (
            May("HM", "ok" if w.level == "I" else "warn", (), ("hm-110",)),
            May("HN", "ok" if at_110 and w.level == "II" else "no-row", (NO_ROW,) * (not at_110), ("hn-110",) * at_110),
            May("TF", "ok" if wraparound else "no-row", (), ("tf-111",) * wraparound),
            May("TG", "ok" if intensive else "refused", () if intensive else (NOT,), ("tg-111",)),
            May(None, "ok" if w.type == "pact" else "no-row", (), ()),
        )
        return StaffRow(
            w.cm, w.name, w.level, w.type, w.site, "110" if at_110 else "111", status,
            None if missing and status != "lapsing" else until, missing, until, None, status != "lapsed", True,
            (training, certified) if wraparound else (certified,), True if wraparound else None,
            weeks if wraparound else (), tuple(takes), bills, None if w.type == "pact" else 812 if missing else 1141,
            "state-fiscal-year", date(2026, 7, 1), (NOT,),
        )  # fmt: skip

    def staff_sheet(self, cm: str, on: date) -> StaffSheet | None:
        self.asked.append("staff sheet")
        row = next(self._staff_row(w, on) for w in self.workers(on) if w.cm == cm)
        asked = (row.missing or (CERTIFIED,)) + ((COACHED,) if row.weeks else ())
        held = (
            HeldCredential(
                f"{cm}/certification/2026-01-01",
                Credential(cm, "certification", date(2026, 1, 1), None, row.certified_until),
                "holds" if row.certified else "expired",
            ),
            HeldCredential(
                f"{cm}/consultation/2026-11-17",
                Credential(cm, "consultation", None, date(2026, 11, 17), None, 45),
                "holds",
            ),
        )
        return StaffSheet(on, row, asked, held, self.hours(cm, on), date(2024, 1, 8), None, self.workers(on)[0].name)

    def roster(self, on: date, first: date, days: int, team: Scope) -> RosterView:
        self.asked.append("roster")
        names = {w.cm: w.name for w in self.workers(on)}
        if not names:
            return RosterView(on, first, days, ())
        midnight = datetime(first.year, first.month, first.day)

        def at(hours: int) -> datetime:
            return midnight + timedelta(hours=hours)

        def duty(cm: str, program: str, start: int, end: int, *why: Reason) -> Duty:
            key = f"{cm}/{program}/{at(start):%Y-%m-%dT%H:%M}"
            return Duty(key, cm, names[cm], program, at(start), at(end), not why, why)

        wraparound = (duty("C03", "wraparound", -40, 94), duty("C03", "wraparound", 102, 300))
        intensive = (
            duty("C02", "intensive", -40, 48), duty("C04", "intensive", 46, 62, NOT), duty("C02", "intensive", 62, 168),
        )  # fmt: skip
        hole = Stretch("wraparound", at(94), at(102), 480)
        double = Stretch("intensive", at(46), at(48), 120, (names["C02"], names["C04"]))
        able = (Taker("C03", names["C03"], True),)
        why = (Reason("R14", "wraparound: 168 h, 160 h with somebody on call, 8 h without", "A, Types of CM"),)
        found = (
            ProgramRoster("intensive", True, intensive, (), (double,), 0.0, (Taker("C02", names["C02"], True),), why),
            ProgramRoster("wraparound", True, wraparound, (hole,), (), 8.0, able, why),
        )
        return RosterView(on, first, days, tuple(p for p in found if team.type in (None, p.program)))
