"""See the module of that name of the desk's tests."""

from tests.desk.test_holding import *  # noqa: F403
