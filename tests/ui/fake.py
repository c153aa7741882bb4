"""A made-up agency behind the screens' questions: fixed, small, with every status somewhere.

``Fake(hostile=...)`` puts a text into every name, so that each surface can be shown it.
"""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.discharge import IfDischarged, MonthOfWindow
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.views import (
    AgencyRow,
    AgencyView,
    Budget,
    CaseloadRow,
    ClockItem,
    Explanation,
    HoursRow,
    LedgerLine,
    Line,
    Match,
    MemberLine,
    MemberView,
    Proposal,
    RuleValue,
    RuleView,
    StayLine,
    UnitsView,
    Visit,
    WeekView,
    WhatIf,
)
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.policies import DECLARED
from tcm_tui.rules.verdict import Finding, Reason
from tcm_tui.ui.source import Subject, WorkerName
from tests.ui.faketeam import FakeTeam

ON = date(2026, 11, 18)

FIRST = (
    "Ana Leo Kim Rey Mia Sam Joy Max Eva Ira Ned Ora Pam Quin Rosa Seth Tess Uma Vera Wade Xena Yuri Zoe Abel Bea Cody "
    "Dora Eli Faye Gus Hana Ivan Jade Kurt Lena"
).split()
LAST = "Pecan Mesa Stone Tull Rivers Oak Field Hill Lake Moss Nash Park".split()

WORKERS = (
    ("C01", "Dana Whitehorse", "II", "standard", "Eastside OPBH"),
    ("C02", "Jordan Blue", "II", "intensive", "Center CMHC"),
    ("C03", "Robin Vale", "II", "wraparound", "Center CMHC"),
    ("C04", "Casey Lund", "I", "standard", "Eastside OPBH"),
    ("C05", "Alex Pryor", "II", "pact", "Harbor PACT"),
)
GAPS = (("intensive", 14.0), ("wraparound", 0.5))
CONTRACTS = {"Eastside OPBH": "110", "Center CMHC": "111", "Harbor PACT": "114"}
RANGES = {"standard": (30, 35), "intensive": (10, 15), "wraparound": (8, 10)}
COUNTS = {"C01": 33, "C02": 17, "C03": 7, "C04": 35, "C05": 12}

WHY = (
    Reason("R3", "16 − 4 − 0 = 12", "A, limits table"),
    Reason("R4", "25 − 18 − 3 = 4", "A, limits table"),
)


class Fake(FakeTeam):
    """Answers like ``ui.source.Source``."""

    agency = "Prairie Wellness"

    def __init__(self, hostile: str = "", members: int | None = None) -> None:
        super().__init__()
        self.hostile = hostile
        self.members_each = members
        self.written = 1
        self.asked: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self.trouble: str | None = None
        self.chosen = {"clipboard": "true"}
        self.encrypted = False

    def guarded(self) -> tuple[bool, int]:
        return self.encrypted, 10

    def warm(self) -> None:
        """Comes in an idle moment, before or after a question, so it is not told among them."""

    def viewed(self, what: str, member: str) -> None:
        self.seen.append((what, member))

    def searched(self, what: str) -> None:
        self.seen.append((what, ""))

    def untold(self) -> str | None:
        told, self.trouble = self.trouble, None
        return told

    def ahead(self, on: date) -> None:
        """Nothing to wait for."""

    def version(self) -> int:
        return self.written

    def _name(self, name: str) -> str:
        return f"{name}{self.hostile}"

    def workers(self, on: date) -> list[WorkerName]:
        return [
            WorkerName(cm, self._name(name), level, kind, self._name(site)) for cm, name, level, kind, site in WORKERS
        ]

    def nobody(self, on: date) -> str:
        return "none"

    def caseload(self, cm: str, on: date) -> CaseloadRow:
        self.asked.append("caseload")
        _, name, level, kind, site = next(w for w in WORKERS if w[0] == cm)
        n = len(self._people(cm))
        low, high = RANGES.get(kind, (None, None))
        if high is None or low is None:
            status, open_, over, under = "no-standard", 0, 0, 0
        else:
            status = "over" if n > high else "at-cap" if n == high else "under" if n < low else "within"
            open_, over, under = max(0, high - n), max(0, n - high), max(0, low - n)
        unit = "families" if kind == "wraparound" else "members"
        return CaseloadRow(
            cm,
            self._name(name),
            kind,
            level,
            self._name(site),
            CONTRACTS[site],
            n,
            unit,
            n,
            1,
            1,
            low,
            high,
            status,
            open_,
            over,
            under,
            n * 1.1,
            n / high if high else None,
            (Reason("R9", f"{n} of {low}-{high}", "A, caseload sizes"),),
        )

    def hours(self, cm: str, on: date) -> HoursRow:
        kind = next(w for w in WORKERS if w[0] == cm)[3]
        if kind == "pact":
            return HoursRow(cm, "", None, date(2026, 7, 1), "state-fiscal-year", 120.0, None, None, None)
        return HoursRow(
            cm,
            "",
            1141,
            date(2026, 7, 1),
            "state-fiscal-year",
            402.0,
            440.8,
            -38.8,
            -155.2,
            None,
            (Reason("R48", "1141 × 141 / 365 = 440.8", "A, annual hours"),),
        )

    def _people(self, cm: str) -> list[tuple[str, str]]:
        at = [w[0] for w in WORKERS].index(cm)
        count = COUNTS[cm] if self.members_each is None else self.members_each
        return [
            (f"M{at + 1}{n:03}", self._name(f"{FIRST[(n * 7 + at) % 35]} {LAST[(n * 5 + at) % 12]}"))
            for n in range(count)
        ]

    def lines(self, cm: str, on: date) -> list[MemberLine]:
        self.asked.append("lines")
        kind = next(w for w in WORKERS if w[0] == cm)[3]
        return [self._line(n, member, name, kind, cm, on) for n, (member, name) in enumerate(self._people(cm))]

    def _line(self, n: int, member: str, name: str, kind: str, cm: str, on: date) -> MemberLine:
        contact = ("met", "open", "scheduled", "due-today", "missed", "on-hold", "open")[n % 7]
        outreach = (None, None, "overdue", None, "due-today", None, None, "open")[n % 8]
        used = (n * 5) % 27
        no_row = n % 17 == 16
        limit = 56 if kind == "pact" else 25
        month = (
            Budget(None, used, 0, 0, 0, 0)
            if no_row
            else Budget(
                limit,
                used,
                n % 4,
                2 if n % 11 == 3 else 0,
                max(0, limit - used - n % 4 - (2 if n % 11 == 3 else 0)),
                max(0, used + n % 4 + (2 if n % 11 == 3 else 0) - limit),
            )
        )
        day = Budget(None, 0, 0, 0, 0, 0) if no_row else Budget(16, n % 5, 0, 0, 16 - n % 5, 0)
        status = "on-hold" if contact == "on-hold" else "in-hospital" if n == 8 else "active"
        end = date(2026, 11, 30)
        flags = [word for word, here in (("plan unsigned", n % 9 == 4), ("2u at risk", n % 10 == 6)) if here]
        return MemberLine(
            member,
            name,
            kind,
            ("HE", "HF", "HV")[n % 3],
            cm,
            status,
            contact,
            1 if contact == "met" else 0,
            1,
            end,
            outreach,
            on + timedelta(days=1) if outreach == "open" else on if outreach else None,
            None if no_row else "hn-110",
            day,
            month,
            min(day.available, month.available),
            on + timedelta(days=n % 6) if n % 3 else None,
            540 + n * 15 if n % 3 else None,
            tuple(flags),
            1.0,
        )

    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[ClockItem]:
        self.asked.append("due")
        items = []
        for worker in [cm] if cm else [w[0] for w in WORKERS]:
            items += self._due_of(worker, on, met)
        items.sort(key=lambda c: (c.due_on, c.kind, c.member or ""))
        return items

    def _due_of(self, cm: str, on: date, met: bool) -> list[ClockItem]:
        people = self._people(cm)
        name = self._name(next(w for w in WORKERS if w[0] == cm)[1])
        end = date(2026, 11, 30)

        def item(n: int, kind: str, status: str, due: date, late: int = 0, **more: object) -> ClockItem:
            member, who = people[n % len(people)]
            return ClockItem(
                kind,
                more.get("what"),
                member,
                cm,
                f"{kind[0].upper()}{n}",
                due,
                more.get("plan_by"),
                status,  # type: ignore[arg-type]
                1,
                1 if status == "met" else 0,
                late,
                (Reason("R19", "Mon 16 Nov + 2 business days = Wed 18 Nov", "A, outreach"),),
                who,
                name,
            )

        found = [
            item(0, "outreach", "overdue", on - timedelta(days=1), 1),
            item(1, "outreach", "due-today", on),
            item(2, "fax", "open", on + timedelta(days=5), plan_by=on + timedelta(days=2)),
            item(3, "contact", "missed", date(2026, 10, 31), 18),
            *(item(n, "contact", "open", end, plan_by=end) for n in range(4, 12)),
            item(12, "contact", "scheduled", end, plan_by=end),
            item(13, "plan", "open", on + timedelta(days=9)),
            item(14, "documentation", "open", on),
            ClockItem(
                "credential",
                "certification",
                None,
                cm,
                f"{cm}:certification",
                date(2026, 12, 1),
                None,
                "open",
                None,
                None,
                0,
                WHY,
                None,
                name,
            ),
        ]
        return found + ([item(15, "contact", "met", end), item(16, "outreach", "met-late", on, 1)] if met else [])

    def agency_view(self, on: date) -> AgencyView:
        self.asked.append("agency")
        rows = [
            AgencyRow(
                self.caseload(cm, on),
                self.hours(cm, on),
                n % 3,
                n % 2,
                (n * 7) % 20,
                "certification",
                date(2026, 12, 1),
                n % 4,
                (0, 0) if n == 4 else (900 - 200 * n, 1500),
                ("ok", "low", "low", "low", "none")[n],
                self._name(site),
                "C01" if n else None,
            )
            for n, (cm, *_, site) in enumerate(WORKERS)
        ]
        return AgencyView(on, tuple(rows), ("M9001", "M9002"), ("M2003",), GAPS, (), (("M2003", "C02"),), (1, 1))

    def visits(self, cm: str, on: date) -> tuple[Visit, ...]:
        people = self._people(cm)
        monday = on - timedelta(days=on.weekday())
        plan = (
            (0, 540, 600),
            (0, 660, 720),
            (1, 570, 600),
            (2, 510, 570),
            (2, 780, 840),
            (3, 540, 585),
            (3, 840, 900),
            (3, 930, 960),
        )
        states = ("kept", "missed", "scheduled", "scheduled", "scheduled", "scheduled", "cancelled", "scheduled")
        kinds = ("community-contact", "office-contact", "phone-contact", "community-contact", "provider") * 2
        return tuple(
            Visit(
                f"A{n}",
                *people[n % len(people)],
                monday + timedelta(days=day),
                start,
                stop,
                kinds[n],
                states[n],
                (stop - start) // 15,
            )
            for n, (day, start, stop) in enumerate(plan)
        )

    def week_over(self, cm: str, on: date) -> int | None:
        return 2 if on.weekday() > 4 else None

    def week(self, cm: str, on: date, monday: date) -> WeekView:
        self.asked.append("week")
        name = next(w for w in WORKERS if w[0] == cm)[1]
        here = monday <= on < monday + timedelta(days=7)
        return WeekView(
            cm,
            self._name(name),
            on,
            monday,
            self.caseload(cm, on),
            self.hours(cm, on),
            14,
            self.visits(cm, on) if here else (),
            tuple(self.due(on, cm, 31, False)),
            ((date(2026, 11, 26), "Thanksgiving"), (date(2026, 11, 27), "Day after Thanksgiving")),
        )

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        self.asked.append("units")
        name = next((n for w in WORKERS for m, n in self._people(w[0]) if m == member), self._name("Ana Pecan"))
        wanted = units if units is not None else minutes // 15 if minutes is not None else None
        proposal = None
        if wanted is not None:
            over = max(0, wanted - 4)
            proposal = Proposal(wanted, min(wanted, 4), over, "refused" if over else "ok", ((on, wanted),), WHY[1:])
        return UnitsView(
            member,
            name,
            on,
            "C01",
            Policy(),
            Line("hn-110", "HN", "HE", "110"),
            "ok",
            Budget(16, 4, 0, 0, 12, 0),
            Budget(25, 18, 3, 0, 4, 0),
            None,
            4,
            proposal,
            WHY,
        )

    def next_days(self, member: str, on: date, units: int) -> list[date]:
        self.asked.append("next days")
        return [] if units > 16 else [on + timedelta(days=n) for n in ((0, 1, 2) if units <= 4 else (13, 14, 15))]

    def what_if_discharged(self, member: str, day: str, on: date) -> IfDischarged:
        """Days are typed as ISO here; the stay began on 4 November."""
        self.asked.append("what if")
        try:
            end = date.fromisoformat(day)
        except ValueError:
            raise Refused(f"“{day}” is no day; type it as fri or 2026-11-18.") from None
        first, month = end - timedelta(days=13), Budget(25, 18, 3, 0, 4, 0)
        months = (MonthOfWindow(end.replace(day=1), max(first, on), end, 16, month),)
        nights = (end - date(2026, 11, 4)).days
        why = (Reason("R25", f"{nights} nights, under 180: the last 14 days", "A, list VIII"),)
        stay = StayLine(
            "hospital", date(2026, 11, 4), end, True, nights, first, end, first <= on <= end, True, why
        )  # fmt: skip
        what = WhatIf(member, self._name("Ana Pecan"), on, stay, 3, 2 if first > on else 0, 4, why)
        return IfDischarged(what, date(2026, 11, 20), months, ())

    def find(self, text: str, on: date, limit: int) -> list[Match]:
        words = text.casefold().split()
        people = [person for w in WORKERS for person in self._people(w[0])]
        fits = [(m, n) for m, n in people if words and all(w in n.casefold() or w in m.casefold() for w in words)]
        return [
            Match(m, n, at % 9, at * 3 % 25, 2 if at % 5 == 4 else 0, ("ok", "at-limit", "over", "no-row")[at % 4])
            for at, (m, n) in enumerate(fits[:limit])
        ]

    def member(self, member: str, on: date) -> MemberView:
        self.asked.append("member")
        name = next((n for w in WORKERS for m, n in self._people(w[0]) if m == member), self._name("Ana Pecan"))
        services = []
        balance = 25
        for n in range(7):
            units = (4, 2, 3, 0, 4, 2, 3)[n]
            balance -= units
            services.append(
                LedgerLine(
                    f"S{n}",
                    date(2026, 11, 2 + n * 2),
                    540 + n * 30,
                    600 + n * 30,
                    "C01",
                    ("member-face-to-face", "plan-monitoring", "travel", "member-remote")[n % 4],
                    "face-to-face",
                    ("home", "office", "community")[n % 3],
                    60,
                    units * 15,
                    units,
                    units,
                    ((date(2026, 11, 2 + n * 2), units),),
                    ("payable", "pending", "not-billable", "payable", "over-limit", "payable", "payable")[n],
                    11 if n % 3 else 9,
                    () if n % 3 else (10, 11),
                    balance,
                    WHY,
                )
            )
        stays = (
            StayLine(
                "hospital",
                date(2026, 11, 4),
                date(2026, 11, 20),
                True,
                16,
                date(2026, 11, 7),
                date(2026, 11, 20),
                True,
                True,
                WHY,
            ),
            StayLine("imd", date(2026, 3, 1), date(2026, 3, 9), False, 8, None, None, False, True),
        )
        return MemberView(
            member,
            name,
            on,
            date(2001, 2, 28),
            25,
            "standard",
            "HE",
            "active",
            None,
            None,
            "C01",
            self._name("Dana Whitehorse"),
            "Eastside OPBH",
            (
                ("C01", self._name("Dana Whitehorse"), date(2025, 3, 1), None),
                ("C04", "Casey Lund", date(2024, 5, 1), date(2025, 3, 1)),
            ),
            self.units(member, on),
            tuple(self._due_of("C01", on, True)[:4]),
            tuple(services),
            self.visits("C01", on)[:3],
            stays,
            (("home", date(2024, 1, 1), None), ("group-home", date(2023, 1, 1), date(2024, 1, 1))),
            ((date(2026, 8, 1), date(2027, 1, 31), 2, date(2026, 8, 1), date(2026, 8, 2), None),),
            (("AUTH-77", 8, "month", date(2026, 11, 1), date(2026, 12, 31)),),
            (("O1", date(2026, 11, 17), "phone", "no-answer"),),
            (Finding("R40", "warning", self._name("9 of 11 elements"), "A, documentation", member, "C01", "S0"),),
        )

    def rules(self, on: date) -> list[RuleView]:
        return [
            RuleView(
                f"R{n}",
                self._name(f"Rule number {n}"),
                "AB"[n % 2],
                f"{'AB'[n % 2]}, section {n}",
                "A unit is fifteen minutes of service; what is told here is in the words of the program. " * 2,
                "Whole fifteens only." if n % 2 else "",
                "computed" if n % 5 else "shown",
                (
                    RuleValue(f"units.{n}", "16 units a day", None, "A", "", True),
                    RuleValue(f"units.{n}", "12 units a day", date(2027, 7, 1), "A, later", "a later value", False),
                )
                if n % 4 == 0
                else (),
                ("Caseload", "tcm units"),
                "Is this the whole story?" if n % 6 == 0 else None,
            )
            for n in range(1, 49)
        ]

    def settings(self) -> list[tuple[str, str]]:
        chosen = {"agency": self._name("Prairie Wellness"), "crisis_buffer": "45"} | self.chosen
        return [(one.key, chosen.get(one.key, one.default)) for one in DECLARED]

    def explain(self, subject: Subject, on: date) -> list[Explanation]:
        self.asked.append(f"explain {subject.kind}")
        return [
            Explanation(self._name("Units of Ana Pecan"), "4 left today", WHY, (("unit_rounding", "completed-15"),)),
            Explanation("Contact", "open, due Mon 30 Nov 2026", (Reason("R17", "0 of 1 done", "A, contacts"),)),
        ]
