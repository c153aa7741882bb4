"""R25, R26: the window before discharge, and who is never in transition. Figures: document A, list VIII."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import transition as t
from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Stay
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.verdict import Reason

FAR = date(2099, 1, 1)
YOUNG = date(2010, 6, 15)  # 15 in 2026
ADULT = date(1980, 6, 15)
DAY = timedelta(days=1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def stay(
    admitted: str,
    planned: str | None = None,
    actual: str | None = None,
    kind: str = "hospital",
    covered: bool = True,
) -> Stay:
    return Stay("M1", kind, d(admitted), d(planned) if planned else None, d(actual) if actual else None, covered)


@pytest.mark.parametrize(
    ("nights", "days"),
    [(0, 1), (1, 2), (12, 13), (13, 14), (14, 14), (60, 14), (179, 14), (180, 60), (181, 60), (400, 60)],
)
def test_the_window_by_nights(nights: int, days: int) -> None:
    """days: how many are open, the discharge day among them; short stays are clipped to the admission."""
    end = d("2026-06-30")
    found = t.window(Stay("M1", "hospital", end - nights * DAY, None, end), FAR)
    assert found == t.Window(end - (days - 1) * DAY, end, nights, False)


# Discharge on Tue 30 Jun 2026. Short: 13 days before is in, 14 is out. Long: 59 in, 60 out.
@pytest.mark.parametrize(
    ("admitted", "before", "inside"),
    [
        ("2026-01-02", 13, True),  # 179 nights
        ("2026-01-02", 14, False),
        ("2026-01-01", 59, True),  # 180 nights
        ("2026-01-01", 60, False),
        ("2026-01-01", 14, True),
        ("2026-01-02", 0, True),
        ("2026-06-25", 5, True),  # the day of admission of a stay shorter than its window
    ],
)
@pytest.mark.parametrize("activity", ["transition", "member-face-to-face"])
def test_both_edges_of_the_window(admitted: str, before: int, inside: bool, activity: str) -> None:
    stays = [stay(admitted, actual="2026-06-30")]
    found = t.outcome(stays, d("2026-06-30") - before * DAY, YOUNG, activity, FAR)
    assert (found is None) is inside
    if found:
        assert (found.rule, found.stay) == ("R25", stays[0])


@pytest.mark.parametrize(("day", "why"), [("2026-01-01", None), ("2026-07-01", None), ("2026-06-16", "R25")])
def test_ordinary_work_before_and_after_a_stay_is_free(day: str, why: str | None) -> None:
    found = t.outcome([stay("2026-01-02", actual="2026-06-30")], d(day), YOUNG, "plan-monitoring", FAR)
    assert (found.rule if found else None) == why


@pytest.mark.parametrize("day", ["2026-01-01", "2026-07-01", "2026-06-16"])
def test_transition_is_payable_in_a_window_only(day: str) -> None:
    found = t.outcome([stay("2026-01-02", actual="2026-06-30")], d(day), YOUNG, "transition", FAR)
    assert found is not None
    assert found.rule == "R25"


def test_transition_without_any_stay() -> None:
    found = t.outcome([], d("2026-05-05"), YOUNG, "transition", FAR)
    assert found == t.Outcome("R25", None, "transition on 2026-05-05, and no stay has its window open on that day")
    assert t.outcome([], d("2026-05-05"), YOUNG, "member-remote", FAR) is None


def test_the_planned_discharge_holds_until_the_actual_one_is_known() -> None:
    slipped = stay("2026-01-02", planned="2026-03-31", actual="2026-04-20")
    assert t.discharge(slipped, d("2026-04-19")) == (d("2026-03-31"), True)
    assert t.discharge(slipped, d("2026-04-20")) == (d("2026-04-20"), False)
    assert t.window(slipped, d("2026-04-19")) == t.Window(d("2026-03-18"), d("2026-03-31"), 88, True)
    assert t.window(slipped, d("2026-04-20")) == t.Window(d("2026-04-07"), d("2026-04-20"), 108, False)
    # what lay in the planned window falls out of it once the stay has slipped
    assert t.outcome([slipped], d("2026-03-20"), YOUNG, "transition", d("2026-03-25")) is None
    assert t.outcome([slipped], d("2026-03-20"), YOUNG, "transition", d("2026-04-20")) is not None
    assert t.nights(slipped, d("2026-04-19")) == 88
    assert t.nights(slipped, d("2026-04-20")) == 108


def test_an_earlier_actual_discharge_moves_the_window_as_well() -> None:
    early = stay("2026-01-02", planned="2026-03-31", actual="2026-03-10")
    assert t.window(early, d("2026-03-09")) == t.Window(d("2026-03-18"), d("2026-03-31"), 88, True)
    assert t.window(early, d("2026-03-10")) == t.Window(d("2026-02-25"), d("2026-03-10"), 67, False)


def test_an_unknown_discharge_opens_no_window_and_the_stay_goes_on() -> None:
    unknown = stay("2026-01-02")
    assert t.window(unknown, FAR) is None
    assert t.nights(unknown, FAR) is None
    assert t.discharge(unknown, FAR) == (None, True)
    for day in ("2026-01-02", "2026-09-09"):
        found = t.outcome([unknown], d(day), YOUNG, "member-face-to-face", FAR)
        assert found is not None
        assert found.why == "hospital stay from 2026-01-02, discharge unknown: no window"
    assert t.outcome([unknown], d("2026-01-01"), YOUNG, "member-face-to-face", FAR) is None
    # an actual discharge ahead is not seen, and nothing was planned
    assert t.window(stay("2026-01-02", actual="2026-03-10"), d("2026-03-09")) is None


def test_an_admission_ahead_is_not_seen() -> None:
    ahead = stay("2026-03-10", planned="2026-05-31")
    assert t.outcome([ahead], d("2026-03-10"), YOUNG, "member-remote", d("2026-03-09")) is None
    assert t.outcome([ahead], d("2026-03-10"), YOUNG, "member-remote", d("2026-03-10")) is not None


def test_an_uncovered_stay_has_no_window() -> None:
    uncovered = stay("2026-06-01", actual="2026-06-30", covered=False)
    assert t.window(uncovered, FAR) is None
    found = t.outcome([uncovered], d("2026-06-30"), YOUNG, "transition", FAR)
    assert found == t.Outcome("R25", uncovered, "hospital stay from 2026-06-01 is not covered: no window")


def test_a_discharge_before_the_admission_covers_no_day() -> None:
    wrong = stay("2026-06-10", actual="2026-06-09")
    assert t.window(wrong, FAR) is None
    assert t.outcome([wrong], d("2026-06-10"), YOUNG, "member-remote", FAR) is None
    assert t.window_verdict(wrong, FAR, YOUNG).reasons == (
        Reason("R25", "discharge 2026-06-09 is before the admission 2026-06-10: no window", source("R25")),
    )


def test_of_two_stays_both_must_be_open() -> None:
    first, second = stay("2026-06-01", actual="2026-06-20"), stay("2026-06-20")
    assert t.outcome([first], d("2026-06-20"), YOUNG, "transition", FAR) is None
    assert t.outcome([first, second], d("2026-06-20"), YOUNG, "transition", FAR) is not None
    assert t.outcome([second, first], d("2026-06-20"), YOUNG, "transition", FAR) is not None
    third = stay("2026-06-20", actual="2026-06-25")
    assert t.outcome([first, third], d("2026-06-20"), YOUNG, "transition", FAR) is None
    # neither a stay that is over nor one that is yet to come hides the one of the day
    ahead = stay("2026-08-01", actual="2026-08-09")
    assert t.outcome([ahead, second], d("2026-06-21"), YOUNG, "member-remote", FAR) is not None
    assert t.outcome([first, second], d("2026-06-21"), YOUNG, "member-remote", FAR) is not None


# Discharge from an IMD on Tue 30 Jun 2026 by the age on the day of service.
@pytest.mark.parametrize(
    ("dob", "rule"),
    [
        ("2004-07-01", None),  # 21, and 22 tomorrow
        ("2004-06-30", "R26"),  # 22 today
        ("1961-07-01", "R26"),  # 64, and 65 tomorrow
        ("1961-06-30", None),  # 65 today
        ("1990-01-01", "R26"),
        ("2012-01-01", None),
        ("1940-01-01", None),
    ],
)
def test_the_ages_of_an_imd(dob: str, rule: str | None) -> None:
    imd = stay("2026-06-01", actual="2026-06-30", kind="imd")
    found = t.outcome([imd], d("2026-06-30"), d(dob), "transition", FAR)
    assert (found.rule if found else None) == rule


def test_birthdays_within_the_window_of_an_imd() -> None:
    imd = stay("2026-06-01", actual="2026-06-30", kind="imd")  # open 17 to 30 June
    turns_22 = t.window(imd, FAR, d("2004-06-20"))
    assert turns_22 == t.Window(d("2026-06-17"), d("2026-06-19"), 29, False)
    turns_65 = t.window(imd, FAR, d("1961-06-20"))
    assert turns_65 == t.Window(d("2026-06-20"), d("2026-06-30"), 29, False)
    assert t.window(imd, FAR, d("2004-06-17")) is None
    assert t.window(imd, FAR, d("2004-06-18")) == t.Window(d("2026-06-17"), d("2026-06-17"), 29, False)
    assert t.window(imd, FAR, d("2004-06-30")) == t.Window(d("2026-06-17"), d("2026-06-29"), 29, False)
    assert t.window(imd, FAR, d("1961-06-17")) == t.Window(d("2026-06-17"), d("2026-06-30"), 29, False)
    assert t.window(imd, FAR, d("1961-06-30")) == t.Window(d("2026-06-30"), d("2026-06-30"), 29, False)
    assert t.window(imd, FAR, d("1961-07-01")) is None
    assert t.window(imd, FAR) == t.Window(d("2026-06-17"), d("2026-06-30"), 29, False)
    hospital = stay("2026-06-01", actual="2026-06-30")
    assert t.window(hospital, FAR, ADULT) == t.Window(d("2026-06-17"), d("2026-06-30"), 29, False)


@pytest.mark.parametrize("dob", [YOUNG, ADULT, date(1940, 1, 1)])
def test_inmates_never(dob: date) -> None:
    prison = stay("2026-06-01", actual="2026-06-30", kind="public-institution-inmate")
    assert t.window(prison, FAR, dob) is None
    assert t.window(prison, FAR) is None
    found = t.outcome([prison], d("2026-06-30"), dob, "member-remote", FAR)
    assert found == t.Outcome("R26", prison, "inmate of a public institution from 2026-06-01: never in transition")


@given(
    st.dates(date(2024, 1, 1), date(2032, 1, 1)),
    st.integers(0, 500),
    st.dates(date(1950, 1, 1), date(2015, 1, 1)),
    st.sampled_from(["hospital", "imd", "other", "nursing-facility"]),
)
def test_the_window_lies_inside_the_stay_and_says_what_the_days_say(
    admitted: date, nights: int, dob: date, kind: str
) -> None:
    end = admitted + nights * DAY
    one = Stay("M1", kind, admitted, None, end)
    found = t.window(one, FAR, dob)
    allowed = []
    day = admitted
    while day <= end:
        if t.outcome([one], day, dob, "transition", FAR) is None:
            allowed.append(day)
        day += DAY
    if found is None:
        assert allowed == []
        return
    assert admitted <= found.first <= found.last <= end
    assert (found.last - found.first).days + 1 == len(allowed) <= (60 if nights >= 180 else 14)
    assert (found.first, found.last) == (allowed[0], allowed[-1])


@pytest.mark.parametrize(
    ("on", "status"),
    [("2026-06-16", "ahead"), ("2026-06-17", "open"), ("2026-06-30", "open"), ("2026-07-01", "past")],
)
def test_the_verdict_shows_its_arithmetic(on: str, status: str) -> None:
    planned = stay("2026-06-01", planned="2026-06-30")
    found = t.window_verdict(planned, d(on), YOUNG)
    assert (found.status, found.rule) == (status, "R25")
    assert found.value == t.Window(d("2026-06-17"), d("2026-06-30"), 29, True)
    assert [(r.rule, r.text) for r in found.reasons] == [
        (
            "R25",
            "planned discharge 2026-06-30 - admission 2026-06-01 = 29 nights, under 180: "
            "the last 14 days, 2026-06-17 to 2026-06-30",
        )
    ]
    assert found.reasons[0].source.startswith("A, ")


def test_the_verdict_of_a_long_and_of_a_clipped_stay() -> None:
    long = t.window_verdict(stay("2026-01-01", actual="2026-06-30"), FAR, YOUNG).reasons[0].text
    assert long == (
        "discharge 2026-06-30 - admission 2026-01-01 = 180 nights, at least 180: "
        "the last 60 days, 2026-05-02 to 2026-06-30"
    )
    short = t.window_verdict(stay("2026-06-25", actual="2026-06-30"), FAR, YOUNG).reasons[0].text
    assert short.endswith("the last 14 days, 2026-06-25 to 2026-06-30, clipped to the admission")
    by_one = t.window_verdict(stay("2026-06-18", actual="2026-06-30"), FAR, YOUNG).reasons[0].text
    assert by_one.endswith("2026-06-18 to 2026-06-30, clipped to the admission")
    exact = t.window_verdict(stay("2026-06-17", actual="2026-06-30"), FAR, YOUNG).reasons[0].text
    assert exact.endswith("the last 14 days, 2026-06-17 to 2026-06-30")


def test_the_verdict_of_an_imd() -> None:
    imd = stay("2026-06-01", actual="2026-06-30", kind="imd")
    part = t.window_verdict(imd, FAR, d("2004-06-20"))
    assert [(r.rule, r.source) for r in part.reasons] == [("R25", source("R25")), ("R26", source("R26"))]
    assert part.reasons[1].text == ("ages 22 to 64 in an IMD are never in transition: 2026-06-17 to 2026-06-19 is left")
    none = t.window_verdict(imd, FAR, ADULT)
    assert (none.value, none.status, none.rule) == (None, "none", "R26")
    assert none.reasons[0].text == "in an IMD at 46; ages 22 to 64 are never in transition"
    # 21 on the day asked, 22 in the whole window
    turning = t.window_verdict(imd, d("2026-06-05"), d("2004-06-10"))
    assert turning.rule == "R25"  # the discharge is not known yet
    assert t.window_verdict(imd, FAR, d("2004-06-10")).rule == "R26"


def test_the_verdict_without_a_discharge() -> None:
    found = t.window_verdict(stay("2026-06-01"), d("2026-06-05"), YOUNG)
    assert (found.value, found.status, found.rule) == (None, "none", "R25")
    assert found.reasons[0].text == "hospital stay from 2026-06-01, discharge unknown: no window"
    unknown = stay("2026-06-01", kind="imd")
    assert t.window_verdict(unknown, d("2026-06-05"), d("2004-06-05")).rule == "R26"  # 22 on the day asked
    assert t.window_verdict(unknown, d("2026-06-05"), d("2004-06-06")).rule == "R25"
    assert t.window_verdict(unknown, d("2026-05-05"), d("2004-06-01")).rule == "R26"  # 22 at the admission
    prison = t.window_verdict(stay("2026-06-01", kind="public-institution-inmate"), d("2026-06-05"), YOUNG)
    assert prison.rule == prison.reasons[0].rule == "R26"


@pytest.mark.parametrize(
    ("one", "on", "overdue"),
    [
        (stay("2026-06-01", planned="2026-06-10"), "2026-06-10", False),
        (stay("2026-06-01", planned="2026-06-10"), "2026-06-11", True),
        (stay("2026-06-01", planned="2026-06-10", actual="2026-06-11"), "2026-06-11", False),
        (stay("2026-06-01", planned="2026-06-10", actual="2026-06-12"), "2026-06-11", True),
        (stay("2026-06-01"), "2026-06-11", False),
    ],
)
def test_a_planned_discharge_that_passed(one: Stay, on: str, overdue: bool) -> None:
    assert t.discharge_overdue(one, d(on)) is overdue


def test_the_grounds_of_a_covered_day_outside_the_window() -> None:
    found = t.outcome([stay("2026-01-02", actual="2026-06-30")], d("2026-06-16"), YOUNG, "transition", FAR)
    assert found is not None
    assert found.why == (
        "discharge 2026-06-30 - admission 2026-01-02 = 179 nights, under 180: "
        "the last 14 days, 2026-06-17 to 2026-06-30; 2026-06-16 is before it"
    )


def test_figures_are_those_of_the_discharge_or_else_of_the_day(tmp_path: Path) -> None:
    said = 'source = "a letter", reading = "ours"'
    (tmp_path / "transition.toml").write_text(
        f"[short_window_days]\nvalues = [{{amount = 10, from = 2027-01-01, {said}}}]\n"
        f'[inmate_kinds]\nvalues = [{{amount = ["other"], from = 2027-01-01, {said}}}]\n'
    )
    packs = load_packs(tmp_path)
    for discharged, first in (("2026-12-31", "2026-12-18"), ("2027-01-01", "2026-12-23")):
        found = t.window(stay("2026-12-01", actual=discharged), FAR, YOUNG, packs)
        assert found is not None
        assert found.first == d(first)
    endless = stay("2026-12-01", kind="other")
    for day, rule in (("2026-12-31", "R25"), ("2027-01-01", "R26")):
        barred = t.outcome([endless], d(day), YOUNG, "member-remote", FAR, packs)
        assert barred is not None
        assert barred.rule == rule
