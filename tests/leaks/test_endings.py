"""Signals, crashes and the framework's switches: the terminal restored, the log told, and no name anywhere."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ON
from tests.leaks.pty_app import Running

NAMES = (b"Pecan", b"Marsh", b"Plume", b"Whitehorse", b"Talltree")


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131), (signal.SIGUSR1, 138)],
)
def test_a_signal_ends_the_app_in_order(number: int, code: int, db: Path) -> None:
    """With a page on screen that was seen a moment ago: the log is told of it all the same."""
    app = Running("--db", db, "--on", ON)
    app.until(b"Dana")
    app.quiet()
    app.keys("4")
    app.until(b"Plan")
    os.kill(app.pid, number)
    assert app.ended() == code
    assert app.restored()
    assert b"Traceback" not in app.out and b"\x1b]0;" not in app.out and b"\x1b]2;" not in app.out
    with closing(sqlite3.connect(db)) as opened:
        last = opened.execute("SELECT action, entity, key FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert last == ("view", "member", "app")
    app.close()


def test_a_terminal_that_is_closed_ends_the_app(db: Path) -> None:
    app = Running("--db", db, "--on", ON)
    app.until(b"Dana")
    os.close(app.slave)
    os.close(app.master)
    _, status = os.waitpid(app.pid, 0)
    assert os.waitstatus_to_exitcode(status) != 0


STUCK = """
import sys, time
from tcm_tui import __main__
from tcm_tui.ui import ending
from tcm_tui.ui.screens import member
ending.GRACE = 0.5
member.MemberScreen.load = lambda self: time.sleep(600)
__main__.main(sys.argv[1:])
"""


def test_an_app_that_is_stuck_ends_and_leaves_the_terminal_as_it_was(db: Path) -> None:
    app = Running("--db", db, "--on", ON, code=STUCK)
    app.until(b"Dana")
    app.quiet()
    app.keys("4")
    app.quiet()
    os.kill(app.pid, signal.SIGTERM)
    assert app.ended() == 143
    assert app.restored()
    app.close()


BROKEN = """
import sys
from tcm_tui import __main__
from tcm_tui.ui.screens import caseload
def broken(self):
    member, dob = "Ana Pecan", "1990-05-05"
    raise RuntimeError(f"{member} {dob} Whitehorse")
caseload.CaseloadScreen.action_filter = broken
caseload.CaseloadScreen.load = broken
__main__.main(sys.argv[1:])
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_crash_shows_a_reference_and_a_place_only(debug: str, db: Path) -> None:
    app = Running("--db", db, "--on", ON, code=BROKEN, TCM_DEBUG=debug)
    assert app.ended() == 70
    assert app.restored()
    said = app.out[app.out.rfind(b"\x1b[?1049l") :]
    assert b"reference" in said and b"RuntimeError" in said
    assert not [name for name in NAMES if name in app.out], app.out[-2000:]
    assert b"1990" not in app.out
    assert (b"in broken" in said) == bool(debug)
    app.close()


EARLY = """
import select, sys
from tcm_tui import __main__
from tcm_tui.ui import desksource
usual = desksource.open_source
def later(db):
    print("typing", flush=True)
    select.select([sys.stdin], [], [])
    return usual(db)
desksource.open_source = later
__main__.main(sys.argv[1:])
"""


def test_what_is_typed_before_the_first_screen_stands_is_not_left_on_the_terminal(db: Path) -> None:
    """The terminal would show it on the usual screen, and it may be a passphrase."""
    app = Running("--db", db, "--on", ON, code=EARLY)
    app.until(b"typing")
    app.keys("four words typed\r")
    app.until(b"Dana")
    app.quiet()
    os.kill(app.pid, signal.SIGTERM)
    assert app.ended() == 143
    assert app.restored()
    assert b"four words" not in app.out[: app.out.index(b"\x1b[?1049h")]
    app.close()


@pytest.mark.parametrize("broken", ["desksource.open_source", "desksource.DeskSource.close"])
def test_a_fault_before_or_after_the_screens_is_told_like_any_other(broken: str, db: Path) -> None:
    code = BROKEN.split("caseload.CaseloadScreen")[0].replace("from tcm_tui.ui.screens import caseload", "")
    code += f"from tcm_tui.ui import desksource\n{broken} = broken\n__main__.main(sys.argv[1:])"
    app = Running("--db", db, "--on", ON, code=code)
    if broken.endswith("close"):
        app.until(b"Dana")
        app.quiet()
        app.keys("\x11")
    assert app.ended() == 70
    said = app.out[app.out.rfind(b"\x1b[?1049l") :] if b"\x1b[?1049l" in app.out else app.out
    assert b"reference" in said and b"Whitehorse" not in said and b"Traceback" not in app.out
    app.close()


def test_the_framework_s_switches_do_nothing(db: Path, tmp_path: Path, isolated: Path) -> None:
    switches = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_SCREENSHOT_FILENAME": "shot.svg",
        "TEXTUAL_PRESS": "f10",
        "TEXTUAL_DRIVER": "os:system",
    }
    before = {path for folder in (tmp_path, isolated) for path in folder.rglob("*")}
    app = Running("--db", db, "--on", ON, **switches)
    app.until(b"Dana")
    app.quiet(1.0)
    os.kill(app.pid, signal.SIGTERM)
    assert app.ended() == 143
    made = {path for folder in (tmp_path, isolated) for path in folder.rglob("*")} - before
    assert {path.suffix for path in made} <= {"", ".backups", ".db"}, made
    assert not [path for path in made if path.is_file() and path.suffix != ".db" and b"Dana" in path.read_bytes()]
    app.close()


def test_bytes_that_are_no_text_end_nothing(db: Path) -> None:
    """Typed or pasted by a program of other letters; the framework's own reading would end the app over one."""
    app = Running("--db", db, "--on", ON)
    app.until(b"Dana")
    app.quiet()
    os.write(app.master, b"/\xff\xed\xa0\x80\x1b[200~caf\xe9\x1b[201~")
    app.quiet()
    os.write(app.master, b"\x1b[21~")
    assert app.ended() == 0
    assert app.restored()
    app.close()


BESIDE = """
import sys
from tcm_tui import __main__
from textual.drivers import linux_driver
def broken(self):
    raise RuntimeError("Ana Pecan")
linux_driver.LinuxDriver.run_input_thread = broken
__main__.main(sys.argv[1:])
"""


def test_a_fault_of_the_framework_s_threads_shows_no_traceback(db: Path) -> None:
    app = Running("--db", db, "--on", ON, code=BESIDE)
    assert app.ended() == 70
    assert app.restored()
    said = app.out[app.out.rfind(b"\x1b[?1049l") :]
    assert b"reference" in said and b"Traceback" not in said and b"linux_driver" not in said
    assert not [name for name in NAMES if name in said]
    app.close()
