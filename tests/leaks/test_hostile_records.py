"""Every name and note of a whole agency holds what a terminal, a spreadsheet or a page would obey: nothing does."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ON, Tcm, demo
from tests.leaks.pty_app import Running

__all__ = ["demo"]

BEFORE, AFTER = "=cmd|'/c'!A1", "\x1b]0;PWNED\x07\x9b31m\u202e[/]<script>alert(1)</script>\r\n\u2028\x7f"
TEXTS = ("first_name", "last_name", "name", "phone", "email", "address", "city", "language", "languages", "area")
TEXTS += ("hold_reason", "label", "reason", "source", "note")
COMMANDS = (
    *("caseload", "caseload {cm}", "due --all --days 60", "due --by worker", "check", "agency", "agency --by site"),
    *("agency --behind caseload", "hours", "staff", "staff {cm}", "roster", "week {cm}", "week {cm} --propose"),
    *("ahead --list", "rebalance", "report", "report --cm {cm}", "report --behind contacts.missed", "audit"),
    *("units {member} --minutes 45", "member {member}", "doctor", "units nobody-of-that-name", "units a"),
)


@pytest.fixture(scope="module")
def hostile(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with every free text made hostile."""
    db = Path(shutil.copy(demo, tmp_path_factory.mktemp("hostile") / "agency.db"))
    changed = set()
    with closing(sqlite3.connect(db)) as opened:
        opened.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('agency', ?)", (BEFORE + AFTER,))
        tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            columns = {row[1] for row in opened.execute(f"PRAGMA table_info({table})")}
            for column in columns.intersection(TEXTS) if table not in ("audit", "meta", "settings") else ():
                sql = f"UPDATE {table} SET {column} = ? || {column} || ? WHERE {column} IS NOT NULL"
                if opened.execute(sql, (BEFORE, AFTER)).rowcount:
                    changed.add(f"{table}.{column}")
        opened.commit()
    assert {"members.last_name", "case_managers.name", "sites.name", "members.address"} <= changed
    return db


@pytest.fixture
def db(hostile: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(hostile, tmp_path / "agency.db"))


@pytest.fixture(scope="module")
def ids(hostile: Path) -> dict[str, str]:
    with closing(sqlite3.connect(hostile)) as opened:
        of = "SELECT member_id, cm_id FROM assignments WHERE ends_on IS NULL ORDER BY member_id LIMIT 1"
        member, cm = opened.execute(of).fetchone()
    return {"member": member, "cm": cm}


def acting(text: str) -> set[str]:
    """The characters of a text that act on a terminal or hide in it, but for line ends."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes_a_byte_that_acts(command: str, tcm: Tcm, hostile: Path, ids: dict[str, str]) -> None:
    words = command.format_map(ids).split()
    for more in (("--why",), ("--json",)):
        answer = tcm(*words, *more, "--db", hostile, "--on", ON)
        assert answer.code in (0, 1), answer.err
        assert not acting(answer.out + answer.err), (more, acting(answer.out + answer.err))
        if more == ("--json",) and answer.out:
            json.loads(answer.out)


def test_no_file_holds_what_its_reader_would_obey(tcm: Tcm, db: Path, ids: dict[str, str], tmp_path: Path) -> None:
    here = ("--db", db, "--on", ON)
    files = {f"--{kind}": tmp_path / f"month.{kind}" for kind in ("csv", "xlsx", "html")}
    assert tcm("report", *[part for pair in files.items() for part in pair], *here).code == 0
    for page in ("week.txt", "week.html"):
        assert tcm("week", ids["cm"], "--print", tmp_path / page, "--ics", tmp_path / "week.ics", *here).code == 0
    assert tcm("rebalance", "--sheets", tmp_path / "sheets", *here).code in (0, 1)
    pages = [*tmp_path.glob("*.html"), *tmp_path.glob("*.txt"), *tmp_path.glob("*.ics"), *tmp_path.glob("sheets/*")]
    assert len(pages) > 4
    for path in (*pages, files["--csv"]):
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert not acting(text) - {"\t"}, (path.name, acting(text))
        assert path.suffix != ".html" or not re.search("<script", text, re.I), path.name
    for row in csv.reader(io.StringIO(files["--csv"].read_text(encoding="utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))], row
    from openpyxl import load_workbook

    for sheet in load_workbook(files["--xlsx"]).worksheets:
        for cells in sheet.iter_rows():
            assert not [cell.value for cell in cells if cell.data_type == "f"]
            assert not [cell.value for cell in cells if isinstance(cell.value, str) and acting(cell.value)]


def test_the_screens_write_no_sequence_of_a_name(db: Path) -> None:
    """All areas of the real program on a terminal, and what lies over them."""
    app = Running("--db", db, "--on", ON)
    app.until(b"\x1b[?1049h")
    app.quiet(1.5)
    for keys in ("1", "2", "3", "4", "e", "\x7f", "5", "a", "\x7f", "r", "\x7f", "p", "\x7f", "6", "/a\r", "\x1b"):
        app.keys(keys)
        app.quiet(0.35)
    app.keys("\x1b[21~")  # F10
    assert app.ended() == 0
    assert app.restored()
    assert "␛]0;PWNED".encode() in app.out, "the names were shown"
    for sequence in (b"\x1b]0;", b"\x1b]2;", b"\x1b]52", b"\x07PWNED", "\x9b".encode(), "\u202e".encode(), b"\x7f"):
        assert sequence not in app.out, sequence
    app.close()


@pytest.mark.parametrize("text", ["' OR 1=1 --", "'; DROP TABLE members; --", "%", "_", 'M1" UNION SELECT 1', "M1\x00"])
def test_what_is_typed_is_no_sql(text: str, tcm: Tcm, db: Path) -> None:
    with closing(sqlite3.connect(db)) as opened:
        members = opened.execute("SELECT count(*) FROM members").fetchone()
    for words in (("units", text), ("member", text), ("week", text), ("due", text), ("report", "--site", text)):
        assert tcm(*words, "--db", db, "--on", ON).code in (1, 2), words
    with closing(sqlite3.connect(db)) as opened:
        assert opened.execute("SELECT count(*) FROM members").fetchone() == members


def test_no_exported_cell_is_a_formula(tcm: Tcm, db: Path, tmp_path: Path) -> None:
    assert tcm("export", tmp_path / "out", "--db", db, "--on", ON).code == 0
    seen = 0
    for path in (tmp_path / "out").glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))], (path.name, row)
            seen += sum("cmd|" in cell for cell in row)
    assert seen > 300
