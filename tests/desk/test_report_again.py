"""October of the demonstration once more, by plain Python over the exported files: the report's totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from tcm_tui.desk import report
from tests.desk import demo_agency
from tests.desk.reports import OCTOBER, exported, figures
from tests.rules import oracle

FREE = {"travel", "escort", "financial-goals", "shopping-bills", "delivery", "therapy", "soonercare-forms",
        "solo-paperwork", "eligibility", "intake", "preadmission-screening", "prior-authorization",
        "soonercare-outreach"}  # fmt: skip
LIMITS = {"TF": 56, "TG": 25, "HN": 25, "HM": 25, "": 56}
LINES = {("TF", "111"), ("TG", "111"), ("HN", "110"), ("HM", "110"), ("HM", "111"), ("", "114")}


class Second:
    """What the texts of the files say."""

    def __init__(self, rows: dict[str, list[dict[str, str]]], on: str) -> None:
        self.rows, self.on = rows, on
        contract = {row["site_id"]: row["contract"] for row in rows["sites"]}
        self.worker = {
            row["cm_id"]: (self.modifier(row), contract[row["site_id"]], row["type"]) for row in rows["case_managers"]
        }
        self.care = defaultdict(list)
        for row in rows["assignments"]:
            self.care[row["member_id"]].append(row)
        self.services = [r for r in rows["services"] if "2026-10-01" <= r["date"] <= "2026-10-31" and r["date"] <= on]
        unusual = ("stays", "residences", "authorizations", "external_units")
        self.plain = {r["member_id"] for r in rows["members"]} - {r["member_id"] for t in unusual for r in rows[t]}

    @staticmethod
    def modifier(row: dict[str, str]) -> str:
        if row["type"] == "pact":
            return ""
        if row["level"] == "I":
            return "HM"
        return {"intensive": "TG", "wraparound": "TF"}.get(row["type"], "HN")

    def holds(self, member: str, day: str) -> str | None:
        for row in self.care[member]:
            if row["starts_on"] <= day and (not row["ends_on"] or row["ends_on"] > day):
                return row["cm_id"]
        return None

    def active(self, row: dict[str, str], day: str) -> bool:
        opened = row["opened_on"] or min((a["starts_on"] for a in self.care[row["member_id"]]), default="9999")
        ended = min(row["closed_on"] or "9999", row["refused_on"] or "9999")
        return opened <= day < ended

    def counted(self, day: str) -> int:
        return sum(self.active(row, day) for row in self.rows["members"])

    def contacts(self) -> dict[str, set[str]]:
        """Days with a contact in person, at home or in the community, by member."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.services:
            seen = row["activity"] not in ("provider-face-to-face",) or row["member_present"] == "true"
            in_person = row["mode"] in ("", "face-to-face") and row["place"] in ("home", "community")
            kind = row["activity"].endswith(("face-to-face",)) or row["mode"] == "face-to-face"
            if seen and in_person and kind and row["member_present"] != "false":
                found[row["member_id"]].add(row["date"])
        return found

    def met(self) -> int:
        made, number = self.contacts(), 0
        for row in self.rows["members"]:
            if row["program"] == "first-time-mothers" or not self.active(row, "2026-10-31"):
                continue
            plans = [p for p in self.rows["plans"] if p["member_id"] == row["member_id"]
                     and p["starts_on"] <= "2026-10-31" <= (p["ends_on"] or "9999")]  # fmt: skip
            plan = max(plans, key=lambda p: p["starts_on"], default={"contacts_per_month": ""})
            asked = max(1, int(plan["contacts_per_month"] or 1))
            number += len(made[row["member_id"]]) >= asked
        return number

    def units(self) -> tuple[Counter[str], Counter[str]]:
        """Units delivered and payable of members about whom nothing unusual is recorded, earlier services first."""
        delivered: Counter[str] = Counter()
        payable: Counter[str] = Counter()
        day: Counter[tuple[str, str]] = Counter()
        for row in sorted(self.services, key=lambda r: (r["date"], r["start"], r["service_id"])):
            member = row["member_id"]
            modifier, contract, _ = self.worker[row["cm_id"]]
            line = row["level_modifier"] or modifier, row["contract"] or contract
            if member not in self.plain or self.free(row) or line not in LINES:
                continue
            units = minutes(row) // 15
            room = min(16 - day[member, row["date"]], LIMITS[line[0]] - payable[member])
            paid = max(0, min(units, room))
            delivered[member] += units
            payable[member] += paid
            day[member, row["date"]] += paid
        return delivered, payable

    @staticmethod
    def free(row: dict[str, str]) -> bool:
        alone = row["activity"] == "plan-development" and row["member_present"] == "false"
        return row["activity"] in FREE or alone or (row["activity"] == "forms" and row["member_present"] != "true")

    def in_time(self) -> tuple[int, int]:
        """Misses of the month, and those answered by the end of the second business day after."""
        epoch, shut, misses, met = date(2000, 1, 1), oracle.closed(), 0, 0
        for row in self.rows["appointments"]:
            if row["status"] != "missed" or not "2026-10-01" <= row["date"] <= "2026-10-31":
                continue
            misses += 1
            due = oracle.business_day_after((date.fromisoformat(row["date"]) - epoch).days, 2, shut)
            last = (epoch + timedelta(days=due)).isoformat()
            met += any(
                o["member_id"] == row["member_id"] and row["date"] <= o["date"] <= last and o["date"] <= self.on
                for o in self.rows["outreach"]
                if o["appointment_id"] in ("", row["appointment_id"])
            )
        return misses, met


def minutes(row: dict[str, str]) -> int:
    """Minutes on the service's own date; what runs past midnight on the 31st is November's."""
    start, stop = (int(row[name][:2]) * 60 + int(row[name][3:]) for name in ("start", "stop"))
    assert not row["stop_date"] or row["date"] == "2026-10-31"
    return (1440 if row["stop_date"] else stop) - start


def test_a_second_calculation_from_the_exported_files() -> None:
    desk, _ = demo_agency.desk()
    again = Second(exported(desk), demo_agency.WEDNESDAY.isoformat())
    found = report.view(desk, OCTOBER, demo_agency.WEDNESDAY)
    got = figures(found)
    assert (got["caseload.start"], got["caseload.end"]) == (again.counted("2026-09-30"), again.counted("2026-10-31"))
    assert got["contacts.met"] == again.met()
    assert (got["outreach.misses"], got["outreach.met"]) == again.in_time()
    delivered, payable = again.units()
    for key, mine in (("units.delivered", delivered), ("units.payable", payable)):
        told: Counter[str] = Counter()
        for line in found.figure(key).lines:
            if line.member in again.plain:
                told[line.member] += int(line.amount)
        pending = {s["member_id"] for s in again.services if s["activity"] == "plan-development"}
        if key == "units.payable":
            told, mine = (Counter({m: n for m, n in each.items() if m not in pending}) for each in (told, mine))
        assert +told == +mine and sum(mine.values()) > 1000
    notes = [row for row in again.services if not again.free(row)]
    missing = Counter(
        n for row in notes for n in set(range(1, 12)) - set(map(int, filter(None, row["elements"].split(";"))))
    )
    assert got["documentation.notes"] == len(notes)
    assert got["documentation.complete"] == sum(row["elements"].count(";") == 10 for row in notes)
    assert {n: got.get(f"documentation.missing-{n}", 0) for n in range(1, 12)} == {n: missing[n] for n in range(1, 12)}
    assert got["community.billable"] == sum(map(minutes, notes))
    faxed = [r for r in exported(desk)["services"] if "2026-10-01" <= r["fax_on"] <= "2026-10-31"]
    assert got["documentation.faxes"] == len(faxed) > 20
