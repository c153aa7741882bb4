"""The writing half of the made-up agency: forms, moves, plans and drafts kept in memory.

``told`` holds every write in order; ``answers`` what the next ones give instead of the usual.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui.source import Batch, Draft

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Checked, Field, Form, Saved
    from tcm_tui.desk.views import Accepted, PlannedVisit, PlanView
    from tcm_tui.rules.facts import Appointment

OK = Reason("R4", "25 − 18 − 3 = 4, wanted 2", "A, limits table")
WARN = Reason("R19", "Thu 26 Nov 2026 is closed: Thanksgiving", "A, closed days")
NO = Reason("overlap", "C01 has visit A2 with M1000 from 09:00 to 10:00", "agency")


class FakeWriter:
    """Answers like ``ui.source.Writer``. Texts decide the verdict: a start of 09:00 overlaps, a holiday warns."""

    written: int

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.answers: list[Any] = []
        self.kept: dict[tuple[str, str], Draft] = {}
        self._batch = 0

    def give_up(self, given_up: bool = True) -> None:
        if given_up:
            self.asked.append("give up")

    def warm_writing(self) -> None:
        """Nothing to import."""

    def warm_pages(self, on: date) -> None:
        """Nothing to import."""

    def copy_of_the_day(self, going_on: Callable[[], bool]) -> None:
        self.asked.append("copy of the day")

    def _write(self, what: str, about: Any, id: str | None = "X1") -> WriteResult:
        """One more write, in order; its batch is a single audit id."""
        self.told.append((what, about))
        self.written += 1
        self._batch += 1
        result = WriteResult(id, "ok", (OK,), (self._batch, self._batch))
        return result

    # ── forms ─────────────────────────────────────────────────────────────────────────────────────

    def forms(self) -> Sequence[Form]:
        from tcm_tui.desk import forms

        return forms.all()

    def form(self, id: str) -> Form:
        from tcm_tui.desk import forms

        return forms.form(id)

    def begin(self, form: str, context: Mapping[str, str], on: date) -> dict[str, str]:
        texts = {field.name: "" for field in self.form(form).fields}
        return {name: context.get(name, text) for name, text in texts.items()}

    def echo(self, field: Field, text: str, on: date) -> str:
        if field.kind == "day":
            days = {"today": on, "tomorrow": on + timedelta(days=1), "fri": on + timedelta(days=(4 - on.weekday()) % 7)}
            found = days.get(text) or (date.fromisoformat(text) if _iso(text) else None)
            return f"{found:%a} {found.day} {found:%b %Y}" if found else ""
        if field.kind == "member":
            found_people = self.find(text, on, 1)  # type: ignore[attr-defined]
            return f"{found_people[0].name} {found_people[0].member}" if found_people else ""
        return ""

    def check(self, form: str, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Checked:
        from tcm_tui.desk.forms import Checked

        errors = {}
        for field in self.form(form).fields:
            text = texts.get(field.name, "")
            if field.required and not text:
                errors[field.name] = f"{field.label} is needed."
            elif text and field.kind == "day" and not self.echo(field, text, on):
                errors[field.name] = f"“{text}” is no day; write fri, +2d, eom or 2026-11-20."
        if texts.get("start") == "09:00":
            return Checked(errors, "refused", (NO,))
        if texts.get("date") == "2026-11-26":
            return Checked(errors, "warn", (WARN,))
        return Checked(errors, "ok", (OK,))

    def save(
        self,
        form: str,
        texts: Mapping[str, str],
        on: date,
        context: Mapping[str, str],
        began: Mapping[str, str] | None = None,
        override: str | None = None,
    ) -> Saved:
        from tcm_tui.desk.forms import Saved

        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer  # type: ignore[no-any-return]
        found = self.check(form, texts, on, context)
        if found.errors:
            return Saved(found.errors, None, {}, ())
        if found.verdict == "refused" or (found.verdict == "warn" and not override):
            return Saved({}, WriteResult(None, found.verdict, found.reasons), {}, ())
        return Saved({}, self._write(f"save {form}", {**texts, **({"override": override} if override else {})}), {}, ())

    # ── visits and plans ──────────────────────────────────────────────────────────────────────────

    def move(
        self, appointment: str, day: date, start: int, stop: int, on: date, override: str | None = None
    ) -> WriteResult:
        return self._write("move", (appointment, day, start, stop), appointment)

    def preview(self, visit: Appointment, on: date) -> WriteResult:
        if visit.start == 540:
            return WriteResult(None, "refused", (NO,))
        return WriteResult(None, "ok", (OK,))

    def undo(self, batch: Batch, on: date) -> WriteResult:
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer  # type: ignore[no-any-return]
        return self._write("undo", batch)

    def quick_plan(self, cm: str, on: date, monday: date) -> PlanView:
        raise DeskError("The made-up agency has no planner.")

    def propose(
        self, cm: str, on: date, monday: date, report: Callable[[PlanView], bool] | None = None, seconds: float = 10.0
    ) -> PlanView:
        return self.quick_plan(cm, on, monday)

    def accept(self, visits: Sequence[PlannedVisit], on: date, override: str | None = None) -> Accepted:
        raise DeskError("The made-up agency has no planner.")

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────

    def drafts(self) -> list[Draft]:
        return sorted(self.kept.values(), key=lambda draft: draft.at, reverse=True)

    def draft(self, form: str, subject: str) -> Draft | None:
        return self.kept.get((form, subject))

    def keep_draft(self, draft: Draft) -> None:
        self.kept[draft.form, draft.subject] = draft

    def drop_draft(self, form: str, subject: str) -> None:
        self.kept.pop((form, subject), None)


def _iso(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
