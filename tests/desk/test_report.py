"""The month report: each figure by hand, what a day knows, sums of parts, and a second calculation from the files."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import caseload, clocks, exporting, hours, report
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.report import Report
from tcm_tui.desk.scope import Scope
from tests.desk import demo_agency
from tests.desk.reports import EXPECTED, LAST, LATER, OCTOBER, small
from tests.rules import oracle


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = small(tmp_path_factory.mktemp("report"))
    yield made
    made.close()


def figures(found: Report) -> dict[str, float | None]:
    return {figure.key: figure.value for section in found.sections for figure in section.figures}


def members(found: Report, key: str) -> list[str]:
    return sorted(line.member or "" for line in found.figure(key).lines)


def test_every_figure_of_the_month_by_hand(desk: Desk) -> None:
    found = report.view(desk, OCTOBER, LATER)
    assert not found.to_date and found.seen == LAST
    got = figures(found)
    assert {key: got.get(key) for key in EXPECTED} == EXPECTED
    left = {key: value for key, value in got.items() if key not in EXPECTED}
    assert left == {"units.hn-110.pending": 4, "units.tg-111.pending": 0, "units.tg-111.risk": 4}


def test_the_members_behind_the_figures(desk: Desk) -> None:
    found = report.view(desk, OCTOBER, LATER)
    assert members(found, "caseload.start") == ["M1", "M2", "M4", "M5", "M6", "M8", "M9"]
    assert members(found, "caseload.end") == ["M1", "M2", "M3", "M5", "M6", "M7", "M9"]
    assert members(found, "contacts.missed") == ["M3", "M7", "M9"]
    assert members(found, "units.over") == ["M1"]
    assert [(line.member, line.cm, line.note) for line in found.figure("caseload.out").lines] == [
        ("M2", "C1", "Thu 15 Oct, to Gus Pine")
    ]
    [late] = found.figure("outreach.met-late").lines
    assert (late.member, late.cm) == ("M9", "C1")
    assert late.note == "A2 missed Mon 5 Oct, due Wed 7 Oct, answered Thu 8 Oct, 1 business day late"
    assert [line.note for line in found.figure("documentation.incomplete").lines] == [
        "V5 of Fri 9 Oct: 10 of 11, missing 4",  # Lake stands before Pecan
        "V2 of Wed 7 Oct: 9 of 11, missing 9, 11",
    ]


def test_every_figure_has_a_rule_its_source_and_its_sum(desk: Desk) -> None:
    """What is counted is the sum of its lines; shares and what is derived say so in their arithmetic."""
    found = report.view(desk, OCTOBER, LATER)
    derived = {"documentation.complete", "hours.variance"}
    counted = {
        "caseload.over",
        "caseload.under",
        "caseload.no-standard",
        "community.low",
        "hours.behind",
        "hours.ahead",
    }
    for section in found.sections:
        for figure in section.figures:
            assert figure.rule[0] == "R" and figure.arithmetic, figure.key
            if figure.unit == "%" or figure.key in derived:
                assert "=" in figure.arithmetic or "−" in figure.arithmetic
            elif figure.key in counted:
                assert len(figure.lines) == figure.value, figure.key
            else:
                assert sum(line.amount for line in figure.lines) == pytest.approx(figure.value), figure.key


def test_later_facts_are_not_seen(desk: Desk) -> None:
    """On the last day: the original filed in November is out, the last miss is open, contacts are due today."""
    found = report.view(desk, OCTOBER, LAST)
    got = figures(found)
    assert not found.to_date
    assert got["units.risk"] == EXPECTED["units.risk"] + 2
    assert members(found, "documentation.fax-out") == ["M2", "M6"]
    assert (got["contacts.due-today"], got["contacts.met"], "contacts.missed" in got) == (3, 3, False)
    assert (got["outreach.open"], got["outreach.overdue"]) == (1, 1)


def test_a_month_that_runs_is_to_date(desk: Desk) -> None:
    found = report.view(desk, OCTOBER, date(2026, 10, 8))
    got = figures(found)
    assert found.to_date and found.seen == date(2026, 10, 8)
    # M1's two contacts are made; M2's is made that day; M4 and M8 are still there, M3 isn't yet.
    assert (got["contacts.met"], got["contacts.open"]) == (2, 6)
    assert got["units.delivered"] == 2 + 16 + 12 + 2
    assert got["caseload.end"] == 8
    assert got["hours.expected"] == pytest.approx(sum(round(y * 100 / 365, 1) for y in (1141,) * 4 + (812,) * 2))


def test_a_month_ahead_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongUsage, match="December 2026 has not begun on Tue 3 Nov 2026; choose an earlier month"):
        report.view(desk, date(2026, 12, 5), LATER)


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-1", "26-10", "2026-10-01", "٢٠٢٦-١٠", "1899-01", ""])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(WrongUsage, match="--month"):
        report.month_of(text)


def test_one_worker_and_one_site(desk: Desk) -> None:
    one = report.view(desk, OCTOBER, LATER, cm="C8")
    assert (one.about, one.kind, one.of) == ("Gus Pine", "worker", "case manager C8")
    # C8 holds M2 from the 15th, but V3 was C1's.
    got = figures(one)
    assert (got["caseload.start"], got["caseload.in"], got["caseload.refused"], got["caseload.end"]) == (2, 1, 1, 2)
    assert (got["contacts.met"], got["units.delivered"], got["outreach.misses"]) == (1, 0, 2)
    site = report.view(desk, OCTOBER, LATER, Scope(site="S111"))
    assert (site.about, site.kind, site.of) == ("Lake Clinic", "part", "site S111")
    assert (figures(site)["units.delivered"], figures(site)["units.no-row"]) == (4, 30)


def adds_up(whole: Report, parts: list[Report]) -> None:
    """Figures of parts, and the lines that are nobody's, make the whole; each line is in one part."""
    for section in whole.sections:
        for figure in section.figures:
            if figure.unit == "%" or figure.key in ("hours.expected", "documentation.complete", "hours.variance"):
                continue
            mine = Counter(line for line in figure.lines)
            rest = Counter(line for line in figure.lines if line.cm is None)
            found = [f for part in parts for s in part.sections for f in s.figures if f.key == figure.key]
            assert sum(f.value or 0 for f in found) + _value(figure, rest) == pytest.approx(figure.value), figure.key
            assert rest + Counter(line for f in found for line in f.lines) == mine, figure.key


def _value(figure: Any, lines: Counter[Any]) -> float:
    counted = figure.unit == "case managers"
    return len(lines) if counted else sum(line.amount for line in lines.elements())


def test_sites_sum_to_the_agency(desk: Desk) -> None:
    sites = [report.view(desk, OCTOBER, LATER, Scope(site=site)) for site in ("S110", "S111", "S114", "S0")]
    adds_up(report.view(desk, OCTOBER, LATER), sites)


@pytest.mark.parametrize("on", [demo_agency.WEDNESDAY, date(2026, 10, 20)])
def test_workers_and_sites_sum_to_the_demonstration(on: date) -> None:
    desk, _ = demo_agency.desk()
    whole = report.view(desk, OCTOBER, on)
    rows = exporting_rows(desk)
    adds_up(whole, [report.view(desk, OCTOBER, on, cm=row["cm_id"]) for row in rows["case_managers"]])
    adds_up(whole, [report.view(desk, OCTOBER, on, Scope(site=row["site_id"])) for row in rows["sites"]])
    sums = [worker.sums.get("units.delivered", 0) for worker in whole.workers]
    assert sum(sums) == whole.figure("units.delivered").value


def test_stopping_reads_no_further(desk: Desk) -> None:
    told: list[str] = []

    def progress(what: str, done: int, total: int) -> bool:
        told.append(what)
        return done < 2

    with pytest.raises(report.Cancelled):
        report.view(desk, OCTOBER, LATER, progress=progress)
    assert told == ["members", "services", "units"]


def test_the_figures_are_those_of_the_other_screens() -> None:
    """November to date: the caseloads, deadlines, hours and units at risk that the agency's lists show."""
    desk, _ = demo_agency.desk()
    on = demo_agency.WEDNESDAY
    found = report.view(desk, on, on)
    held = {row.cm: row for row in caseload.rows(desk, on)}
    ends = Counter(line.cm for line in found.figure("caseload.end").lines)
    assert {cm: n for cm, n in ends.items() if cm} == {cm: row.members for cm, row in held.items() if row.members}
    assert found.figure("caseload.too-many").value == sum(row.over for row in held.values())
    items = clocks.due(desk, on, days=31, all=True, reasons=False)
    asked = Counter(item.status for item in items if item.kind == "contact" and item.due_on >= on)
    got = figures(found)
    assert {word: got.get(f"contacts.{word}", 0) for word in asked} == asked and sum(asked.values()) > 200
    outreach = Counter(i.status for i in items if i.kind == "outreach" and i.ref and _missed(desk, i.ref))
    assert got["outreach.overdue"] == outreach["overdue"] > 0
    rows = [row for row in hours.rows(desk, on, reasons=False) if row.expected is not None]
    off = sum(row.worked for row in rows) - sum(row.expected or 0 for row in rows)
    assert got["hours.variance"] == pytest.approx(abs(off), abs=0.01)
    assert any(row.expected is None and row.worked for row in hours.rows(desk, on, reasons=False))


def _missed(desk: Desk, ref: str) -> bool:
    """Whether a missed visit is one of November's."""
    [row] = [r for r in exporting_rows(desk)["appointments"] if r["appointment_id"] == ref]
    return row["date"] >= "2026-11-01"


# ── a second calculation, by plain Python over the exported files ─────────────────────────────────────


_ROWS: dict[str, dict[str, list[dict[str, str]]]] = {}


def exporting_rows(desk: Desk) -> dict[str, list[dict[str, str]]]:
    """Every exported table of an agency as dicts of texts."""
    key = str(desk.store.path)
    if key not in _ROWS:
        folder = Path(key).with_name("exported")
        exporting.export_folder(desk, folder)
        desk.forget()
        _ROWS[key] = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                _ROWS[key][path.stem] = list(csv.DictReader(file))
    return _ROWS[key]


FREE = {"travel", "escort", "financial-goals", "shopping-bills", "delivery", "therapy", "soonercare-forms",
        "solo-paperwork", "eligibility", "intake", "preadmission-screening", "prior-authorization",
        "soonercare-outreach"}  # fmt: skip
LIMITS = {"TF": 56, "TG": 25, "HN": 25, "HM": 25, "": 56}
LINES = {("TF", "111"), ("TG", "111"), ("HN", "110"), ("HM", "110"), ("HM", "111"), ("", "114")}


class Second:
    """October of the demonstration once more, from the texts of the files."""

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
    again = Second(exporting_rows(desk), demo_agency.WEDNESDAY.isoformat())
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
    faxed = [r for r in exporting_rows(desk)["services"] if "2026-10-01" <= r["fax_on"] <= "2026-10-31"]
    assert got["documentation.faxes"] == len(faxed) > 20
