"""``tcm agency``: JSON by schema, the parts and totals, what is behind a figure, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import ON, Tcm, valid

# The day is Tuesday 3 March 2026. Of C1's notes V1 lacks its eleventh element: 10 units at risk. M2 has 28 of 25
# units in March, 3 over. M1's missed visit of Friday is due today.


def test_a_line_a_case_manager_with_its_grounds(ask: Tcm) -> None:
    answer = valid("agency", ask("agency", "--json").json)
    rows = {row["cm"]: row for row in answer["case_managers"]}
    c1 = rows["C1"]
    assert (c1["counted"], c1["low"], c1["high"], c1["status"], c1["under"]) == (3, 30, 35, "under", 27)
    # 150 + 240 + 180 minutes of March, all at home or in the community; 38 units are 9.5 hours
    assert c1["community"] == {"minutes": 570, "of": 570, "share": 1.0, "status": "ok"}
    assert (c1["hours"]["worked"], c1["at_risk_units"], c1["over_limit_units"], c1["due_today"]) == (9.5, 10, 3, 1)
    assert rows["C2"]["community"]["share"] is None
    assert {"R9", "R22", "R40", "R48"} <= {reason["rule"] for reason in c1["reasons"]}
    assert answer["nobodys"] == {"overdue": 0, "due_today": 0}
    assert answer["unassigned"] == [] and {"program": "wraparound", "hours": 167.0} in answer["uncovered_hours"]
    assert {reason["rule"] for reason in answer["reasons"]} == {"R13", "R14", "R31"}


def test_a_part_and_its_totals(ask: Tcm) -> None:
    part = valid("agency", ask("agency", "--site", "pecan", "--json").json)
    assert part["part"] == {"site": "S1", "type": None, "supervisor": None}
    assert [row["cm"] for row in part["case_managers"]] == ["C1"] and part["uncovered_hours"] == []
    sites = valid("agency", ask("agency", "--by", "site", "--json").json)["totals"]
    assert [(s["key"], s["name"], s["workers"], s["members"]) for s in sites] == [
        ("S2", "Lake Clinic", 2, 2), ("S1", "Pecan Street", 1, 3),
    ]  # fmt: skip
    assert sites[1]["statuses"] == {"under": 1} and sites[1]["at_risk_units"] == 10
    text = ask("agency", "--by", "type").out
    assert "wraparound" in text and "nobody on call" in text
    assert "Pecan Street" in ask("agency", "--site", "S1").out.splitlines()[0]


def test_what_is_behind_a_figure(ask: Tcm) -> None:
    risk = valid("agency", ask("agency", "whitehorse", "--behind", "risk", "--json").json)
    assert [(line["member"], line["amount"], line["ref"]) for line in risk["lines"]] == [
        ("M1", 10, "V1"), ("M2", 3, "V3"),
    ]  # fmt: skip
    assert (risk["amount"], risk["unit"], risk["reasons"][0]["rule"]) == (13, "units", "R40")
    today = ask("agency", "--behind", "today", "--why").out
    assert "1 deadline\n" in today and "outreach" in today and "Ana Pecan" in today and "1 outreach = 1" in today
    hours = valid("agency", ask("agency", "C1", "--behind", "hours", "--json").json)
    assert {line["member"]: line["amount"] for line in hours["lines"]} == {"M1": 2.5, "M2": 7.0}
    assert valid("agency", ask("agency", "--behind", "uncovered", "--json").json)["amount"] == 167.0
    assert "Nothing is behind it." in ask("agency", "--behind", "unassigned").out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--behind", "wealth"), 2, "is no figure of the agency"),
        (("C1", "--behind", "unassigned"), 2, "belongs to the agency"),
        (("C1",), 2, "with --behind FIGURE only"),
        (("--by", "week"), 2, "worker, site, type"),
        (("--site", "moon"), 1, "No site fits “moon”"),
        (("nobody", "--behind", "risk"), 1, "No case manager fits “nobody”"),
    ],
)
def test_what_can_not_be_asked_is_said_in_a_sentence(ask: Tcm, args: tuple[str, ...], code: int, said: str) -> None:
    answer = ask("agency", *args)
    assert answer.code == code and said in " ".join(answer.err.split())


def test_the_demonstration_agency_in_every_form(tcm: Tcm, demo: Path) -> None:
    for args in ([], ["--by", "site"], ["--by", "type"], ["--supervisor", "C01"], ["--behind", "overdue"]):
        valid("agency", tcm("agency", *args, "--db", demo, "--on", ON, "--json").json)
        assert tcm("agency", *args, "--db", demo, "--on", ON, "--why").out


def test_deadlines_of_members_without_a_case_manager_are_told(tcm: Tcm, demo: Path) -> None:
    answer = valid("agency", tcm("agency", "--db", demo, "--on", ON, "--json").json)
    nobodys = valid("agency", tcm("agency", "--behind", "nobodys", "--db", demo, "--on", ON, "--json").json)
    assert sum(answer["nobodys"].values()) == nobodys["amount"] > 0
    late = answer["nobodys"]["overdue"]
    assert (
        f"✗ deadlines of members without a case manager: {late} overdue" in tcm("agency", "--db", demo, "--on", ON).out
    )


def test_who_left_with_members_is_said_in_place_of_the_range(ask: Tcm) -> None:
    assert ask("record", "case-manager", "--edit", "Dana", "left_on=2026-03-01").code == 0
    rows = {row["cm"]: row for row in valid("agency", ask("agency", "--json").json)["case_managers"]}
    assert (rows["C1"]["left_on"], rows["C1"]["open"], rows["C2"]["left_on"]) == ("2026-03-01", 0, None)
    text = ask("agency").out
    assert "✗ left 2026-03-01" in text and "✗ 3 members with a case manager who has left (R31)" in text


def test_of_an_agency_without_members_nothing_is_said_to_be_well(tcm: Tcm, tmp_path: Path) -> None:
    """Nobody waits for a case manager where nobody has come."""
    (tmp_path / "sites.csv").write_text("site_id,name,contract\nS1,Pecan Street,110\n", encoding="utf-8")
    assert tcm("import", tmp_path / "sites.csv", "--db", tmp_path / "a.db", "--on", ON).code == 0
    out = tcm("agency", "--db", tmp_path / "a.db", "--on", ON).out
    assert out.splitlines()[-1] == "– No members on a caseload." and "✓" not in out
