"""Every screen in every state that looks different: how to get there. ``test_golden`` compares what is shown.

A state that stands here has a golden text at each of three sizes; ``test_golden`` also holds which states a screen
must have, so that a new screen or state can't be left out unseen.
"""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.cases_forms import FORMS
from tests.ui.cases_team import TEAM
from tests.ui.fake import Fake
from tests.ui.fakeweek import Planning
from tests.ui.states import GONE, Bare, Case, Empty, Long, LongWeek, Nobody, NoRow, Over, Unread, areas

ANA = ("slash", *"ana", "enter")
WAIT = "wait"
"""Among keys: until the planner has come to its end."""


async def _say(pilot: Pilot[int], source: Fake) -> None:
    pilot.app.say("Book a visit: Ana Pecan M1000, Fri 20 Nov 2026, 10:00.")  # type: ignore[attr-defined]


async def _say_error(pilot: Pilot[int], source: Fake) -> None:
    pilot.app.say(GONE, "error")  # type: ignore[attr-defined]


async def _say_many(pilot: Pilot[int], source: Fake) -> None:
    await _say(pilot, source)
    pilot.app.say("! It is stored with a flag: Thu 26 Nov 2026 is closed: Thanksgiving", "warning")  # type: ignore[attr-defined]
    await _say_error(pilot, source)


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
    "blank": {"usual": Case("caseload", ("f12",))},
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
    **TEAM,
}
