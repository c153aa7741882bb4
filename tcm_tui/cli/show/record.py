"""Forms, their fields, and what filling one in did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean
from tcm_tui.cli.show.words import why
from tcm_tui.desk.views import WriteResult

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Checked, Field, Form, Saved


def forms_text(forms: Sequence[Form]) -> list[str]:
    """One line a form."""
    wide = max(len(form.id) for form in forms)
    lines = [f"{form.id:<{wide}}  {form.title}" for form in forms]
    return [*lines, "", "tcm record FORM --fields lists what a form asks."]


def forms_json(forms: Sequence[Form]) -> dict[str, Any]:
    return {"forms": [{"form": form.id, "title": form.title} for form in forms]}


def fields_text(form: Form) -> list[str]:
    """One line a field: name, whether it must be filled, what it takes."""
    wide = max(len(field.name) for field in form.fields)
    lines = [form.title]
    for field in form.fields:
        takes = " | ".join(field.choices) or field.kind
        mark = "*" if field.required else " "
        lines.append(
            f"{mark} {field.name:<{wide}}  {field.label}: {takes}" + (f" ({field.help})" if field.help else "")
        )
    return [*lines, "* must be filled"]


def fields_json(form: Form) -> dict[str, Any]:
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "required": field.required,
            "choices": list(field.choices),
            "help": field.help,
        }
        for field in form.fields
    ]
    return {"form": form.id, "title": form.title, "fields": fields}


def as_result(checked: Checked) -> WriteResult | None:
    """A check as the write it would be."""
    return None if checked.errors else WriteResult(None, checked.verdict, checked.reasons)


def to_json(saved: Saved, texts: Mapping[str, str]) -> dict[str, Any]:
    """id, verdict and reasons as of every write, with the texts used and what stopped or joined them."""
    result = saved.result or WriteResult(None, "refused", ())
    return {
        "id": result.id,
        "verdict": result.verdict,
        "reasons": reasons(result.reasons),
        "fields": dict(texts),
        "errors": saved.errors,
        "conflict": {name: list(both) for name, both in saved.conflict.items()},
        "merged": list(saved.merged),
    }


def to_text(form: Form, saved: Saved, echoed: Sequence[tuple[Field, str]], with_why: bool, dry: bool) -> list[str]:
    """What was stored, field by field in full, and what there is to know about it."""
    if saved.errors:
        return [f"{name}: {clean(sentence)}" for name, sentence in saved.errors.items()]
    if saved.conflict:
        said = [
            f"  {name}: now “{clean(theirs)}”, yours “{clean(mine)}”" for name, (theirs, mine) in saved.conflict.items()
        ]
        return ["✗ Not stored: somebody else has changed the same fields.", *said]
    result = saved.result
    assert result is not None
    told = why(result.reasons)[1:] if with_why or result.verdict != "ok" else []
    if result.id is None and not dry:
        head = "✗ Not stored: the rules refuse it."
        if result.verdict == "warn":
            head = "! Not stored yet: the rules warn. Say --override REASON to go on."
        return [head, *told]
    head = f"{'!' if result.verdict == 'warn' else '✓'} {form.title}: {clean(result.id or '')}"
    if dry:
        told = why(result.reasons)[1:]
        head = {"ok": "✓ It can be stored.", "warn": "! It would be flagged, or wait for a reason."}.get(
            result.verdict, "✗ The rules refuse it."
        )
    wide = max(len(field.label) for field in form.fields)
    filled = [f"  {field.label:<{wide}}  {clean(text)}" for field, text in echoed if text]
    return [head, *filled, *told]
