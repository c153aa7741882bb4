"""The supervisor's screens in every state; ``cases`` takes them in."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.pilot import Pilot

from tcm_tui.desk.rebalance import Ask, Rebalance
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import CaseloadRow
from tests.ui.cases_ahead import AHEAD
from tests.ui.cases_report import REPORT
from tests.ui.fake import Fake
from tests.ui.states import Case, Empty, Long, Nobody, Unread, areas


class Slow(Fake):
    """A team whose deadlines are still being read."""

    at_hand = False

    def workers(self, on: date) -> list[Any]:
        return super().workers(on) * 10

    def team_due_ahead(self, on: date, days: int, met: bool) -> Any:
        self.at_hand = False
        return lambda: lambda: None


async def _site(pilot: Pilot[int], source: Fake) -> None:
    """Only a site's case managers are looked at."""
    app: Any = pilot.app
    app.shown.team = Scope(site="Center CMHC")
    app.front.read()
    await pilot.pause()


WAIT = "wait"
OUT = ("l", *"c01", "ctrl+s")
"""What if Dana Whitehorse leaves."""
WHAT_IF = (*OUT, "w", "ctrl+s", "p", *"M1000", "ctrl+s", "m", "9", "ctrl+s", "b", "1", "ctrl+s")


class Balanced(Fake):
    """Nobody is over, everybody has a worker."""

    def rebalance(self, on: date, ask: Ask, going_on: Any = None) -> Rebalance:
        plan = super().rebalance(on, ask._replace(max_moves=0))
        none: Any = ()
        rows = tuple(row for row in plan.before if not row.over)
        return plan._replace(status="balanced", shortfall=0, shortfall_before=0, before=rows, after=rows)._replace(
            left=none, ways=none, ways_out=none, curve=none
        )


class Many(Fake):
    """So many case managers that they are not solved while a key is pressed."""

    def workers(self, on: date) -> list[Any]:
        found = super().workers(on)
        return found + [each._replace(cm=f"{each.cm}{n}") for n in range(20) for each in found]

    def caseload(self, cm: str, on: date) -> CaseloadRow:
        return super().caseload(cm[:3], on)._replace(cm=cm)


async def _solving(pilot: Pilot[int], source: Fake) -> None:
    """What is asked is not answered as long as one looks."""
    front: Any = pilot.app.front  # type: ignore[attr-defined]
    await pilot.app.workers.wait_for_complete()
    front.run_worker = lambda *args, **more: None
    await pilot.press("x")
    await pilot.pause()


BEHIND = ("i",)

TEAM: dict[str, dict[str, Any]] = {
    "agency": areas(
        "agency",
        filtered=Case("agency", ("f", *"center")),
        sorted=Case("agency", ("s", "s", "S")),
        sites=Case("agency", ("z",)),
        types=Case("agency", ("z", "z")),
        site=Case("agency", do=_site),
        inside=Case("agency", ("z", "enter", "right", "right")),
        explain=Case("agency", ("e",)),
    ),
    "agency-behind": {
        "usual": Case("agency", ("j", *BEHIND)),
        "site": Case("agency", ("z", *BEHIND)),
        "uncovered": Case("agency", ("left",) * 4 + BEHIND),
        "nothing": Case("agency", BEHIND, Empty),
        "filtered": Case("agency", (*BEHIND, "f", *"contact")),
        "long-names": Case("agency", BEHIND, Long),
        "error": Case("agency", ("right", *BEHIND)),
    },
    "agency-part": {
        "usual": Case("agency", ("v",)),
        "filtered": Case("agency", ("v", *"wrap")),
        "none": Case("agency", ("v", *"zzz")),
        "long-names": Case("agency", ("v",), Long),
    },
    "rebalance": areas(
        "rebalance",
        **{
            "balanced": Case("rebalance", source=Balanced),
            "infeasible": Case("rebalance", OUT),
            "what-if": Case("rebalance", WHAT_IF),
            "accepted": Case("rebalance", ("a", "a")),
            "rejected": Case("rebalance", ("j", "x", "z", "x")),
            "solving": Case("rebalance", source=Many, do=_solving),
            "apply-form": Case("rebalance", ("a", "ctrl+s", *"fri")),
            "apply-short": Case("rebalance", (*OUT, "ctrl+s", "ctrl+s", WAIT)),
            "out-form": Case("rebalance", ("l", *"dana")),
            "join-form": Case("rebalance", ("w",)),
            "worker": Case("rebalance", ("end",)),
            "explain": Case("rebalance", ("e",)),
            "by-hand": Case("rebalance", ("T", *"dana", "enter", "space", "space")),
            "give-form": Case("rebalance", ("T", *"dana", "enter", "space", "ctrl+s")),
            "sheets": Case("rebalance", ("A", "ctrl+s", "ctrl+s", WAIT)),
        },
    ),
    "clocks-team": {
        "by-day": Case("clocks", ("a",)),
        "by-worker": Case("clocks", ("a", "z")),
        "by-kind": Case("clocks", ("a", "z", "z")),
        "one-by-kind": Case("clocks", ("z",)),
        "site": Case("clocks", ("a", "z"), do=_site),
        "reading": Case("clocks", ("a",), Slow),
        "long-names": Case("clocks", ("a", "z"), Long),
        "empty": Case("clocks", ("a", "z"), Empty),
        "error": Case("clocks", ("a",), Unread),
    },
    "staff": areas(
        "staff",
        filtered=Case("staff", ("f", *"wrap")),
        sorted=Case("staff", ("s", "s")),
        site=Case("staff", do=_site),
    ),
    "staff-sheet": {
        "usual": Case("staff_sheet"),
        "wraparound": Case("staff", ("j", "j", "enter")),
        "credentials": Case("staff_sheet", ("end",), cm="C03"),
        "not-shown": Case("staff_sheet", cm="C02"),
        "nobody": Case("staff_sheet", source=Nobody),
        "long-names": Case("staff_sheet", source=Long, cm="C03"),
        "error": Case("staff_sheet", source=Unread),
    },
    "roster": areas(
        "roster",
        holes=Case("roster", ("end", "up", "up", "up")),
        later=Case("roster", ("]", "]")),
        filtered=Case("roster", ("f", *"nobody")),
    ),
    "ahead": AHEAD,
    **REPORT,
}
