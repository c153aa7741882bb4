"""Which module declares which form, so that only the one asked for is imported."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcm_tui.desk.forms.handling import Handler

MODULES: dict[str, str] = {
    "book": "visits",
    "move": "visits",
    "log": "logging",
    "miss": "outcomes",
    "cancel": "outcomes",
    "outreach": "outcomes",
    "service": "logging",
    "plan": "plans",
    "stay": "stays",
    "residence": "stays",
    "hold": "members",
    "refusal": "members",
    "member": "members",
    "authorization": "grants",
    "external": "grants",
    "transfer": "outcomes",
    "working-hours": "hours",
    "leave": "hours",
    "availability": "hours",
    "fixed-appointment": "hours",
    "case-manager": "staff",
    "credential": "staff",
    "on-call": "staff",
    "closure": "agency",
    "travel": "agency",
    "setting": "agency",
    "void": "outcomes",
    "remove": "outcomes",
}
"""Form → module of ``desk.forms`` with a handler for it in ``HANDLERS``, in the order people look for them."""


@lru_cache(maxsize=64)
def handler(id: str) -> Handler:
    """The handler of a form; KeyError for an unknown id."""
    module = import_module(f"tcm_tui.desk.forms.{MODULES[id]}")
    found: Handler = module.HANDLERS[id]
    return found
