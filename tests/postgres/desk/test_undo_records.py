"""See the module of that name of the desk's tests."""

from tests.desk.test_undo_records import *  # noqa: F403
