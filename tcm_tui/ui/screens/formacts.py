"""Opening forms from where the cursor is: what they are told, and the list of them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tcm_tui.ui.screens.pick import PickScreen, fits
from tcm_tui.ui.widgets.chooser import Choice

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Form
    from tcm_tui.ui.shown import Shown
    from tcm_tui.ui.source import Subject

_REFS = {"outreach": "appointment", "fax": "service", "documentation": "service"}
"""What the reference of a clock names."""

NEW = {"member": ("New member", "member"), "case-manager": ("New case manager", "cm")}
"""The form of a person changes the one it is opened for; without one it adds: (what it is called then, whom not)."""


def acting_on(shown: Shown, subject: Subject | None) -> dict[str, str]:
    """What a form opened here begins with: the member and worker the cursor is on, the visit or service.

    The day is given only while one looks at another than today.
    """
    found = {"cm": shown.cm, "member": shown.pointed or ""}
    if shown.on != shown.today:
        found["date"] = shown.on.isoformat()
    if subject is not None:
        item = subject.item
        if item is not None:
            found |= {"member": item.member or "", "cm": item.cm or shown.cm}
            if item.kind in _REFS and item.ref:
                found[_REFS[item.kind]] = item.ref
        elif subject.kind == "worker":
            found |= {"cm": subject.id, "member": ""}
        elif subject.kind not in ("rule", "coverage", "hours"):
            found["member"] = subject.id
        if subject.kind in ("service", "appointment") and subject.ref:
            found[subject.kind] = subject.ref
    return {name: text for name, text in found.items() if text}


class RecordScreen(PickScreen):
    """Every form, for the member or worker the cursor is on."""

    TITLE = "Add a record"
    HINT = "type what it is about"

    def __init__(self, forms: Sequence[Form], context: Mapping[str, str]) -> None:
        super().__init__()
        # A service is corrected where it stands; there is none to name here.
        self.forms = [form for form in forms if form.id != "service" or "service" in context]
        self.context = context

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        found = []
        for form in self.forms:
            asks = ", ".join(field.label.casefold() for field in form.fields)
            new, whom = NEW.get(form.id, ("", ""))
            titles = [form.title, new] if new and self.context.get(whom) else [new or form.title]
            for title in titles:
                key = f"{form.id} new" if title == new else form.id
                if fits(text, title, form.id, asks):
                    found.append(Choice(key, [(f"{title:<26} ", "strong"), (asks, "muted")]))
        found.sort(key=lambda choice: not choice.left[0][0].casefold().startswith(text.casefold().strip()))
        return found[:limit]

    async def chosen(self, key: str) -> None:
        context = dict(self.context)
        if key.endswith(" new"):
            key = key.removesuffix(" new")
            context.pop(NEW[key][1], None)
        self.tcm.open_form(key, context)
