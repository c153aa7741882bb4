"""The small agency of the command line's tests."""

from tests.cli.conftest import ask, built, db, folder, tcm

__all__ = ["ask", "built", "db", "folder", "tcm"]
