"""ctrl+p: every command by its name, what it does or what one would call it; forms and settings as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from tcm_tui.ui import commands, finding
from tcm_tui.ui.commands import Command
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice
from tcm_tui.ui.words import Spans

FORM, SETTING, TYPED = "form ", "setting ", "tcm "
"""What the keys of choices begin with that are no commands."""

ACTS = "acts"
"""The commands that open a form about whom the cursor is on; from an area without them they open it as well."""


class PaletteScreen(PickScreen):
    """offer: the commands that apply where the person is; typed for, those of other areas come after them."""

    TITLE = "Commands"
    HINT = "type part of a command, or what it is about"

    def __init__(self, offer: Sequence[Command]) -> None:
        super().__init__()
        self.offer = [command for command in offer if command.id != "palette"]

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        if not text.strip():
            return [self._command(c) for c in self.offer][:limit]
        found: list[tuple[tuple[bool, int, int], Choice]] = []
        for group, (choice, title, *more) in self._all():
            rank = finding.rank(text, title, *more)
            if rank is not None:
                found.append(((rank > 1, group, rank), choice))
        # What has the words in its title is meant more likely than what else they occur in; then what is at hand.
        found.sort(key=lambda each: each[0])
        return [choice for _, choice in found[:limit]]

    def _all(self) -> Iterator[tuple[int, tuple[Choice, str, *tuple[str, ...]]]]:
        """Each choice with its title and what else it is found by; those at hand in group 0."""
        for c in self.offer:
            yield 0, (self._command(c), c.title, c.help, c.id, finding.ALSO.get(c.id, ""))
        for id, form in finding.FORMS.items():
            yield 1, (_choice(FORM + id, form.title, "a form", "N"), form.title, form.also)
        for c in finding.others(self.offer, (ACTS, *(self.tcm.AREAS if self.is_mounted else ()))):
            area = commands.BY_ID.get(f"area.{c.where}")
            where = "a form" if c.where == ACTS else f"in {area.title if area else c.where.capitalize()}"
            choice = _choice(c.id, c.title, f"{where} · {c.help}" if c.help else where, *_keys(c)[:1])
            yield 2, (choice, c.title, c.help, c.id, finding.ALSO.get(c.id, ""))
        from tcm_tui.rules.policies import DECLARED

        for one in DECLARED:
            yield 3, (_choice(SETTING + one.key, one.title, "a setting", "F8"), one.title, one.key, one.help)
        for name, told in finding.BY_COMMAND_LINE.items():
            said = f"on the command line: tcm {name}"
            yield 4, (_choice(TYPED + name, told.title, said), told.title, name, told.also)

    def _command(self, c: Command) -> Choice:
        return _choice(c.id, c.title, c.help, *_keys(c))

    async def chosen(self, key: str) -> None:
        app = self.tcm
        if key.startswith(FORM):
            app.open_form(key.removeprefix(FORM), app.front.acting_on())
        elif key.startswith(SETTING):
            app.action_settings(key.removeprefix(SETTING))
        elif key.startswith(TYPED):
            app.say(f"This is done on the command line: {key} --help tells how.")
        else:
            command = commands.BY_ID[key]
            if command in self.offer or command.where == ACTS:
                await app.run_command(command)
                return
            app.action_area(command.where)
            app.call_after_refresh(partial(app.run_command, command))


def _keys(command: Command) -> list[str]:
    return [commands.shown(key) for key in commands.keys_of(command)]


def _choice(key: str, title: str, told: str, *keys: str) -> Choice:
    right: Spans = [(" ".join(keys), "key"), (" ", "text")]
    return Choice(key, [(f"{title:<26} ", "strong"), (told, "muted")], right)
