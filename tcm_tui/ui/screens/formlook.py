"""Reading, checking and finding in the moments in which nobody types, so that typing never waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from textual.timer import Timer

from tcm_tui.ui.screens.formfind import fitting, said_visit
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.chooser import Choice
from tcm_tui.ui.widgets.formbox import FormBox
from tcm_tui.ui.widgets.formfields import Entry

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.shown import Shown

IDLE = 0.06
"""Seconds without a key after which a form is read and checked; more where checking takes long."""
SETTLED = 0.4
"""Seconds after that until what can't be read is called an error: it may be half a word."""
KEPT = 0.6
"""Seconds after that until a draft is kept."""


class FormLook(Over):
    """What the form's screen does while one fills it in. box: the form; context: what it was opened with."""

    box: FormBox

    def __init__(self, shown: Shown, form: str, context: dict[str, str]) -> None:
        super().__init__()
        self.shown, self.context = shown, context
        self.source = shown.source
        self.form = self.source.form(form)
        self.about = self._about()
        self._echoed: dict[str, str] = {}
        self._timer: Timer | None = None
        self._pause = IDLE

    @property
    def tcm(self) -> TcmApp:
        app: TcmApp = self.app  # type: ignore[assignment]
        return app

    def keep(self) -> None:
        """Keep what is typed as a draft."""
        raise NotImplementedError

    def _about(self) -> str:
        """Whom the form is about, where it names a visit or record of theirs and none of its fields says so."""
        from tcm_tui.desk.forms import Field

        kinds, member = {field.kind for field in self.form.fields}, self.context.get("member", "")
        if not member or "id" not in kinds or kinds & {"member", "worker"}:
            return ""
        return self.source.echo(Field("member", "", "member"), member, self.shown.today)

    def on_form_box_edited(self, event: FormBox.Edited) -> None:
        event.stop()
        self._then(self._pause, self._rested)

    def _then(self, seconds: float, what: Callable[[], None] | None) -> None:
        """The one thing that comes next in idle moments; a key puts it off."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, what) if what is not None else None

    def _rested(self) -> None:
        self.look()
        self._then(SETTLED, self._settled)

    def _settled(self) -> None:
        if self.box.entry is not None and not self.box.list.open:
            self.box.entry.been = True
            self.box.update()
        self._then(KEPT, self.keep)

    def look(self) -> None:
        """Read every text that changed, check the form, and look for whom is typed."""
        began = perf_counter()
        box, on = self.box, self.shown.today
        with self.tcm.careful():
            typed = self._echo()
            if typed is not None and typed is box.entry:
                self._find(typed)
            found = self.source.check(self.form.id, box.texts(), on, self.context)
            for entry in box.entries:
                entry.error = found.errors.get(entry.field.name, "")
            box.verdict = "" if found.errors else found.verdict
            box.reasons = () if found.errors else found.reasons
        box.rows_anew()
        box.update()
        # A check that takes long waits for a longer rest, so that it never holds up typing.
        self._pause = max(IDLE, 3 * (perf_counter() - began))

    def records_changed(self) -> None:
        """Somebody else has written: names and verdict may be others now."""
        self._echoed.clear()
        self.look()

    def _echo(self) -> Entry | None:
        """Read the texts that changed since they were read last; the last one of them."""
        typed = None
        for entry in self.box.entries:
            before = self._echoed.get(entry.field.name)
            if before != entry.text:
                self._echoed[entry.field.name] = entry.text
                entry.echo = self.source.echo(entry.field, entry.text, self.shown.today)
                if entry.offers and entry.text:
                    entry.echo = said_visit(self.shown, entry.text, self._member()) or entry.echo
                if before is not None:
                    entry.been, typed = entry is not self.box.entry, entry
        return typed

    def _all_read(self) -> None:
        """Before it is saved: what was typed a moment ago is read too, and what is wrong anywhere is said."""
        self._then(0, None)
        with self.tcm.careful():
            self._echo()
        for entry in self.box.entries:
            entry.been = True  # after the reading, which takes the field one is in for half typed

    def _find(self, entry: Entry) -> None:
        """Open the list of what fits; not for an id in full."""
        entry.looked = entry.text
        found: Sequence[Choice] = []
        with self.tcm.careful():
            if entry.finds:
                found = fitting(self.shown, entry.field, entry.text, self._member())
        self.box.list.show([] if any(choice.key == entry.text for choice in found) else found)

    def _member(self) -> str:
        """Whose visits are offered: the form's member, else the one it was opened for."""
        return next((e.text for e in self.box.entries if e.field.kind == "member"), self.context.get("member", ""))

    def on_form_box_entered(self, event: FormBox.Entered) -> None:
        """The caret came to a field that offers something."""
        event.stop()
        self._offer()

    def _offer(self) -> None:
        entry = self.box.entry
        if entry is not None and entry.offers and not entry.text:
            self._find(entry)
            self.box.update()

    @property
    def busy(self) -> bool:
        """Whether someone is typing: no moment to read anything long."""
        return self._timer is not None
