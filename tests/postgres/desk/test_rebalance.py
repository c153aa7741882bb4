"""See the module of that name of the desk's tests."""

from tests.desk.test_rebalance import *  # noqa: F403

# These speak of a file: beside it, or by SQL that is its own.
del test_apply_is_one_write_that_one_undo_takes_back  # noqa: F821
del test_a_plan_that_others_overtook_moves_nobody  # noqa: F821
del test_what_stays_short_waits_for_a_reason  # noqa: F821
del test_a_key_gives_the_plan_that_was_applied  # noqa: F821
