"""Members under 42 CFR Part 2 by command: what is written, what is said of it, and the account of disclosures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FILES, ROOT, Tcm, valid

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
DISCLOSED = (
    *("--part2", "with-notice", "--recipient", "County court", "--purpose", "hearing", "--consent", "C-17"),
)  # fmt: skip


@pytest.fixture
def marked(ask: Tcm, tmp_path: Path) -> Tcm:
    """The small agency with Leo Marsh, M2, marked: a member, an assignment, a plan and two services."""
    head, *rows = FILES["members"].splitlines()
    file = tmp_path / "members.csv"
    file.write_text("\n".join([f"{head},part2", *(f"{row},{'true' if 'Marsh' in row else ''}" for row in rows), ""]))
    assert ask("import", file).code == 0
    return ask


def test_an_export_leaves_them_out_and_says_so(marked: Tcm, tmp_path: Path) -> None:
    answer = marked("export", tmp_path / "out", "--json")
    told = valid("export", answer.json)
    assert (answer.code, told["part2"]) == (0, {"way": "leave-out", "members": 1, "rows": 5, "notice": False})
    assert answer.err.splitlines() == [
        "Left out: 1 Part 2 member with 5 rows. Other ways: --part2 with-notice, --part2 own-use."
    ]
    assert not any("Marsh" in file.read_text() for file in (tmp_path / "out").iterdir())
    sites = marked("export", tmp_path / "sites", "--tables", "sites", "--json")
    assert (valid("export", sites.json)["part2"], sites.err) == (None, "")


def test_a_disclosure_is_accounted_for_by_member(marked: Tcm, tmp_path: Path) -> None:
    answer = marked("export", tmp_path / "out", "--for", "billing", "--json", *DISCLOSED)
    assert valid("export", answer.json)["part2"] == {"way": "with-notice", "members": 1, "rows": 3, "notice": True}
    assert (tmp_path / "out/NOTICE.txt").read_text().startswith(NOTICE)
    assert marked("report", "--html", tmp_path / "m.html", *DISCLOSED).err.endswith("the notice of 42 CFR part 2.\n")
    entries = valid("audit", marked("audit", "M2", "--json").json)["entries"]
    found = [entry["after"] for entry in entries if entry["action"] == "export"]
    assert found == [{"recipient": "County court", "purpose": "hearing", "consent": "C-17"}] * len(found) and found
    shown = marked("audit", "Marsh", "--why").out
    assert "export files" in shown and "County court" in shown and "C-17" in shown
    assert "export" not in marked("audit", "M1").out


def test_the_purpose_is_that_of_the_tables(marked: Tcm, tmp_path: Path) -> None:
    given = ("--recipient", "Payer", "--consent", "C-9")
    assert marked("export", tmp_path / "out", "--for", "audit", "--part2", "with-notice", *given).code == 0
    entry = marked("audit", "M2", "--json").json["entries"][0]
    assert entry["after"] == {"recipient": "Payer", "purpose": "audit", "consent": "C-9"}


def test_the_page_says_it(marked: Tcm) -> None:
    assert valid("member", marked("member", "M2", "--json").json)["part2"] is True
    assert valid("member", marked("member", "M1", "--json").json)["part2"] is None
    assert "42 CFR Part 2" in marked("member", "M2").out and "Part 2" not in marked("member", "M1").out


def test_week_pages_and_sheets(marked: Tcm, tmp_path: Path) -> None:
    sheets = ("--effective", "2026-04-01", "--member", "M2", "--sheets")
    answer = marked("handover", "C1", "--to", "C3", *sheets, tmp_path / "s", "--override", "asked for", *DISCLOSED)
    assert answer.code == 0 and "1 Part 2 member is on the sheets, with the notice of 42 CFR part 2.\n" in answer.err
    assert all(NOTICE in file.read_text() and "Marsh" in file.read_text() for file in (tmp_path / "s").iterdir())
    booked = ("M2", "--cm", "C1", "--date", "2026-03-06", "--start", "09:00", "--stop", "09:30", "--kind", "provider")
    assert marked("book", *booked, "--override", "asked for").code == 0
    week = ("week", "C1", "--print", tmp_path / "week.html", "--ics", tmp_path / "week.ics")
    answer = marked(*week)
    assert "it names 3 members, so keep it private; it carries the notice of 42 CFR part 2.\n" in answer.err
    assert (
        "week.ics with 2 visits; it names 1 member, so keep it private; 1 Part 2 member is not named.\n" in answer.err
    )
    assert "Marsh" in (tmp_path / "week.html").read_text() and "Marsh" not in (tmp_path / "week.ics").read_text()
    assert marked(*week, "--recipient", "The county").code == 0
    assert "Marsh" not in (tmp_path / "week.html").read_text()


@pytest.mark.parametrize(
    "command",
    [
        ("export", "out"),
        ("export", "out", "--for", "billing", "--recipient", "Payer"),
        ("report", "--html", "out"),
        ("week", "C1", "--apply", "--print", "out.html"),
        ("rebalance", "--apply", "--effective", "2026-04-01", "--sheets", "out"),
        ("handover", "C1", "--to", "C3", "--effective", "2026-04-01", "--sheets", "out"),
    ],
    ids=lambda command: " ".join(command[:1]),
)
def test_without_consent_nothing_is_done(
    command: tuple[str, ...], marked: Tcm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = json.loads(marked("audit", "--json").out)["count"]
    answer = marked(*command, "--part2", "with-notice")
    assert (answer.code, answer.out) == (2, "") and "--consent" in answer.err and answer.err.count("\n") == 1
    assert not (tmp_path / "out").exists() and not (tmp_path / "out.html").exists()
    assert json.loads(marked("audit", "--json").out)["count"] == before
    assert marked(*command, "--part2", "perhaps").code == 2


def test_the_docs_say_the_notice_as_the_files_do() -> None:
    for page in ("commands", "security"):
        assert NOTICE in (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
