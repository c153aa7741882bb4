"""The demonstration agency copied onto a server: every command that answers says the same of both."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tcm_tui.cli.app import run
from tcm_tui.desk import office
from tests.postgres import server as servers

ON = "2026-11-18"
OTHER_PLANS = "-c enable_hashjoin=off -c enable_hashagg=off -c enable_seqscan=off"
"""Joined and grouped another way, rows come in another order where none is asked for."""

ANSWERS = [
    ("units", "MEMBER"),
    ("units", "MEMBER", "--minutes", "45"),
    ("member", "MEMBER"),
    ("week", "WORKER"),
    ("week", "WORKER", "--propose"),
    ("caseload",),
    ("caseload", "WORKER"),
    ("due", "--all"),
    ("due", "WORKER", "--days", "60"),
    ("check",),
    ("hours",),
    ("agency",),
    ("staff",),
    ("roster",),
    ("report",),
    ("report", "--cm", "WORKER", "--month", "2026-10"),
    ("ahead",),
    ("rebalance",),
    ("rules", "R3"),
]


class Agencies(NamedTuple):
    """The same agency in a file and on a server."""

    file: str
    url: str
    members: list[str]
    workers: list[str]
    moved: str


def answer(args: tuple[str, ...], db: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = run([*args, "--db", db, "--on", ON, "--json"])
    said = capsys.readouterr()
    if not said.out:
        return code, said.err
    found = json.loads(said.out)
    found.pop("seconds", None)
    return code, found


@pytest.fixture(scope="module")
def agencies(server: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agencies]:
    folder = tmp_path_factory.mktemp("agencies")
    file, url = str(folder / "agency.db"), server.fresh()
    made = ["--case-managers", "6", "--members", "120", "--months", "4"]
    assert run(["demo", *made, "--on", ON, "--to", file]) == 0
    with closing(sqlite3.connect(file)) as opened:
        members = [key for (key,) in opened.execute("SELECT member_id FROM members ORDER BY 1")]
        workers = [key for (key,) in opened.execute("SELECT cm_id FROM case_managers ORDER BY 1")]
        (end,) = opened.execute("SELECT value FROM meta WHERE key = 'audit_head'").fetchone()
    assert run(["copy-to", url, "--db", file]) == 0
    yield Agencies(file, url, members, workers, end)
    server.drop(url)


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_a_command_answers_the_same(agencies: Agencies, args: tuple[str, ...], capsys: Any) -> None:
    capsys.readouterr()
    for member, worker in zip(agencies.members[3::40], agencies.workers, strict=False):
        asked = tuple({"MEMBER": member, "WORKER": worker}.get(word, word) for word in args)
        expected = answer(asked, agencies.file, capsys)
        assert expected[0] == 0, expected
        assert answer(asked, agencies.url, capsys) == expected
        other = office.open_desk(agencies.url).store.path
        url = f"{other}&options={OTHER_PLANS.replace(' ', '%20')}"
        assert answer(asked, url, capsys) == expected
        if asked == args:
            break


def test_the_copy_has_every_row_and_the_same_log(agencies: Agencies, capsys: Any) -> None:
    capsys.readouterr()
    assert run(["copy-to", agencies.url, "--db", agencies.file]) == 3
    assert "holds an agency already" in capsys.readouterr().err
    desk = office.open_desk(agencies.url)
    with closing(desk):
        entry, digest = agencies.moved.split()
        assert desk.store.row("SELECT hash FROM audit WHERE id = ?", (int(entry),)) == (digest,)


def test_a_backup_of_the_server_is_a_file_with_the_same_answers(
    agencies: Agencies, tmp_path: Path, capsys: Any
) -> None:
    file = str(tmp_path / "back.db")
    assert run(["backup", file, "--db", agencies.url]) == 0
    capsys.readouterr()
    for args in (("check",), ("due", "--all"), ("caseload",)):
        assert answer(args, file, capsys) == answer(args, agencies.file, capsys)
    assert run(["doctor", "--db", file]) == 0
    assert run(["doctor", "--db", agencies.url, "--whole"]) == 0


@pytest.mark.parametrize("table", ["members", "audit"])
def test_the_control_a_copy_that_differs_is_nowhere(
    server: servers.Server, agencies: Agencies, tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A row lost on the way, whichever table it is of."""
    from tcm_tui.records.postgres.connection import Connection

    url, file = server.fresh(), tmp_path / "agency.db"
    shutil.copy(agencies.file, file)
    whole = Connection.copy_in

    def losing(self: Connection, sql: str, rows: Any) -> None:
        whole(self, sql, list(rows)[1:] if sql.startswith(f"COPY {table} ") else rows)

    monkeypatch.setattr(Connection, "copy_in", losing)
    assert run(["copy-to", url, "--db", str(file)]) == 3
    assert "othing was copied" in capsys.readouterr().err
    assert server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", servers.name_of(url)) == [(0,)]
    server.drop(url)


def test_an_export_of_the_server_has_the_same_bytes(agencies: Agencies, tmp_path: Path, capsys: Any) -> None:
    for name, db in (("file", agencies.file), ("server", agencies.url)):
        assert run(["export", str(tmp_path / name), "--db", db, "--on", ON]) == 0
    names = sorted(path.name for path in (tmp_path / "file").glob("*.csv"))
    assert len(names) > 15
    for name in (*names, "settings.toml"):
        assert (tmp_path / "server" / name).read_bytes() == (tmp_path / "file" / name).read_bytes(), name
