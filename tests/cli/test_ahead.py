"""tcm ahead: JSON by its schema, text for people, its options."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tcm, valid


def test_the_document_fits_its_schema_and_every_line_carries_reasons(ask: Tcm) -> None:
    told = valid("ahead", ask("ahead", "--json").json)
    assert [month["first"] for month in told["months"]][::11] == ["2026-03-01", "2027-02-01"]
    assert (told["months"][0]["begins"], told["months"][0]["last"]) == ("2026-03-03", "2026-03-31")
    lists = ("months", "run_outs", "reaches", "sites", "staffing", "lines", "openings", "expiries")
    assert all(line["reasons"] for name in lists for line in told[name])
    assert told["reasons"]


def test_who_has_no_full_month_with_service_has_no_rate(ask: Tcm) -> None:
    # All services of the agency lie in March, the month of the answer.
    told = ask("ahead", "--json").json
    assert told["without_rate"] and told["run_outs"] == []
    assert "5 members without a full month with service yet: no rate." in ask("ahead").out


def test_months_and_a_part_of_the_agency(ask: Tcm) -> None:
    told = valid("ahead", ask("ahead", "--months", 2, "--site", "Pecan", "--json").json)
    assert (len(told["months"]), told["scope"], told["members"]) == (
        2, {"site": "S1", "type": None, "supervisor": None}, 3
    )  # fmt: skip
    assert {line["cm"] for line in told["reaches"]} == {"C1"}
    assert {line["type"] for line in told["staffing"]} == {"standard"}
    kind = ask("ahead", "--type", "wraparound", "--json").json
    assert kind["members"] == 1 and {line["cm"] for line in kind["reaches"]} == {"C2"}


@pytest.mark.parametrize("months", ["0", "121", "x"])
def test_a_number_of_months_that_is_none_is_2(ask: Tcm, months: str) -> None:
    answer = ask("ahead", "--months", months)
    assert answer.code == 2 and answer.out == "" and answer.err


def test_the_text_is_a_line_a_month_and_more_only_adds(ask: Tcm) -> None:
    plain = ask("ahead")
    assert (plain.code, plain.err) == (0, "")
    assert sum(line.startswith(("Mar 2026", "Jan 2027", "Feb 2027")) for line in plain.out.splitlines()) == 3
    for more in ("--why", "--list"):
        assert len(ask("ahead", more).out) > len(plain.out)


def test_the_lists_name_who_is_behind_the_figures(tcm: Tcm, demo: Path) -> None:
    args = ("ahead", "--db", demo, "--on", "2026-03-03", "--months", 6)
    told = valid("ahead", tcm(*args, "--json").json)
    text = tcm(*args, "--list").out
    assert told["run_outs"] and told["openings"] and told["expiries"]
    for line in (*told["run_outs"], *told["openings"]):
        assert line["member"] in text and line["name"] in text
    assert "Credentials that fall due" in text
    for month in told["months"]:
        assert month["out"] == sum(line["month"] == month["first"] for line in told["run_outs"])
        assert month["cant"] == sum(line["cant"] for line in told["reaches"] if line["month"] == month["first"])
        assert month["hires"] == sum(line["hires"] or 0 for line in told["staffing"] if line["month"] == month["first"])


def test_an_agency_without_anybody_is_answered(tcm: Tcm, tmp_path: Path) -> None:
    files, db = tmp_path / "files", tmp_path / "empty.db"
    files.mkdir()
    (files / "sites.csv").write_text("site_id,name,contract\nS1,Pecan Street,110\n")
    assert tcm("import", files, "--db", db, "--on", "2026-03-03").code == 0
    told = valid("ahead", tcm("ahead", "--db", db, "--on", "2026-03-03", "--json").json)
    assert (told["members"], told["months"][0]["places"], told["staffing"]) == (0, None, [])
    assert "0 members" in tcm("ahead", "--db", db, "--on", "2026-03-03").out
