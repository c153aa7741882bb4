"""See the module of that name of the desk's tests."""

from tests.desk.test_undo import *  # noqa: F403

# These speak of a file: beside it, or by SQL that is its own.
del test_an_answer_stored_by_an_earlier_version_is_still_given  # noqa: F821
del test_a_record_that_bears_on_every_month_brings_the_ledger_along  # noqa: F821
del test_a_removed_record_that_is_there_again_stays  # noqa: F821
