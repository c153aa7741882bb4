"""The month report: each figure by hand, what a day knows, the sums of parts, the same figures as elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tcm_tui.desk import caseload, clocks, hours, report
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.report import Report
from tcm_tui.desk.scope import Scope
from tests.desk import demo_agency
from tests.desk.reports import EXPECTED, LAST, LATER, OCTOBER, exported, figures, small


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = small(tmp_path_factory.mktemp("report"))
    yield made
    made.close()


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
    rows = exported(desk)
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
    [row] = [r for r in exported(desk)["appointments"] if r["appointment_id"] == ref]
    return row["date"] >= "2026-11-01"
