"""A form over any screen: to add or change one record, or to do one thing. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult

from tcm_tui.desk.views import WriteResult
from tcm_tui.ui.screens import formdraft
from tcm_tui.ui.screens.formlook import FormLook
from tcm_tui.ui.widgets.formbox import FormBox
from tcm_tui.ui.widgets.formfields import Entry, Row

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Saved
    from tcm_tui.ui.shown import Shown
    from tcm_tui.ui.source import Draft

KEYS = (("^s", "save", "save"), ("⇥", "next", "on"), ("esc", "leave", "screen.leave"))

WARM_AFTER = 0.3
"""Seconds after opening until what the first write needs is imported: the form stands first."""
READY = ("outreach", "miss", "cancel")
"""Forms that most often are right as they open: the caret begins on the button, so Enter stores them."""


class FormScreen(FormLook):
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
        super().__init__(shown, form, context)
        self.done = done
        began = self.source.begin(form, context, shown.today)
        self.subject = formdraft.subject(context)
        self.draft = draft or self.source.draft(form, self.subject)
        texts = dict(began)
        if self.draft is not None:
            texts |= formdraft.part(self.draft, "text", texts)
            began |= formdraft.part(self.draft, "began", began)
        self.box = FormBox(self.form, texts)
        self.box.find = self._find
        for entry in self.box.entries:
            entry.began = began[entry.field.name]

    def compose(self) -> ComposeResult:
        self._measure()
        self._names()
        yield self.box

    def on_mount(self) -> None:
        self.box.here = self._first()
        if self.box.entry is not None and self.draft is None:
            # A draft is gone on with; what only was suggested gives way to the first letter.
            self.box.entry.mark()
        self.box.rows_anew()
        self.call_after_refresh(self._stands)

    def _stands(self) -> None:
        self.look()
        self._offer()
        self.set_timer(WARM_AFTER, self.tcm.warm_writing)

    def _first(self) -> Row | None:
        """Where the caret begins: what is needed and empty, else the first that nobody has said yet.

        On the button (None) where only a yes is missing, so that enter does it.
        """
        rows = self.box.rows
        fields = [self.box.entries[row.entry] for row in rows]
        needed = [row for row, e in zip(rows, fields, strict=True) if e.field.required and not e.text]
        unsaid = [row for row, e in zip(rows, fields, strict=True) if e.field.name not in self.context]
        if self.form.id in READY and self.context and not needed:
            return None
        return (needed or unsaid or rows)[0]

    def _measure(self) -> None:
        size = self.app.size
        self.box.styles.width = max(20, min(104, size.width - 4))
        self.box.styles.height = max(8, min(self.box.lines_wanted(), size.height - 2))

    def on_resize(self, event: events.Resize) -> None:
        self._measure()

    def _names(self) -> None:
        """Title and keys, with the draft that was taken up."""
        box = self.box
        box.title = [(self.form.title, "title")]
        if self.about:
            box.title = [*box.title, (f" · {self.about}", "text")]
        box.keys = KEYS
        box.note = []
        if self.draft is not None:
            box.note = [(f"draft of {self.draft.at[11:16]} taken up", "accent"), ("  ^n", "key"), (" anew", "muted")]
        if any(entry.theirs is not None for entry in box.entries):
            box.keys = (("^s", "save mine", "save"), ("^t", "take theirs", "theirs"), *KEYS[1:])

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────

    def changed(self) -> bool:
        return any(entry.text != entry.began for entry in self.box.entries)

    def keep(self) -> None:
        """Keep what is typed, in the background."""
        self._then(0, None)
        if self.changed() and not self.box.saving:
            began = {entry.field.name: entry.began for entry in self.box.entries}
            draft = formdraft.made(self.form.id, self.subject, self.context, began, self.box.texts())
            self.tcm.quietly(lambda source: source.keep_draft(draft))

    def drop(self) -> None:
        self._then(0, None)
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
        self._then(0, None)
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
        elif event.what == "reasons":
            from tcm_tui.ui.screens.formreasons import ReasonsScreen

            self.app.push_screen(ReasonsScreen(self.box.verdict, self.box.reasons))
        else:
            self._save(event.because)

    def _anew(self) -> None:
        """Put every field to what it begins with now; the draft goes."""
        with self.tcm.careful():
            began = self.source.begin(self.form.id, self.context, self.shown.today)
            for entry in self.box.entries:
                entry.began = began[entry.field.name]
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
        self._all_read()
        # To save again is to decide for one's own: theirs is then what it began with.
        began = {e.field.name: e.began if e.theirs is None else e.theirs for e in box.entries}
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
        if result.verdict == "warn" and self.box.asking is None:
            why = "; ".join(reason.text for reason in result.reasons[:2])
            self.tcm.say(f"! It is stored with a flag: {why}", "warning")
        if self.done is not None:
            self.done(result)

    def _sentence(self, merged: Sequence[str]) -> str:
        """``Book a visit: Ana Pecan M1, Fri 20 Nov 2026, 09:00.`` and what somebody else had changed."""
        told: dict[str, str] = {}
        for entry in self.box.entries:
            if entry.field.kind in ("member", "worker", "day", "time") and entry.echo:
                told.setdefault(entry.field.kind, entry.echo)
        if "member" in told:
            told.pop("worker", None)
        elif self.about:
            visit = next((e.echo for e in self.box.entries if e.field.name == "appointment" and e.echo), None)
            told = {"member": self.about, **({"visit": visit} if visit else told)}
        called = [e.text.strip() for e in self.box.entries if e.field.name in ("first_name", "last_name", "name")]
        if self.form.id in ("member", "case-manager"):
            told = {"who": " ".join(called)}
        said = f"{self.form.title}: {', '.join(told.values()) or 'saved'}."
        names = [entry.field.label for entry in self.box.entries if entry.field.name in merged]
        if names:
            said += f" Somebody else had changed {', '.join(names)}; that is kept."
        return said
