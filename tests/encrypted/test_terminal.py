"""The real program in a terminal: log in, type, lock. No name is left on the screen, and what was typed is a draft."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pyte
import pytest

from tcm_tui.desk import access, audit, drafts, office
from tests.encrypted.conftest import DANA
from tests.leaks.pty_app import Running

NAMES = ("Pecan", "Whitehorse", "Dana")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")


def shown(app: Running) -> str:
    """What stands on the terminal now."""
    screen = pyte.Screen(100, 30)
    pyte.ByteStream(screen).feed(app.out.replace(b"\x1b[?1049h", b"\x1b[2J\x1b[H").replace(b"\x1b[<u", b""))
    return "\n".join(screen.display)


def test_a_lock_leaves_no_name_and_no_word_is_lost(db: Path) -> None:
    app = Running("--db", db, "--on", "2026-03-03")
    app.until(b"Log-in name")
    app.quiet()
    app.keys(f"{DANA}\r")
    app.until(b"Whitehorse")
    app.quiet()
    assert any(name in shown(app) for name in NAMES)
    environment = Path(f"/proc/{app.pid}/environ").read_bytes() + Path(f"/proc/{app.pid}/cmdline").read_bytes()
    assert DANA.encode() not in environment
    app.keys("\x1b[24~")  # f12
    app.until(b"any key brings it back")
    app.quiet()
    assert not any(name in shown(app) for name in NAMES)
    app.keys("x")
    app.quiet()
    app.keys("b")
    app.until(b"Book a visit")
    app.quiet()
    app.keys("\t\t\x15fri")
    app.quiet()
    app.out = b""
    app.keys("\x0c")  # ctrl+l
    app.until(b"Log-in name")
    app.quiet()
    assert "Log in" in shown(app) and not any(name in shown(app) for name in NAMES)
    assert b"Traceback" not in app.out and b"ERROR CORE" not in app.out
    app.keys("wrong words\r")
    app.until(b"go together")
    app.quiet()
    app.keys(f"{DANA}\r")
    app.until(b"Whitehorse")
    app.quiet()
    os.kill(app.pid, signal.SIGTERM)
    assert app.ended() == 143 and app.restored()
    app.close()
    access.log_in(db, "dana", DANA, "command")
    with office.at_desk(str(db)) as desk:
        assert [(draft.form, "fri" in draft.values.values()) for draft in drafts.found(desk)] == [("book", True)]
        told = [line.action for line in reversed(audit.view(desk).lines) if line.entity == "people"]
    assert told == ["encryption", "log-in", "lock", "wrong-log-in", "log-in", "log-in"]


def test_left_at_the_log_in_nothing_was_opened(db: Path) -> None:
    before = db.read_bytes()
    app = Running("--db", db, "--on", "2026-03-03")
    app.until(b"Log-in name")
    app.quiet()
    app.keys("\x1b[21~")  # f10
    assert app.ended() == 0 and app.restored()
    assert db.read_bytes() == before
    app.close()


LOOKING = """
import gc, sys
from tcm_tui import __main__
from tcm_tui.ui import run
usual = run._lock
def look(place, why):
    said = usual(place, why)
    kinds = {type(each).__name__ for each in gc.get_objects()}
    print("alive:", sorted(kinds & {"TcmApp", "DeskSource", "Desk", "CaseloadScreen", "MemberLine"}), flush=True)
    return said
run._lock = look
__main__.main(sys.argv[1:])
"""


def test_after_a_lock_nothing_that_was_read_is_held(db: Path) -> None:
    """What signals call held the app, and so every line it had shown, until the next app took its place."""
    app = Running("--db", db, "--on", "2026-03-03", code=LOOKING)
    app.until(b"Log-in name")
    app.quiet()
    app.keys(f"{DANA}\r")
    app.until(b"Whitehorse")
    app.quiet()
    app.keys("\x0c")
    app.until(b"alive: ")
    app.quiet()
    assert b"alive: []" in app.out
    os.kill(app.pid, signal.SIGTERM)
    assert app.ended() == 143
    assert app.restored()
    app.close()
