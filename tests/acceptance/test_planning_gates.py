"""A proposal is planning: the level modifier has to be the worker's (R43, R46), as when a visit is booked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.conftest import Agency

ANA = "A,Ana,Aa,1990-01-01,standard,HE\nC,Cal,Cc,1990-01-01,intensive,HE"
TRAINED = "cm_id,kind,completed_on,amount\nTG,training-intensive,2021-01-01,6\n"


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (("A", "--cm", "HM", "--line", "HN"), "R43"),  # CM I proposing HN
        (("C", "--cm", "TG"), "R46"),  # TG without the intensive training
        (("C", "--cm", "HM", "--line", "TG", "--contract", "111"), "R43"),
    ],
)
def test_a_modifier_that_is_not_the_workers_is_refused(
    agency: Callable[..., Agency], args: tuple[str, ...], rule: str
) -> None:
    made = agency(ANA, "A,HN,2025-01-01\nC,TG,2025-01-01")
    answer = made("units", *args, "--units", 2, "--json")
    offer = answer.json["proposal"]
    assert (answer.code, offer["verdict"], offer["allowed"], offer["over_by"]) == (1, "refused", 0, 2)
    assert rule in [reason["rule"] for reason in offer["reasons"]]
    assert made("units", *args, "--json").code == 0  # without a proposal it is a question like any other


def test_who_may_bill_is_not_stopped(agency: Callable[..., Agency]) -> None:
    made = agency(ANA, "A,HN,2025-01-01\nC,TG,2025-01-01", credentials=TRAINED)
    for args in (("A",), ("A", "--cm", "HM"), ("C", "--cm", "TG")):
        answer = made("units", *args, "--units", 16, "--json")
        assert (answer.code, answer.json["proposal"]["verdict"]) == (0, "ok"), args
