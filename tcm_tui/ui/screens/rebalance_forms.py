"""What if, asked in small forms like those of the records: each gives a part of a question, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from tcm_tui.desk.forms.dates import read_day
from tcm_tui.desk.forms.shapes import Checked, Field, FieldError, Form, Saved
from tcm_tui.desk.rebalance.asking import Away, NewWorker
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui.screens.form import KEYS, FormScreen
from tcm_tui.ui.shown import Shown

Texts = Mapping[str, str]


class Kit(NamedTuple):
    """A form that is no record's. read: its texts to a value; raises Wrong. judge: what is said of the value.

    store: writes it, in any thread; None where there is nothing to write, as where writes says no. said: what was
    done, in one sentence.
    """

    form: Form
    begin: dict[str, str]
    read: Callable[[Texts], Any]
    judge: Callable[[Any], tuple[str, tuple[Reason, ...]]]
    store: Callable[[Any, Any, str | None], WriteResult] | None = None
    said: Callable[[Any], str] = str
    writes: Callable[[Any], bool] = bool


class Wrong(Exception):
    """field -> sentence."""

    def __init__(self, **errors: str) -> None:
        super().__init__(*errors.values())
        self.errors = errors


class _Asking:
    """A source whose one form is a kit's; all else is asked of the real one."""

    def __init__(self, shown: Shown, kit: Kit) -> None:
        self._shown, self._kit = shown, kit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shown.source, name)

    def form(self, id: str) -> Form:
        return self._kit.form

    def begin(self, form: str, context: Texts, on: date) -> dict[str, str]:
        return dict(self._kit.begin)

    def check(self, form: str, texts: Texts, on: date, context: Texts) -> Checked:
        try:
            value = self._kit.read(texts)
        except Wrong as wrong:
            return Checked(wrong.errors, "ok", ())
        return Checked({}, *self._kit.judge(value))

    def draft(self, form: str, subject: str) -> None:
        return None


class _Shown:
    """What is looked at, with another source for a form."""

    def __init__(self, shown: Shown, kit: Kit) -> None:
        self._shown = shown
        self.source = _Asking(shown, kit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shown, name)


class WhatIfForm(FormScreen):
    """asked: called with the value once the form is right, or once it is written, before that is shown; then: after
    it was. No draft is kept.
    """

    def __init__(
        self,
        shown: Shown,
        kit: Kit,
        asked: Callable[[Any], None],
        then: Callable[[WriteResult], None] | None = None,
    ) -> None:
        self.kit, self.asked = kit, asked
        super().__init__(cast(Shown, _Shown(shown, kit)), kit.form.id, {}, then)

    def _names(self) -> None:
        super()._names()
        self.box.keys = (("^s", self.form.verb, "save"), *KEYS[1:])

    def keep(self) -> None:
        self._then(0, None)

    def drop(self) -> None:
        self._then(0, None)

    def leave(self) -> None:
        self._then(0, None)
        self.app.pop_screen()

    def _save(self, because: str | None) -> None:
        self._all_read()
        try:
            self.value = value = self.kit.read(self.box.texts())
        except Wrong as wrong:
            self._saved(Saved(wrong.errors, None, {}, ()))
            return
        store = self.kit.store
        if store is None or not self.kit.writes(value):
            self.app.pop_screen()
            self.asked(value)
            return
        self.box.saving = True
        self.box.update()
        self.tcm.write(lambda source: Saved({}, store(source, value, because), {}, ()), self._saved, self._not)

    def _stored(self, found: Saved, result: WriteResult) -> None:
        # First what was asked goes, so that what is read after the write answers the question that is left.
        self.asked(self.value)
        super()._stored(found, result)

    def _sentence(self, merged: object) -> str:
        return self.kit.said(self.value)


# ── fields ────────────────────────────────────────────────────────────────────────────────────────


def day(texts: Texts, name: str, on: date) -> date | None:
    """The day typed into a field; None for nothing."""
    text = texts.get(name, "").strip()
    try:
        return read_day(text, on) if text else None
    except FieldError as error:
        raise Wrong(**{name: str(error)}) from None


def number(texts: Texts, name: str) -> int | None:
    text = texts.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise Wrong(**{name: f"“{text[:20]}” is no number of moves; type it in digits."})
    return int(text)


def worker(shown: Shown, texts: Texts, name: str) -> str:
    """The id of the case manager typed, by id or part of the name."""
    from tcm_tui.ui.screens.pick import fits

    text = texts.get(name, "").strip()
    if not text:
        raise Wrong(**{name: "Whom? Type part of a name."})
    staff = shown.staff()
    exact = [each.cm for each in staff if each.cm.casefold() == text.casefold()]
    near = exact or [each.cm for each in staff if fits(text, each.name)]
    if len(near) != 1:
        what = "several case managers fit" if near else "no case manager fits"
        raise Wrong(**{name: f"“{text[:40]}”: {what}; choose from the list."})
    return near[0]


def _nothing(value: Any) -> tuple[str, tuple[Reason, ...]]:
    return "", ()


# ── what if ───────────────────────────────────────────────────────────────────────────────────────

OUT = Form(
    "what-if-out",
    "What if somebody is out",
    (
        Field("cm", "Case manager", "worker", True),
        Field("from_day", "From", "day", True, help="The first day without them"),
        Field("until", "Until", "day", help="The last day away; empty: they leave for good"),
    ),
    "ask",
)


def out(shown: Shown, context: Texts) -> Kit:
    """A worker on leave from a day until another, or gone for good."""

    def read(texts: Texts) -> Away:
        cm = worker(shown, texts, "cm")
        first, last = day(texts, "from_day", shown.today), day(texts, "until", shown.today)
        if first is None:
            raise Wrong(from_day="From which day? Type fri, +2d, eom or 2026-11-20.")
        if last is not None and last < first:
            raise Wrong(until="The last day away lies before the first; correct one of them.")
        return Away(cm, first, last, leaving=last is None)

    def judge(away: Away) -> tuple[str, tuple[Reason, ...]]:
        if away.until is not None:
            said = f"the members come back the day after {away.until}"
            return "ok", (Reason("R31", f"{said}; applying all moves records the leave", ""),)
        said = "the members need another case manager for good"
        return "ok", (Reason("R31", f"{said}; applying all moves records that they left", ""),)

    begin = {"cm": "", "from_day": shown.on.isoformat(), "until": ""} | dict(context)
    return Kit(OUT, begin, read, judge)


def join(shown: Shown, context: Texts, sites: list[tuple[str, str]], label: str) -> Kit:
    """A new worker of a type."""
    named = {name: ident for ident, name in sites}
    names = dict(sites)
    form = Form(
        "what-if-join",
        "What if somebody joins",
        (
            Field("label", "Called", "text", True, help="How the lists call them"),
            Field("type", "Program", "choice", True, tuple(rules.PROGRAMS)),
            Field("level", "Level", "choice", True, ("I", "II", "III")),
            Field("site", "Site", "choice", False, tuple(named), "Empty: where most of that program are"),
            Field("area", "Area", "text"),
            Field("languages", "Languages", "text", help="Besides English, ; between"),
        ),
        "ask",
    )

    def read(texts: Texts) -> NewWorker:
        called = texts["label"].strip()
        if not called:
            raise Wrong(label="What shall the lists call them?")
        for name in ("type", "level", "site"):
            field = form.field(name)
            if texts[name] not in field.choices and (texts[name] or field.required):
                raise Wrong(**{name: f"Choose one of {', '.join(field.choices)}."})
        spoken = tuple(part.strip() for part in texts["languages"].split(";") if part.strip())
        site = named.get(texts["site"])
        return NewWorker(called, texts["level"], texts["type"], site, texts["area"].strip(), spoken)

    begin = {"label": label, "type": "standard", "level": "II", "site": "", "area": "", "languages": ""}
    begin |= dict(context)
    begin["site"] = names.get(begin["site"], begin["site"])
    return Kit(form, begin, read, _nothing)


def count(shown: Shown, id: str, title: str, label: str, help: str, now: int | None) -> Kit:
    """A number of moves, or nothing for as many as it takes."""
    form = Form(id, title, (Field("count", label, "number", False, (), help),), "ask")
    begin = {"count": "" if now is None else str(now)}
    return Kit(form, begin, lambda texts: number(texts, "count"), _nothing)


def stays(shown: Shown) -> Kit:
    """A member who is not to be moved."""
    form = Form("what-if-stays", "What if a member stays", (Field("member", "Member", "member", True),), "ask")

    def read(texts: Texts) -> tuple[str, str]:
        text = texts["member"].strip()
        found = shown.source.find(text, shown.on, 3) if text else []
        exact = [match for match in found if match.member == text]
        if len(exact or found) != 1:
            raise Wrong(member="Which member? Type part of a name and choose from the list.")
        match = (exact or found)[0]
        return match.member, match.name

    return Kit(form, {"member": ""}, read, _nothing)
