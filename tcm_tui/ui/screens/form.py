"""A form over any screen: to add or change one record, or to do one thing. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from tcm_tui.desk.views import WriteResult
from tcm_tui.ui.screens import formdraft
from tcm_tui.ui.screens.formfind import people
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.formbox import FormBox
from tcm_tui.ui.widgets.formfields import Entry

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Saved
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.shown import Shown
    from tcm_tui.ui.source import Draft

IDLE = 0.06
"""Seconds without a key after which a form is read and checked; more where checking takes long."""
DRAFT_AFTER = 1.0
KEYS = (("^s", "save", "save"), ("⇥", "next", "next"), ("esc", "leave", "screen.leave"))


class FormScreen(Over):
    """done: called with what was stored. draft: what to go on with, instead of what is kept for this subject."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        shown: Shown,
        form: str,
        context: dict[str, str],
        done: Callable[[WriteResult], None] | None = None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__()
        self.shown, self.context, self.done = shown, context, done
        self.source = shown.source
        self.form = self.source.form(form)
        self.began = self.source.begin(form, context, shown.today)
        self.subject = formdraft.subject(context)
        self.draft = draft or self.source.draft(form, self.subject)
        texts = dict(self.began)
        if self.draft is not None:
            texts |= formdraft.part(self.draft, "text", texts)
            self.began |= formdraft.part(self.draft, "began", self.began)
        self.box = FormBox(self.form, texts)
        for entry in self.box.entries:
            entry.began = self.began[entry.field.name]
        self._echoed: dict[str, str] = {}
        self._idle: Timer | None = None
        self._keeping: Timer | None = None
        self._pause = IDLE

    @property
    def tcm(self) -> TcmApp:
        app: TcmApp = self.app  # type: ignore[assignment]
        return app

    def compose(self) -> ComposeResult:
        self._measure()
        self._names()
        yield self.box

    def on_mount(self) -> None:
        first = next((row for row in self.box.rows if not self.box.entries[row.entry].text), self.box.rows[0])
        self.box.here = first
        self.box.rows_anew()
        self.call_after_refresh(self.look)
        self.tcm.warm_writing()

    def _measure(self) -> None:
        size = self.app.size
        self.box.styles.width = max(20, min(104, size.width - 4))
        self.box.styles.height = max(8, min(self.box.lines_wanted(), size.height - 2))

    def on_resize(self, event: events.Resize) -> None:
        self._measure()

    def _names(self) -> None:
        """Title and keys, with the draft that was taken up."""
        box = self.box
        box.keys = KEYS
        box.note = []
        if self.draft is not None:
            box.note = [(f"draft of {self.draft.at[11:16]} taken up", "accent"), ("  ^n", "key"), (" anew", "muted")]
        if any(entry.theirs is not None for entry in box.entries):
            box.keys = (("^s", "save mine", "save"), ("^t", "take theirs", "theirs"), *KEYS[1:])

    # ── reading and checking while one types ──────────────────────────────────────────────────────

    def on_form_box_edited(self, event: FormBox.Edited) -> None:
        event.stop()
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.set_timer(self._pause, self.look)
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(DRAFT_AFTER, self.keep)

    def look(self) -> None:
        """Read every text that changed, check the form, and look for whom is typed."""
        began = perf_counter()
        box, on = self.box, self.shown.today
        with self.tcm.careful():
            for entry in box.entries:
                if self._echoed.get(entry.field.name) != entry.text:
                    if entry.field.name in self._echoed:
                        entry.been = True
                    self._echoed[entry.field.name] = entry.text
                    entry.echo = self.source.echo(entry.field, entry.text, on)
                    if entry is box.entry and entry.finds and entry.text != entry.began:
                        self._find(entry)
            found = self.source.check(self.form.id, box.texts(), on, self.context)
            for entry in box.entries:
                entry.error = found.errors.get(entry.field.name, "")
            box.verdict = "" if found.errors else found.verdict
            box.reasons = () if found.errors else found.reasons
        box.rows_anew()
        box.update()
        # A check that takes long waits for a longer rest, so that it never holds up typing.
        self._pause = max(IDLE, 3 * (perf_counter() - began))

    def _find(self, entry: Entry) -> None:
        found = people(self.shown, entry.field.kind, entry.text)
        if len(found) == 1 and found[0].key == entry.text:
            found = []
        self.box.list.show(found)

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────

    def changed(self) -> bool:
        return any(entry.text != entry.began for entry in self.box.entries)

    def keep(self) -> None:
        """Keep what is typed, in the background."""
        self._keeping = None
        if self.changed() and not self.box.saving:
            draft = formdraft.made(self.form.id, self.subject, self.context, self.began, self.box.texts())
            self.tcm.quietly(lambda source: source.keep_draft(draft))

    def drop(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        form, subject = self.form.id, self.subject
        self.tcm.quietly(lambda source: source.drop_draft(form, subject))

    def back(self) -> bool:
        """esc closes the list or the question first; then the form, which keeps what is typed."""
        if self.box.saving:
            self.tcm.say("It is being saved; one moment.")
            return True
        if self.box.back():
            return True
        self.leave()
        return True

    def leave(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
        if self.changed():
            self.keep()
            self.tcm.say(f"“{self.form.title}” is kept as a draft; open it again to go on.")
        elif self.draft is not None:
            self.drop()
        self.app.pop_screen()

    def action_leave(self) -> None:
        self.leave()

    # ── saving ────────────────────────────────────────────────────────────────────────────────────

    def on_form_box_wanted(self, event: FormBox.Wanted) -> None:
        event.stop()
        if event.what == "anew":
            self._anew()
        else:
            self._save(event.because)

    def _anew(self) -> None:
        """Put every field to what it begins with now; the draft goes."""
        with self.tcm.careful():
            self.began = self.source.begin(self.form.id, self.context, self.shown.today)
        for entry in self.box.entries:
            entry.began = self.began[entry.field.name]
            entry.put(entry.began)
            entry.theirs, entry.been = None, False
        self.drop()
        self.draft = None
        self._echoed.clear()
        self._names()
        self.box.go(self.box.rows[0])
        self.look()

    def _save(self, because: str | None) -> None:
        box = self.box
        for entry in box.entries:
            entry.been = True
        if self._idle is not None:
            self._idle.stop()
        began = dict(self.began)
        for entry in box.entries:
            if entry.theirs is not None:
                # To save again is to decide for one's own: from now on theirs is what it began with.
                began[entry.field.name] = entry.theirs
        form, texts, on, context = self.form.id, box.texts(), self.shown.today, self.context
        box.saving = True
        box.update()
        self.tcm.write(
            lambda source: source.save(form, texts, on, context, began=began, override=because), self._saved, self._not
        )

    def _not(self) -> None:
        """It was not saved; the sentence has been told."""
        self.box.saving = False
        self.box.update()

    def _saved(self, found: Saved) -> None:
        box = self.box
        box.saving = False
        if found.result is not None and found.result.id is not None:
            self._stored(found, found.result)
            return
        if found.errors or found.conflict:
            box.asking = None
        for entry in box.entries:
            entry.error = found.errors.get(entry.field.name, "")
            if entry.field.name in found.conflict:
                entry.theirs = found.conflict[entry.field.name][0]
        self._names()
        wrong = [row for row in box.rows if row.box is None and self._stands_out(box.entries[row.entry])]
        if wrong:
            box.go(wrong[0])
        elif found.result is not None:
            box.verdict, box.reasons = found.result.verdict, found.result.reasons
            box.asking = None
            if found.result.verdict == "warn":
                box.ask()
        box.update()

    def _stands_out(self, entry: Entry) -> bool:
        return bool(entry.error) or entry.theirs is not None

    def _stored(self, found: Saved, result: WriteResult) -> None:
        self.drop()
        if self.is_current:
            self.app.pop_screen()
        self.tcm.wrote(result, self._sentence(found.merged))
        if result.verdict == "warn" and result.reasons:
            self.tcm.say(f"! {result.reasons[0].text}", "warning")
        if self.done is not None:
            self.done(result)

    def _sentence(self, merged: Sequence[str]) -> str:
        """``Book a visit: Ana Pecan M1, Fri 20 Nov 2026.`` and what somebody else had changed."""
        about = [e.echo for e in self.box.entries if e.field.kind in ("member", "worker", "day") and e.echo][:3]
        said = f"{self.form.title}: {', '.join(about) or 'saved'}."
        names = [entry.field.label for entry in self.box.entries if entry.field.name in merged]
        if names:
            said += f" Somebody else had changed {', '.join(names)}; that is kept."
        return said
