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
from tcm_tui.ui.screens.formfind import fitting, said_visit
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.chooser import Choice
from tcm_tui.ui.widgets.formbox import FormBox
from tcm_tui.ui.widgets.formfields import Entry, Row

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Saved
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.shown import Shown
    from tcm_tui.ui.source import Draft

IDLE = 0.06
"""Seconds without a key after which a form is read and checked; more where checking takes long."""
SETTLED = 0.4
"""Seconds after that until what can't be read is called an error: it may be half a word."""
KEPT = 0.6
"""Seconds after that until a draft is kept."""
READY = ("miss", "cancel", "outreach")
"""Forms that seldom need more than a yes, when they are opened for a visit or a member."""
KEYS = (("^s", "save", "save"), ("⇥", "next", "on"), ("esc", "leave", "screen.leave"))


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
        began = self.source.begin(form, context, shown.today)
        self.subject = formdraft.subject(context)
        self.draft = draft or self.source.draft(form, self.subject)
        texts = dict(began)
        if self.draft is not None:
            texts |= formdraft.part(self.draft, "text", texts)
            began |= formdraft.part(self.draft, "began", began)
        self.box = FormBox(self.form, texts)
        for entry in self.box.entries:
            entry.began = began[entry.field.name]
        self._echoed: dict[str, str] = {}
        self._timer: Timer | None = None
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
        self.box.here = self._first()
        self.box.rows_anew()
        self.call_after_refresh(self._stands)
        self.tcm.warm_writing()

    def _stands(self) -> None:
        self.look()
        self._offer()

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
        box.keys = KEYS
        box.note = []
        if self.draft is not None:
            box.note = [(f"draft of {self.draft.at[11:16]} taken up", "accent"), ("  ^n", "key"), (" anew", "muted")]
        if any(entry.theirs is not None for entry in box.entries):
            box.keys = (("^s", "save mine", "save"), ("^t", "take theirs", "theirs"), *KEYS[1:])

    # ── reading and checking while one types ──────────────────────────────────────────────────────

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
                    typed = entry
        return typed

    def _find(self, entry: Entry) -> None:
        """Open the list of what fits; not for an id in full."""
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
        for entry in box.entries:
            entry.been = True
        self._then(0, None)
        with self.tcm.careful():
            self._echo()
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
        said = f"{self.form.title}: {', '.join(told.values()) or 'saved'}."
        names = [entry.field.label for entry in self.box.entries if entry.field.name in merged]
        if names:
            said += f" Somebody else had changed {', '.join(names)}; that is kept."
        return said
