"""Writing from any screen: forms opened over it, jobs that don't hold up the keys, undo and redo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, TypeVar

from textual import events
from textual.worker import get_current_worker

from tcm_tui.desk.views import WriteResult
from tcm_tui.ui import commands, crash
from tcm_tui.ui.overs import Overs
from tcm_tui.ui.source import Batch, Draft, Source

R = TypeVar("R")
WAITING_AFTER = 0.3
"""Seconds until a write that does not come through says that it waits."""


class Done(NamedTuple):
    """A write of this session: what ``undo`` takes back, and what it did in words."""

    batch: Batch
    sentence: str


class Writes(Overs):
    """What to mix into the app."""

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Done] = []
        self._undone: list[Done] = []
        self._one_write = asyncio.Lock()
        self._warmed = False
        self._copy_failed = ""
        """Why there is no copy of the day, once that was said."""
        self._held_up = False
        """Whether a write waits for another program, and esc gives it up."""

    # ── forms ─────────────────────────────────────────────────────────────────────────────────────

    def open_form(
        self,
        form: str,
        context: Mapping[str, str] | None = None,
        done: Callable[[WriteResult], None] | None = None,
        draft: Draft | None = None,
    ) -> None:
        """Open a form over what is shown; done is called with the result once it is saved.

        context: what is known: member, cm, appointment, service, date, start …, and record, the key of the record
        to edit. draft: to go on with.
        """
        from tcm_tui.ui.screens.form import FormScreen

        with self.careful():
            self.push_screen(FormScreen(self.shown, form, dict(context or {}), done, draft))

    def action_form(self, form: str) -> None:
        """Open a form about what the cursor is on."""
        self.open_form(form, self.front.acting_on())

    def action_add_record(self) -> None:
        """Choose from every form."""
        from tcm_tui.ui.screens.formacts import RecordScreen

        context = self.front.acting_on()
        self.push_screen(RecordScreen(self.shown.source.forms(), context))

    def action_drafts(self) -> None:
        """Choose from what was typed and not saved."""
        from tcm_tui.ui.screens.formdraft import DraftsScreen

        found: list[Draft] = []
        with self.careful():
            found = self.shown.source.drafts()
        if found:
            self.push_screen(DraftsScreen(found))
        else:
            self.say("No draft waits: everything typed was saved or dropped.")

    def tell_drafts(self) -> None:
        """Once at the start: how many drafts wait."""
        with self.careful():
            count = len(self.shown.source.drafts())
            if count:
                waits = "1 draft waits" if count == 1 else f"{count} drafts wait"
                self.say(f"{waits} to be gone on with: “Drafts” among the commands (ctrl+p).")

    # ── jobs ──────────────────────────────────────────────────────────────────────────────────────

    def warm_forms(self) -> None:
        """In a quiet moment, in a thread: what the first form would have to import."""

        def warm(source: Source) -> None:
            import_module("tcm_tui.ui.screens.form")
            for form in ("book", "log"):
                source.begin(form, {}, self.shown.today)

        self.quietly(warm)

    def warm_writing(self) -> None:
        """Import in a thread what the first write would wait for."""
        if not self._warmed:
            self._warmed = True
            self.quietly(lambda source: source.warm_writing())

    def quietly(self, job: Callable[[Source], object]) -> None:
        """Have a job done in turn with the writes, without a word about it unless it fails."""
        self.run_worker(self._write(job, lambda found: None, None, waits=False), group="writes", exit_on_error=False)

    def copy_of_the_day(self) -> None:
        """Have the day's copy of the records made in a thread of its own, which holds up no write and no leaving."""
        self.run_worker(self._copy_of_the_day, thread=True, exclusive=True, group="copy", exit_on_error=False)

    def _copy_of_the_day(self) -> None:
        worker = get_current_worker()
        try:
            self.shown.source.copy_of_the_day(lambda: not worker.is_cancelled)
        except Exception as error:
            told = crash.sentence(error)
            if told is None:
                raise
            if told != self._copy_failed and not worker.is_cancelled:
                self._copy_failed = told
                self.call_from_thread(self.say, told, "warning")

    def write(
        self,
        job: Callable[[Source], R],
        then: Callable[[R], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Have a job done in a thread, one after the other; then is called with what it gave, in the app's own.

        What a person can act on becomes a notice, after which failed is called.
        """
        self.run_worker(self._write(job, then, failed), group="writes", exit_on_error=False)

    async def _write(
        self,
        job: Callable[[Source], R],
        then: Callable[[R], None],
        failed: Callable[[], None] | None,
        waits: bool = True,
    ) -> None:
        try:
            async with self._one_write:
                self.shown.source.give_up(False)
                timer = self.set_timer(WAITING_AFTER, self._say_waiting, pause=not waits)
                try:
                    found = await asyncio.to_thread(job, self.shown.source)
                finally:
                    timer.stop()
                    self._held_up = False
            then(found)
        except Exception as error:
            told = crash.sentence(error)
            if told is None:
                self._handle_exception(error)
                return
            self.say(told, "error")
            self.told_of(error)
            if failed is not None:
                failed()

    def _say_waiting(self) -> None:
        self._held_up = True
        self.say(f"Waiting to write … {commands.shown(commands.keys_of(commands.BY_ID['back'])[0])} gives up.")

    async def on_event(self, event: events.Event) -> None:
        """The key that goes back gives up a write that waits, before it does anything else."""
        pressed = event.key if self._held_up and isinstance(event, events.Key) and not event.is_forwarded else ""
        if pressed in commands.keys_of(commands.BY_ID["back"]):
            self._held_up = False
            self.shown.source.give_up()
            return
        await super().on_event(event)

    # ── what was written ──────────────────────────────────────────────────────────────────────────

    def wrote(self, result: WriteResult, sentence: str) -> None:
        """After a write: it can be undone from now on, is told, and shown by the screen below."""
        batch = result.batch
        if batch is not None:
            self._done.append(Done(batch, sentence))
            self._undone.clear()
        self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        with self.careful():
            self.shown.renewed()
        self.front.read(force=True)
        self.forget_notices()
        self.say(sentence)

    def action_undo(self) -> None:
        """Take back this session's last write; again: the one before."""
        self._back(self._done, self._undone, "undo", "Undone")

    def action_redo(self) -> None:
        self._back(self._undone, self._done, "redo", "Done again")

    def _back(self, of: list[Done], to: list[Done], verb: str, says: str) -> None:
        if not of:
            self.say(f"There is nothing to {verb}: no write of this session is left.")
            return
        last, on = of.pop(), self.shown.today

        def taken(result: WriteResult) -> None:
            if result.verdict == "refused":
                why = "; ".join(reason.text for reason in result.reasons)
                self.say(f"Can't {verb} “{last.sentence}”: {why}", "error")
                return
            batch = result.batch
            if batch is not None:
                to.append(Done(batch, last.sentence))
            self._tell(f"{says}: {last.sentence}")

        self.write(lambda source: source.undo(last.batch, on), taken, lambda: of.append(last))
