"""Drafts: what was typed into a form and not saved, as it is kept and as it is offered again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tcm_tui.ui.screens.pick import PickScreen, fits
from tcm_tui.ui.source import Draft
from tcm_tui.ui.widgets.chooser import Choice

_ABOUT = ("record", "appointment", "service", "member", "cm")


def subject(context: Mapping[str, str]) -> str:
    """What a form is about, so that the same form for the same subject finds its draft."""
    return " ".join(f"{name}:{context[name]}" for name in _ABOUT if context.get(name))


def made(
    form: str, about: str, context: Mapping[str, str], began: Mapping[str, str], texts: Mapping[str, str]
) -> Draft:
    """A draft with all that is needed to go on as if nothing had happened."""
    values = {
        f"{kind}.{name}": value
        for kind, part in (("context", context), ("began", began), ("text", texts))
        for name, value in part.items()
    }
    return Draft(form, about, values, datetime.now().isoformat(timespec="seconds"))


def part(draft: Draft, kind: str, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """One part of a draft: context, began or text; only the fields a form still has."""
    found = {name[len(kind) + 1 :]: text for name, text in draft.values.items() if name.startswith(f"{kind}.")}
    return found if known is None else {name: text for name, text in found.items() if name in known}


class DraftsScreen(PickScreen):
    """What waits to be gone on with."""

    TITLE = "Drafts"
    HINT = "type part of a form's name"

    def __init__(self, drafts: Sequence[Draft]) -> None:
        super().__init__()
        self.drafts = drafts

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        source, on = self.tcm.shown.source, self.tcm.shown.today
        found = []
        for at, draft in enumerate(self.drafts):
            form = source.form(draft.form)
            texts = part(draft, "text")
            echoes = (source.echo(f, texts.get(f.name, ""), on) for f in form.fields if f.kind in ("member", "day"))
            told = ", ".join(echo for echo in echoes if echo) or draft.subject
            if fits(text, form.title, told):
                left = [(f"{form.title:<24} ", "strong"), (told, "text")]
                found.append(Choice(str(at), left, [(f"{draft.at[:10]} {draft.at[11:16]} ", "muted")]))
        return found[:limit]

    async def chosen(self, key: str) -> None:
        draft = self.drafts[int(key)]
        self.tcm.open_form(draft.form, part(draft, "context"), draft=draft)
