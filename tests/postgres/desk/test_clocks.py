"""See the module of that name of the desk's tests."""

from tests.desk.test_clocks import *  # noqa: F403
