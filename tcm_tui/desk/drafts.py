"""Forms that were begun and not saved: kept while typing, offered again after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tcm_tui.records import drafts
from tcm_tui.records.drafts import Draft

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

__all__ = ["Draft", "drop", "keep", "waiting"]


def waiting(desk: Desk) -> list[Draft]:
    """Every draft, the newest first."""
    return drafts.waiting(desk.store)


def keep(desk: Desk, form: str, subject: str, values: Mapping[str, str], at: str) -> None:
    """Keep the texts of a form about a subject; at is the moment, as text. Raises StoreError."""
    drafts.keep(desk.store, form, subject, values, at)


def drop(desk: Desk, form: str, subject: str) -> None:
    """Forget what was typed into a form about a subject. Raises StoreError."""
    drafts.drop(desk.store, form, subject)
