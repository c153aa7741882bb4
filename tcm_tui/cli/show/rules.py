"""``tcm rules``: the rule book."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import Any

from tcm_tui.cli.show.words import day
from tcm_tui.desk.views import RuleValue, RuleView


def to_json(on: date, views: Sequence[RuleView]) -> dict[str, Any]:
    """``tcm rules --json``: every rule with its values by date."""
    return {"on": on, "rules": [_rule(view) for view in views]}


def _rule(view: RuleView) -> dict[str, Any]:
    return view._asdict() | {
        "values": [_value(v) for v in view.values],
        "shown_in": list(view.shown_in),
        "reasons": [{"rule": view.id, "text": view.reading or view.text, "source": view.source}],
    }


def _value(value: RuleValue) -> dict[str, Any]:
    fields = value._asdict()
    fields["from"] = fields.pop("from_")
    return fields


def to_text(on: date, views: Sequence[RuleView], whole: bool) -> list[str]:
    """One rule whole, or the book as a list with the values in force on the day."""
    lines: list[str] = [] if len(views) == 1 else [f"The rule book on {day(on)}", ""]
    for view in views:
        lines += _whole(view) if whole else _brief(view)
    return lines


def _brief(view: RuleView) -> list[str]:
    values = "; ".join(f"{v.key} {v.amount}" for v in view.values if v.in_force)
    return textwrap.wrap(
        f"{view.id:<4} {view.title}" + (f": {values}" if values else ""), 100, subsequent_indent="     "
    )


def _whole(view: RuleView) -> list[str]:
    lines = [f"{view.id} {view.title}", f"     {view.source}"]
    for name, text in (("Rule", view.text), ("Reading", view.reading), ("Open question", view.question)):
        if text:
            lines += textwrap.wrap(f"{name}: {text}", 100, initial_indent="     ", subsequent_indent="       ")
    for value in view.values:
        since = f"from {day(value.from_)}" if value.from_ else "as far back as known"
        mark = "✓ in force" if value.in_force else "– not in force"
        lines.append(f"     {value.key} = {value.amount}  ({since}; {value.source})  {mark}")
    if view.shown_in:
        lines.append(f"     Shown in: {', '.join(view.shown_in)}")
    return [*lines, ""]
