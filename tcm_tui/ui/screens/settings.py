"""Settings: the agency's choices as they are declared, and the person's own colours and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container

from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.policies import DECLARED, Ahead, Declared, Moving, Planning
from tcm_tui.ui.keymap import keymap_file
from tcm_tui.ui.screens.area import NOT_READ
from tcm_tui.ui.screens.over import Over, over_bindings
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp

FOOT: Spans = [
    ("↵", "key"),
    (" change  ", "muted"),
    ("n", "key"),
    (" next section  ", "muted"),
    ("f", "key"),
    (" filter  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]


class Setting(NamedTuple):
    """A setting with its value in force; declared is None for the person's own, which have a sentence instead."""

    key: str
    title: str
    value: str
    declared: Declared | None = None
    told: str = ""


def shown(value: str) -> str:
    """A stored text as one says it."""
    return {"true": "yes", "false": "no", "": "–"}.get(value, value)


COLUMNS: tuple[Column[Setting], ...] = (
    Column("title", "Setting", lambda r, n: r.title, 22, 34, 2, sort=lambda r: r.title.casefold()),
    Column(
        "value",
        "Value",
        lambda r, n: [
            (shown(r.value), "accent" if r.declared and r.declared.default not in ("", r.value) else "strong")
        ],
        12,
        40,
        3,
        sort=lambda r: r.value.casefold(),
    ),
    Column("usual", "Usual", lambda r, n: [(shown(r.declared.default) if r.declared else "", "muted")], 12, 24, 2, 3),
    Column("rule", "Rule", lambda r, n: [(r.declared.rule if r.declared else "", "key")], 4, 5, 0, 2),
)


def follows(key: str) -> str:
    """What is worked out anew when it changes."""
    if key in Policy._fields:
        return (
            "Changing it works out every service, limit and deadline anew, for all days. Nothing recorded is lost, "
            "and undo takes it back."
        )
    if key in Ahead._fields:
        return "The year ahead is worked out by it when it is looked at next; nothing recorded changes."
    if key in Planning._fields:
        return "Plans proposed from then on go by it; visits that are booked stay as they are."
    return "Nothing is worked out anew."


def values(declared: Declared) -> str:
    """What can be written there."""
    if declared.kind == "choice":
        return " or ".join(declared.choices)
    if declared.kind in ("minutes", "number"):
        low, high = declared.choices
        return f"{low} to {high}{' minutes' if declared.kind == 'minutes' else ''}"
    return {"yesno": "yes or no", "time": "a time, as 08:00", "span": "two times, as 12:00-13:00, or nothing"}.get(
        declared.kind, "any text"
    )


def page(entry: Setting) -> list[Paragraph]:
    """What is told about the setting under the cursor."""
    if entry.declared is None:
        return [([(entry.told, "text")], 0)]
    rule = f" · rule {entry.declared.rule}, see 7 Rules" if entry.declared.rule else ""
    return [
        ([(entry.declared.help, "text")], 0),
        ([("Can be  ", "key"), (values(entry.declared), "text")], 8),
        ([("Named   ", "key"), (f"{entry.key} in settings.toml{rule}", "muted")], 8),
        ([], 0),
        ([("! ", "warn"), (follows(entry.key), "text")], 2),
    ]


class SettingsScreen(Over):
    """The list above, what the setting under the cursor is about below."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ("panes",)
    BINDINGS = over_bindings("panes")
    AUTO_FOCUS = "Table"

    def __init__(self, wanted: str = "") -> None:
        super().__init__()
        self.wanted = wanted
        self._stood = False

    @property
    def tcm(self) -> TcmApp:
        app: TcmApp = self.app  # type: ignore[assignment]
        return app

    def compose(self) -> ComposeResult:
        self.table: Table[Setting] = Table(COLUMNS, lambda r: r.key, id="settinglist")
        self.table.corners = "┌┐"
        self.table.title = [("Settings", "title")]
        self.table.moved = self._tell
        self.table.empty = NOT_READ
        self.reader = Reader("settingpage", foot=FOOT)
        with Container(id="settingpanes"):
            yield self.table
            yield self.reader

    def on_mount(self) -> None:
        self.read()
        if self.wanted:
            self.table.select(self.wanted)

    def read(self) -> None:
        """The values in force."""
        with self.tcm.careful():
            now = dict(self.tcm.shown.source.settings())
            entries = [Setting(one.key, one.title, now.get(one.key, one.default), one) for one in DECLARED]
            grouped = {*Policy._fields, *Planning._fields, *Ahead._fields, *Moving._fields}
            groups = {
                "The agency": [e for e in entries if e.key not in grouped],
                "Readings of the rules": [e for e in entries if e.key in Policy._fields],
                "Planning weeks": [e for e in entries if e.key in Planning._fields],
                "Looking ahead": [e for e in entries if e.key in Ahead._fields],
                "Rebalancing": [e for e in entries if e.key in Moving._fields],
                "Yours, on this computer": list(self._own()),
            }
            self.table.put_groups([Group(title, rows) for title, rows in groups.items()])

    def _own(self) -> Iterator[Setting]:
        yield Setting(
            "theme", "Colours", self.app.theme, None, "The colour theme; enter chooses another one (F9 anywhere)."
        )
        path = keymap_file()
        here = "there is one" if path.is_file() else "there is none yet"
        told = (
            f'Your own keys stand in {path} ({here}), a line each: "list.down" = "down,j". `tcm keys` prints every '
            "command with its id; help (?) shows them too. They are read when the program starts."
        )
        yield Setting("keys", "Keys", path.name, None, told)

    def _tell(self, entry: Setting | None) -> None:
        title: Spans = [(entry.title, "title"), (f" = {shown(entry.value)}", "text")] if entry else []
        self.reader.show(title, page(entry) if entry else [])

    def copied(self) -> list[Spans]:
        row = self.table.row
        return [[(f"{row.key} = {row.value}", "text")]] if row else []

    def back(self) -> bool:
        return self.table.back()

    def on_table_opened(self, event: Table.Opened) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """The form of the setting under the cursor; the person's own are chosen where they are."""
        entry = self.table.row
        if entry is None:
            return
        if entry.declared is not None:
            self.tcm.open_form("setting", {"record": entry.key, "key": entry.key}, self._changed)
        elif entry.key == "theme":
            self.tcm.action_colours()
        else:
            self.tcm.say(entry.told)

    def _changed(self, result: WriteResult) -> None:
        self.read()

    def on_screen_resume(self) -> None:
        if self._stood:
            self.read()
        self._stood = True
