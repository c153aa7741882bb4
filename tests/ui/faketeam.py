"""The supervisor's questions answered from the made-up agency of ``fake``."""

from __future__ import annotations

from tests.ui.fakeagency import FakeAgency
from tests.ui.fakeahead import FakeAhead
from tests.ui.fakemoves import FakeMoves
from tests.ui.fakereport import FakeReport
from tests.ui.fakestaff import FakeStaff
from tests.ui.fakewrites import FakeWriter


class FakeTeam(FakeAgency, FakeMoves, FakeStaff, FakeWriter, FakeReport, FakeAhead):
    """Answers like ``ui.teamsource.Team``."""
