"""See the module of that name of the desk's tests."""

from tests.desk.test_lookup import *  # noqa: F403

# These speak of a file: beside it, or by SQL that is its own.
del test_an_agencys_yearly_limit_binds  # noqa: F821
