"""Every screen in every state that looks different: how to get there. ``test_golden`` compares what is shown.

A state that stands here has a golden text at each of three sizes; ``test_golden`` also holds which states a screen
must have, so that a new screen or state can't be left out unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from textual.pilot import Pilot

from tcm_tui.desk.discharge import IfDischarged
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import StoreError
from tcm_tui.desk.views import AgencyView, Budget, CaseloadRow, MemberView, UnitsView
from tcm_tui.ui.source import WorkerName
from tests.ui.cases_forms import FORMS, Step
from tests.ui.fake import Fake
from tests.ui.fakeweek import Planning

LONG = " de la Concepción-Featherstonehaugh-Whitehorse"
GONE = "/mnt/share/agency.db can't be read: input/output error. Check that the share is connected, then press F5."
ANA = ("slash", *"ana", "enter")
WAIT = "wait"
"""Among keys: until the planner has come to its end."""


class Nobody(Fake):
    """An agency into which nothing was imported yet."""

    def workers(self, on: date) -> list[WorkerName]:
        return []

    def agency_view(self, on: date) -> AgencyView:
        return AgencyView(on, (), (), (), ())

    def find(self, text: str, on: date, limit: int) -> list[Any]:
        return []

    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[Any]:
        return []


class Empty(Fake):
    """Case managers without a member."""

    def __init__(self) -> None:
        super().__init__(members=0)

    def caseload(self, cm: str, on: date) -> CaseloadRow:
        return super().caseload(cm, on)._replace(on_hold=0, in_hospital=0)

    def _due_of(self, cm: str, on: date, met: bool) -> list[Any]:
        return []

    def visits(self, cm: str, on: date) -> tuple[Any, ...]:
        return ()


class Unread(Fake):
    """The file can't be read any more, though it could a moment ago."""

    def _gone(self, *args: Any, **more: Any) -> Any:
        raise StoreError("unreachable", GONE)

    caseload = lines = due = agency_view = week = units = find = member = rules = explain = settings = drafts = _gone
    what_if_discharged = _gone


class NoRow(Fake):
    """No row of the limits table fits the member on the page."""

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        view = super().units(member, on, None, None)
        none = Budget(None, 0, 0, 0, 0, 0)
        return view._replace(line=None, status="no-row", day=none, month=none._replace(used=5), available_today=0)


class Over(Fake):
    """The member on the page is over today's and the month's limit."""

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        view = super().units(member, on, minutes, units)
        day, month = Budget(16, 17, 0, 0, 0, 1), Budget(25, 26, 0, 2, 0, 3)
        return view._replace(status="over", day=day, month=month, available_today=0)


class Bare(Fake):
    """A member of whom only the name is recorded, and who is in no stay."""

    def member(self, member: str, on: date) -> MemberView:
        none: Any = ()
        view = super().member(member, on)
        return view._replace(**{name: none for name in view._fields if getattr(view, name).__class__ is tuple})

    def what_if_discharged(self, member: str, day: str, on: date) -> IfDischarged:
        raise Refused(f"Ana Pecan {member} is in no stay on {on}; record the stay first (I on the member's page).")


def Long() -> Fake:
    return Fake(hostile=LONG)


def LongWeek() -> Fake:
    return Planning(hostile=LONG)


class Case(NamedTuple):
    """keys: pressed one after the other; then do is done. cm: whose work is shown."""

    area: str
    keys: tuple[str, ...] = ()
    source: Callable[[], Fake] = Fake
    cm: str = "C01"
    do: Step | None = None


async def _say(pilot: Pilot[int], source: Fake) -> None:
    pilot.app.say("Book a visit: Ana Pecan M1000, Fri 20 Nov 2026, 10:00.")  # type: ignore[attr-defined]


async def _say_error(pilot: Pilot[int], source: Fake) -> None:
    pilot.app.say(GONE, "error")  # type: ignore[attr-defined]


async def _say_many(pilot: Pilot[int], source: Fake) -> None:
    await _say(pilot, source)
    pilot.app.say("! It is stored with a flag: Thu 26 Nov 2026 is closed: Thanksgiving", "warning")  # type: ignore[attr-defined]
    await _say_error(pilot, source)


def areas(name: str, **more: Case) -> dict[str, Case]:
    """What every area has: as usual, without anybody, long names, unreadable."""
    return {
        "usual": Case(name),
        "nobody": Case(name, source=Nobody),
        "long-names": Case(name, source=Long),
        "error": Case(name, source=Unread),
        **more,
    }


CASES: dict[str, dict[str, Case]] = {
    "week": areas(
        "week",
        **{
            "empty": Case("week", source=Empty),
            "over": Case("week", cm="C02"),
            "no-standard": Case("week", cm="C05"),
            "plain": Case("week", ("tab",), Planning),
            "proposed": Case("week", ("p", WAIT), Planning),
            "proposed-long-names": Case("week", ("p", WAIT), LongWeek),
            "cant-be-met": Case("week", ("p", WAIT, "shift+tab", "g"), Planning),
            "moving": Case("week", ("tab", "shift+right", *["shift+down"] * 5), Planning),
            "refused": Case("week", ("tab", "shift+right"), Planning),
            "warned": Case("week", ("tab", "shift+right", "shift+right"), Planning),
            "to-be-stored": Case("week", ("tab", "shift+right", "shift+right", "enter"), Planning),
            "longer": Case("week", ("tab", "+", "+"), Planning),
            "weekend": Case("week", ("W", "tab", "]", "end", *["right"] * 4, "up"), Planning),
            "two-months": Case("week", ("tab", "]", "]"), Planning),
            "filtered": Case("week", ("f", *"mos")),
        },
    ),
    "caseload": areas(
        "caseload",
        **{
            "empty": Case("caseload", source=Empty),
            "filtered": Case("caseload", ("f", *"mos")),
            "filtered-none": Case("caseload", ("f", *"zzz")),
            "sorted": Case("caseload", ("s", "s", "S")),
            "over": Case("caseload", cm="C02"),
            "at-cap": Case("caseload", cm="C04"),
            "no-standard": Case("caseload", cm="C05"),
            "no-row": Case("caseload", ("f", *"no row", "enter", "end")),
        },
    ),
    "clocks": areas(
        "clocks",
        empty=Case("clocks", source=Empty),
        filtered=Case("clocks", ("f", *"outreach")),
        sorted=Case("clocks", ("s", "s")),
        team=Case("clocks", ("a",)),
        met=Case("clocks", ("m",)),
    ),
    "member": areas(
        "member",
        **{
            "records": Case("member", ("end",)),
            "no-row": Case("member", source=NoRow),
            "over": Case("member", source=Over),
            "bare": Case("member", source=Bare),
        },
    ),
    "agency": areas("agency", filtered=Case("agency", ("f", *"center")), sorted=Case("agency", ("s", "s", "S"))),
    "rules": areas(
        "rules",
        **{
            "filtered": Case("rules", ("f", *"number 12")),
            "filtered-none": Case("rules", ("f", *"zzz")),
            "another-day": Case("rules", ("}",)),
        },
    ),
    "look-up": {
        "begin": Case("clocks", ("slash",)),
        "matches": Case("caseload", ("slash", *"ana")),
        "none": Case("caseload", ("slash", *"zzz")),
        "long-names": Case("caseload", ("slash", *"ana"), Long),
        "error": Case("rules", ("slash", *"ana"), Unread),
    },
    "look-up-answer": {
        "usual": Case("clocks", ANA),
        "over": Case("clocks", ANA, Over),
        "no-row": Case("clocks", ANA, NoRow),
        "long-names": Case("clocks", ANA, Long),
    },
    "look-up-proposal": {
        "fits": Case("clocks", (*ANA, *"3u")),
        "minutes": Case("clocks", (*ANA, *"45m")),
        "over": Case("clocks", (*ANA, *"6u")),
        "never": Case("clocks", (*ANA, *"20u")),
    },
    "explain": {
        "usual": Case("caseload", ("e",)),
        "long-names": Case("caseload", ("e",), Long),
        "answer": Case("clocks", (*ANA, *"6u", "e")),
        "nothing": Case("member", ("e",), Nobody),
    },
    "help": {
        "usual": Case("caseload", ("question_mark",)),
        "week": Case("week", ("tab", "question_mark")),
        "end": Case("caseload", ("question_mark", "end")),
    },
    "palette": {
        "usual": Case("caseload", ("ctrl+p",)),
        "filtered": Case("caseload", ("ctrl+p", *"day")),
        "none": Case("caseload", ("ctrl+p", *"zzz")),
    },
    "pickers": {
        "workers": Case("caseload", ("w",)),
        "workers-long-names": Case("caseload", ("w",), Long),
        "workers-none": Case("caseload", ("w", *"zzz")),
        "nobody": Case("caseload", ("w",), Nobody),
        "records": Case("caseload", ("N",)),
        "records-filtered": Case("caseload", ("N", *"stay")),
        "colours": Case("caseload", ("f9", *"tcm")),
    },
    "forms": {name: Case("caseload", do=step, source=source) for name, (step, source) in FORMS.items()},
    "settings": {
        "usual": Case("caseload", ("f8",)),
        "reading": Case("rules", ("f8", "n", "j")),
        "filtered": Case("caseload", ("f8", "f", *"lunch")),
        "own": Case("caseload", ("f8", "end")),
        "form": Case("caseload", ("f8", "j", "enter")),
        "error": Case("rules", ("f8",), Unread),
    },
    "first-minutes": {"usual": Case("week", ("f1",)), "end": Case("week", ("f1", "end"))},
    "discharge": {
        "usual": Case("member", ("W",)),
        "day": Case("member", ("W", *"2026-12-04")),
        "wrong": Case("member", ("W", *"soon")),
        "no-stay": Case("member", ("W", *"fri"), Bare),
        "long-names": Case("member", ("W", *"2026-12-04"), Long),
    },
    "print": {
        "usual": Case("week", ("P",)),
        "file": Case("week", ("P", *"/nowhere/my week.html")),
        "error": Case("week", ("P", *"/nowhere/week", "enter")),
    },
    "notice": {
        "message": Case("caseload", do=_say),
        "error": Case("caseload", do=_say_error),
        "many": Case("week", do=_say_many),
        "nothing-to-undo": Case("caseload", ("ctrl+z",)),
        "no-draft": Case("caseload", ("D",)),
    },
}
