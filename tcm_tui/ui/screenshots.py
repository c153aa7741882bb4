"""``python -m tcm_tui.ui.screenshots FOLDER``: a picture of every screen, of the demonstration on a fixed day.

The same pictures on every machine: fixed seed, day and size, no random ids; no picture names a place in the
net (the usual SVG of a terminal fetches its font from one).
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.ui.app import TcmApp

ON = date(2026, 11, 18)
SEED = 1
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class Shot(NamedTuple):
    """A picture: its file's name, the area it begins in, the keys then, its size.

    member: the planted case of the demonstration whom it is about.
    """

    name: str
    area: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    theme: str = "tcm-dark"
    member: str = ""


WORKER = "caseload-over"
"""The planted case whose case manager is shown: there is something of everything."""

SHOTS = (
    Shot("week", "week"),
    Shot("caseload", "caseload"),
    Shot("clocks", "clocks"),
    Shot("member", "member", size=(150, 40), member="stay-short-window-open"),
    Shot("agency", "agency"),
    Shot("agency-80x24", "agency", size=(80, 24)),
    Shot("agency-sites", "agency", ("z",)),
    Shot("agency-behind", "agency", ("j", "j", "j", "i")),
    Shot("clocks-by-worker", "clocks", ("a", "z")),
    Shot("staff", "staff"),
    Shot("staff-sheet", "staff", ("f", "w", "r", "a", "p", "enter", "enter")),
    Shot("rebalance", "rebalance", size=(120, 40)),
    Shot("rebalance-what-if", "rebalance", ("w", "ctrl+s", "a", "a"), (120, 40)),
    Shot("rebalance-apply", "rebalance", ("a", "a", "ctrl+s", *"fri"), (120, 40)),
    Shot("rebalance-80x24", "rebalance", size=(80, 24)),
    Shot("on-call-roster", "roster"),
    Shot("on-call-duty", "roster", ("n", "n", "enter")),
    Shot("looking-ahead", "agency", ("a", "right", "right")),
    Shot("looking-ahead-80x24", "agency", ("a", "enter"), (80, 24)),
    Shot("rules", "rules"),
    Shot("report", "report", ("left_square_bracket",)),
    Shot("report-behind", "report", ("left_square_bracket", "n", "j", "j", "enter")),
    Shot("look-up", "caseload", ("slash", "a", "n", "a")),
    Shot("look-up-answer", "caseload", ("slash", "a", "n", "a", "enter", "3", "u")),
    Shot("explain", "caseload", ("e",)),
    Shot("help", "caseload", ("question_mark",)),
    Shot("commands", "caseload", ("ctrl+p",)),
    Shot("filter", "caseload", ("f", "m", "e", "t")),
    Shot("week-plan", "week", ("p",)),
    Shot("week-move", "week", ("tab", "shift+right", "shift+down", "shift+down")),
    Shot("settings", "rules", ("f8",)),
    Shot("first-five-minutes", "caseload", ("f1",)),
    Shot("what-if-discharged", "member", ("W", "ctrl+u", "+", "9", "d"), (150, 40), member="stay-short-window-open"),
    Shot("book", "caseload", ("b", "ctrl+u", "f", "r", "i", "tab", "ctrl+u", "9", "tab", "ctrl+u", "1", "0")),
    Shot("log-a-service", "caseload", ("l",)),
    Shot("records", "caseload", ("N",)),
    Shot("caseload-80x24", "caseload", size=(80, 24)),
    Shot("week-80x24", "week", size=(80, 24)),
    Shot("week-plan-80x24", "week", ("p",), size=(80, 24)),
    Shot("log-80x24", "caseload", ("l",), size=(80, 24)),
    Shot("member-80x24", "member", size=(80, 24), member="month-over"),
    Shot("caseload-light", "caseload", theme="tcm-light"),
)


def cleaned(svg: str, name: str) -> str:
    """The picture without font downloads and with ids that depend on its name alone."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family:\s*Fira Code[^;]*;", f"font-family: {FONT};", svg)
    svg = re.sub(r"terminal-\d+", f"tcm-{name}", svg)
    svg = _TEXT.sub(apart, svg)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n{2,}", "\n", svg)) + "\n"


_TEXT = re.compile(
    r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="([^"]*)">([^<]*)</text>'
)
_CELL = 12.2


def apart(match: re.Match[str]) -> str:
    """A text as its parts between wide gaps, each at its own place.

    Some viewers do not keep ``textLength``: what stands right in a line would wander.
    """
    css, x, y, clip, text = match.groups()
    at, out = float(x), []
    for part in re.split(r"((?:&#160;){2,}|^&#160;|&#160;$|[│┃█▌┐┘┤]+)", text):
        cells = len(html.unescape(part))
        if part.replace("&#160;", ""):
            place = f'x="{at:g}" y="{y}" textLength="{cells * _CELL:g}"'
            out.append(f'<text class="{css}" {place} clip-path="{clip}">{part}</text>')
        at = round(at + cells * _CELL, 1)
    return "".join(out)


async def take(app: TcmApp, shot: Shot) -> str:
    """One picture of a running app."""
    pilot: Pilot[int]
    async with app.run_test(size=shot.size) as pilot:
        app.theme = shot.theme
        await pilot.pause()
        for key in shot.keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause()
        return cleaned(app.export_screenshot(title="tcm"), shot.name)


def write(folder: Path, db: Path, planted: Mapping[str, Sequence[str]]) -> list[Path]:
    """Every picture into the folder, from a demonstration at ``db`` with these planted cases."""
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.desksource import open_source

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for shot in SHOTS:
        source = open_source(str(db))
        app = TcmApp(source, ON, planted[WORKER][0], shot.area)
        app.shown.member = planted[shot.member][0] if shot.member else None
        path = folder / f"{shot.name}.svg"
        path.write_text(asyncio.run(take(app, shot)), encoding="utf-8")
        source.close()
        written.append(path)
    return [*written, *before_any_record(folder)]


PLACE = "~/.local/share/tcm-tui/agency.db"


def before_any_record(folder: Path) -> list[Path]:
    """The first start, how new records are kept, and the log-in."""
    from tcm_tui.ui.first import FirstApp, Jobs
    from tcm_tui.ui.login import LoginApp, Reason

    class Dana:
        """Whom a log-in knows in a picture."""

        def usual_name(self) -> str:
            return "dana"

        def enter(self, *_: str) -> None: ...
        def enter_by_code(self, code: str) -> None: ...

    nobody: Any = Dana()
    jobs = Jobs(lambda told: "", lambda folder, told: "", lambda: "", nobody, lambda secret: None)
    begun: list[tuple[str, Any, tuple[str, ...]]] = [
        ("first-start", FirstApp(jobs, f"There is no database at {PLACE}."), ()),
        ("how-records-are-kept", FirstApp(jobs, ""), ("3",)),
        ("log-in", LoginApp(nobody, Reason("These records are encrypted.", PLACE)), tuple("four words")),
    ]

    async def picture(name: str, app: Any, keys: tuple[str, ...]) -> str:
        async with app.run_test(size=(100, 26)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            return cleaned(app.export_screenshot(title="tcm"), name)

    written = []
    for name, app, keys in begun:
        written.append(folder / f"{name}.svg")
        written[-1].write_text(asyncio.run(picture(name, app, keys)), encoding="utf-8")
    return written


def main(args: list[str]) -> int:
    """Write the pictures; the one argument is the folder."""
    if len(args) != 1:
        print("Usage: python -m tcm_tui.ui.screenshots FOLDER", file=sys.stderr)
        return 2
    from tcm_tui.desk.demo import build

    with tempfile.TemporaryDirectory() as place:
        db = Path(place) / "demo.db"
        made = build.build(db, ON, seed=SEED)
        for path in write(Path(args[0]), db, made.planted):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
