"""See the module of that name of the desk's tests."""

from tests.desk.test_undo_settings import *  # noqa: F403

# These speak of a file: beside it, or by SQL that is its own.
del test_it_stands_in_the_way_of_no_earlier_write  # noqa: F821
