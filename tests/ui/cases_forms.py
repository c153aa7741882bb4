"""The states of a form and of the list of drafts, and how to get there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from tcm_tui.desk.forms import Saved
from tcm_tui.ui.source import Draft
from tcm_tui.ui.widgets.formfields import Row
from tests.ui.fake import Fake
from tests.ui.formkeys import BOOK, open_form, typed, written

Step = Callable[[Pilot[int], Fake], Awaitable[None]]
LONG = " de la Concepción-Featherstonehaugh-Whitehorse"


async def _empty(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot)


async def _error(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, member="M1000", cm="C01")
    await typed(pilot, *"frx")


async def _ok(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, **BOOK)


async def _refused(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, **{**BOOK, "start": "09:00"})


async def _warn(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, **{**BOOK, "date": "2026-11-26"})
    await pilot.press("ctrl+s")
    await written(pilot)
    await pilot.press(*"asked")


async def _draft(pilot: Pilot[int], source: Fake) -> None:
    source.keep_draft(Draft("book", "member:M1000", {"text.date": "fri", "text.start": "14:00"}, "2026-11-18T14:32:05"))
    await open_form(pilot, member="M1000")


async def _conflict(pilot: Pilot[int], source: Fake) -> None:
    source.answers.append(Saved({}, None, {"start": ("13:00", "10:00"), "stop": ("14:00", "11:00")}, ()))
    await open_form(pilot, **BOOK)
    await pilot.press("ctrl+s")
    await written(pilot)


async def _people(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot)
    await typed(pilot, *"ma")


async def _elements(pilot: Pilot[int], source: Fake) -> None:
    box = await open_form(pilot, "log", **BOOK)
    box.go(Row(next(n for n, entry in enumerate(box.entries) if entry.field.kind == "elements")))
    await typed(pilot, "down", "space", "down", "space")


async def _saved(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, **BOOK)
    await pilot.press("ctrl+s")
    await written(pilot)


async def _left(pilot: Pilot[int], source: Fake) -> None:
    await open_form(pilot, member="M1000")
    await typed(pilot, *"fri")
    await pilot.press("escape")
    await written(pilot)


async def _drafts(pilot: Pilot[int], source: Fake) -> None:
    source.keep_draft(
        Draft("book", "member:M1000", {"context.member": "M1000", "text.date": "fri"}, "2026-11-17T09:00")
    )
    source.keep_draft(Draft("leave", "cm:C01", {"context.cm": "C01", "text.reason": "vacation"}, "2026-11-18T14:32"))
    await pilot.press("D")


def _form(form: str, **context: str) -> Step:
    async def step(pilot: Pilot[int], source: Fake) -> None:
        await open_form(pilot, form, **context)

    return step


WHO = {"member": "M1000", "cm": "C01"}
FORMS: dict[str, tuple[Step, Callable[[], Fake]]] = {
    "empty": (_empty, Fake),
    "error": (_error, Fake),
    "ok": (_ok, Fake),
    "refused": (_refused, Fake),
    "warn": (_warn, Fake),
    "draft": (_draft, Fake),
    "conflict": (_conflict, Fake),
    "people": (_people, Fake),
    "people-long-names": (_people, lambda: Fake(hostile=LONG)),
    "long-names": (_ok, lambda: Fake(hostile=LONG)),
    "elements": (_elements, Fake),
    "saved": (_saved, Fake),
    "left": (_left, Fake),
    "drafts": (_drafts, Fake),
    "log": (_form("log", **WHO), Fake),
    "plan": (_form("plan", **WHO), Fake),
    "working-hours": (_form("working-hours", cm="C01"), Fake),
    "void": (_form("void", member="M1000", service="S1"), Fake),
    "transfer": (_form("transfer", **WHO), Fake),
}
