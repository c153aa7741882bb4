"""The program under each role: right answers for what one may see, one sentence for what one may not, and the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.postgres import people
from tests.postgres.people import Agency
from tests.postgres.server import Server

ON = date.today()
SOON = next(day for n in range(1, 9) if (day := ON + timedelta(days=n)).weekday() == 2)


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What was said last: above it may stand that it is of a part."""
        return self.err.strip().splitlines()[-1]


Run = Callable[..., Said]


@pytest.fixture(scope="module")
def agency(server: Server) -> Iterator[Agency]:
    from tcm_tui.desk.office import open_desk

    with people.agency(server) as made:
        open_desk(made.url("owner")).close()  # works out the units
        yield made


@pytest.fixture
def run(agency: Agency, capsys: pytest.CaptureFixture[str]) -> Run:
    from tcm_tui.cli import app

    def carry_out(role: str, *args: str) -> Said:
        capsys.readouterr()
        code = app.run([*args, "--db", agency.url(role), "--on", ON.isoformat()])
        return Said(code, *capsys.readouterr())

    return carry_out


GO_ON = ("--override", "the paper is on its way")  # nobody here has a certificate
VISIT = ("--cm", "C1", "--date", SOON.isoformat())


def test_a_case_managers_day(run: Run, agency: Agency) -> None:
    """Book, move aside, miss, reach out, log and take back with a member of one's own; all of it told as one's own."""
    booked = json.loads(
        run("case-manager", "book", "M1", *VISIT, "--start", "10:00", "--stop", "11:00", *GO_ON, "--json").out
    )
    assert booked["id"]
    over = run("case-manager", "book", "M1", *VISIT, "--start", "10:30", "--stop", "11:30")
    assert over.code == 1 and "10:00" in over.err
    assert run("case-manager", "undo").code == 0
    again = json.loads(
        run("case-manager", "book", "M1", *VISIT, "--start", "10:00", "--stop", "11:00", *GO_ON, "--json").out
    )
    assert run("case-manager", "cancel", again["id"]).code == 0
    was = ("TX", "M1", "C1", (ON - timedelta(days=3)).isoformat())
    agency.sql(
        "INSERT INTO appointments (appointment_id, member_id, cm_id, date, start_min, stop_min, kind, status)"
        f" VALUES {(*was, 600, 660, 'office-contact', 'scheduled')}"
    )
    assert run("case-manager", "miss", "TX", "--learned", ON.isoformat()).code == 0
    assert (
        run("case-manager", "outreach", "M1", "--date", ON.isoformat(), "--mode", "phone", "--result", "message").code
        == 0
    )
    what = (
        "--cm",
        "C1",
        "--date",
        ON.isoformat(),
        "--start",
        "08:00",
        "--stop",
        "09:00",
        "--activity",
        "plan-monitoring",
    )
    logged = json.loads(run("case-manager", "log", "M1", *what, "--elements", "1;2;3;4;5;6;7;8;9;10;11", "--json").out)
    assert logged["id"]
    units = json.loads(run("case-manager", "units", "M1", "--json").out)
    assert units["day"]["used"] == 4 == json.loads(run("owner", "units", "M1", "--json").out)["day"]["used"]
    who = {row[0] for row in agency.sql("SELECT who FROM audit WHERE member_id = 'M1' AND action <> 'view'")}
    assert who == {agency.login("case-manager")}
    hours = json.loads(run("case-manager", "hours", "--json").out)
    assert [(row["cm"], row["worked"]) for row in hours["case_managers"]] == [("C1", 1.0)]


@pytest.mark.parametrize(
    "args",
    [
        ("units", "M2"),
        ("member", "Second"),
        ("book", "M2", *VISIT, "--start", "13:00", "--stop", "14:00"),
        ("log", "M2", *VISIT, "--start", "08:00", "--stop", "09:00", "--activity", "plan-monitoring"),
        ("outreach", "M2", "--date", ON.isoformat()),
        ("transfer", "M2", "--to", "C1", "--effective", ON.isoformat(), "--override", "mine"),
        ("miss", "K2"),
        ("cancel", "K2"),
        ("void", "K2", "--because", "x"),
        ("caseload", "C2"),
        ("hours", "C2"),
        ("week", "C2"),
        ("due", "C2"),
        ("check", "C2"),
        ("report", "--cm", "C2"),
        ("book", "M1", "--cm", "C2", "--date", SOON.isoformat(), "--start", "15:00", "--stop", "16:00", *GO_ON),
        ("doctor",),
        ("backup", "./copy.db"),
        ("grant", "anybody", "--role", "admin"),
        ("import", "."),
    ],
    ids=" ".join,
)
def test_another_ones_is_a_sentence(run: Run, agency: Agency, args: tuple[str, ...], tmp_path: Path) -> None:
    before = agency.sql("SELECT count(*) FROM audit WHERE action NOT IN ('view', 'search')")
    said = run(
        "case-manager", *(each.replace(".", str(tmp_path), 1) if each.startswith(".") else each for each in args)
    )
    assert said.code in (1, 2) and said.sentence.endswith((".", ":", ")")), said
    assert "failed" not in said.err and "Second" not in said.out + said.err.replace("“Second”", "")
    assert agency.sql("SELECT count(*) FROM audit WHERE action NOT IN ('view', 'search')") == before


def test_a_part_is_said_to_be_one(run: Run) -> None:
    for role, part, workers in (
        ("case-manager", "your caseload only", ["C1"]),
        ("supervisor", "your team only", ["C1", "S1"]),
    ):
        for command in ("caseload", "agency", "hours", "staff"):
            said = run(role, command, "--json")
            document = json.loads(said.out)
            rows = document.get("rows") or document.get("case_managers") or document["staff"]
            assert sorted(row["cm"] for row in rows) == workers
            assert part in said.err
        assert part in run(role, "report").out
    assert "only" not in run("owner", "caseload").err


def test_what_a_supervisor_sees_is_what_the_owner_sees_of_them(run: Run) -> None:
    for command in (
        ("caseload", "C1"),
        ("hours", "C1"),
        ("week", "C1"),
        ("due", "C1"),
        ("units", "M1"),
        ("member", "M1"),
    ):
        mine, whole = (json.loads(run(role, *command, "--json").out) for role in ("supervisor", "owner"))
        assert mine == whole


def test_a_biller_bills(run: Run, tmp_path: Path) -> None:
    import csv

    assert run("biller", "units", "M2", "--json").out == run("owner", "units", "M2", "--json").out
    for command in (("member", "M1"), ("caseload",), ("check",), ("due",), ("export", str(tmp_path / "all"))):
        said = run("biller", *command)
        assert said.code == 1 and said.sentence.startswith(
            "Your role, biller, has no right to this part of the records"
        )
    for role in ("biller", "owner"):
        assert run(role, "export", str(tmp_path / role), "--for", "billing").code == 0
    for file in (tmp_path / "owner").glob("*.csv"):
        assert (tmp_path / "biller" / file.name).read_text() == file.read_text()
    with (tmp_path / "biller" / "members.csv").open() as opened:
        assert len(list(csv.DictReader(opened))) == 6
    book = run("biller", "book", "M1", *VISIT, "--start", "10:00", "--stop", "11:00")
    assert book.code == 1 and "Your role, biller" in book.err


def test_an_auditor_reads_the_log_and_nothing_else(run: Run) -> None:
    whole = json.loads(run("auditor", "audit", "--json").out)
    assert whole["intact"] is True and whole["count"] > 5
    of_one = json.loads(run("auditor", "audit", "M1", "--json").out)
    assert of_one["entries"] and {each["member"] for each in of_one["entries"]} == {"M1"}
    for command in ("units M1", "member M1", "caseload", "agency", "export x"):
        assert run("auditor", *command.split()).sentence.startswith("Your role, auditor, has no right")
    mine = json.loads(run("case-manager", "audit", "--json").out)
    assert mine["intact"] is None and {each["who"] for each in mine["entries"]} <= {whole["entries"][0]["who"], *(
        each["who"] for each in whole["entries"] if each["who"].startswith("case_manager"))}  # fmt: skip


def test_an_admin_keeps_people_and_sees_no_member(run: Run, agency: Agency) -> None:
    closed = run("admin", "record", "closure", "date=2031-03-03", "name=Moving house")
    assert closed.code == 0, closed
    assert agency.sql("SELECT name FROM closures WHERE date = '2031-03-03'") == [("Moving house",)]
    for command in ("units M1", "member M1", "caseload", "due"):
        assert "Your role, admin, has no right" in run("admin", *command.split()).sentence
    given = run("admin", "grant", agency.login("biller"), "--role", "biller", "--json")
    assert json.loads(given.out)["by"] == agency.login("admin")
    assert run("admin", "grant", agency.login("admin"), "--role", "auditor").code == 1


def test_a_transfer_of_ones_own(run: Run, agency: Agency) -> None:
    """The range of somebody of another team isn't shown, so it warns; afterwards the member is the other's alone."""
    asked = ("transfer", "M4", "--to", "C1", "--effective", "2095-01-01")
    assert run("case-manager", *asked).code == 1
    give = ("transfer", "M1", "--to", "C2", "--effective", (ON - timedelta(days=2)).isoformat())
    unsaid = run("case-manager", *give)
    assert unsaid.code == 1 and "not shown to your role" in unsaid.err
    assert run("case-manager", *give, "--override", "agreed by telephone").code == 0
    assert run("case-manager", "units", "M1").code == 1
    assert agency.sql("SELECT cm_id FROM assignments WHERE member_id = 'M1' AND ends_on IS NULL") == [("C2",)]
    assert run("owner", "undo").code in (0, 1)


def test_nothing_is_wrong_afterwards(run: Run, agency: Agency) -> None:
    """Units and hours that people with roles brought up to date are those worked out anew by the owner."""
    said = run("owner", "doctor", "--whole")
    assert said.code == 0, said.out
    assert json.loads(run("auditor", "audit", "--json").out)["intact"] is True


def test_units_of_other_figures_are_shown_to_nobody(run: Run, agency: Agency) -> None:
    agency.sql("UPDATE meta SET value = 'old' WHERE key = 'ledger'")
    for role in ("case-manager", "supervisor", "biller"):
        said = run(role, "units", "M4")
        assert said.code == 3 and "the database's owner has to open it once" in said.sentence
    assert run("auditor", "audit").code == 0
    assert run("owner", "units", "M4").code == 0
    assert run("case-manager", "units", "M4").code == 0


def test_a_file_has_no_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tcm_tui.cli import app
    from tcm_tui.records.store import open_store

    open_store(tmp_path / "a.db", create=True).close()
    for args in (["grants"], ["grant", "x", "--role", "biller"], ["revoke", "x"]):
        assert app.run([*args, "--db", str(tmp_path / "a.db")]) == 1
        assert "Roles are for a database on a server" in capsys.readouterr().err


def test_the_screens_are_of_caseloads(agency: Agency) -> None:
    from tcm_tui.desk.office import StoreError
    from tcm_tui.ui.desksource import open_source

    for role in ("biller", "auditor", "admin"):
        with pytest.raises(StoreError, match=f"your role, {role}, has none: use tcm") as told:
            open_source(agency.url(role))
        assert told.value.kind == "denied"
    source = open_source(agency.url("case-manager"))
    try:
        assert source.agency.endswith("your caseload only")
        assert [worker.cm for worker in source.workers(ON)] == ["C1"]
    finally:
        source.desk.close()
