"""``tcm staff``, ``tcm roster`` and the headings of ``tcm due``: JSON by schema, text, exit codes."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Tcm, valid

# The day is Tuesday 3 March 2026. C1 is CM II standard under 110, C2 a facilitator and C3 a CM II under 111.


@pytest.fixture
def told(ask: Tcm) -> Tcm:
    """The small agency with what its facilitator shows and does."""
    for fields in (
        "kind=certification completed_on=2025-04-01 expires_on=2026-03-31",
        "kind=competency-exam completed_on=2024-01-02",
        "kind=degree completed_on=2020-05-01",
        "kind=coaching began_on=2024-02-01",
        "kind=training-wraparound completed_on=2024-05-01",
        "kind=consultation completed_on=2026-03-02 amount=45",
        "kind=consultation completed_on=2026-02-24 amount=60",
    ):
        assert ask("record", "credential", "cm=C2", *fields.split()).code == 0
    for start, stop in ((("3/3", "0:00"), ("3/7", "22:00")), (("3/8", "6a"), ("3/10", "0:00"))):
        duty = f"program=wraparound date={start[0]} start={start[1]} until={stop[0]} stop={stop[1]}"
        assert ask("record", "on-call", "cm=C2", *duty.split()).code == 0
    return ask


def test_staff_shows_standing_consultation_and_what_each_may_take(told: Tcm) -> None:
    rows = {row["cm"]: row for row in valid("staff", told("staff", "--json").json)["case_managers"]}
    c2 = rows["C2"]
    # the certification's last day is 31 March, 28 days ahead
    assert (c2["status"], c2["through"], [m["what"] for m in c2["missing"]]) == (
        "lapsing", "2026-03-31", ["certification"],
    )  # fmt: skip
    assert [(w["monday"], w["minutes"], w["status"]) for w in c2["consultation"]][-2:] == [
        ("2026-02-23", 60, "met"),
        ("2026-03-02", 45, "open"),
    ]
    assert (c2["consultation_short"], rows["C1"]["consultation_short"]) == (15, None)
    assert {may["program"]: may["verdict"] for may in c2["may_take"]}["wraparound"] == "ok"
    hn = next(may for may in rows["C3"]["may_bill"] if may["level_modifier"] == "HN")
    assert (hn["verdict"], hn["rows"], hn["reasons"][0]["rule"]) == ("no-row", [], "R2")
    assert (rows["C1"]["status"], rows["C1"]["annual"], c2["annual"]) == ("not-shown", 1141, 812)
    text = told("staff").out
    assert "! lapsing after Tue 31 Mar 2026: certification" in text and "15 min" in text


def test_one_worker_s_sheet_has_every_credential(told: Tcm) -> None:
    sheet = valid("staff", told("staff", "C2", "--json").json)
    assert len(sheet["credentials"]) == 7
    assert {item["what"] for item in sheet["asked"]} >= {"certification", "coaching", "training-wraparound"}
    assert {"R42", "R45"} <= {reason["rule"] for reason in sheet["reasons"]}
    text = told("staff", "C2", "--why").out
    assert "45 of 60 min  ○ 15 min still asked" in text
    assert "no row of the limits table for HN under contract 111" in text


def test_staff_of_a_part_of_the_agency(told: Tcm) -> None:
    def ids(*args: str) -> list[str]:
        return [row["cm"] for row in told("staff", *args, "--json").json["case_managers"]]

    assert (ids("--site", "S2"), ids("--type", "wraparound"), ids("--site", "S1")) == (["C2", "C3"], ["C2"], ["C1"])
    assert told("staff", "--site", "nowhere").code == 1
    assert told("staff", "C9").code == 1


def test_the_roster_names_its_holes_with_hours(told: Tcm) -> None:
    view = valid("roster", told("roster", "--days", 7, "--json").json)
    intensive, wraparound = view["programs"]
    assert (intensive["staffed"], intensive["holes"]) == (False, [])
    # in the night to 8 March the clock goes forward: 22:00 to 06:00 is seven hours
    assert wraparound["uncovered_hours"] == 7
    assert [(h["from"], h["to"], h["hours"], h["may_take"]) for h in wraparound["holes"]] == [
        ("2026-03-07T22:00", "2026-03-08T06:00", 7, ["C2"])
    ]
    text = told("roster", "--days", 7).out
    assert "✗ Sat 7 Mar 22:00 – Sun 8 Mar 06:00" in text and "may take it: Rey Talltree" in text


def test_a_program_without_a_roster_is_wrong_usage(ask: Tcm) -> None:
    answer = ask("roster", "--program", "pact")
    assert (answer.code, answer.out) == (2, "")
    assert "intensive and wraparound" in answer.err
    assert ask("roster", "--days", 0).code == 2


def test_due_under_headings(told: Tcm) -> None:
    by_kind = told("due", "--by", "kind").out
    assert [line.split("  ")[0] for line in by_kind.splitlines() if line and line[0].isupper()] == [
        "Outreach", "Contacts", "On call", "Credentials", "Plans", "Notes",
    ]  # fmt: skip
    by_worker = told("due", "--by", "worker").out
    assert by_worker.index("On call") < by_worker.index("Dana Whitehorse  ")
    assert told("due", "--by", "night").code == 2


def test_due_of_a_part_of_the_agency(told: Tcm) -> None:
    items = valid("due", told("due", "--type", "wraparound", "--json").json)["items"]
    assert {item["cm"] for item in items} == {"C2", None}
    assert {item["kind"] for item in items if item["cm"] is None} == {"coverage"}
    standard = told("due", "--type", "standard", "--json").json["items"]
    assert {item["kind"] for item in standard if item["cm"] is None} == set()
    at_site = told("due", "--site", "S1", "--json").json["items"]
    assert {(item["cm"], item["cm_name"]) for item in at_site} == {("C1", "Dana Whitehorse")}
