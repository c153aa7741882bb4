"""Every command and where its function lies, so that only the one asked for is imported."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

COMMANDS: dict[str, str] = {
    "units": "lookup",
    "member": "lookup",
    "caseload": "lists",
    "due": "lists",
    "check": "lists",
    "agency": "agency",
    "hours": "lists",
    "staff": "staff",
    "roster": "staff",
    "week": "week",
    "ahead": "ahead",
    "rebalance": "rebalance",
    "solve": "solve",
    "report": "report",
    "rules": "lists",
    "audit": "lists",
    "keys": "keys",
    "book": "visits",
    "log": "visits",
    "miss": "writes",
    "cancel": "writes",
    "outreach": "writes",
    "transfer": "writes",
    "handover": "rebalance",
    "void": "writes",
    "move": "visits",
    "record": "record",
    "undo": "undo",
    "demo": "files",
    "import": "files",
    "export": "files",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "keeping",
    "copy-to": "moving",
    "encrypt": "people",
    "decrypt": "people",
    "people": "people",
    "grant": "grants",
    "revoke": "grants",
    "grants": "grants",
}
"""Command → module of ``tcm_tui.cli``, in the order of the help."""


def function_of(name: str) -> Callable[..., Any]:
    """The function of a command; a trailing underscore keeps Python's own words free (``import_``)."""
    module, word = import_module(f"tcm_tui.cli.{COMMANDS[name]}"), name.replace("-", "_")
    found: Callable[..., Any] = getattr(module, word, None) or getattr(module, word + "_")
    return found
