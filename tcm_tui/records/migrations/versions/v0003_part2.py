"""Which members' records are under 42 CFR Part 2.

Revision ID: 0003
"""

from tcm_tui.records.migrations.building import add

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    add("members", "part2:truth")
