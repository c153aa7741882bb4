"""``tcm report``: the month as text, JSON by its schema and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tcm, valid


def figures(told: dict) -> dict:
    return {figure["key"]: figure for section in told["sections"] for figure in section["figures"]}


def test_the_month_to_date(ask: Tcm) -> None:
    told = valid("report", ask("report", "--json").json)
    assert (told["month"], told["seen"], told["to_date"], told["kind"]) == ("2026-03", "2026-03-03", True, "agency")
    found = figures(told)
    # V1 has 10 units; M2's 16 and 12 are 3 over the month's 25. V4 is of the next day.
    units = {key: found[f"units.{key}"]["value"] for key in ("delivered", "payable", "over", "risk")}
    assert units == {"delivered": 38, "payable": 35, "over": 3, "risk": 10}
    assert [line["member"] for line in found["units.over"]["lines"]] == ["M2"]
    assert found["units.delivered"]["lines"] is None and found["units.delivered"]["behind"] == 2
    assert found["units.delivered"]["reasons"][0]["text"] == "35 payable + 0 pending + 3 over = 38; 10 of them at risk"
    assert (found["contacts.met"]["value"], found["contacts.scheduled"]["value"]) == (2, 1)
    [worker] = [row for row in told["case_managers"] if row["cm"] == "C1"]
    assert worker["sums"]["units.delivered"] == 38


def test_a_month_that_is_over(ask: Tcm) -> None:
    told = valid("report", ask("report", "--month", "2026-02", "--json").json)
    assert (told["month"], told["last"], told["seen"], told["to_date"]) == (
        "2026-02",
        "2026-02-28",
        "2026-02-28",
        False,
    )
    # Missed on Friday the 27th, due on this Tuesday; nobody had a contact in February.
    assert figures(told)["outreach.open"]["value"] == 1
    assert figures(told)["contacts.missed"]["value"] == 5


def test_a_worker_a_site_and_what_goes_together(ask: Tcm) -> None:
    one = valid("report", ask("report", "--cm", "dana", "--json").json)
    assert (one["kind"], one["about"], figures(one)["caseload.end"]["value"]) == ("worker", "Dana Whitehorse", 3)
    site = valid("report", ask("report", "--site", "lake", "--json").json)
    assert (site["kind"], site["about"], figures(site)["caseload.end"]["value"]) == ("part", "Lake Clinic", 2)
    both = ask("report", "--cm", "C1", "--site", "S1")
    assert both.code == 2 and "--cm is one case manager" in both.err


def test_text_with_rules_and_arithmetic(ask: Tcm) -> None:
    plain, why = ask("report").out, ask("report", "--why").out
    assert "March 2026 to date" in plain and "Units delivered" in plain and "R1:" not in plain
    assert "R1: 35 payable + 0 pending + 3 over = 38; 10 of them at risk [" in " ".join(why.split())
    assert max(map(len, plain.splitlines())) <= 80


def test_who_is_behind_a_figure(ask: Tcm) -> None:
    answer = ask("report", "--behind", "units.over")
    assert answer.code == 0
    [row] = [line for line in answer.out.splitlines() if "Leo Marsh" in line]
    assert row.split() == "Leo Marsh M2 Dana Whitehorse 3 Tue 3 Mar".split()
    told = valid("report", ask("report", "--behind", "units.over", "--json").json)
    assert [key for key, figure in figures(told).items() if figure["lines"] is not None] == ["units.over"]
    several = ask("report", "--behind", "units")
    assert several.code == 1 and "contacts.met" not in several.err and "units.over" in several.err
    assert ask("report", "--behind", "zzz").code == 1


def test_files_and_that_none_is_written_over(ask: Tcm, tmp_path: Path) -> None:
    csv, page, book = (tmp_path / f"month.{end}" for end in ("csv", "html", "xlsx"))
    answer = ask("report", "--csv", csv, "--html", page, "--xlsx", book)
    assert (answer.code, answer.out) == (0, "")
    assert f"Wrote {csv} with the month; it names no member." in answer.err
    assert "it names 5 members, so keep it private" in answer.err
    assert all(path.stat().st_mode & 0o077 == 0 and path.stat().st_size > 1000 for path in (csv, page, book))
    csv.unlink()
    again = ask("report", "--csv", csv, "--html", page)
    assert again.code == 1 and "month.html is there already; name another file, or say --force" in again.err
    assert not csv.exists(), "all of the files or none"
    assert ask("report", "--csv", csv, "--html", page, "--force").code == 0


@pytest.mark.parametrize("other", ["month.html", "./month.html", "link.html"])
def test_two_forms_are_not_written_to_one_file(ask: Tcm, tmp_path: Path, other: str) -> None:
    page = tmp_path / "month.html"
    page.write_text("kept", encoding="utf-8")
    (tmp_path / "link.html").symlink_to(page)
    answer = ask("report", "--csv", page, "--html", f"{tmp_path}/{other}", "--force")
    assert (answer.code, answer.out, page.read_text(encoding="utf-8")) == (2, "", "kept")
    assert f"--csv and --html name the same file, {tmp_path}/{other}; give each its own." in answer.err


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2026-13", "--month: “2026-13” is no month; write it as YYYY-MM"),
        ("2026-04", "April 2026 has not begun on Tue 3 Mar 2026"),
    ],
)
def test_a_month_that_cant_be(month: str, sentence: str, ask: Tcm) -> None:
    answer = ask("report", "--month", month)
    assert answer.code == 2 and sentence in answer.err
