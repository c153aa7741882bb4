"""A command that has to wait for another program's write says so once, and goes on when it can."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.cli.app import run
from tcm_tui.desk import importing, office
from tcm_tui.desk.office import StoreError
from tcm_tui.records.connection import connect
from tests.desk.given import agency

ON = date(2026, 3, 3)
BOOK = "book M1 --cm C1 --date 2026-03-04 --start 10:00 --stop 11:00 --on 2026-03-03".split()
SAYS = "Waiting for another program to finish writing … (ctrl+c gives up)\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    desk = agency(tmp_path, ON)
    desk.close()
    return tmp_path / "agency.db"


@pytest.mark.parametrize("command", ["book", "import"])
def test_a_command_says_that_it_waits_and_then_writes(
    file: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = BOOK if command == "book" else ["import", str(file.parent / "more.csv"), "--as", "sites"]
    (file.parent / "more.csv").write_text("site_id,name,contract\nS9,Ninth,110\n", encoding="utf-8")
    said = threading.Event()
    say = office.say_waiting
    monkeypatch.setattr(office, "say_waiting", lambda tell: say(lambda text: (tell(text), said.set())[0]))
    with closing(connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended: list[int] = []
        thread = threading.Thread(target=lambda: ended.append(run([*words, "--db", str(file)])))
        thread.start()
        assert said.wait(20)
        assert not ended
        other.execute("ROLLBACK")
        thread.join(20)
    assert ended == [0]
    assert capsys.readouterr().err.count(SAYS) == 1


def test_an_import_that_waits_can_be_cancelled(file: Path) -> None:
    more = file.parent / "sites.csv"
    more.write_text("site_id,name,contract\nS9,Ninth,110\n", encoding="utf-8")
    with closing(connect(file)) as other, closing(office.open_desk(str(file))) as desk:
        other.execute("BEGIN IMMEDIATE")
        result = importing.import_paths(desk, [more], ON, cancelled=lambda: True)
        other.execute("ROLLBACK")
        assert (result.stored, result.cancelled) == (False, True)
        desk.waiting = lambda seconds: False
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="nothing was changed"):
            importing.import_paths(desk, [more], ON)
