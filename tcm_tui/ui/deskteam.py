"""The supervisor's questions answered by the desk; each module of the desk is imported when first asked."""

from __future__ import annotations

from tcm_tui.ui.deskwrites import DeskWriter


class DeskTeam(DeskWriter):
    """``ui.teamsource.Team`` over an open desk."""
