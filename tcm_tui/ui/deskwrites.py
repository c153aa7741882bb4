"""What the screens have written, done by the desk; each module of the desk is imported when first used.

A desk belongs to its thread: called from another one, a job opens a desk of its own and closes it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from tcm_tui.desk.office import Desk, minute_of, open_desk
from tcm_tui.desk.turns import giving_way
from tcm_tui.ui.source import Batch, Draft

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Checked, Field, Form, Saved
    from tcm_tui.desk.views import Accepted, PlannedVisit, PlanView, WriteResult
    from tcm_tui.rules.facts import Appointment


class DeskWriter:
    """``ui.source.Writer`` over an open desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._thread = threading.get_ident()
        self._given_up = threading.Event()

    @contextmanager
    def _own(self) -> Iterator[Desk]:
        """The desk of this thread."""
        if threading.get_ident() == self._thread:
            yield self.desk
            return
        desk = open_desk(str(self.desk.store.path))
        desk.waiting = lambda seconds: not self._given_up.is_set()
        try:
            yield desk
        finally:
            desk.close()

    def give_up(self, given_up: bool = True) -> None:
        """Let a write that waits for another program end, with nothing changed; False: let writes wait again."""
        if given_up:
            self._given_up.set()
        else:
            self._given_up.clear()

    def warm_writing(self) -> None:
        from tcm_tui.desk import writing

        with giving_way():
            writing.warm()

    def warm_pages(self, on: date) -> None:
        from tcm_tui.desk import member
        from tcm_tui.desk.explain import explain

        with giving_way(), self._own() as desk, desk.reading():
            for page in ("week", "rulebook", "agency", "roster", "staff", "disclosure"):
                import_module(f"tcm_tui.desk.{page}")
            for ident, _ in desk.member_names()[:1]:
                member.page(desk, ident, on, reasons=False)
                explain(desk, "member", ident, on, "", None)

    def copy_of_the_day(self, going_on: Callable[[], bool]) -> None:
        from tcm_tui.desk import keeping

        with giving_way():
            keeping.copy_of_the_day(self.desk.store.path, going_on)

    # ── forms ─────────────────────────────────────────────────────────────────────────────────────

    def forms(self) -> Sequence[Form]:
        from tcm_tui.desk import forms

        return forms.all()

    def form(self, id: str) -> Form:
        from tcm_tui.desk import forms

        return forms.form(id)

    def begin(self, form: str, context: Mapping[str, str], on: date) -> dict[str, str]:
        from tcm_tui.desk import forms

        with self._own() as desk:
            return forms.begin(desk, form, context, on)

    def echo(self, field: Field, text: str, on: date) -> str:
        from tcm_tui.desk import forms

        with self._own() as desk:
            return forms.echo(desk, field, text, on)

    def check(self, form: str, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Checked:
        from tcm_tui.desk import forms

        with self._own() as desk:
            return forms.check(desk, form, texts, on, context)

    def save(
        self,
        form: str,
        texts: Mapping[str, str],
        on: date,
        context: Mapping[str, str],
        began: Mapping[str, str] | None = None,
        override: str | None = None,
    ) -> Saved:
        from tcm_tui.desk import forms

        with self._own() as desk:
            return forms.save(desk, form, texts, on, context, began=began, override=override)

    # ── visits and plans ──────────────────────────────────────────────────────────────────────────

    def move(
        self, appointment: str, day: date, start: int, stop: int, on: date, override: str | None = None
    ) -> WriteResult:
        from tcm_tui.desk import booking

        with self._own() as desk:
            return booking.move(desk, appointment, day, start, stop, on, override=override)

    def preview(self, visit: Appointment, on: date) -> WriteResult:
        from tcm_tui.desk import booking

        with self._own() as desk:
            return booking.preview(desk, visit, on)

    def undo(self, batch: Batch, on: date) -> WriteResult:
        from tcm_tui.desk import undo

        with self._own() as desk:
            return undo.undo(desk, batch, on)

    def quick_plan(self, cm: str, on: date, monday: date) -> PlanView:
        from tcm_tui.desk import weekplan

        with self._own() as desk:
            return weekplan.quick(desk, cm, on, monday, minute_of(on))

    def propose(
        self, cm: str, on: date, monday: date, report: Callable[[PlanView], bool] | None = None, seconds: float = 10.0
    ) -> PlanView:
        from tcm_tui.desk import weekplan

        with self._own() as desk:
            return weekplan.propose(desk, cm, on, monday, seconds=seconds, report=report, now=minute_of(on))

    def accept(self, visits: Sequence[PlannedVisit], on: date, override: str | None = None) -> Accepted:
        from tcm_tui.desk import weekplan

        with self._own() as desk:
            return weekplan.accept(desk, visits, on, override=override)

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────

    def drafts(self) -> list[Draft]:
        from tcm_tui.desk import drafts

        with self._own() as desk:
            return [Draft(*row) for row in drafts.found(desk)]

    def draft(self, form: str, subject: str) -> Draft | None:
        from tcm_tui.desk import drafts

        with self._own() as desk:
            found = drafts.of(desk, form, subject)
        return Draft(*found) if found else None

    def keep_draft(self, draft: Draft) -> None:
        from tcm_tui.desk import drafts

        with self._own() as desk:
            drafts.keep(desk, draft.form, draft.subject, draft.values)

    def drop_draft(self, form: str, subject: str) -> None:
        from tcm_tui.desk import drafts

        if self.draft(form, subject) is not None:
            with self._own() as desk:
                drafts.drop(desk, form, subject)
