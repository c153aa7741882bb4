"""See the module of that name of the desk's tests."""

from tests.desk.test_importing import *  # noqa: F403
