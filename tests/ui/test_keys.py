"""Commands: one declaration each gives binding, palette, help, key bar and a published id."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widget import Widget

from tcm_tui import guard
from tcm_tui.ui import commands
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.commands import COMMANDS, Command
from tcm_tui.ui.keymap import load_keymap, read_keymap
from tcm_tui.ui.screens import help as help_screen
from tcm_tui.ui.screens.palette import PaletteScreen
from tests.ui.conftest import Opened, text_of
from tests.ui.fake import ON, Fake

CHAINS = (
    ("list", "caseload", "acts", "worker", "everywhere"),
    ("list", "clocks", "acts", "worker", "everywhere"),
    ("list", "week", "worker", "panes", "everywhere"),
    ("grid", "week", "worker", "panes", "everywhere"),
    ("list", "member", "acts", "panes", "everywhere"),
    ("form", "everywhere"),
    ("list", "agency", "everywhere"),
    ("list", "rebalance", "panes", "everywhere"),
    ("list", "hand", "everywhere"),
    ("list", "staff", "everywhere"),
    ("list", "sheet", "worker", "everywhere"),
    ("list", "roster", "everywhere"),
    ("list", "report", "everywhere"),
    ("list", "ahead", "everywhere"),
    ("list", "panes", "everywhere"),
    ("reader", "panes", "everywhere"),
    ("reader", "explain"),
)
"""What can apply at the same time."""

PUBLISHED = """
area.week area.caseload area.clocks area.member area.agency area.rules lookup explain help palette day.before day.after
day.week-before day.week-after day.today reload colours back quit worker.choose worker.next worker.before list.open
list.filter list.sort list.reverse list.down list.up list.page-down list.page-up list.top list.bottom list.section
grid.down grid.up grid.left grid.right grid.top grid.bottom grid.open week.weekend clocks.team clocks.met clocks.longer
clocks.shorter agency.caseload focus.next focus.before lookup.explain explain.rule read.down read.up read.page-down
read.page-up read.top read.bottom
""".split()
"""Ids that people have in their keymap files: a new one may be added, none renamed or dropped."""


def test_ids_are_unique_and_stay() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    assert set(PUBLISHED) <= set(ids)


@pytest.mark.parametrize("chain", CHAINS, ids="-".join)
def test_no_key_means_two_things_at_once(chain: tuple[str, ...]) -> None:
    taken: dict[str, Command] = {}
    for command in commands.of(chain):
        for key in commands.keys_of(command):
            assert key not in taken, f"{key}: {command.id} and {taken[key].id}"
            taken[key] = command


def test_no_command_takes_the_terminals_own_key() -> None:
    assert not [command.id for command in COMMANDS if "ctrl+c" in command.keys]


def published() -> str:
    """The page of keys: every command with its keys and its id, by where it applies."""
    lines = [
        "# Keys",
        "",
        "Made from `tcm_tui/ui/commandtable.py`; `?` in the program shows the ones that apply. "
        "To change keys, put lines",
        'like `"list.down" = "down,j"` into `keys.toml` of the config folder (Linux: `~/.config/tcm-tui`), '
        "or name another file",
        "in `TCM_KEYS`. Ids stay as they are from version to version. `ctrl+c` can't be bound.",
    ]
    for where in dict.fromkeys(command.where for command in COMMANDS):
        lines += [
            "",
            f"## {help_screen.TITLES.get(where, where.capitalize())}",
            "",
            "| keys | what it does | id |",
            "|---|---|---|",
        ]
        for c in commands.of([where]):
            keys = " ".join(f"`{key}`" for key in commands.keys_of(c))
            lines.append(f"| {keys} | {c.title}{'. ' + c.help if c.help else ''} | `{c.id}` |")
    return "\n".join(lines) + "\n"


def test_the_published_list_is_what_the_program_does() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "keys.md"
    if os.environ.get("WRITE_GOLDEN"):
        page.write_text(published(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == published(), "write it anew: WRITE_GOLDEN=1 pytest tests/ui/test_keys.py"


def contexts() -> set[str]:
    return {command.where for command in COMMANDS}


def test_every_context_is_somewhere() -> None:
    assert contexts() - {"lookup", "explain"} == {where for chain in CHAINS[:-1] for where in chain} - {"caseload"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_help_and_palette_name_every_command(command: Command) -> None:
    told = "".join(text for spans, _ in help_screen.paragraphs([command.where]) for text, _ in spans)
    assert command.title in told
    assert command.id in told
    palette = PaletteScreen(commands.of([command.where]))
    assert command.id == "palette" or command.id in [choice.key for choice in palette.find(command.title, 99)]


@pytest.mark.parametrize(
    "area",
    ["week", "caseload", "clocks", "member", "agency", "rebalance", "rules", "staff", "staff_sheet", "roster", "ahead"],
)
async def test_every_command_has_an_action_where_it_applies(area: str, opened: Opened) -> None:
    async with opened(area, (150, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, TcmApp)
        focusable = [widget for widget in app.screen.query(Widget) if widget.focusable]
        assert focusable
        for widget in focusable:
            widget.focus()
            await pilot.pause()
            for command in commands.of(app.front.contexts()):
                bound = {id(node): node for node, *_ in app.screen.active_bindings.values()}
                keys = [key for key, active in app.screen.active_bindings.items() if active.binding.id == command.id]
                assert keys, command.id
                node = app.screen.active_bindings[keys[0]].node
                name = command.action.split("(")[0]
                target = app if name.startswith("app.") else node
                assert hasattr(target, f"action_{name.removeprefix('app.')}"), (command.id, bound)


async def test_the_palette_does_what_the_key_does(opened: Opened) -> None:
    async with opened("caseload", (100, 30)) as pilot:
        await pilot.press("ctrl+p", *"last line", "enter")
        await pilot.pause()
        assert pilot.app.front.table.row.member == "M1032"  # type: ignore[attr-defined]
        await pilot.press("ctrl+p", *"clocks", "enter")
        await pilot.pause()
        assert pilot.app.area == "clocks"  # type: ignore[attr-defined]
        await pilot.press("ctrl+p", *"whole", "enter")
        await pilot.pause()
        assert "The whole team" in text_of(pilot.app)


async def test_a_rebound_key_works_and_is_shown() -> None:
    keymap, wrong = read_keymap('"list.down" = "z"\n"lookup" = "ctrl+f"\n')
    assert not wrong
    app = TcmApp(Fake(), ON, keymap=keymap)
    try:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("z")
            assert app.front.table.row.member == "M1001"  # type: ignore[attr-defined]
            await pilot.press("j")
            assert app.front.table.row.member == "M1001"  # type: ignore[attr-defined]
            assert "^f units" in text_of(app)
            await pilot.press("ctrl+f")
            await pilot.pause()
            assert "Units left" in text_of(app)
    finally:
        commands.use_keymap({})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('"list.downn" = "z"', "there is no command “list.downn”"),
        ('"list.down" = 3', "needs its keys as text"),
        ('"list.down" = ""', "needs its keys as text"),
        ('"quit" = "ctrl+c"', "can't be bound"),
        ("list.down = ", "keys.toml: "),
    ],
)
def test_a_wrong_keymap_says_so_and_leaves_the_usual_keys(text: str, says: str) -> None:
    keymap, wrong = read_keymap(text)
    assert keymap == {}
    assert says in wrong[0]


def test_without_a_keymap_nothing_is_wrong(tmp_path: object) -> None:
    assert load_keymap() == ({}, [])


async def test_what_was_wrong_is_told_once_the_screen_stands(opened: Opened) -> None:
    app = TcmApp(Fake(), ON)
    app.notices = ["keys.toml: there is no command “x”; help lists the ids."]
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "there is no command “x”" in text_of(app)


def test_a_fault_is_told_by_reference_and_place_alone() -> None:
    def fail(name: str) -> None:
        raise ValueError(f"secret {name}")

    try:
        guard.place_of(ValueError())
        Fake().member("M1000", None)  # type: ignore[arg-type]
        fail("Ana Pecan")
    except Exception as error:
        told = guard.report(error)
    assert "reference" in told and "Ana" not in told and "secret" not in told and "Traceback" not in told


async def test_a_fault_stops_the_app_without_a_traceback(opened: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Fake):
        def lines(self, cm: str, on: object) -> list[object]:  # type: ignore[override]
            raise KeyError("Ana Pecan")

    app = TcmApp(Broken(), ON)
    with pytest.raises(KeyError):
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
    assert app.fault is not None
    assert "KeyError at ui/screens/caseload.py" in app.fault
    assert "Ana" not in app.fault
    shown = capsys.readouterr()
    assert "Ana" not in shown.out + shown.err
