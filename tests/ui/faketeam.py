"""The supervisor's questions answered from the made-up agency of ``fake``."""

from __future__ import annotations

from tests.ui.fakewrites import FakeWriter


class FakeTeam(FakeWriter):
    """Answers like ``ui.teamsource.Team``."""
