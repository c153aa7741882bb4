"""The demonstration agency: believable, made up, with every status and clock present somewhere."""

from __future__ import annotations

from tcm_tui.desk.demo.agency import PLANTED, Agency, generate, tables
from tcm_tui.desk.demo.columns import COLUMNS

__all__ = ["COLUMNS", "PLANTED", "Agency", "generate", "tables"]
